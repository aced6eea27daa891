// Offsets that the audit of Linux 3.6.5 needs (audit.ts), beside those of view_layout.ts: the same as in structs.ts.
export * from "./audit_layout_3_6";
export * from "./audit_layout_to_3_6";
export { F_COUNT, FDT } from "./file_layout";

import { EHASH_SIZE } from "./config";

export const FD_ARRAY: u32 = 4; // offsetof(struct fdtable, fd)
export const OWNED: u32 = 56; // sk_lock.owned of struct sock
export const SK_FLAGS: u32 = 128; // offsetof(struct sock, sk_flags)
export const SK_TYPE: u32 = 174; // offsetof(struct sock, sk_type)
export const BIND_NODE: u32 = 20; // offsetof(struct sock_common, skc_bind_node)
export const BIND_HASH: u32 = 548; // offsetof(struct inet_connection_sock, icsk_bind_hash)
export const TB_PORT: u32 = 4; // offsetof(struct inet_bind_bucket, port)
export const TB_NODE: u32 = 12; // offsetof(struct inet_bind_bucket, node)
export const TB_OWNERS: u32 = 20; // offsetof(struct inet_bind_bucket, owners)

/** Chains of the table of connections: in each bucket one of connections and one of TIME_WAIT. */
export const CHAINS: u32 = 2 * EHASH_SIZE;
export const CHAIN_STEP: u32 = 4;
