// net/inet/timer.c of Linux 1.2.13: the timer by which sockets end.
import { exec } from "../machine/cpu";
import { def_callback1, def_callback2, destroy_sock } from "./af_inet";
import { add_timer, del_timer } from "./sched";
import { release_sock, SHUTDOWN_MASK } from "./sock";
import { sock } from "./structs";
import { cli, restore_flags, save_flags, sti } from "./system";
import * as map from "./system_map";
import { tcp_read_wakeup } from "./tcp_output";
import { TCP_CLOSE } from "./tcp_states";

/** sk->timeout, sk->ip_xmit_timeout: why a timer was set. */
export const TIME_WRITE: i32 = 1;
export const TIME_CLOSE: i32 = 2;
export const TIME_KEEPOPEN: i32 = 3;
export const TIME_DESTROY: i32 = 4;
export const TIME_DONE: i32 = 5;
export const TIME_PROBE0: i32 = 6;

// In ticks (include/net: tcp.h, sock.h).
export const TCP_DONE_TIME: u32 = 250;
export const SOCK_DESTROY_TIME: u32 = 1000;

export function delete_timer(sk: sock): void {
  exec(map.delete_timer);
  save_flags();
  cli();
  sk.timeout = 0;
  del_timer(sk.timer);
  restore_flags();
}

export function reset_timer(sk: sock, why: i32, length: u32): void {
  exec(map.reset_timer);
  delete_timer(sk);
  sk.timeout = why;
  sk.timer.expires = length;
  add_timer(sk.timer);
}

/** sk->timer fires. */
export function net_timer(data: u32): void {
  exec(map.net_timer);
  const sk = changetype<sock>(data);
  const why = sk.timeout;
  cli();
  if (sk.inuse != 0) {
    sk.timer.expires = 10;
    add_timer(sk.timer);
    sti();
    return;
  }
  sk.inuse = 1;
  sti();
  if (sk.ack_backlog != 0 && sk.zapped == 0) {
    tcp_read_wakeup(sk);
    if (sk.dead == 0) def_callback2(sk);
  }
  if (why == TIME_DONE) {
    if (sk.dead != 0 && sk.state == TCP_CLOSE) destroy_sock(sk);
    else release_sock(sk);
  } else if (why == TIME_DESTROY) {
    destroyLater(sk);
  } else if (why == TIME_CLOSE) {
    closeNow(sk);
  } else {
    release_sock(sk);
  }
}

/** Its memory had to come back first; it is asked for again until it did. */
function destroyLater(sk: sock): void {
  if (sk.wmem_alloc != 0 || sk.rmem_alloc != 0) {
    sk.wmem_alloc = sk.wmem_alloc + 1; // so that it does not go away
    destroy_sock(sk);
    sk.wmem_alloc = sk.wmem_alloc - 1;
    sk.inuse = 0;
  }
  if (sk.wmem_alloc == 0 && sk.rmem_alloc == 0) destroy_sock(sk);
}

/** It has waited long enough (TIME_WAIT, FIN_WAIT2). */
function closeNow(sk: sock): void {
  sk.state = TCP_CLOSE;
  exec(map.net_timer_close);
  delete_timer(sk);
  if (sk.dead == 0) def_callback1(sk);
  sk.shutdown = SHUTDOWN_MASK;
  reset_timer(sk, TIME_DESTROY, TCP_DONE_TIME);
  release_sock(sk);
}
