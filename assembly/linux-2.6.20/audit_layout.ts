// Offsets that the audit of Linux 2.6.20 needs (audit.ts), beside those of view_layout.ts: the same as in structs.ts.
export * from "./audit_layout_to_3_6";
export { F_COUNT, FDT } from "./file_layout";

import { peek } from "../machine/ram";
import { BHASH_SIZE, EHASH_SIZE } from "./config";
import { inet_bhashfn, tcp_hashinfo } from "./inet_hashtables";
import { PAGE_OFFSET } from "./memory_map";

export const FD_ARRAY: u32 = 4; // offsetof(struct fdtable, fd)
export const OWNED: u32 = 48; // sk_lock.owner of struct sock
export const SK_FLAGS: u32 = 172; // offsetof(struct sock, sk_flags)
export const SK_TYPE: u32 = 38; // offsetof(struct sock, sk_type)
export const BIND_NODE: u32 = 16; // offsetof(struct sock_common, skc_bind_node)
export const BIND_HASH: u32 = 492; // offsetof(struct inet_connection_sock, icsk_bind_hash)
export const TB_PORT: u32 = 0; // offsetof(struct inet_bind_bucket, port)
export const TB_NODE: u32 = 4; // offsetof(struct inet_bind_bucket, node)
export const TB_OWNERS: u32 = 12; // offsetof(struct inet_bind_bucket, owners)

/** Chains of the table of connections, those of TIME_WAIT in its second half: a lock and a head each. */
export const CHAINS: u32 = 2 * EHASH_SIZE;
export const CHAIN_STEP: u32 = 8;

/** Address of the first chain's head. */
export function firstChain(): u32 {
  return peek<u32>(changetype<usize>(tcp_hashinfo) - PAGE_OFFSET) + 4;
}

export function isChainEnd(node: u32): bool {
  return node == 0;
}

/** Address of the first head of the table of ports; each has a lock before it. */
export function firstBindChain(): u32 {
  return peek<u32>(changetype<usize>(tcp_hashinfo) + 4 - PAGE_OFFSET) + 4;
}

export function bindBucketOf(port: u32): u32 {
  return inet_bhashfn(port, BHASH_SIZE);
}
