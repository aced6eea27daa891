// net/core/sock.c, include/net/sock.h: what 3.6.5, 4.3 and 4.14 word alike.
import { exec } from "../machine/cpu";
import { trap } from "../machine/trap";
import { atomic_dec_and_test } from "./atomic";
import { codeOf } from "./protocols";
import { dst_release } from "./skbuff";
import { kfree } from "./slab";
import {
  __sk_free,
  __skb_queue_purge,
  callbackLockOf,
  SOCK_DEAD,
  sk_prot_alloc,
  slockOf,
  sock_set_flag,
  tcp_release_cb,
  WMEM_ALLOC,
} from "./sock";
import {
  _raw_spin_lock,
  _raw_spin_lock_bh,
  _raw_spin_unlock_bh,
  _raw_write_lock_bh,
  _raw_write_unlock_bh,
  local_bh_enable,
  spin_lock_init,
  spin_unlock,
} from "./spinlock";
import { proto, socket, tcp_sock } from "./structs";
import * as map from "./system_map";
import { TCP_CLOSE } from "./tcp_states";
import { init_waitqueue_head, waitqueue_active, wake_up } from "./wait";

export function bh_lock_sock(sk: tcp_sock): void {
  _raw_spin_lock(slockOf(sk));
}

export function sock_owned_by_user(sk: tcp_sock): bool {
  return sk.sk_lock.owned != 0;
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
  sk.sk_tx_queue_mapping = -1; // sk_tx_queue_clear()
  sk.sk_socket = changetype<usize>(parent);
  _raw_write_unlock_bh(lock);
}

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

export function sock_lock_init(sk: tcp_sock): void {
  const lock = sk.sk_lock;
  spin_lock_init(changetype<usize>(lock));
  lock.owned = 0;
  init_waitqueue_head(changetype<usize>(lock.wq));
}

/** A zeroed sock. 0: no memory. */
export function sk_alloc(family: u16, priority: u32, protocol: u32): u32 {
  exec(map.sk_alloc);
  const at = sk_prot_alloc(changetype<proto>(protocol), priority, true);
  if (at == 0) return 0;
  const sk = changetype<tcp_sock>(at);
  sk.sk_family = family;
  sk.sk_prot = protocol;
  sk.sk_prot_creator = protocol;
  sock_lock_init(sk);
  sk.sk_wmem_alloc = 1;
  return at;
}

/** sk_wmem_alloc keeps one for the sock itself: buffers on their way out keep it alive. */
export function sk_free(sk: tcp_sock): void {
  exec(map.sk_free);
  if (atomic_dec_and_test(changetype<usize>(sk) + WMEM_ALLOC)) __sk_free(sk);
}

/** net/ipv4/af_inet.c: what is left to free when the last reference is gone. */
export function inet_sock_destruct(sk: tcp_sock): void {
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
