// kernel/timer.c: a timer in a list_head, as 2.6.20 and 3.6.5 word it.
import { st } from "../machine/cpu";
import { list_head, timer_list } from "./structs";
import { init_timer, LIST_POISON2, TIMER_FUNCTION } from "./timer";

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
