// kernel/timer.c: the timer wheel, one per CPU (struct tvec_base), as 2.6.20 and 3.6.5 have it alike. Timers are really
// linked into its lists; nothing fires them yet.
//
//   tvec_base: lock, running_timer, timer_jiffies (2.6.20: 12 bytes; 3.6: + next_timer, active_timers: 20 bytes),
//              tv1[256], tv2[64], tv3[64], tv4[64], tv5[64]: list heads
import { cpu } from "../machine/cpu";
import { cpuCount } from "../machine/cpu_state";
import { poke } from "../machine/ram";
import { list_add_tail } from "./list";
import { PAGE_OFFSET, staticData } from "./memory_map";
import { bootSpinLock } from "./spinlock";

const TVR: u32 = 256;
const TVN: u32 = 64;
const LISTS: u32 = TVR + 4 * TVN;
const STRIDE: u32 = 4224; // struct tvec_base is aligned to a line

/** Offset of timer_jiffies. */
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

/** Links a timer into the list of its distance from `base`'s time: tv1 by jiffy, each further vector 64 times coarser. */
export function addToWheel(base: u32, entry: u32, expires: u32, timer_jiffies: u32): void {
  const idx = expires - timer_jiffies;
  let list: u32;
  if (idx < 1 << 8) list = expires & 255;
  else if (idx < 1 << 14) list = TVR + ((expires >> 8) & 63);
  else if (idx < 1 << 20) list = TVR + TVN + ((expires >> 14) & 63);
  else if (idx < 1 << 26) list = TVR + 2 * TVN + ((expires >> 20) & 63);
  else if (<i32>idx < 0) list = timer_jiffies & 255;
  else list = TVR + 3 * TVN + ((expires >> 26) & 63);
  list_add_tail(entry, base + vectors + list * 8);
}
