// Offsets that the host's view of Linux 3.6.5 needs (view.ts): the same as in structs.ts.
import { inet_lhashfn, listening_hash, tcp_hashinfo } from "./inet_hashtables";
import { init_net } from "./net_namespace";

export const F_OP: u32 = 16;
export const PRIVATE_DATA: u32 = 112;
export const SK_OF_SOCKET: u32 = 20;
export const STATE: u32 = 14;
export const NUM: u32 = 386;
export const RCV_SADDR: u32 = 4;
export const ACK_BACKLOG: u32 = 252;
export const ACCEPT_QUEUE: u32 = 528;
export const NODE: u32 = 36;

/** The listening bucket of a port. */
export function bucketOf(port: u32): u32 {
  return inet_lhashfn(init_net, port);
}

/** Address of the pointer to the first sock of a bucket. */
export function firstInBucket(bucket: u32): u32 {
  return listening_hash(tcp_hashinfo, bucket) + 4;
}

/** Whether a chain ends here. */
export function isEnd(node: u32): bool {
  return (node & 1) != 0;
}
