// What the host sees of half-open requests in the SYN table, 2.6.20 to 4.3.
import { DL_NEXT } from "./audit_layout";
import { tableOf } from "./syn_table";
import { NR_TABLE_ENTRIES, qlenOf, SYN_TABLE } from "./syn_table_layout";
import { bucketOf, firstInBucket, isEnd, LOC_ADDR, NODE, NUM, RMT_ADDR, RMT_PORT } from "./view_layout";
import { at } from "./view_memory";

/** Requests of a listener. */
export function requestsOf(sk: u32): u32 {
  const lopt = tableOf(sk);
  return lopt != 0 ? qlenOf(lopt) : 0;
}

/** Whether a listener of the port has a request of this peer. Addresses and rport as they lie in memory. */
export function hasRequest(raddr: u32, rport: u16, laddr: u32, port: u32): bool {
  for (let node = at<u32>(firstInBucket(bucketOf(port))); !isEnd(node); node = at<u32>(node)) {
    const sk = node - NODE;
    const lopt = at<u16>(sk + NUM) == port ? tableOf(sk) : 0;
    if (lopt == 0) continue;
    const entries = at<u32>(lopt + NR_TABLE_ENTRIES);
    for (let i: u32 = 0; i < entries; i++) {
      for (let req = at<u32>(lopt + SYN_TABLE + i * 4); req != 0; req = at<u32>(req + DL_NEXT)) {
        if (at<u16>(req + RMT_PORT) == rport && at<u32>(req + RMT_ADDR) == raddr && at<u32>(req + LOC_ADDR) == laddr) {
          return true;
        }
      }
    }
  }
  return false;
}
