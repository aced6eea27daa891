// Offsets that the audit of Linux 4.14 needs (audit.ts), beside those of view_layout.ts: the same as in structs.ts.
export * from "./audit_layout_3_6";
export * from "./audit_layout_4x";
export { F_COUNT, FDT } from "./file_layout";

export const FD_ARRAY: u32 = 4; // offsetof(struct fdtable, fd)
export const OWNED: u32 = 116; // sk_lock.owned of struct sock
export const SK_FLAGS: u32 = 80; // offsetof(struct sock_common, skc_flags)
export const SK_TYPE: u32 = 362; // offsetof(struct sock, sk_type)
export const BIND_NODE: u32 = 24; // offsetof(struct sock_common, skc_bind_node)
export const BIND_HASH: u32 = 696; // offsetof(struct inet_connection_sock, icsk_bind_hash)
export const TB_PORT: u32 = 4; // offsetof(struct inet_bind_bucket, port)
export const TB_NODE: u32 = 36; // offsetof(struct inet_bind_bucket, node)
export const TB_OWNERS: u32 = 44; // offsetof(struct inet_bind_bucket, owners)
export const ACCEPT_HEAD: u32 = 20; // offsetof(struct request_sock_queue, rskq_accept_head)
export const ACCEPT_TAIL: u32 = 24; // offsetof(struct request_sock_queue, rskq_accept_tail)
export const DL_NEXT: u32 = 112; // offsetof(struct request_sock, dl_next)
export const CHAIN_STEP: u32 = 4;
