// Where the host's view of connections (view_flow.ts) finds them in Linux 4.14: the same as in structs.ts.
export { SK_TYPE } from "./audit_layout";
export { DADDR, DPORT } from "./socket";
export * from "./view_connections_3_6";
export * from "./view_connections_4x";

export const RCV_NXT: u32 = 944; // offsetof(struct tcp_sock, rcv_nxt)
export const COPIED_SEQ: u32 = 948; // offsetof(struct tcp_sock, copied_seq)
export const WRITE_SEQ: u32 = 1260; // offsetof(struct tcp_sock, write_seq)
export const SND_UNA: u32 = 976; // offsetof(struct tcp_sock, snd_una)
export const PACKETS_OUT: u32 = 1132; // offsetof(struct tcp_sock, packets_out)
export const TW_SUBSTATE: u32 = 116; // offsetof(struct inet_timewait_sock, tw_substate)
/** Of a listener, ss and TCP_INFO are told how many connections wait, and of how many. */
export const TELLS_QUEUE_LIMIT: bool = true;
