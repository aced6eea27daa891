// net/ipv4/inet_timewait_sock.c: how TIME_WAIT sockets of 2.6.20 and 3.6.5 die: in eight cells, one of which is emptied
// every 7.5 seconds. Left out: the fast wheel for those that live less than 4 seconds (they wait for the next cell), and
// the work queue that goes on after 100.
import { exec, ld, st, turn } from "../machine/cpu";
import { atomic_inc } from "./atomic";
import { HZ } from "./config";
import { __inet_twsk_kill, inet_twsk_put } from "./inet_timewait_sock";
import { __hlist_del, hlist_add_head, INIT_HLIST_NODE } from "./list";
import { staticData } from "./memory_map";
import { codeOf } from "./protocols";
import { now, REFCNT } from "./sock";
import { bootSpinLock, spin_lock, spin_unlock } from "./spinlock";
import { hlist_node, tcp_timewait_sock, timer_list } from "./structs";
import * as map from "./system_map";
import { mod_timer, setup_timer } from "./timer";

export const TCP_TIMEWAIT_LEN: u32 = 60 * HZ;
const TWKILL_SLOTS: u32 = 8;
const PERIOD: u32 = TCP_TIMEWAIT_LEN / TWKILL_SLOTS;

// struct inet_timewait_death_row: no facts; fields in the order of include/net/inet_timewait_sock.h.
const TW_COUNT: u32 = 0;
const SLOT: u32 = 4;
const DEATH_LOCK: u32 = 8;
const CELLS: u32 = 16;
const TW_TIMER: u32 = CELLS + TWKILL_SLOTS * 4;

let tcp_death_row: u32 = 0;

/** Free of charge. */
export function bootDeathRow(): void {
  tcp_death_row = staticData(128);
  bootSpinLock(tcp_death_row + DEATH_LOCK);
}

/** Address of the head of a cell. */
function cell(slot: u32): u32 {
  return tcp_death_row + CELLS + (slot & (TWKILL_SLOTS - 1)) * 4;
}

/** Inlined: a new one is in no cell. */
export function startDeathNode(tw: tcp_timewait_sock): void {
  tw.tw_death_node.pprev = 0;
}

/** For how many jiffies it has been in TIME_WAIT, in which it was put for TCP_TIMEWAIT_LEN. */
export function timewaitAge(tw: tcp_timewait_sock): u32 {
  return now() - (tw.tw_ttd - TCP_TIMEWAIT_LEN);
}

/** How many there are. A charged load. */
export function tw_count(): u32 {
  return ld<u32>(tcp_death_row, TW_COUNT);
}

/** (Again) gives it `timeo` jiffies to live. */
export function inet_twsk_schedule(tw: tcp_timewait_sock, timeo: u32): void {
  exec(map.inet_twsk_schedule);
  const row = tcp_death_row;
  spin_lock(row + DEATH_LOCK);
  let count = ld<u32>(row, TW_COUNT);
  if (inet_twsk_del_dead_node(tw)) count--;
  else atomic_inc(changetype<usize>(tw) + REFCNT);
  const ahead = timeo >= TCP_TIMEWAIT_LEN ? TWKILL_SLOTS - 1 : min((timeo + PERIOD - 1) / PERIOD, TWKILL_SLOTS - 1);
  tw.tw_ttd = now() + timeo;
  hlist_add_head(changetype<usize>(tw.tw_death_node), cell(ld<u32>(row, SLOT) + ahead));
  if (count == 0) {
    const timer = changetype<timer_list>(row + TW_TIMER);
    if (timer.base == 0) setup_timer(timer, codeOf(map.inet_twdr_hangman), row); // static in a real kernel
    mod_timer(timer, now() + PERIOD);
  }
  st<u32>(row, TW_COUNT, count + 1);
  spin_unlock(row + DEATH_LOCK);
}

/** Inlined: out of its cell; whether it was in one. */
function inet_twsk_del_dead_node(tw: tcp_timewait_sock): bool {
  if (tw.tw_death_node.pprev == 0) return false;
  __hlist_del(changetype<usize>(tw.tw_death_node));
  INIT_HLIST_NODE(changetype<usize>(tw.tw_death_node));
  return true;
}

/** It dies before its time. */
export function inet_twsk_deschedule(tw: tcp_timewait_sock): void {
  exec(map.inet_twsk_deschedule);
  const row = tcp_death_row;
  spin_lock(row + DEATH_LOCK);
  if (inet_twsk_del_dead_node(tw)) {
    inet_twsk_put(tw);
    st<u32>(row, TW_COUNT, ld<u32>(row, TW_COUNT) - 1);
  }
  spin_unlock(row + DEATH_LOCK);
  __inet_twsk_kill(tw);
}

/** The timer of the row, a softirq: empties the cell whose turn it is. */
export function inet_twdr_hangman(row: u32): void {
  exec(map.inet_twdr_hangman);
  spin_lock(row + DEATH_LOCK);
  let left = ld<u32>(row, TW_COUNT);
  if (left != 0) {
    const slot = ld<u32>(row, SLOT);
    left -= inet_twdr_do_twkill_work(slot);
    st<u32>(row, TW_COUNT, left);
    st<u32>(row, SLOT, (slot + 1) & (TWKILL_SLOTS - 1));
    if (left != 0) mod_timer(changetype<timer_list>(row + TW_TIMER), now() + PERIOD);
  }
  spin_unlock(row + DEATH_LOCK);
}

function inet_twdr_do_twkill_work(slot: u32): u32 {
  exec(map.inet_twdr_do_twkill_work);
  let killed: u32 = 0;
  let node = ld<u32>(cell(slot), 0);
  while (turn(map.inet_twdr_do_twkill_turn, node != 0)) {
    const next = changetype<hlist_node>(node).next;
    const tw = changetype<tcp_timewait_sock>(node - deathNodeOffset());
    inet_twsk_del_dead_node(tw);
    __inet_twsk_kill(tw);
    inet_twsk_put(tw);
    killed++;
    node = next;
  }
  return killed;
}

/** Inlined: container_of(). */
function deathNodeOffset(): u32 {
  return changetype<usize>(changetype<tcp_timewait_sock>(0).tw_death_node);
}

/** A timer fires: whether it is one of these. Free of charge. */
export function callDeathRow(handler: u32, data: u32): bool {
  if (handler != codeOf(map.inet_twdr_hangman)) return false;
  inet_twdr_hangman(data);
  return true;
}
