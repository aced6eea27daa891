// kernel/time/timer.c of Linux 4.14: the timer wheel of 4.8, one per CPU. Nothing cascades in it: a timer stays in the
// list of its level, whose granularity it is rounded up to.
// Left out: the second wheel of each CPU for deferrable timers; timers that move to another CPU to let it sleep; the
// lateness that the rounding means: a timer is linked into its real list, but fires at its exact time here.
//
//   timer_base (offsets counted by hand: the facts do not have it):
//       0 lock   4 running_timer   8 clk   12 next_expiry   16 cpu   20 flags   24 pending_map[18]   96 vectors[576]
//   vectors: 9 levels of 64 lists, each level eight times coarser than the one before
export * from "./timer_3_6";
export * from "./timer_4x";
export * from "./timer_soonest";

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

export const CLK: u32 = 8;
const NEXT_EXPIRY: u32 = 12;
const PENDING_MAP: u32 = 24;
const VECTORS: u32 = 96;
const LVL_CLK_SHIFT: u32 = 3;
const LVL_BITS: u32 = 6;
const LVL_SIZE: u32 = 1 << LVL_BITS;
const LVL_DEPTH: u32 = 9;
const _LISTS: u32 = LVL_DEPTH * LVL_SIZE;
export const STRIDE: u32 = 2432; // VECTORS and 576 heads, up to the next line
export const TIMER_CPUMASK: u32 = 0x0003ffff;
/** Where flags keep the list: TIMER_ARRAYSHIFT. */
const TIMER_ARRAYSHIFT: u32 = 22;

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
    poke<u32>(baseOf(i) + CLK - PAGE_OFFSET, now);
    poke<u32>(baseOf(i) + NEXT_EXPIRY - PAGE_OFFSET, now + 0x3fffffff);
  }
}

/** Head of list `index`. */
export function listOf(base: u32, index: u32): u32 {
  return base + VECTORS + (index << 2);
}

// ---- Making timers
export function init_timer_key(timer: timer_list): void {
  exec(map.init_timer_key);
  timer.entry.pprev = 0;
  timer.flags = ld<u32>(thisCpu(CPU_NUMBER), 0);
}

// ---- The wheel
/** The list of an expiry: by its distance the level, by its time, rounded up, the list. */
function calc_wheel_index(expires: u32, clk: u32): u32 {
  exec(map.calc_wheel_index);
  const delta = expires - clk;
  if (<i32>delta < 0) return clk & (LVL_SIZE - 1);
  let level: u32 = 0;
  while (level < LVL_DEPTH - 1 && delta >= (LVL_SIZE - 1) << (level * LVL_CLK_SHIFT)) {
    exec(map.calc_wheel_index_level);
    level++;
  }
  const at = level == 0 ? expires : (expires + (1 << (level * LVL_CLK_SHIFT))) >> (level * LVL_CLK_SHIFT);
  return level * LVL_SIZE + (at & (LVL_SIZE - 1));
}

/** enqueue_timer(): links a timer into a list and marks the list. Inlined. */
function enqueue_timer(base: u32, timer: timer_list, index: u32): void {
  hlist_add_head(changetype<usize>(timer.entry), listOf(base, index));
  const word = base + PENDING_MAP + (index >> 5) * 4;
  st<u32>(word, 0, ld<u32>(word, 0) | (1 << (index & 31)));
  timer.flags = (timer.flags & ((1 << TIMER_ARRAYSHIFT) - 1)) | (index << TIMER_ARRAYSHIFT);
}

function __internal_add_timer(base: u32, timer: timer_list): void {
  exec(map.__internal_add_timer);
  enqueue_timer(base, timer, calc_wheel_index(timer.expires, ld<u32>(base, CLK)));
}

/** Inlined: and the next expiry, if this is the first. */
function internal_add_timer(base: u32, timer: timer_list): void {
  __internal_add_timer(base, timer);
  const expires = timer.expires;
  if (<i32>(expires - ld<u32>(base, NEXT_EXPIRY)) < 0) st<u32>(base, NEXT_EXPIRY, expires);
  const number = (base - bases) / STRIDE;
  setSoonest(number, min(soonestOf(number), max<i32>(expires - bootJiffies, 0)));
}

/** A timer that is about to be called: it is pending no more. Inlined. */
export function detach_expired_timer(base: u32, timer: timer_list): void {
  unmarkIfLast(base, timer);
  detach_timer(timer, true);
}

/** The list's mark goes with its last timer. Inlined. */
function unmarkIfLast(base: u32, timer: timer_list): void {
  const index = timer.flags >> TIMER_ARRAYSHIFT;
  const head = listOf(base, index);
  if (ld<u32>(head, 0) != <u32>changetype<usize>(timer.entry) || timer.entry.next != 0) return;
  const word = base + PENDING_MAP + (index >> 5) * 4;
  st<u32>(word, 0, ld<u32>(word, 0) & ~(1 << (index & 31)));
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
  unmarkIfLast(base, timer);
  detach_timer(timer, clear_pending);
}

/** An empty wheel that lagged behind comes up to now. Inlined. */
function forward_timer_base(base: u32): void {
  const now = read(jiffies);
  if (<i32>(now - ld<u32>(base, CLK)) < 2) return;
  if (<i32>(ld<u32>(base, NEXT_EXPIRY) - now) > 0) st<u32>(base, CLK, now);
  else st<u32>(base, CLK, ld<u32>(base, NEXT_EXPIRY));
}

/** __mod_timer(), inlined. The timer goes to the wheel of the CPU that this runs on. */
export function mod_timer(timer: timer_list, expires: u32): bool {
  exec(map.mod_timer);
  if (timer_pending(timer) && timer.expires == expires) return true;
  let base = lock_timer_base(timer);
  forward_timer_base(base);
  const pending = detach_if_pending(timer, base, false);
  const number = ld<u32>(thisCpu(CPU_NUMBER), 0);
  if (base != baseOf(number)) {
    spin_unlock(base);
    base = baseOf(number);
    spin_lock(base); // interrupts are off already
    timer.flags = (timer.flags & ~TIMER_CPUMASK) | number;
    forward_timer_base(base);
  }
  timer.expires = expires;
  internal_add_timer(base, timer);
  _raw_spin_unlock_irqrestore(base);
  return pending;
}

/** The same for a timer that is pending; another stays as it is. False: it was not pending. */
export function mod_timer_pending(timer: timer_list, expires: u32): bool {
  return timer_pending(timer) && mod_timer(timer, expires);
}

/** A timer that was made pinned stays on its CPU, as all do here. */
export function mod_timer_pinned(timer: timer_list, expires: u32): bool {
  return mod_timer(timer, expires);
}

// ---- Looking ahead: free of charge
/**
 * Finds out anew when a CPU's first timer is due. In each level the first list behind the wheel's time that has timers
 * holds the level's earliest: a list's timers are all due before those of the next.
 */
export function lookAhead(number: u32): void {
  const base = baseOf(number);
  const clk = peek<u32>(base + CLK - PAGE_OFFSET);
  let next: i32 = i32.MAX_VALUE;
  for (let level: u32 = 0; level < LVL_DEPTH; level++) {
    const first = clk >> (level * LVL_CLK_SHIFT);
    for (let i: u32 = 0; i < LVL_SIZE; i++) {
      const least = earliest(listOf(base, level * LVL_SIZE + ((first + i) & (LVL_SIZE - 1))));
      next = min(next, least);
      if (least != i32.MAX_VALUE && i > 0) break; // the list of now may hold what was late, too
    }
  }
  setSoonest(number, next == i32.MAX_VALUE ? u32.MAX_VALUE : max(next, 0));
}

/** Ticks since boot of the earliest timer of a list; i32.MAX_VALUE: it has none. */
function earliest(head: u32): i32 {
  let least: i32 = i32.MAX_VALUE;
  for (let entry = peek<u32>(head - PAGE_OFFSET); entry != 0; entry = peek<u32>(entry - PAGE_OFFSET)) {
    least = min(least, <i32>(peek<u32>(entry + EXPIRES - PAGE_OFFSET) - bootJiffies));
  }
  return least;
}

const EXPIRES: u32 = 8; // offsetof(struct timer_list, expires)

/** A timer that is due by `now`, 0: none. Free of charge. */
export function dueTimer(base: u32, now: u32): u32 {
  const clk = peek<u32>(base + CLK - PAGE_OFFSET);
  for (let level: u32 = 0; level < LVL_DEPTH; level++) {
    const first = clk >> (level * LVL_CLK_SHIFT);
    for (let i: u32 = 0; i < LVL_SIZE; i++) {
      const head = listOf(base, level * LVL_SIZE + ((first + i) & (LVL_SIZE - 1))) - PAGE_OFFSET;
      for (let entry = peek<u32>(head); entry != 0; entry = peek<u32>(entry - PAGE_OFFSET)) {
        if (<i32>(peek<u32>(entry + EXPIRES - PAGE_OFFSET) - now) <= 0) return entry;
      }
      if (i > 0 && peek<u32>(head) != 0) break;
    }
  }
  return 0;
}

/** Everything up to `now` has fired: the wheel's time. */
export function setClock(base: u32, now: u32): void {
  st<u32>(base, CLK, now);
}

/** Free of charge. */
export function setNextExpiry(base: u32, number: u32): void {
  const next = soonestOf(number);
  poke<u32>(base + NEXT_EXPIRY - PAGE_OFFSET, next == u32.MAX_VALUE ? bootJiffies + 0x3fffffff : bootJiffies + next);
}
