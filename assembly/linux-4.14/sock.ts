// net/core/sock.c, include/net/sock.h of Linux 4.14.
// Left out: socket filters, security, modules' reference counts, IPsec policies, sleeping in lock_sock (nobody else
// owns a socket here: one process).
export * from "../linux/sock";
export * from "./sock_3_6";
export * from "./sock_4x";

import {
  callbackLockOf,
  MAX_SCHEDULE_TIMEOUT,
  refcntOf,
  SOCK_BINDPORT_LOCK,
  SOCK_DONE,
  SOCK_ZAPPED,
  skb_queue_head_init,
  sock_reset_flag,
  sock_set_flag,
} from "../linux/sock";
import { exec, moveString, st } from "../machine/cpu";
import { atomic_set } from "./atomic";
import { GFP_KERNEL } from "./gfp";
import { read, sysctl_tcp_rmem, sysctl_tcp_wmem } from "./percpu";
import { percpu_counter_add } from "./percpu_counter";
import { SOCKETS_ALLOCATED } from "./percpu_shares";
import { codeOf } from "./protocols";
import { kmalloc, kmem_cache_alloc } from "./slab";
import { bh_lock_sock, sock_lock_init } from "./sock_3_6";
import { rwlock_init } from "./spinlock";
import { memset } from "./string";
import { proto, socket, tcp_sock } from "./structs";
import * as map from "./system_map";
import { TCP_CLOSE } from "./tcp_states";
import { init_timer } from "./timer";

export function set_sk_shutdown(sk: tcp_sock, how: u8): void {
  sk.sk_shutdown_bits = how;
}

/** sk_userlocks: a byte's high four bits. */
export function sk_userlocks(sk: tcp_sock): u8 {
  return sk.sk_padding_bits >> 4;
}

export function set_sk_userlocks(sk: tcp_sock, locks: u8): void {
  sk.sk_padding_bits = (sk.sk_padding_bits & 0x0f) | (locks << 4);
}

export const REFCNT: u32 = 100; // offsetof(struct sock_common, skc_refcnt)

export const CALLBACK_LOCK: u32 = 376; // offsetof(struct sock, sk_callback_lock)

// ---- Fields and counts: inlined

export const DST_CACHE: u32 = 216; // offsetof(struct sock, sk_dst_cache)

// ---- Ownership

/** net/ipv4/tcp_output.c: nothing was deferred while the socket was owned. */
export function tcp_release_cb(sk: tcp_sock): void {
  exec(map.tcp_release_cb);
  sk.sk_tsq_flags;
}

// ---- Making and freeing
/** Memory for a sock, zeroed but for the link of its hash chain, which lookups may still be walking. */
export function sk_prot_alloc(prot: proto, priority: u32, zero_it: bool): u32 {
  exec(map.sk_prot_alloc);
  const slab = prot.slab;
  const at = slab != 0 ? kmem_cache_alloc(slab, priority) : kmalloc(prot.obj_size, priority);
  if (at == 0) return 0;
  if (zero_it) {
    const size = prot.obj_size;
    memset(at, 0, NODE_NEXT);
    memset(at + NODE_NEXT + 4, 0, size - NODE_NEXT - 4);
  }
  prot.owner;
  changetype<tcp_sock>(at).sk_tx_queue_mapping = -1;
  return at;
}

/** Offset of sk_node.next. */
const NODE_NEXT: u32 = 84; // offsetof(struct sock_common, skc_node)

export const WMEM_ALLOC: u32 = 232; // offsetof(struct sock, sk_wmem_alloc)

export function sock_init_data(sock: u32, sk: tcp_sock): void {
  exec(map.sock_init_data);
  skb_queue_head_init(sk.sk_receive_queue);
  skb_queue_head_init(sk.sk_write_queue);
  skb_queue_head_init(sk.sk_error_queue);
  sk.sk_send_head = 0;
  init_timer(sk.sk_timer);
  sk.sk_allocation = GFP_KERNEL;
  sk.sk_rcvbuf = read(sysctl_tcp_rmem);
  sk.sk_sndbuf = read(sysctl_tcp_wmem);
  sk.sk_state = TCP_CLOSE;
  sk.sk_socket = sock;
  sock_set_flag(sk, SOCK_ZAPPED);
  if (sock != 0) {
    const s = changetype<socket>(sock);
    sk.sk_type = s.type;
    sk.sk_wq = s.wq;
    s.sk = changetype<usize>(sk);
  } else {
    sk.sk_wq = 0;
  }
  rwlock_init(callbackLockOf(sk));
  sk.sk_state_change = codeOf(map.sock_def_wakeup);
  sk.sk_data_ready = codeOf(map.sock_def_readable);
  sk.sk_write_space = codeOf(map.sock_def_write_space);
  sk.sk_error_report = codeOf(map.sock_def_error_report);
  sk.sk_destruct = codeOf(map.sock_def_destruct);
  st<u32>(changetype<usize>(sk), FRAG, 0); // sk_frag.page, offset
  st<u32>(changetype<usize>(sk), FRAG + 4, 0);
  sk.sk_peek_off = -1;
  sk.sk_peer_pid = 0;
  sk.sk_peer_cred = 0;
  sk.sk_write_pending = 0;
  sk.sk_rcvlowat = 1;
  sk.sk_rcvtimeo = MAX_SCHEDULE_TIMEOUT;
  sk.sk_sndtimeo = MAX_SCHEDULE_TIMEOUT;
  atomic_set(refcntOf(sk), 1);
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

const FRAG: u32 = 320; // offsetof(struct sock, sk_frag)

const DONTCOPY_BEGIN: u32 = 84; // offsetof(struct sock_common, skc_dontcopy_begin)

const DONTCOPY_END: u32 = 104; // offsetof(struct sock_common, skc_dontcopy_end)
