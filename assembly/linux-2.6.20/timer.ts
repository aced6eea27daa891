// kernel/timer.c of Linux 2.6.20. Left out: timers that run on another CPU while they are changed.
export * from "./timer_to_3_6";

import { exec, ld } from "../machine/cpu";
import { trap } from "../machine/trap";
import { _spin_lock_irqsave, _spin_unlock_irqrestore } from "./spinlock";
import { timer_list } from "./structs";
import * as map from "./system_map";
import { detach_timer, timer_pending, toThisCpu } from "./timer_to_3_6";
import { addToWheel, bootWheels, TIMER_JIFFIES, tvec_base } from "./timer_wheel";

/** Offset of timer_list.function: no name for a field in AssemblyScript. */
export const TIMER_FUNCTION: u32 = 12; // offsetof(struct timer_list, function)
export const LIST_POISON2: u32 = 0x00200200;

export function bootTimers(now: u32): void {
  bootWheels(12, now);
}

export function init_timer(timer: timer_list): void {
  exec(map.init_timer);
  timer.entry.next = 0;
  timer.base = tvec_base();
}

/** Inlined: locks the wheel that the timer is on. */
function lock_timer_base(timer: timer_list): u32 {
  const base = timer.base;
  _spin_lock_irqsave(base);
  if (timer.base != base) trap();
  return base;
}

export function mod_timer(timer: timer_list, expires: u32): bool {
  exec(map.mod_timer);
  if (timer.expires == expires && timer_pending(timer)) return true;
  return __mod_timer(timer, expires);
}

export function __mod_timer(timer: timer_list, expires: u32): bool {
  exec(map.__mod_timer);
  ld<u32>(changetype<usize>(timer), TIMER_FUNCTION);
  const base = lock_timer_base(timer);
  const pending = timer_pending(timer);
  if (pending) detach_timer(timer, false);
  const here = toThisCpu(timer, base);
  timer.expires = expires;
  internal_add_timer(here, timer);
  _spin_unlock_irqrestore(here);
  return pending;
}

export function internal_add_timer(base: u32, timer: timer_list): void {
  exec(map.internal_add_timer);
  addToWheel(base, changetype<usize>(timer.entry), timer.expires, ld<u32>(base, TIMER_JIFFIES));
}

/** True if it was pending. */
export function del_timer(timer: timer_list): bool {
  exec(map.del_timer);
  if (!timer_pending(timer)) return false;
  const base = lock_timer_base(timer);
  const pending = timer_pending(timer);
  if (pending) detach_timer(timer, true);
  _spin_unlock_irqrestore(base);
  return pending;
}

/** A timer that is about to be called: it is pending no more. Inlined. */
export function detach_expired_timer(_base: u32, timer: timer_list): void {
  detach_timer(timer, true);
}
