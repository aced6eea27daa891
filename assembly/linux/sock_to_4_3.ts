// net/core/sock.c, include/net/sock.h: what 3.6.5 and 4.3 word alike.

import { exec, moveString } from "../machine/cpu";
import { atomic_set } from "./atomic";
import { percpu_counter_add } from "./percpu_counter";
import { SOCKETS_ALLOCATED } from "./percpu_shares";
import { kmalloc, kmem_cache_alloc } from "./slab";
import {
  bh_lock_sock,
  callbackLockOf,
  DONTCOPY_BEGIN,
  DONTCOPY_END,
  dstLockOf,
  NODE_NEXT,
  refcntOf,
  SOCK_BINDPORT_LOCK,
  SOCK_DONE,
  set_sk_userlocks,
  sk_userlocks,
  skb_queue_head_init,
  sock_lock_init,
  sock_reset_flag,
} from "./sock";
import { rwlock_init, spin_lock_init } from "./spinlock";
import { memset } from "./string";
import { proto, tcp_sock } from "./structs";
import * as map from "./system_map";

/** net/ipv4/tcp_output.c: nothing was deferred while the socket was owned. */
export function tcp_release_cb(sk: tcp_sock): void {
  exec(map.tcp_release_cb);
  sk.tsq_flags;
}

/** Memory for a sock, zeroed but for the link of its hash chain, which lookups may still be walking. */
export function sk_prot_alloc(prot: proto, priority: u32, zero_it: bool): u32 {
  exec(map.sk_prot_alloc);
  const slab = prot.slab;
  const at = slab != 0 ? kmem_cache_alloc(slab, priority) : kmalloc(prot.obj_size, priority);
  if (at == 0) return 0;
  if (zero_it) {
    const size = prot.obj_size;
    prot.clear_sk;
    memset(at, 0, NODE_NEXT);
    memset(at + NODE_NEXT + 4, 0, size - NODE_NEXT - 4);
  }
  prot.owner;
  changetype<tcp_sock>(at).sk_tx_queue_mapping = -1;
  return at;
}

/** A copy of a sock, locked, with two references: the caller's and its table's. 0: no memory. */
export function sk_clone_lock(sk: tcp_sock, priority: u32): u32 {
  exec(map.sk_clone_lock);
  const prot = changetype<proto>(sk.sk_prot);
  const at = sk_prot_alloc(prot, priority, false);
  if (at == 0) return 0;
  const newsk = changetype<tcp_sock>(at);
  // sock_copy: all but the links and counts between sk_dontcopy_begin and sk_dontcopy_end; rep movsb in the trace.
  moveString(at, changetype<usize>(sk), DONTCOPY_BEGIN, 1);
  const rest = prot.obj_size - DONTCOPY_END;
  moveString(at + DONTCOPY_END, changetype<usize>(sk) + DONTCOPY_END, rest, 1);
  newsk.sk_node.pprev = 0;
  sock_lock_init(newsk);
  bh_lock_sock(newsk);
  newsk.sk_backlog_head = 0;
  newsk.sk_backlog_tail = 0;
  newsk.sk_backlog_len = 0;
  newsk.sk_backlog_rmem_alloc = 0;
  newsk.sk_wmem_alloc = 1;
  newsk.sk_omem_alloc = 0;
  skb_queue_head_init(newsk.sk_receive_queue);
  skb_queue_head_init(newsk.sk_write_queue);
  spin_lock_init(dstLockOf(newsk));
  rwlock_init(callbackLockOf(newsk));
  newsk.sk_dst_cache = 0;
  newsk.sk_wmem_queued = 0;
  newsk.sk_forward_alloc = 0;
  newsk.sk_send_head = 0;
  set_sk_userlocks(newsk, sk_userlocks(sk) & ~SOCK_BINDPORT_LOCK);
  sock_reset_flag(newsk, SOCK_DONE);
  skb_queue_head_init(newsk.sk_error_queue);
  newsk.sk_filter;
  newsk.sk_err = 0;
  newsk.sk_priority = 0;
  atomic_set(refcntOf(newsk), 2);
  newsk.sk_socket = 0;
  newsk.sk_wq = 0;
  const allocated = changetype<proto>(newsk.sk_prot).sockets_allocated;
  if (allocated != 0) percpu_counter_add(SOCKETS_ALLOCATED, 1);
  newsk.sk_flags;
  return at;
}
