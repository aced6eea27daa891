// net/ipv4/inet_timewait_sock.c of 4.3 and 4.14: each TIME_WAIT socket has a timer of its own, pinned to its CPU.
import { exec } from "../machine/cpu";
import { atomic_dec, atomic_inc, atomic_read } from "./atomic";
import { HZ } from "./config";
import { __inet_twsk_kill, inet_twsk_put } from "./inet_timewait_sock";
import { staticData } from "./memory_map";
import { codeOf } from "./protocols";
import { now, REFCNT } from "./sock";
import { tcp_timewait_sock } from "./structs";
import * as map from "./system_map";
import { del_timer_sync, mod_timer_pinned, setup_timer } from "./timer";

export const TCP_TIMEWAIT_LEN: u32 = 60 * HZ;

/** inet_timewait_death_row.tw_count. */
let twCount: u32 = 0;

/** Free of charge. */
export function bootDeathRow(): void {
  twCount = staticData(4, 4);
}

/** For how many jiffies it has been in TIME_WAIT, in which it was put for TCP_TIMEWAIT_LEN. */
export function timewaitAge(tw: tcp_timewait_sock): u32 {
  return now() - (tw.tw_timer.expires - TCP_TIMEWAIT_LEN);
}

/** How many there are. A charged load. */
export function tw_count(): u32 {
  return atomic_read(twCount);
}

/** Inlined: a new one's timer. */
export function startDeathNode(tw: tcp_timewait_sock): void {
  setup_timer(tw.tw_timer, codeOf(map.tw_timer_handler), changetype<usize>(tw));
}

/** (Again) gives it `timeo` jiffies to live. */
export function inet_twsk_schedule(tw: tcp_timewait_sock, timeo: u32): void {
  exec(map.inet_twsk_schedule);
  if (mod_timer_pinned(tw.tw_timer, now() + timeo)) return;
  atomic_inc(changetype<usize>(tw) + REFCNT);
  atomic_inc(twCount);
}

/** The timer's handler, a softirq. */
function tw_timer_handler(data: u32): void {
  exec(map.tw_timer_handler);
  kill(changetype<tcp_timewait_sock>(data));
}

/** inet_twsk_kill(): the timer's reference goes with that of the tables. */
function kill(tw: tcp_timewait_sock): void {
  __inet_twsk_kill(tw);
  atomic_dec(twCount);
  inet_twsk_put(tw);
}

/** It dies before its time. */
export function inet_twsk_deschedule(tw: tcp_timewait_sock): void {
  exec(map.inet_twsk_deschedule);
  if (del_timer_sync(tw.tw_timer)) kill(tw);
}

/** A timer fires: whether it is one of these. Free of charge. */
export function callDeathRow(handler: u32, data: u32): bool {
  if (handler != codeOf(map.tw_timer_handler)) return false;
  tw_timer_handler(data);
  return true;
}
