// Offsets that the host's view of Linux 2.6.20 needs (view.ts): the same as in structs.ts.
export { F_OP } from "./file_layout";

import { inet_lhashfn, listening_hash, tcp_hashinfo } from "./inet_hashtables";

export const PRIVATE_DATA: u32 = 116; // offsetof(struct file, private_data)
export const SK_OF_SOCKET: u32 = 20; // offsetof(struct socket, sk)
export const STATE: u32 = 2; // offsetof(struct sock_common, skc_state)
export const NUM: u32 = 354; // offsetof(struct inet_sock, num)
export const RCV_SADDR: u32 = 348; // offsetof(struct inet_sock, rcv_saddr)
export const ACK_BACKLOG: u32 = 220; // offsetof(struct sock, sk_ack_backlog)
export const ACCEPT_QUEUE: u32 = 472; // offsetof(struct inet_connection_sock, icsk_accept_queue)
export const NODE: u32 = 8; // offsetof(struct sock_common, skc_node)
export const LOC_ADDR: u32 = 44; // offsetof(struct inet_request_sock, loc_addr)
export const RMT_ADDR: u32 = 48; // offsetof(struct inet_request_sock, rmt_addr)
export const RMT_PORT: u32 = 52; // offsetof(struct inet_request_sock, rmt_port)

/** The listening bucket of a port. */
export function bucketOf(port: u32): u32 {
  return inet_lhashfn(port);
}

/** Address of the pointer to the first sock of a bucket. */
export function firstInBucket(bucket: u32): u32 {
  return listening_hash(tcp_hashinfo, bucket);
}

/** Whether a chain ends here. */
export function isEnd(node: u32): bool {
  return node == 0;
}
