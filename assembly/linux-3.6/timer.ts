// kernel/timer.c of Linux 3.6.5. Left out: timers that run on another CPU while they are changed; deferrable timers.
export * from "./timer_3_6";
export * from "./timer_to_3_6";
export * from "./timer_to_4_3";

import { exec, ld, st } from "../machine/cpu";
import { trap } from "../machine/trap";
import { _raw_spin_lock_irqsave, _raw_spin_unlock_irqrestore } from "./spinlock";
import { timer_list } from "./structs";
import * as map from "./system_map";
import { detach_timer, timer_pending, toThisCpu } from "./timer_to_3_6";
import { apply_slack } from "./timer_to_4_3";
import { addToWheel, bootWheels, TIMER_JIFFIES, tvec_base } from "./timer_wheel";

/** Offset of timer_list.function: no name for a field in AssemblyScript. */
export const TIMER_FUNCTION: u32 = 16; // offsetof(struct timer_list, function)

const NEXT_TIMER: u32 = 12;
const ACTIVE_TIMERS: u32 = 16;

export function bootTimers(now: u32): void {
  bootWheels(20, now);
}

export function init_timer_key(timer: timer_list): void {
  exec(map.init_timer_key);
  timer.entry.next = 0;
  timer.base = tvec_base();
  timer.slack = -1;
}

export function detach_if_pending(timer: timer_list, base: u32, clear_pending: bool): bool {
  if (!timer_pending(timer)) return false;
  detach_timer(timer, clear_pending);
  st<u32>(base, ACTIVE_TIMERS, ld<u32>(base, ACTIVE_TIMERS) - 1);
  if (timer.expires == ld<u32>(base, NEXT_TIMER)) st<u32>(base, NEXT_TIMER, ld<u32>(base, TIMER_JIFFIES));
  return true;
}

/** Inlined: locks the wheel that the timer is on. */
export function lock_timer_base(timer: timer_list): u32 {
  const base = timer.base;
  _raw_spin_lock_irqsave(base);
  if (timer.base != base) trap();
  return base;
}

export function mod_timer(timer: timer_list, wanted: u32): bool {
  exec(map.mod_timer);
  const expires = apply_slack(timer, wanted);
  if (timer_pending(timer) && timer.expires == expires) return true;
  ld<u32>(changetype<usize>(timer), TIMER_FUNCTION);
  const base = lock_timer_base(timer);
  const pending = detach_if_pending(timer, base, false);
  const here = toThisCpu(timer, base);
  timer.expires = expires;
  addToWheel(here, changetype<usize>(timer.entry), expires, ld<u32>(here, TIMER_JIFFIES));
  if (<i32>(expires - ld<u32>(here, NEXT_TIMER)) < 0) st<u32>(here, NEXT_TIMER, expires);
  st<u32>(here, ACTIVE_TIMERS, ld<u32>(here, ACTIVE_TIMERS) + 1);
  _raw_spin_unlock_irqrestore(here);
  return pending;
}

/** Puts a timer where it belongs now, without counting it anew: __internal_add_timer(). */
export function internal_add_timer(base: u32, timer: timer_list): void {
  exec(map.__internal_add_timer);
  addToWheel(base, changetype<usize>(timer.entry), timer.expires, ld<u32>(base, TIMER_JIFFIES));
}

/** A timer that is about to be called: it is pending no more. Inlined. */
export function detach_expired_timer(base: u32, timer: timer_list): void {
  detach_timer(timer, true);
  st<u32>(base, ACTIVE_TIMERS, ld<u32>(base, ACTIVE_TIMERS) - 1);
}
