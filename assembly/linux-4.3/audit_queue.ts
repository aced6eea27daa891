// The audit of a SYN table (struct listen_sock) of Linux 4.3, and of the requests in it. Free of charge.
import { translate } from "../machine/mmu";
import { peek } from "../machine/ram";
import { circles, fault, word } from "./audit";
import { ACCEPT_QUEUE } from "./view_layout";

const QLEN_INC: u32 = 0; // offsetof(struct listen_sock, qlen_inc)
const YOUNG_INC: u32 = 4; // offsetof(struct listen_sock, young_inc)
const QLEN_DEC: u32 = 8; // offsetof(struct listen_sock, qlen_dec)
const YOUNG_DEC: u32 = 12; // offsetof(struct listen_sock, young_dec)
const NR_TABLE_ENTRIES: u32 = 72; // offsetof(struct listen_sock, nr_table_entries)
const SYN_TABLE: u32 = 76; // offsetof(struct listen_sock, syn_table)
const LISTEN_OPT: u32 = 12; // offsetof(struct request_sock_queue, listen_opt)
const COOKIE_TS: u32 = 107; // its seven high bits are num_timeout of struct request_sock
const REFCNT: u32 = 92; // offsetof(struct sock_common, skc_refcnt)
const DL_NEXT: u32 = 96; // offsetof(struct request_sock, dl_next)
const TIMER_PENDING: u32 = 124; // rsk_timer.entry.pprev of struct request_sock

function tableOf(sk: u32): u32 {
  return word(sk + ACCEPT_QUEUE + LISTEN_OPT);
}

/** Reads a table that may be vmalloc()ed. */
function inTable(address: u32): u32 {
  return peek<u32>(translate(address));
}

export function hasSynQueue(sk: u32): bool {
  if (tableOf(sk) == 0) fault(sk);
  return tableOf(sk) != 0;
}

/** Requests that the listener counts. */
export function synQueueLength(sk: u32): u32 {
  return inTable(tableOf(sk) + QLEN_INC) - inTable(tableOf(sk) + QLEN_DEC);
}

/** qlen and qlen_young are what the table holds. */
export function auditSynQueue(sk: u32): void {
  const table = tableOf(sk);
  const entries = inTable(table + NR_TABLE_ENTRIES);
  let all: u32 = 0;
  let young: u32 = 0;
  for (let i: u32 = 0; i < entries; i++) {
    for (let req = inTable(table + SYN_TABLE + i * 4); req != 0; req = word(req + DL_NEXT)) {
      if (circles(++all, table)) return;
      if (peek<u8>(translate(req + COOKIE_TS)) >> 1 == 0) young++;
      // The table's count and the timer's: between operations nobody else has one.
      if (word(req + REFCNT) != 2 || word(req + TIMER_PENDING) == 0) fault(req);
    }
  }
  if (all != synQueueLength(sk) || young != inTable(table + YOUNG_INC) - inTable(table + YOUNG_DEC)) fault(table);
}

/** From 4.4 on requests stand in the table of connections; here none may. */
export function auditHashedRequest(req: u32): void {
  fault(req);
}
