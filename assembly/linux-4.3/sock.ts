// net/core/sock.c, include/net/sock.h of Linux 4.3.
// Left out: socket filters, security, modules' reference counts, IPsec policies, sleeping in lock_sock (nobody else
// owns a socket here: one process).
export * from "../linux/sock";
export * from "./sock_3_6";
export * from "./sock_4x";
export * from "./sock_before_4_14";
export * from "./sock_to_4_3";

export const REFCNT: u32 = 92; // offsetof(struct sock_common, skc_refcnt)

export const DST_LOCK: u32 = 200; // offsetof(struct sock, sk_dst_lock)

export const CALLBACK_LOCK: u32 = 308; // offsetof(struct sock, sk_callback_lock)

// ---- Fields and counts: inlined

export const DST_CACHE: u32 = 196; // offsetof(struct sock, sk_dst_cache)

// ---- Making and freeing

/** Offset of sk_node.next. */
export const NODE_NEXT: u32 = 80; // offsetof(struct sock_common, skc_node)

export const WMEM_ALLOC: u32 = 204; // offsetof(struct sock, sk_wmem_alloc)

export const FRAG_PAGE: u32 = 404; // offsetof(struct sock, sk_frag.page)
export const FRAG_OFFSET: u32 = 408; // offsetof(struct sock, sk_frag.offset)

export const DONTCOPY_BEGIN: u32 = 80; // offsetof(struct sock_common, skc_dontcopy_begin)

export const DONTCOPY_END: u32 = 96; // offsetof(struct sock_common, skc_dontcopy_end)
