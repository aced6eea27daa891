// kernel/time/timer.c of Linux 4.3: the timer wheel, one per CPU. Since 4.2 its lists are hlists: the timer that was added
// last is first.
// Left out: timers that run on another CPU while they are changed; deferrable timers; telling a CPU that sleeps.
//
//   tvec_base (offsets counted by hand: the facts do not have it):
//       0 lock   4 running_timer   8 timer_jiffies   12 next_timer   16 active_timers   20 all_timers   24 cpu
//      32 tv1[256], tv2[64], tv3[64], tv4[64], tv5[64]: hlist_heads
export * from "./timer_3_6";
export * from "./timer_4x";
export * from "./timer_soonest";
export * from "./timer_to_4_3";
export * from "./timer_vectors";

import { exec, ld, st } from "../machine/cpu";
import { cpuCount } from "../machine/cpu_state";
import { peek, poke } from "../machine/ram";
import { hlist_add_head } from "./list";
import { PAGE_OFFSET, staticData } from "./memory_map";
import { CPU_NUMBER, jiffies, read, thisCpu } from "./percpu";
import { _raw_spin_unlock_irqrestore, bootSpinLock, spin_lock, spin_unlock } from "./spinlock";
import { timer_list } from "./structs";
import * as map from "./system_map";
import { baseOf, detach_timer, lock_timer_base, timer_pending } from "./timer_4x";
import { setSoonest, soonestOf } from "./timer_soonest";
import { apply_slack } from "./timer_to_4_3";
import { shiftOf, TVN, TVR } from "./timer_vectors";

export const TIMER_JIFFIES: u32 = 8;
const NEXT_TIMER: u32 = 12;
const ACTIVE_TIMERS: u32 = 16;
export const ALL_TIMERS: u32 = 20;
const TV1: u32 = 32;
export const STRIDE: u32 = 2112; // TV1 and (256 + 4 * 64) heads, up to the next line
export const TIMER_CPUMASK: u32 = 0x0007ffff;

export let bases: u32 = 0;
/** jiffies at boot. */
export let bootJiffies: u32 = 0;

/** Lays out the wheels, empty. Free of charge. */
export function bootTimers(now: u32): void {
  bases = staticData(STRIDE * cpuCount);
  bootJiffies = now;
  for (let i: u32 = 0; i < cpuCount; i++) {
    setSoonest(i, u32.MAX_VALUE);
    bootSpinLock(baseOf(i));
    poke<u32>(baseOf(i) + TIMER_JIFFIES - PAGE_OFFSET, now);
    poke<u32>(baseOf(i) + NEXT_TIMER - PAGE_OFFSET, now);
  }
}

/** Head of list `index` of tv1, or of vector `level` (2 to 5). */
export function vectorList(base: u32, level: u32, index: u32): u32 {
  const first = level == 1 ? 0 : TVR + (level - 2) * TVN;
  return base + TV1 + ((first + index) << 2);
}

// ---- Making timers
export function init_timer_key(timer: timer_list): void {
  exec(map.init_timer_key);
  timer.entry.pprev = 0;
  timer.flags = ld<u32>(thisCpu(CPU_NUMBER), 0);
  timer.slack = -1;
}

// ---- The wheel
/** Puts a timer where it belongs: tv1 by jiffy, each further vector 64 times coarser. */
export function __internal_add_timer(base: u32, timer: timer_list): void {
  exec(map.__internal_add_timer);
  const expires = timer.expires;
  const timer_jiffies = ld<u32>(base, TIMER_JIFFIES);
  const idx = expires - timer_jiffies;
  let level: u32 = 1;
  let at = expires; // when the wheel must look at it
  if (idx >= 1 << 8) {
    if (idx < 1 << 14) level = 2;
    else if (idx < 1 << 20) level = 3;
    else if (idx < 1 << 26) level = 4;
    else if (<i32>idx < 0) at = timer_jiffies;
    else level = 5;
  }
  const shift = shiftOf(level);
  at = (at >> shift) << shift;
  const number = (base - bases) / STRIDE;
  setSoonest(number, min(soonestOf(number), at - bootJiffies));
  hlist_add_head(
    changetype<usize>(timer.entry),
    vectorList(base, level, (at >> shift) & (level == 1 ? TVR - 1 : TVN - 1)),
  );
}

function internal_add_timer(base: u32, timer: timer_list): void {
  exec(map.internal_add_timer);
  const all = ld<u32>(base, ALL_TIMERS);
  st<u32>(base, ALL_TIMERS, all + 1);
  if (all == 0) st<u32>(base, TIMER_JIFFIES, read(jiffies)); // nothing was missed
  __internal_add_timer(base, timer);
  timer.flags; // not deferrable
  const active = ld<u32>(base, ACTIVE_TIMERS);
  st<u32>(base, ACTIVE_TIMERS, active + 1);
  if (active == 0 || <i32>(timer.expires - ld<u32>(base, NEXT_TIMER)) < 0) st<u32>(base, NEXT_TIMER, timer.expires);
}

/** A timer that is about to be called: it is pending no more. Inlined. */
export function detach_expired_timer(base: u32, timer: timer_list): void {
  detach_timer(timer, true);
  timer.flags; // not deferrable
  st<u32>(base, ACTIVE_TIMERS, ld<u32>(base, ACTIVE_TIMERS) - 1);
  st<u32>(base, ALL_TIMERS, ld<u32>(base, ALL_TIMERS) - 1);
}

export function detach_if_pending(timer: timer_list, base: u32, clear_pending: bool): bool {
  exec(map.detach_if_pending);
  if (!timer_pending(timer)) return false;
  exec(map.detach_if_pending_rest);
  detachPending(timer, base, clear_pending);
  return true;
}

/** The rest of it, for a timer that is pending; inlined in del_timer_sync(). */
export function detachPending(timer: timer_list, base: u32, clear_pending: bool): void {
  detach_timer(timer, clear_pending);
  timer.flags; // not deferrable
  st<u32>(base, ACTIVE_TIMERS, ld<u32>(base, ACTIVE_TIMERS) - 1);
  if (timer.expires == ld<u32>(base, NEXT_TIMER)) st<u32>(base, NEXT_TIMER, ld<u32>(base, TIMER_JIFFIES));
  const all = ld<u32>(base, ALL_TIMERS) - 1;
  st<u32>(base, ALL_TIMERS, all);
  if (all == 0) st<u32>(base, TIMER_JIFFIES, read(jiffies));
}

/** Inlined in mod_timer() and mod_timer_pinned(). The timer goes to the wheel of the CPU that this runs on. */
function __mod_timer(timer: timer_list, expires: u32): bool {
  let base = lock_timer_base(timer);
  const pending = detach_if_pending(timer, base, false);
  const number = ld<u32>(thisCpu(CPU_NUMBER), 0);
  if (base != baseOf(number)) {
    spin_unlock(base);
    base = baseOf(number);
    spin_lock(base); // interrupts are off already
    timer.flags = (timer.flags & ~TIMER_CPUMASK) | number;
  }
  timer.expires = expires;
  internal_add_timer(base, timer);
  _raw_spin_unlock_irqrestore(base);
  return pending;
}

export function mod_timer(timer: timer_list, wanted: u32): bool {
  exec(map.mod_timer);
  const expires = apply_slack(timer, wanted);
  if (timer_pending(timer) && timer.expires == expires) return true;
  return __mod_timer(timer, expires);
}

/** For timers that stay on their CPU: exact, without slack. */
export function mod_timer_pinned(timer: timer_list, expires: u32): bool {
  exec(map.mod_timer_pinned);
  if (timer.expires == expires && timer_pending(timer)) return true;
  return __mod_timer(timer, expires);
}

// ---- Looking ahead: free of charge
/** Finds out anew when a CPU's wheel has something to do: a list of tv1 that is due, or one of the others to cascade. */
export function lookAhead(number: u32): void {
  const base = baseOf(number);
  const from = peek<u32>(base + TIMER_JIFFIES - PAGE_OFFSET);
  let next: u32 = u32.MAX_VALUE;
  for (let level: u32 = 1; level <= 5; level++) {
    const shift = shiftOf(level);
    const lists = level == 1 ? TVR : TVN;
    const first = (from + (1 << shift) - 1) >> shift;
    for (let i: u32 = 0; i < lists; i++) {
      if (peek<u32>(vectorList(base, level, (first + i) & (lists - 1)) - PAGE_OFFSET) == 0) continue;
      next = min(next, ((first + i) << shift) - bootJiffies);
      break;
    }
  }
  setSoonest(number, next);
}
