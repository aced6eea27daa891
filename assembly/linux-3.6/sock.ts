// net/core/sock.c, include/net/sock.h of Linux 3.6.5.
// Left out: socket filters, security, modules' reference counts, IPsec policies, sleeping in lock_sock (nobody else
// owns a socket here: one process).
export * from "../linux/sock";
export * from "./sock_3_6";
export * from "./sock_before_4_14";
export * from "./sock_to_3_6";
export * from "./sock_to_4_3";

import { exec } from "../machine/cpu";
import { codeOf } from "./protocols";
import { kfree, kmem_cache_free } from "./slab";
import { __sk_dst_reset, inet_sock_destruct } from "./sock_3_6";
import { dstLockOf } from "./sock_before_4_14";
import { _raw_spin_lock, spin_unlock } from "./spinlock";
import { proto, tcp_sock } from "./structs";
import * as map from "./system_map";

export const REFCNT: u32 = 48; // offsetof(struct sock_common, skc_refcnt)

export const DST_LOCK: u32 = 140; // offsetof(struct sock, sk_dst_lock)

export const CALLBACK_LOCK: u32 = 240; // offsetof(struct sock, sk_callback_lock)

// ---- Fields and counts: inlined

export function sk_dst_reset(sk: tcp_sock): void {
  _raw_spin_lock(dstLockOf(sk));
  __sk_dst_reset(sk);
  spin_unlock(dstLockOf(sk));
}

// ---- Making and freeing

/** Offset of sk_node.next. */
export const NODE_NEXT: u32 = 36; // offsetof(struct sock_common, skc_node)

export const WMEM_ALLOC: u32 = 144; // offsetof(struct sock, sk_wmem_alloc)

export function __sk_free(sk: tcp_sock): void {
  exec(map.__sk_free);
  if (sk.sk_destruct == codeOf(map.inet_sock_destruct)) inet_sock_destruct(sk);
  sk.sk_filter;
  sk.sk_flags;
  sk.sk_omem_alloc;
  sk.sk_peer_cred;
  sk.sk_peer_pid;
  const slab = changetype<proto>(sk.sk_prot_creator).slab;
  if (slab != 0) kmem_cache_free(slab, changetype<usize>(sk));
  else kfree(changetype<usize>(sk));
}

export const DONTCOPY_BEGIN: u32 = 36; // offsetof(struct sock_common, skc_dontcopy_begin)

export const DONTCOPY_END: u32 = 52; // offsetof(struct sock_common, skc_dontcopy_end)

/** sk.sk_sndmsg_page and sk.sk_sndmsg_off: what 4.x has in sk_frag. */
export const FRAG_PAGE: u32 = 324; // offsetof(struct sock, sk_sndmsg_page)
export const FRAG_OFFSET: u32 = 332; // offsetof(struct sock, sk_sndmsg_off)
