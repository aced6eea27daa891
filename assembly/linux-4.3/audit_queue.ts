// The audit of a SYN table (struct listen_sock) of Linux 4.3, and of the requests in it. Free of charge.
export * from "./syn_table";

import { circles, fault } from "./audit";
import { DL_NEXT } from "./audit_layout";
import { tableOf } from "./syn_table";
import { NR_TABLE_ENTRIES, qlenOf, SYN_TABLE, youngOf } from "./syn_table_layout";
import { at, word } from "./view_memory";

const COOKIE_TS: u32 = 107; // its seven high bits are num_timeout of struct request_sock
const REFCNT: u32 = 92; // offsetof(struct sock_common, skc_refcnt)
const TIMER_PENDING: u32 = 124; // rsk_timer.entry.pprev of struct request_sock

/** qlen and qlen_young are what the table holds. */
export function auditSynQueue(sk: u32): void {
  const table = tableOf(sk);
  const entries = at<u32>(table + NR_TABLE_ENTRIES);
  let all: u32 = 0;
  let young: u32 = 0;
  for (let i: u32 = 0; i < entries; i++) {
    for (let req = at<u32>(table + SYN_TABLE + i * 4); req != 0; req = word(req + DL_NEXT)) {
      if (circles(++all, table)) return;
      if (at<u8>(req + COOKIE_TS) >> 1 == 0) young++;
      // The table's count and the timer's: between operations nobody else has one.
      if (word(req + REFCNT) != 2 || word(req + TIMER_PENDING) == 0) fault(req);
    }
  }
  if (all != qlenOf(table) || young != youngOf(table)) fault(table);
}
