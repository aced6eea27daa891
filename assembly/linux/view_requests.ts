// Where the host's view (view_flow.ts) finds half-open requests: in the SYN tables of listeners, up to 4.3. Free of charge.
import { translate } from "../machine/mmu";
import { peek } from "../machine/ram";
import { listen_sock } from "./structs";
import { ACCEPT_QUEUE, bucketOf, firstInBucket, isEnd, LOC_ADDR, NODE, NUM, RMT_ADDR, RMT_PORT } from "./view_layout";

const QLEN: u32 = 4; // offsetof(struct listen_sock, qlen)
const NR_TABLE_ENTRIES: u32 = 20; // offsetof(struct listen_sock, nr_table_entries)
const LISTEN_OPT: u32 = 16; // offsetof(struct request_sock_queue, listen_opt)

function at<T>(address: u32): T {
  return peek<T>(translate(address));
}

function listenOpt(sk: u32): u32 {
  return at<u32>(sk + ACCEPT_QUEUE + LISTEN_OPT);
}

/** Requests of a listener. */
export function requestsOf(sk: u32): u32 {
  const lopt = listenOpt(sk);
  return lopt != 0 ? at<u32>(lopt + QLEN) : 0;
}

/** Whether a listener of the port has a request of this peer. Addresses and rport as they lie in memory. */
export function hasRequest(raddr: u32, rport: u16, laddr: u32, port: u32): bool {
  for (let node = at<u32>(firstInBucket(bucketOf(port))); !isEnd(node); node = at<u32>(node)) {
    const sk = node - NODE;
    const lopt = at<u16>(sk + NUM) == port ? listenOpt(sk) : 0;
    if (lopt == 0) continue;
    const entries = at<u32>(lopt + NR_TABLE_ENTRIES);
    for (let i: u32 = 0; i < entries; i++) {
      for (let req = at<u32>(lopt + <u32>listen_sock.SIZE + i * 4); req != 0; req = at<u32>(req)) {
        if (at<u16>(req + RMT_PORT) == rport && at<u32>(req + RMT_ADDR) == raddr && at<u32>(req + LOC_ADDR) == laddr) {
          return true;
        }
      }
    }
  }
  return false;
}
