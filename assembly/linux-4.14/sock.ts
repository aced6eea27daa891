// net/core/sock.c, include/net/sock.h of Linux 4.14.
// Left out: socket filters, security, modules' reference counts, IPsec policies, sleeping in lock_sock (nobody else
// owns a socket here: one process).

import { exec, ld, lockedXchg, moveString, st } from "../machine/cpu";
import { trap } from "../machine/trap";
import { atomic_dec, atomic_dec_and_test, atomic_inc, atomic_set } from "./atomic";
import { VFS_INODE } from "./file";
import { GFP_KERNEL } from "./gfp";
import { COUNTERS, jiffies, read, sysctl_tcp_rmem, sysctl_tcp_wmem, thisCpu } from "./percpu";
import { codeOf } from "./protocols";
import { dst_release } from "./skbuff";
import { kfree, kmalloc, kmem_cache_alloc, kmem_cache_free } from "./slab";
import {
  _raw_read_lock_bh,
  _raw_read_unlock_bh,
  _raw_spin_lock,
  _raw_spin_lock_bh,
  _raw_spin_unlock_bh,
  _raw_write_lock_bh,
  _raw_write_unlock_bh,
  local_bh_enable,
  rwlock_init,
  spin_lock_init,
  spin_unlock,
} from "./spinlock";
import { memset } from "./string";
import { inode, proto, sk_buff_head, socket, tcp_sock, timer_list } from "./structs";
import * as map from "./system_map";
import { TCP_CLOSE } from "./tcp_states";
import { del_timer, init_timer, mod_timer } from "./timer";
import { init_waitqueue_head, waitqueue_active, wake_up } from "./wait";

export const SHUTDOWN_MASK: u8 = 3;

const QUEUE_LOCK: u32 = 12; // offsetof(struct sk_buff_head, lock)

/** Address of sk_lock.slock. */
export function slockOf(sk: tcp_sock): u32 {
  return changetype<usize>(sk.sk_lock);
}

export function bh_unlock_sock(sk: tcp_sock): void {
  spin_unlock(slockOf(sk));
}

export function sock_hold(sk: tcp_sock): void {
  atomic_inc(refcntOf(sk));
}

/** A sock's file table entry and hashes hold none: the last to let go frees it. */
export function sock_put(sk: tcp_sock): void {
  if (atomic_dec_and_test(refcntOf(sk))) sk_free(sk);
}

export function refcntOf(sk: tcp_sock): u32 {
  return changetype<usize>(sk) + REFCNT;
}

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

export function sock_set_flag(sk: tcp_sock, flag: u32): void {
  sk.sk_flags = sk.sk_flags | flag;
}

export function sock_reset_flag(sk: tcp_sock, flag: u32): void {
  sk.sk_flags = sk.sk_flags & ~flag;
}

export function skb_queue_head_init(list: sk_buff_head): void {
  spin_lock_init(changetype<usize>(list) + QUEUE_LOCK);
  const at = changetype<usize>(list);
  list.next = at;
  list.prev = at;
  list.qlen = 0;
}

/** Nothing ever waits in a queue of this model: finding that out is all of the purge. */
export function __skb_queue_purge(list: sk_buff_head): void {
  if (list.next != <u32>changetype<usize>(list)) trap();
}

export function callbackLockOf(sk: tcp_sock): u32 {
  return changetype<usize>(sk) + CALLBACK_LOCK;
}

export function lock_sock(sk: tcp_sock): void {
  lock_sock_nested(sk);
}

export function sk_reset_timer(sk: tcp_sock, timer: timer_list, expires: u32): void {
  exec(map.sk_reset_timer);
  if (!mod_timer(timer, expires)) sock_hold(sk);
}

export function sk_stop_timer(sk: tcp_sock, timer: timer_list): void {
  exec(map.sk_stop_timer);
  if (del_timer(timer)) sock_put(sk);
}

/** The time now: jiffies, a charged load. */
export function now(): u32 {
  return read(jiffies);
}

export const SOCK_BINDADDR_LOCK: u8 = 4;

export const SOCK_BINDPORT_LOCK: u8 = 8;

export const SOCK_DEAD: u32 = 1 << 0;

export const SOCK_DONE: u32 = 1 << 1;

export const SOCK_ZAPPED: u32 = 1 << 6;

const MAX_SCHEDULE_TIMEOUT: i32 = 0x7fffffff;

export const REFCNT: u32 = 100; // offsetof(struct sock_common, skc_refcnt)

export const CALLBACK_LOCK: u32 = 376; // offsetof(struct sock, sk_callback_lock)

// ---- Fields and counts: inlined

export function bh_lock_sock(sk: tcp_sock): void {
  _raw_spin_lock(slockOf(sk));
}

export function sock_owned_by_user(sk: tcp_sock): bool {
  return sk.sk_lock.owned != 0;
}

/** One xchg, no lock. */
export function sk_dst_reset(sk: tcp_sock): void {
  sk.sk_tx_queue_mapping = -1;
  dst_release(lockedXchg<u32>(changetype<usize>(sk) + DST_CACHE, 0));
}

const DST_CACHE: u32 = 216; // offsetof(struct sock, sk_dst_cache)

/** sk_reuse, sk_reuseport and sk_ipv6only share a byte: bits 0-3, 4, 5. */
export function sk_reuse(sk: tcp_sock): u8 {
  return sk.sk_reuse_bits & 15;
}

export function set_sk_reuse(sk: tcp_sock, value: u8): void {
  sk.sk_reuse_bits = (sk.sk_reuse_bits & 0xf0) | value;
}

export function sk_reuseport(sk: tcp_sock): bool {
  return (sk.sk_reuse_bits & SK_REUSEPORT) != 0;
}

const SK_REUSEPORT: u8 = 16;

export function set_sk_reuseport(sk: tcp_sock, on: bool): void {
  const bits = sk.sk_reuse_bits;
  sk.sk_reuse_bits = on ? bits | SK_REUSEPORT : bits & ~SK_REUSEPORT;
}

/** ipv6_only_sock(): no pointer to follow any more. */
export function ipv6_only_sock(sk: tcp_sock): bool {
  return (sk.sk_reuse_bits & SK_IPV6ONLY) != 0;
}

const SK_IPV6ONLY: u8 = 32;

export function set_ipv6_only(sk: tcp_sock, on: bool): void {
  const bits = sk.sk_reuse_bits;
  sk.sk_reuse_bits = on ? bits | SK_IPV6ONLY : bits & ~SK_IPV6ONLY;
}

export function __sk_dst_reset(sk: tcp_sock): void {
  sk.sk_tx_queue_mapping = -1;
  const dst = sk.sk_dst_cache;
  sk.sk_dst_cache = 0;
  dst_release(dst);
}

/** The process lets go: no wait queue, no struct socket. */
export function sock_orphan(sk: tcp_sock): void {
  const lock = callbackLockOf(sk);
  _raw_write_lock_bh(lock);
  sock_set_flag(sk, SOCK_DEAD);
  sk.sk_socket = 0;
  sk.sk_wq = 0;
  _raw_write_unlock_bh(lock);
}

/** A sock that accept() returns gets its struct socket. */
export function sock_graft(sk: tcp_sock, parent: socket): void {
  const lock = callbackLockOf(sk);
  _raw_write_lock_bh(lock);
  sk.sk_wq = parent.wq;
  parent.sk = changetype<usize>(sk);
  sk.sk_socket = changetype<usize>(parent);
  _raw_write_unlock_bh(lock);
}

/** Whose a socket is: the user of its inode. */
export function sock_i_uid(sk: tcp_sock): u32 {
  exec(map.sock_i_uid);
  const lock = callbackLockOf(sk);
  _raw_read_lock_bh(lock);
  const sock = sk.sk_socket;
  const uid: u32 = sock != 0 ? changetype<inode>(sock + VFS_INODE).i_uid : 0;
  _raw_read_unlock_bh(lock);
  return uid;
}

// ---- Ownership

export function lock_sock_nested(sk: tcp_sock): void {
  exec(map.lock_sock_nested);
  const lock = sk.sk_lock;
  _raw_spin_lock_bh(changetype<usize>(lock));
  if (lock.owned != 0) trap(); // __lock_sock: sleeps
  lock.owned = 1;
  spin_unlock(changetype<usize>(lock));
  local_bh_enable();
}

export function release_sock(sk: tcp_sock): void {
  exec(map.release_sock);
  const lock = sk.sk_lock;
  _raw_spin_lock_bh(changetype<usize>(lock));
  if (sk.sk_backlog_tail != 0) trap(); // __release_sock: packets that came while the socket was owned
  if (changetype<proto>(sk.sk_prot).release_cb == codeOf(map.tcp_release_cb)) tcp_release_cb(sk);
  lock.owned = 0;
  if (waitqueue_active(changetype<usize>(lock.wq))) wake_up(changetype<usize>(lock.wq));
  _raw_spin_unlock_bh(changetype<usize>(lock));
}

/** net/ipv4/tcp_output.c: nothing was deferred while the socket was owned. */
function tcp_release_cb(sk: tcp_sock): void {
  exec(map.tcp_release_cb);
  sk.sk_tsq_flags;
}

function sock_lock_init(sk: tcp_sock): void {
  const lock = sk.sk_lock;
  spin_lock_init(changetype<usize>(lock));
  lock.owned = 0;
  init_waitqueue_head(changetype<usize>(lock.wq));
}

// ---- Making and freeing

/** Memory for a sock, zeroed but for the link of its hash chain, which lookups may still be walking. */
function sk_prot_alloc(prot: proto, priority: u32, zero_it: bool): u32 {
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

/** Offset of struct net's reference count. */
const NET_COUNT: u32 = 4; // offsetof(struct net, count)

/** A zeroed sock. 0: no memory. */
export function sk_alloc(net: u32, family: u16, priority: u32, protocol: u32): u32 {
  exec(map.sk_alloc);
  const at = sk_prot_alloc(changetype<proto>(protocol), priority, true);
  if (at == 0) return 0;
  const sk = changetype<tcp_sock>(at);
  sk.sk_family = family;
  sk.sk_prot = protocol;
  sk.sk_prot_creator = protocol;
  sock_lock_init(sk);
  atomic_inc(net + NET_COUNT);
  sk.sk_net = net;
  sk.sk_wmem_alloc = 1;
  return at;
}

/** sk_wmem_alloc keeps one for the sock itself: buffers on their way out keep it alive. */
export function sk_free(sk: tcp_sock): void {
  exec(map.sk_free);
  if (atomic_dec_and_test(changetype<usize>(sk) + WMEM_ALLOC)) __sk_free(sk);
}

const WMEM_ALLOC: u32 = 232; // offsetof(struct sock, sk_wmem_alloc)

function __sk_free(sk: tcp_sock): void {
  exec(map.__sk_free);
  sk_destruct(sk);
}

function sk_destruct(sk: tcp_sock): void {
  exec(map.sk_destruct);
  if (sk.sk_destruct == codeOf(map.inet_sock_destruct)) inet_sock_destruct(sk);
  sk.sk_filter;
  sk.sk_flags;
  sk.sk_omem_alloc;
  sk.sk_peer_cred;
  sk.sk_peer_pid;
  atomic_dec(sk.sk_net + NET_COUNT);
  const slab = changetype<proto>(sk.sk_prot_creator).slab;
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
  atomic_inc(newsk.sk_net + NET_COUNT);
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

/** Which of this CPU's shares of the counters (percpu.ts, COUNTERS). */
export const SOCKETS_ALLOCATED: u32 = 8;

export const ORPHANS: u32 = 12;

/** lib/percpu_counter.c, as far as a change stays on its CPU. */
export function percpu_counter_add(counter: u32, change: i32): void {
  const share = thisCpu(COUNTERS + counter);
  st<i32>(share, 0, ld<i32>(share, 0) + change);
}

/** net/ipv4/af_inet.c: what is left to free when the last reference is gone. */
function inet_sock_destruct(sk: tcp_sock): void {
  exec(map.inet_sock_destruct);
  __skb_queue_purge(sk.sk_receive_queue);
  __skb_queue_purge(sk.sk_error_queue);
  if (sk.sk_type == 1 && sk.sk_state != TCP_CLOSE) trap();
  if (!(sk.sk_flags & SOCK_DEAD)) trap();
  sk.sk_backlog_rmem_alloc;
  sk.sk_wmem_alloc;
  sk.sk_wmem_queued;
  sk.sk_forward_alloc;
  const opt = sk.inet_opt;
  if (opt != 0) kfree(opt); // kfree(NULL) returns at once
  dst_release(sk.sk_dst_cache);
  dst_release(sk.sk_rx_dst);
}

// ---- Callbacks and timers

/** Wakes one that waits in accept(), if any does. */
export function sock_def_readable(sk: tcp_sock): void {
  exec(map.sock_def_readable);
  const wq = sk.sk_wq;
  if (wq != 0 && waitqueue_active(wq)) wake_up(wq);
  sk.sk_flags; // sk_wake_async: nobody asked for SIGIO
}

export function sock_def_error_report(sk: tcp_sock): void {
  exec(map.sock_def_error_report);
  const wq = sk.sk_wq;
  if (wq != 0 && waitqueue_active(wq)) wake_up(wq);
  sk.sk_flags; // sk_wake_async
}

export function sock_def_wakeup(sk: tcp_sock): void {
  exec(map.sock_def_wakeup);
  const wq = sk.sk_wq;
  if (wq != 0 && waitqueue_active(wq)) wake_up(wq);
}
