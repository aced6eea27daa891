// Where the host's view of connections (view_flow.ts) finds them in Linux 2.6.20: the same as in structs.ts.
export { SK_TYPE } from "./audit_layout";
export { DADDR, DPORT } from "./socket";

import { inet_ehashfn, tcp_hashinfo } from "./inet_hashtables";
import { word } from "./view_memory";

export const RCV_NXT: u32 = 684; // offsetof(struct tcp_sock, rcv_nxt)
export const COPIED_SEQ: u32 = 880; // offsetof(struct tcp_sock, copied_seq)
export const WRITE_SEQ: u32 = 872; // offsetof(struct tcp_sock, write_seq)
export const SND_UNA: u32 = 692; // offsetof(struct tcp_sock, snd_una)
export const PACKETS_OUT: u32 = 792; // offsetof(struct tcp_sock, packets_out)
export const TW_SUBSTATE: u32 = 36; // offsetof(struct inet_timewait_sock, tw_substate)
export const TW_DADDR: u32 = 40; // offsetof(struct inet_timewait_sock, tw_daddr)
export const TW_RCV_SADDR: u32 = 44; // offsetof(struct inet_timewait_sock, tw_rcv_saddr)
export const TW_DPORT: u32 = 48; // offsetof(struct inet_timewait_sock, tw_dport)
export const TW_NUM: u32 = 50; // offsetof(struct inet_timewait_sock, tw_num)
/** Bytes of sk_ack_backlog and of sk_max_ack_backlog. */
export const BACKLOG_BYTES: u32 = 2;
/** Of a listener, ss is told how many connections wait, but not of how many; TCP_INFO says nothing yet. */
export const TELLS_QUEUE_LIMIT: bool = false;

/** Buckets of ehash. */
export function ehashSize(): u32 {
  return word(changetype<usize>(tcp_hashinfo) + 12);
}

/** The bucket of a connection; addresses and foreign port as they lie in memory. */
export function ehashBucket(laddr: u32, lport: u32, faddr: u32, fport: u32): u32 {
  return inet_ehashfn(laddr, lport, faddr, fport) & (ehashSize() - 1);
}

/** The first of a bucket's connections (0), of its TIME_WAIT sockets (1). */
export function ehashFirst(bucket: u32, chain: u32): u32 {
  return word(word(changetype<usize>(tcp_hashinfo)) + (bucket + chain * ehashSize()) * 8 + 4);
}
