// kernel/time/timer.c: what 4.3 and 4.14 word alike, whatever their wheels look like.
import { exec, ld } from "../machine/cpu";
import { trap } from "../machine/trap";
import { __hlist_del } from "./list";
import { _raw_spin_lock_irqsave, _raw_spin_unlock_irqrestore } from "./spinlock";
import { timer_list } from "./structs";
import * as map from "./system_map";
import { bases, detachPending, init_timer, LIST_POISON2, STRIDE, TIMER_CPUMASK } from "./timer";

export const RUNNING_TIMER: u32 = 4;

/** CPU `number`'s wheel. */
export function baseOf(number: u32): u32 {
  return bases + number * STRIDE;
}

/** setup_timer(): what the timer will call, and with what. Inlined. */
export function setup_timer(timer: timer_list, handler: u32, data: u32): void {
  init_timer(timer);
  timer.function_ = handler;
  timer.data = data;
}

/** Inlined. */
export function timer_pending(timer: timer_list): bool {
  return timer.entry.pprev != 0;
}

/** Inlined. */
export function detach_timer(timer: timer_list, clear_pending: bool): void {
  const entry = timer.entry;
  __hlist_del(changetype<usize>(entry));
  if (clear_pending) entry.pprev = 0;
  entry.next = LIST_POISON2;
}

/** Locks the wheel that the timer is on. */
export function lock_timer_base(timer: timer_list): u32 {
  exec(map.lock_timer_base);
  const flags = timer.flags;
  const base = baseOf(flags & TIMER_CPUMASK);
  _raw_spin_lock_irqsave(base);
  if (timer.flags != flags) trap();
  return base;
}

/** Waits for a handler that runs on another CPU; none does. */
export function del_timer_sync(timer: timer_list): bool {
  exec(map.del_timer_sync);
  const base = lock_timer_base(timer); // try_to_del_timer_sync(), inlined
  ld<u32>(base, RUNNING_TIMER);
  const pending = timer_pending(timer);
  if (pending) detachPending(timer, base, true);
  _raw_spin_unlock_irqrestore(base);
  return pending;
}
