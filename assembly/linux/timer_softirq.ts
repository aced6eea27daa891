// kernel/timer.c: the timer softirq as 2.6.20 and 3.6.5 have it alike (timer_interrupt.ts raises it). Fires the timers
// of timer_wheel.ts. Left out: high-resolution timers (a measured block finds none), statistics of timers.
//
// A tick at which nothing is due costs nothing (../time.ts). One that has something to do costs its interrupt and a turn
// of the wheel; on a kernel that stops its tick while idle (NO_HZ) a turn for every tick that it missed.
import { cpu, exec, ld, measured, runOn, st, turn } from "../machine/cpu";
import { cpuCount } from "../machine/cpu_state";
import { poke } from "../machine/ram";
import { NO_HZ } from "./config";
import { PAGE_OFFSET } from "./memory_map";
import { jiffies, read } from "./percpu";
import { spin_lock_irq, spin_unlock_irq } from "./spinlock";
import { list_head, timer_list } from "./structs";
import * as map from "./system_map";
import { detach_expired_timer, internal_add_timer, TIMER_FUNCTION } from "./timer";
import { callTimer } from "./timer_calls";
import { timerInterrupt } from "./timer_interrupt";
import {
  baseOf,
  bootJiffies,
  lookAhead,
  RUNNING_TIMER,
  soonestOf,
  TIMER_JIFFIES,
  tvec_base,
  vectorList,
} from "./timer_wheel";

/** The ops table's `runTimers`. */
export function runTimers(tick: u32): void {
  poke<u32>(jiffies - PAGE_OFFSET, bootJiffies + tick);
  const before = cpu.number;
  for (let number: u32 = 0; number < cpuCount; number++) {
    if (tick >= soonestOf(number)) lookAhead(number); // what was to be done may have been deleted
    const due = tick >= soonestOf(number);
    // Ticks with nothing to do turned the wheel, if it turns at all.
    if (!NO_HZ || soonestOf(number) == u32.MAX_VALUE) {
      poke<u32>(baseOf(number) + TIMER_JIFFIES - PAGE_OFFSET, bootJiffies + tick + (due ? 0 : 1));
    }
    if (!due) continue;
    if (cpu.number != number) runOn(number);
    timerInterrupt();
    lookAhead(number);
  }
  if (cpu.number != before) runOn(before);
}

/** With __run_timers(), inlined. */
export function run_timer_softirq(): void {
  exec(map.run_timer_softirq);
  const base = tvec_base();
  measured(map.hrtimer_run_queues);
  if (<i32>(read(jiffies) - ld<u32>(base, TIMER_JIFFIES)) < 0) return;

  /** A list head on the stack. */
  const work_list = cpu.stackPointer + 32;
  spin_lock_irq(base);
  while (turn(map.run_timer_softirq_turn, <i32>(read(jiffies) - ld<u32>(base, TIMER_JIFFIES)) >= 0)) {
    const now = ld<u32>(base, TIMER_JIFFIES);
    const index = now & 255;
    if (index == 0 && cascade(base, 2, now) == 0 && cascade(base, 3, now) == 0 && cascade(base, 4, now) == 0) {
      cascade(base, 5, now);
    }
    st<u32>(base, TIMER_JIFFIES, now + 1);
    list_replace_init(vectorList(base, 1, index), work_list);
    let entry = changetype<list_head>(work_list).next;
    while (turn(map.run_timer_softirq_timer, entry != work_list)) {
      const timer = changetype<timer_list>(entry); // entry comes first
      const handler = ld<u32>(entry, TIMER_FUNCTION);
      const data = timer.data;
      st<u32>(base, RUNNING_TIMER, entry);
      detach_expired_timer(base, timer);
      spin_unlock_irq(base);
      callTimer(handler, data);
      spin_lock_irq(base);
      entry = changetype<list_head>(work_list).next;
    }
  }
  st<u32>(base, RUNNING_TIMER, 0);
  spin_unlock_irq(base);
}

/** include/linux/list.h, inlined: the entries of `old` hang on `added`, and `old` is empty. */
function list_replace_init(old: u32, added: u32): void {
  const from = changetype<list_head>(old);
  const to = changetype<list_head>(added);
  const next = from.next;
  if (next == old) {
    to.next = added;
    to.prev = added;
    return;
  }
  const prev = from.prev;
  to.next = next;
  changetype<list_head>(next).prev = added;
  to.prev = prev;
  changetype<list_head>(prev).next = added;
  from.next = old;
  from.prev = old;
}

/** Moves the timers of a list of a coarser vector to where they belong now. Returns the list's number. */
function cascade(base: u32, level: u32, now: u32): u32 {
  exec(map.cascade);
  const index = (now >> (8 + (level - 2) * 6)) & 63;
  const tv_list = cpu.stackPointer + 8;
  list_replace_init(vectorList(base, level, index), tv_list);
  let entry = changetype<list_head>(tv_list).next;
  while (turn(map.cascade_turn, entry != tv_list)) {
    const next = changetype<list_head>(entry).next;
    internal_add_timer(base, changetype<timer_list>(entry));
    entry = next;
  }
  return index;
}
