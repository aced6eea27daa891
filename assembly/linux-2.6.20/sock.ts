// net/core/sock.c, include/net/sock.h of Linux 2.6.20.
// Left out: socket filters, security, modules' reference counts, IPsec policies, sleeping in lock_sock (nobody else
// owns a socket here: one process).
export * from "../linux/sock";
export * from "./sock_before_4_14";
export * from "./sock_to_3_6";

import {
  __skb_queue_purge,
  callbackLockOf,
  MAX_SCHEDULE_TIMEOUT,
  refcntOf,
  SOCK_BINDPORT_LOCK,
  SOCK_DEAD,
  SOCK_DONE,
  SOCK_ZAPPED,
  skb_queue_head_init,
  slockOf,
  sock_reset_flag,
  sock_set_flag,
} from "../linux/sock";
import { exec, moveString, st } from "../machine/cpu";
import { trap } from "../machine/trap";
import { atomic_dec, atomic_inc, atomic_set } from "./atomic";
import { GFP_KERNEL } from "./gfp";
import { read, sysctl_tcp_rmem, sysctl_tcp_wmem } from "./percpu";
import { codeOf } from "./protocols";
import { kfree, kmalloc, kmem_cache_alloc, kmem_cache_free } from "./slab";
import { dstLockOf, set_sk_userlocks, sk_userlocks } from "./sock_before_4_14";
import {
  _spin_lock,
  _spin_lock_bh,
  _spin_unlock_bh,
  _write_lock,
  _write_lock_bh,
  _write_unlock_bh,
  local_bh_enable,
  read_lock,
  read_unlock,
  rwlock_init,
  spin_lock_init,
  spin_unlock,
  write_unlock,
} from "./spinlock";
import { memset } from "./string";
import { proto, socket, tcp_sock } from "./structs";
import * as map from "./system_map";
import { TCP_CLOSE } from "./tcp_states";
import { init_timer } from "./timer";
import { init_waitqueue_head, waitqueue_active, wake_up } from "./wait";

const PEERCRED: u32 = 228; // offsetof(struct sock, sk_peercred)

export const REFCNT: u32 = 24; // offsetof(struct sock_common, skc_refcnt)

export const DST_LOCK: u32 = 80; // offsetof(struct sock, sk_dst_lock)

export const CALLBACK_LOCK: u32 = 208; // offsetof(struct sock, sk_callback_lock)

// ---- Fields and counts: inlined
export function bh_lock_sock(sk: tcp_sock): void {
  _spin_lock(slockOf(sk));
}

export function sock_owned_by_user(sk: tcp_sock): bool {
  return sk.sk_lock.owner != 0;
}

export function sk_dst_reset(sk: tcp_sock): void {
  _write_lock(dstLockOf(sk));
  __sk_dst_reset(sk);
  write_unlock(dstLockOf(sk));
}

export function __sk_dst_reset(sk: tcp_sock): void {
  const dst = sk.sk_dst_cache;
  sk.sk_dst_cache = 0;
  dst_release(dst);
}

/** include/net/dst.h, inlined: one route less. */
function dst_release(dst: u32): void {
  if (dst != 0) atomic_dec(dst + 4);
}

/** The process lets go: no wait queue, no struct socket. */
export function sock_orphan(sk: tcp_sock): void {
  const lock = callbackLockOf(sk);
  _write_lock_bh(lock);
  sock_set_flag(sk, SOCK_DEAD);
  sk.sk_socket = 0;
  sk.sk_sleep = 0;
  _write_unlock_bh(lock);
}

/** A sock that accept() returns gets its struct socket. */
export function sock_graft(sk: tcp_sock, parent: socket): void {
  const lock = callbackLockOf(sk);
  _write_lock_bh(lock);
  sk.sk_sleep = changetype<usize>(parent.wait);
  parent.sk = changetype<usize>(sk);
  sk.sk_socket = changetype<usize>(parent);
  _write_unlock_bh(lock);
}

// ---- Ownership
export function lock_sock_nested(sk: tcp_sock): void {
  exec(map.lock_sock_nested);
  const lock = sk.sk_lock;
  _spin_lock_bh(changetype<usize>(lock));
  if (lock.owner != 0) trap(); // __lock_sock: sleeps
  lock.owner = 1;
  spin_unlock(changetype<usize>(lock));
  local_bh_enable();
}

export function release_sock(sk: tcp_sock): void {
  exec(map.release_sock);
  const lock = sk.sk_lock;
  _spin_lock_bh(changetype<usize>(lock));
  if (sk.sk_backlog_tail != 0) trap(); // __release_sock: packets that came while the socket was owned
  lock.owner = 0;
  if (waitqueue_active(changetype<usize>(lock.wq))) wake_up(changetype<usize>(lock.wq));
  _spin_unlock_bh(changetype<usize>(lock));
}

function sock_lock_init(sk: tcp_sock): void {
  const lock = sk.sk_lock;
  spin_lock_init(changetype<usize>(lock));
  lock.owner = 0;
  init_waitqueue_head(changetype<usize>(lock.wq));
}

// ---- Making and freeing
/** A zeroed sock if `zero_it`. 0: no memory. */
export function sk_alloc(family: u16, priority: u32, protocol: u32, zero_it: bool): u32 {
  exec(map.sk_alloc);
  const prot = changetype<proto>(protocol);
  const slab = prot.slab;
  const at = slab != 0 ? kmem_cache_alloc(slab, priority) : kmalloc(prot.obj_size, priority);
  if (at == 0) return 0;
  if (zero_it) {
    const sk = changetype<tcp_sock>(at);
    memset(at, 0, prot.obj_size);
    sk.sk_family = family;
    sk.sk_prot = protocol;
    sk.sk_prot_creator = protocol;
    sock_lock_init(sk);
  }
  prot.owner;
  return at;
}

export function sk_free(sk: tcp_sock): void {
  exec(map.sk_free);
  const prot = changetype<proto>(sk.sk_prot_creator);
  if (sk.sk_destruct == codeOf(map.inet_sock_destruct)) inet_sock_destruct(sk);
  sk.sk_filter;
  sk.sk_flags;
  sk.sk_omem_alloc;
  const slab = prot.slab;
  if (slab != 0) kmem_cache_free(slab, changetype<usize>(sk));
  else kfree(changetype<usize>(sk));
}

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
    sk.sk_sleep = changetype<usize>(s.wait);
    s.sk = changetype<usize>(sk);
  } else {
    sk.sk_sleep = 0;
  }
  rwlock_init(dstLockOf(sk));
  rwlock_init(callbackLockOf(sk));
  sk.sk_state_change = codeOf(map.sock_def_wakeup);
  sk.sk_data_ready = codeOf(map.sock_def_readable);
  sk.sk_write_space = codeOf(map.sock_def_write_space);
  sk.sk_error_report = codeOf(map.sock_def_error_report);
  sk.sk_destruct = codeOf(map.sock_def_destruct);
  sk.sk_sndmsg_page = 0;
  sk.sk_sndmsg_off = 0;
  st<i32>(changetype<usize>(sk), PEERCRED, 0); // pid
  st<i32>(changetype<usize>(sk), PEERCRED + 4, -1);
  st<i32>(changetype<usize>(sk), PEERCRED + 8, -1);
  sk.sk_write_pending = 0;
  sk.sk_rcvlowat = 1;
  sk.sk_rcvtimeo = MAX_SCHEDULE_TIMEOUT;
  sk.sk_sndtimeo = MAX_SCHEDULE_TIMEOUT;
  atomic_set(refcntOf(sk), 1);
}

/** A copy of a sock, locked, with two references: the caller's and its table's. 0: no memory. */
export function sk_clone(sk: tcp_sock, priority: u32): u32 {
  exec(map.sk_clone);
  const at = sk_alloc(sk.sk_family, priority, sk.sk_prot, false);
  if (at == 0) return 0;
  const newsk = changetype<tcp_sock>(at);
  moveString(at, changetype<usize>(sk), changetype<proto>(sk.sk_prot).obj_size, 4);
  newsk.sk_node.pprev = 0;
  sock_lock_init(newsk);
  bh_lock_sock(newsk);
  newsk.sk_rmem_alloc = 0;
  newsk.sk_wmem_alloc = 0;
  newsk.sk_omem_alloc = 0;
  skb_queue_head_init(newsk.sk_receive_queue);
  skb_queue_head_init(newsk.sk_write_queue);
  rwlock_init(dstLockOf(newsk));
  rwlock_init(callbackLockOf(newsk));
  newsk.sk_dst_cache = 0;
  newsk.sk_wmem_queued = 0;
  newsk.sk_forward_alloc = 0;
  newsk.sk_send_head = 0;
  newsk.sk_backlog_head = 0;
  newsk.sk_backlog_tail = 0;
  set_sk_userlocks(newsk, sk_userlocks(sk) & ~SOCK_BINDPORT_LOCK);
  sock_reset_flag(newsk, SOCK_DONE);
  skb_queue_head_init(newsk.sk_error_queue);
  newsk.sk_filter;
  newsk.sk_err = 0;
  newsk.sk_priority = 0;
  atomic_set(refcntOf(newsk), 2);
  newsk.sk_socket = 0;
  newsk.sk_sleep = 0;
  const allocated = changetype<proto>(newsk.sk_prot).sockets_allocated;
  if (allocated != 0) atomic_inc(allocated);
  return at;
}

/** net/ipv4/af_inet.c: what is left to free when the last reference is gone. */
function inet_sock_destruct(sk: tcp_sock): void {
  exec(map.inet_sock_destruct);
  __skb_queue_purge(sk.sk_receive_queue);
  __skb_queue_purge(sk.sk_error_queue);
  if (sk.sk_type == 1 && sk.sk_state != TCP_CLOSE) trap();
  if (!(sk.sk_flags & SOCK_DEAD)) trap();
  sk.sk_rmem_alloc;
  sk.sk_wmem_alloc;
  sk.sk_wmem_queued;
  sk.sk_forward_alloc;
  const opt = sk.opt;
  if (opt != 0) kfree(opt); // kfree(NULL) returns at once
  dst_release(sk.sk_dst_cache);
}

// ---- Callbacks and timers
/** Wakes one that waits in accept(), if any does. */
export function sock_def_readable(sk: tcp_sock): void {
  exec(map.sock_def_readable);
  const lock = callbackLockOf(sk);
  read_lock(lock);
  const sleep = sk.sk_sleep;
  if (sleep != 0 && waitqueue_active(sleep)) wake_up(sleep);
  sk_wake_async(sk);
  read_unlock(lock);
}

export function sock_def_error_report(sk: tcp_sock): void {
  exec(map.sock_def_error_report);
  const lock = callbackLockOf(sk);
  read_lock(lock);
  const sleep = sk.sk_sleep;
  if (sleep != 0 && waitqueue_active(sleep)) wake_up(sleep);
  sk_wake_async(sk);
  read_unlock(lock);
}

export function sock_def_wakeup(sk: tcp_sock): void {
  exec(map.sock_def_wakeup);
  const lock = callbackLockOf(sk);
  read_lock(lock);
  const sleep = sk.sk_sleep;
  if (sleep != 0 && waitqueue_active(sleep)) wake_up(sleep);
  read_unlock(lock);
}

/** Nobody asked for SIGIO: socket.fasync_list is empty. */
function sk_wake_async(sk: tcp_sock): void {
  const sock = sk.sk_socket;
  if (sock != 0) changetype<socket>(sock).fasync_list;
}
