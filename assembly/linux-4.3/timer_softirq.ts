// kernel/time/timer.c of Linux 4.3: the timer softirq, and the interrupt that raises it. Fires the timers of timer.ts.
// Left out: high-resolution timers (a measured block finds none).
//
// A tick at which nothing is due costs nothing (../time.ts). One that has something to do costs its interrupt, and a
// turn of the wheel for every tick since the wheel last turned, as on a kernel that stopped its tick while idle.
export * from "./timer_softirq_4x";

import { cpu, exec, ld, measured, runOn, st, turn } from "../machine/cpu";
import { cpuCount } from "../machine/cpu_state";
import { poke } from "../machine/ram";
import { PAGE_OFFSET } from "./memory_map";
import { jiffies, read } from "./percpu";
import { spin_lock_irq, spin_unlock_irq } from "./spinlock";
import { hlist_node, timer_list } from "./structs";
import * as map from "./system_map";
import {
  __internal_add_timer,
  ALL_TIMERS,
  baseOf,
  bootJiffies,
  detach_expired_timer,
  lookAhead,
  RUNNING_TIMER,
  soonestOf,
  TIMER_JIFFIES,
  vectorList,
} from "./timer";
import { timerInterrupt } from "./timer_interrupt";
import { call_timer_fn } from "./timer_softirq_4x";

/** The ops table's `runTimers`. */
export function runTimers(tick: u32): void {
  poke<u32>(jiffies - PAGE_OFFSET, bootJiffies + tick);
  const before = cpu.number;
  for (let number: u32 = 0; number < cpuCount; number++) {
    if (tick < soonestOf(number)) {
      poke<u32>(baseOf(number) + TIMER_JIFFIES - PAGE_OFFSET, bootJiffies + tick + 1); // the ticks of a busy CPU
      continue;
    }
    if (cpu.number != number) runOn(number);
    timerInterrupt();
    lookAhead(number);
  }
  if (cpu.number != before) runOn(before);
}

/** With __run_timers(), inlined. */
export function run_timer_softirq(): void {
  exec(map.run_timer_softirq);
  const base = baseOf(cpu.number);
  measured(map.hrtimer_run_queues);
  if (<i32>(read(jiffies) - ld<u32>(base, TIMER_JIFFIES)) < 0) return;

  /** An hlist_head on the stack. */
  const work_list = cpu.stackPointer + 32;
  spin_lock_irq(base);
  while (turn(map.run_timer_softirq_turn, <i32>(read(jiffies) - ld<u32>(base, TIMER_JIFFIES)) >= 0)) {
    if (ld<u32>(base, ALL_TIMERS) == 0) {
      st<u32>(base, TIMER_JIFFIES, read(jiffies));
      break;
    }
    const now = ld<u32>(base, TIMER_JIFFIES);
    const index = now & 255;
    if (index == 0 && cascade(base, 2, now) == 0 && cascade(base, 3, now) == 0 && cascade(base, 4, now) == 0) {
      cascade(base, 5, now);
    }
    st<u32>(base, TIMER_JIFFIES, now + 1);
    hlist_move_list(vectorList(base, 1, index), work_list);
    let entry = ld<u32>(work_list, 0);
    while (turn(map.run_timer_softirq_timer, entry != 0)) {
      const timer = changetype<timer_list>(entry); // entry comes first
      const handler = timer.function_;
      const data = timer.data;
      timer.flags; // TIMER_IRQSAFE
      st<u32>(base, RUNNING_TIMER, entry);
      detach_expired_timer(base, timer);
      spin_unlock_irq(base);
      call_timer_fn(handler, data);
      spin_lock_irq(base);
      entry = ld<u32>(work_list, 0);
    }
  }
  st<u32>(base, RUNNING_TIMER, 0);
  spin_unlock_irq(base);
}

/** include/linux/list.h, inlined: the entries of `old` hang on `added`, and `old` is empty. */
function hlist_move_list(old: u32, added: u32): void {
  const first = ld<u32>(old, 0);
  st<u32>(added, 0, first);
  if (first != 0) changetype<hlist_node>(first).pprev = added;
  st<u32>(old, 0, 0);
}

/** Moves the timers of a list of a coarser vector to where they belong now. Returns the list's number. Inlined. */
function cascade(base: u32, level: u32, now: u32): u32 {
  exec(map.cascade);
  const index = (now >> (8 + (level - 2) * 6)) & 63;
  const tv_list = cpu.stackPointer + 8;
  hlist_move_list(vectorList(base, level, index), tv_list);
  let entry = ld<u32>(tv_list, 0);
  while (turn(map.cascade_turn, entry != 0)) {
    const next = changetype<hlist_node>(entry).next;
    __internal_add_timer(base, changetype<timer_list>(entry));
    entry = next;
  }
  return index;
}
