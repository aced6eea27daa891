// net/core/sock.c, include/net/sock.h: what 2.6.20 and 3.6.5 word alike. What is left out stands in each kernel's own file.
import { exec } from "../machine/cpu";
import { trap } from "../machine/trap";
import { atomic_dec_and_test, atomic_inc } from "./atomic";
import { jiffies, read } from "./percpu";
import { CALLBACK_LOCK, DST_LOCK, lock_sock_nested, REFCNT, sk_free } from "./sock";
import { spin_lock_init, spin_unlock } from "./spinlock";
import { sk_buff_head, tcp_sock, timer_list } from "./structs";
import * as map from "./system_map";
import { del_timer, mod_timer } from "./timer";

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

/** sk_shutdown is a bit field of two: the rest of its byte stays. */
export function set_sk_shutdown(sk: tcp_sock, how: u8): void {
  sk.sk_shutdown_bits = (sk.sk_shutdown_bits & ~SHUTDOWN_MASK) | how;
}

/** sk_userlocks: the byte's high four bits. */
export function sk_userlocks(sk: tcp_sock): u8 {
  return sk.sk_shutdown_bits >> 4;
}

export function set_sk_userlocks(sk: tcp_sock, locks: u8): void {
  sk.sk_shutdown_bits = (sk.sk_shutdown_bits & 0x0f) | (locks << 4);
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

export function dstLockOf(sk: tcp_sock): u32 {
  return changetype<usize>(sk) + DST_LOCK;
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
  if (timer.entry.next != 0 && del_timer(timer)) sock_put(sk);
}

/** The time now: jiffies, a charged load. */
export function now(): u32 {
  return read(jiffies);
}
