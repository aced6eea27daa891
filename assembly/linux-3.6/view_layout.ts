// Offsets that the host's view of Linux 3.6.5 needs (view.ts): the same as in structs.ts.
export { F_OP } from "./file_layout";
export * from "./view_layout_3_6";
export * from "./view_layout_to_4_3";

export const PRIVATE_DATA: u32 = 112; // offsetof(struct file, private_data)
export const SK_OF_SOCKET: u32 = 20; // offsetof(struct socket, sk)
export const STATE: u32 = 14; // offsetof(struct sock_common, skc_state)
export const NUM: u32 = 386; // offsetof(struct inet_sock, inet_num)
export const RCV_SADDR: u32 = 4; // offsetof(struct sock_common, skc_rcv_saddr)
export const ACK_BACKLOG: u32 = 252; // offsetof(struct sock, sk_ack_backlog)
export const ACCEPT_QUEUE: u32 = 528; // offsetof(struct inet_connection_sock, icsk_accept_queue)
export const NODE: u32 = 36; // offsetof(struct sock_common, skc_node)
export const LOC_ADDR: u32 = 44; // offsetof(struct inet_request_sock, loc_addr)
export const RMT_ADDR: u32 = 48; // offsetof(struct inet_request_sock, rmt_addr)
export const RMT_PORT: u32 = 52; // offsetof(struct inet_request_sock, rmt_port)
