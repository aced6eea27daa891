// The audit of a SYN table (struct listen_sock) of 2.6.20 and 3.6.5. Free of charge.
export * from "./syn_table";

import { circles, fault } from "./audit";
import { tableOf } from "./syn_table";
import { NR_TABLE_ENTRIES, qlenOf, SYN_TABLE, youngOf } from "./syn_table_layout";
import { at, word } from "./view_memory";

const RETRANS: u32 = 6; // offsetof(struct request_sock, retrans)

/** qlen and qlen_young are what the table holds. */
export function auditSynQueue(sk: u32): void {
  const table = tableOf(sk);
  const entries = at<u32>(table + NR_TABLE_ENTRIES);
  let all: u32 = 0;
  let young: u32 = 0;
  for (let i: u32 = 0; i < entries; i++) {
    for (let req = at<u32>(table + SYN_TABLE + i * 4); req != 0; req = word(req)) {
      if (circles(++all, table)) return;
      if (at<u8>(req + RETRANS) == 0) young++;
    }
  }
  if (all != qlenOf(table) || young != youngOf(table)) fault(table);
}
