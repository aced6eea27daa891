// The audit of a SYN table (struct listen_sock) of 2.6.20 and 3.6.5. Free of charge.
import { translate } from "../machine/mmu";
import { peek } from "../machine/ram";
import { circles, fault, word } from "./audit";
import { ACCEPT_QUEUE } from "./view_layout";

const QLEN: u32 = 4; // offsetof(struct listen_sock, qlen)
const QLEN_YOUNG: u32 = 8; // offsetof(struct listen_sock, qlen_young)
const NR_TABLE_ENTRIES: u32 = 20; // offsetof(struct listen_sock, nr_table_entries)
const SYN_TABLE: u32 = 24; // offsetof(struct listen_sock, syn_table)
const LISTEN_OPT: u32 = 16; // offsetof(struct request_sock_queue, listen_opt)
const RETRANS: u32 = 6; // offsetof(struct request_sock, retrans)

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
  return inTable(tableOf(sk) + QLEN);
}

/** qlen and qlen_young are what the table holds. */
export function auditSynQueue(sk: u32): void {
  const table = tableOf(sk);
  const entries = inTable(table + NR_TABLE_ENTRIES);
  let all: u32 = 0;
  let young: u32 = 0;
  for (let i: u32 = 0; i < entries; i++) {
    for (let req = inTable(table + SYN_TABLE + i * 4); req != 0; req = word(req)) {
      if (circles(++all, table)) return;
      if (peek<u8>(translate(req + RETRANS)) == 0) young++;
    }
  }
  if (all != synQueueLength(sk) || young != inTable(table + QLEN_YOUNG)) fault(table);
}

/** From 4.4 on requests stand in the table of connections; here none may. */
export function auditHashedRequest(req: u32): void {
  fault(req);
}
