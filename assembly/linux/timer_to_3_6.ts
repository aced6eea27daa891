// kernel/timer.c: a timer in a list_head, as 2.6.20 and 3.6.5 word it.
import { ld, st } from "../machine/cpu";
import { spin_lock, spin_unlock } from "./spinlock";
import { list_head, timer_list } from "./structs";
import { init_timer, LIST_POISON2, TIMER_FUNCTION } from "./timer";
import { RUNNING_TIMER, tvec_base } from "./timer_wheel";

/** setup_timer(): what the timer will call, and with what. Inlined. */
export function setup_timer(timer: timer_list, handler: u32, data: u32): void {
  init_timer(timer);
  st<u32>(changetype<usize>(timer), TIMER_FUNCTION, handler);
  timer.data = data;
}

/** Inlined. */
export function timer_pending(timer: timer_list): bool {
  return timer.entry.next != 0;
}

export function detach_timer(timer: timer_list, clear_pending: bool): void {
  const entry = timer.entry;
  const next = entry.next;
  const prev = entry.prev;
  changetype<list_head>(next).prev = prev;
  changetype<list_head>(prev).next = next;
  if (clear_pending) entry.next = 0;
  entry.prev = LIST_POISON2;
}

/** Inlined: a timer moves to the CPU that sets it, unless it is running elsewhere. Returns the wheel that is locked. */
export function toThisCpu(timer: timer_list, base: u32): u32 {
  const here = tvec_base();
  if (base == here || ld<u32>(base, RUNNING_TIMER) == changetype<usize>(timer)) return base;
  timer.base = 0;
  spin_unlock(base);
  spin_lock(here);
  timer.base = here;
  return here;
}
