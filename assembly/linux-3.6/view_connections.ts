// Where the host's view of connections (view_flow.ts) finds them in Linux 3.6.5: the same as in structs.ts.
export { SK_TYPE } from "./audit_layout";
export { DADDR, DPORT } from "./socket";
export * from "./view_connections_3_6";

import { tcp_hashinfo } from "./inet_hashtables";
import { word } from "./view_memory";

export const RCV_NXT: u32 = 752; // offsetof(struct tcp_sock, rcv_nxt)
export const COPIED_SEQ: u32 = 756; // offsetof(struct tcp_sock, copied_seq)
export const WRITE_SEQ: u32 = 968; // offsetof(struct tcp_sock, write_seq)
export const SND_UNA: u32 = 768; // offsetof(struct tcp_sock, snd_una)
export const PACKETS_OUT: u32 = 884; // offsetof(struct tcp_sock, packets_out)
export const TW_SUBSTATE: u32 = 56; // offsetof(struct inet_timewait_sock, tw_substate)
export const TW_DPORT: u32 = 60; // offsetof(struct inet_timewait_sock, tw_dport)
export const TW_NUM: u32 = 62; // offsetof(struct inet_timewait_sock, tw_num)
/** Bytes of sk_ack_backlog and of sk_max_ack_backlog. */
export const BACKLOG_BYTES: u32 = 2;
/** Of a listener, ss and TCP_INFO are told how many connections wait, and of how many. */
export const TELLS_QUEUE_LIMIT: bool = true;

/** The first of a bucket's connections (0), of its TIME_WAIT sockets (1). */
export function ehashFirst(bucket: u32, chain: u32): u32 {
  return word(word(changetype<usize>(tcp_hashinfo)) + bucket * 8 + chain * 4);
}
