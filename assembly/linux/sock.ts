// net/core/sock.c, include/net/sock.h: what 2.6.20 and later kernels word alike. What is left out stands in each kernel's own file.
import { exec } from "../machine/cpu";
import { trap } from "../machine/trap";
import { atomic_dec_and_test, atomic_inc } from "./atomic";
import { jiffies, read } from "./percpu";
import { CALLBACK_LOCK, lock_sock_nested, REFCNT, sk_free } from "./sock";
import { spin_lock_init, spin_unlock } from "./spinlock";
import { sk_buff_head, tcp_sock, timer_list } from "./structs";
import * as map from "./system_map";
import { mod_timer } from "./timer";

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

/** The time now: jiffies, a charged load. */
export function now(): u32 {
  return read(jiffies);
}

export const SOCK_BINDADDR_LOCK: u8 = 4;

export const SOCK_BINDPORT_LOCK: u8 = 8;

export const SOCK_DEAD: u32 = 1 << 0;

export const SOCK_DONE: u32 = 1 << 1;

export const SOCK_ZAPPED: u32 = 1 << 6;

export const MAX_SCHEDULE_TIMEOUT: i32 = 0x7fffffff;

export function sk_acceptq_is_full(sk: tcp_sock): bool {
  return sk.sk_ack_backlog > sk.sk_max_ack_backlog;
}
