// Where the host's view (view_flow.ts) finds half-open requests: in the SYN tables of listeners of Linux 4.3. Free of charge.
import { translate } from "../machine/mmu";
import { peek } from "../machine/ram";
import { ACCEPT_QUEUE, bucketOf, firstInBucket, isEnd, LOC_ADDR, NODE, NUM, RMT_ADDR, RMT_PORT } from "./view_layout";

const QLEN_INC: u32 = 0; // offsetof(struct listen_sock, qlen_inc)
const QLEN_DEC: u32 = 8; // offsetof(struct listen_sock, qlen_dec)
const SYN_TABLE: u32 = 76; // offsetof(struct listen_sock, syn_table)
const DL_NEXT: u32 = 96; // offsetof(struct request_sock, dl_next)
const NR_TABLE_ENTRIES: u32 = 72; // offsetof(struct listen_sock, nr_table_entries)
const LISTEN_OPT: u32 = 12; // offsetof(struct request_sock_queue, listen_opt)

function at<T>(address: u32): T {
  return peek<T>(translate(address));
}

function listenOpt(sk: u32): u32 {
  return at<u32>(sk + ACCEPT_QUEUE + LISTEN_OPT);
}

/** Requests of a listener. */
export function requestsOf(sk: u32): u32 {
  const lopt = listenOpt(sk);
  return lopt != 0 ? at<u32>(lopt + QLEN_INC) - at<u32>(lopt + QLEN_DEC) : 0;
}

/** Whether a listener of the port has a request of this peer. Addresses and rport as they lie in memory. */
export function hasRequest(raddr: u32, rport: u16, laddr: u32, port: u32): bool {
  for (let node = at<u32>(firstInBucket(bucketOf(port))); !isEnd(node); node = at<u32>(node)) {
    const sk = node - NODE;
    const lopt = at<u16>(sk + NUM) == port ? listenOpt(sk) : 0;
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
