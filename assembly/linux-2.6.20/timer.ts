// kernel/timer.c of Linux 2.6.20. Left out: timers that move to another CPU, and that fire.
import { exec, ld, st } from "../machine/cpu";
import { poke } from "../machine/ram";
import { trap } from "../machine/trap";
import { PAGE_OFFSET } from "./memory_map";
import { jiffies } from "./percpu";
import { _spin_lock_irqsave, _spin_unlock_irqrestore } from "./spinlock";
import { list_head, timer_list } from "./structs";
import * as map from "./system_map";
import { addToWheel, bootJiffies, bootWheels, TIMER_JIFFIES, tvec_base } from "./timer_wheel";

/** Offset of timer_list.function: no name for a field in AssemblyScript. */
const TIMER_FUNCTION: u32 = 12; // offsetof(struct timer_list, function)
const LIST_POISON2: u32 = 0x00200200;

export function bootTimers(now: u32): void {
  bootWheels(12, now);
}

export function init_timer(timer: timer_list): void {
  exec(map.init_timer);
  timer.entry.next = 0;
  timer.base = tvec_base();
}

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

function detach_timer(timer: timer_list, clear_pending: bool): void {
  const entry = timer.entry;
  const next = entry.next;
  const prev = entry.prev;
  changetype<list_head>(next).prev = prev;
  changetype<list_head>(prev).next = next;
  if (clear_pending) entry.next = 0;
  entry.prev = LIST_POISON2;
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
  timer.expires = expires;
  internal_add_timer(base, timer);
  _spin_unlock_irqrestore(base);
  return pending;
}

function internal_add_timer(base: u32, timer: timer_list): void {
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

/** The ops table's `nextTimer`. */
export function nextTimer(): u32 {
  return u32.MAX_VALUE;
}

/** The ops table's `runTimers`. */
export function runTimers(tick: u32): void {
  poke<u32>(jiffies - PAGE_OFFSET, bootJiffies + tick);
}
