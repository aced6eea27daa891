// Offsets that the host's view of Linux 4.14 needs (view.ts): the same as in structs.ts.
export { F_OP } from "./file_layout";
export * from "./view_layout_3_6";

export const PRIVATE_DATA: u32 = 140; // offsetof(struct file, private_data)
export const SK_OF_SOCKET: u32 = 20; // offsetof(struct socket, sk)
export const STATE: u32 = 18; // offsetof(struct sock_common, skc_state)
export const NUM: u32 = 14; // offsetof(struct sock_common, skc_num)
export const RCV_SADDR: u32 = 4; // offsetof(struct sock_common, skc_rcv_saddr)
export const ACK_BACKLOG: u32 = 392; // offsetof(struct sock, sk_ack_backlog)
export const ACCEPT_QUEUE: u32 = 648; // offsetof(struct inet_connection_sock, icsk_accept_queue)
export const NODE: u32 = 84; // offsetof(struct sock_common, skc_node)
export const LOC_ADDR: u32 = 4; // offsetof(struct sock_common, skc_rcv_saddr)
export const RMT_ADDR: u32 = 0; // offsetof(struct sock_common, skc_daddr)
export const RMT_PORT: u32 = 12; // offsetof(struct sock_common, skc_dport)

/** Whether a listening chain ends here: a plain list. */
export function isEnd(node: u32): bool {
  return node == 0;
}
