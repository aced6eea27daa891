// kernel/timer.c: the timer wheel, one per CPU (struct tvec_base), as 2.6.20 and 3.6.5 have it alike. Timers are really
// linked into its lists; timer_softirq.ts fires them.
//
//   tvec_base: lock, running_timer, timer_jiffies (2.6.20: 12 bytes; 3.6: + next_timer, active_timers: 20 bytes),
//              tv1[256], tv2[64], tv3[64], tv4[64], tv5[64]: list heads
export * from "./timer_soonest";
export * from "./timer_vectors";

import { cpu } from "../machine/cpu";
import { cpuCount } from "../machine/cpu_state";
import { peek, poke } from "../machine/ram";
import { NO_HZ } from "./config";
import { list_add_tail } from "./list";
import { PAGE_OFFSET, staticData } from "./memory_map";
import { bootSpinLock } from "./spinlock";
import { setSoonest, soonestOf } from "./timer_soonest";
import { shiftOf, TVN, TVR } from "./timer_vectors";

const LISTS: u32 = TVR + 4 * TVN;
const STRIDE: u32 = 4224; // struct tvec_base is aligned to a line

/** Offsets of running_timer and timer_jiffies. */
export const RUNNING_TIMER: u32 = 4;
export const TIMER_JIFFIES: u32 = 8;

let bases: u32 = 0;
/** jiffies at boot. */
export let bootJiffies: u32 = 0;
let vectors: u32 = 0;

/** Lays out the wheels, empty; `header` is where tv1 begins. Free of charge. */
export function bootWheels(header: u32, now: u32): void {
  bases = staticData(STRIDE * cpuCount);
  vectors = header;
  bootJiffies = now;
  for (let i: u32 = 0; i < cpuCount; i++) {
    const base = bases + i * STRIDE;
    setSoonest(i, u32.MAX_VALUE);
    bootSpinLock(base);
    poke<u32>(base + TIMER_JIFFIES - PAGE_OFFSET, now);
    for (let list: u32 = 0; list < LISTS; list++) {
      const head = base + header + list * 8;
      poke<u32>(head - PAGE_OFFSET, head);
      poke<u32>(head + 4 - PAGE_OFFSET, head);
    }
  }
}

/** This CPU's wheel. */
export function tvec_base(): u32 {
  return bases + cpu.number * STRIDE;
}

/** CPU `number`'s wheel. */
export function baseOf(number: u32): u32 {
  return bases + number * STRIDE;
}

/** Head of list `index` of tv1, or of vector `level` (2 to 5). */
export function vectorList(base: u32, level: u32, index: u32): u32 {
  const first = level == 1 ? 0 : TVR + (level - 2) * TVN;
  return base + vectors + ((first + index) << 3);
}

/** Links a timer into the list of its distance from `base`'s time: tv1 by jiffy, each further vector 64 times coarser. */
export function addToWheel(base: u32, entry: u32, expires: u32, timer_jiffies: u32): void {
  const idx = expires - timer_jiffies;
  let level: u32 = 1;
  let at = expires;
  if (idx >= 1 << 8) {
    if (idx < 1 << 14) level = 2;
    else if (idx < 1 << 20) level = 3;
    else if (idx < 1 << 26) level = 4;
    else if (<i32>idx < 0) at = timer_jiffies;
    else level = 5;
  }
  const shift = shiftOf(level);
  const number = (base - bases) / STRIDE;
  const due = NO_HZ ? at : (at >> shift) << shift;
  setSoonest(number, min(soonestOf(number), due - bootJiffies));
  list_add_tail(entry, vectorList(base, level, (at >> shift) & (level == 1 ? TVR - 1 : TVN - 1)));
}

// ---- Looking ahead: free of charge
//
// A kernel that stops its tick while idle (NO_HZ) sleeps until a timer expires, and then turns its wheel tick by tick.
// One that does not has something to do also when a list of a coarser vector is cascaded.

/** Finds out anew when a CPU's wheel has something to do. */
export function lookAhead(number: u32): void {
  const base = baseOf(number);
  const from = peek<u32>(base + TIMER_JIFFIES - PAGE_OFFSET);
  let next: u32 = u32.MAX_VALUE;
  for (let level: u32 = 1; level <= 5; level++) {
    const shift = shiftOf(level);
    const lists = level == 1 ? TVR : TVN;
    const first = (from + (1 << shift) - 1) >> shift;
    for (let i: u32 = 0; i < lists; i++) {
      const head = vectorList(base, level, (first + i) & (lists - 1));
      if (peek<u32>(head - PAGE_OFFSET) == head) continue;
      const cascades = ((first + i) << shift) - bootJiffies;
      if (cascades >= next) break;
      next = NO_HZ && level > 1 ? min(next, firstExpiry(head)) : cascades;
      break;
    }
  }
  setSoonest(number, next);
}

/** Ticks since boot at which the first timer of a list expires. */
function firstExpiry(head: u32): u32 {
  let first: u32 = u32.MAX_VALUE;
  for (let entry = peek<u32>(head - PAGE_OFFSET); entry != head; entry = peek<u32>(entry - PAGE_OFFSET)) {
    first = min(first, peek<u32>(entry + EXPIRES - PAGE_OFFSET) - bootJiffies);
  }
  return first;
}

/** timer_list.expires, behind its list_head. */
const EXPIRES: u32 = 8;
