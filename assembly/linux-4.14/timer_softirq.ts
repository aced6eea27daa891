// kernel/time/timer.c of Linux 4.14: the timer softirq, and the interrupt that raises it. Fires the timers of timer.ts.
// Left out: high-resolution timers (a measured block finds none).
//
// A tick at which nothing is due costs nothing (../time.ts). One that has something to do costs its interrupt, a turn of
// the wheel (since 4.8 a wheel that slept does not look at each tick that it missed), and what is due.
export * from "./timer_softirq_4x";

import { cpu, exec, ld, measured, runOn, st, turn } from "../machine/cpu";
import { cpuCount } from "../machine/cpu_state";
import { poke } from "../machine/ram";
import { PAGE_OFFSET } from "./memory_map";
import { jiffies, read } from "./percpu";
import { spin_lock_irq, spin_unlock_irq } from "./spinlock";
import { timer_list } from "./structs";
import * as map from "./system_map";
import {
  baseOf,
  bootJiffies,
  CLK,
  detach_expired_timer,
  dueTimer,
  lookAhead,
  RUNNING_TIMER,
  setClock,
  setNextExpiry,
  soonestOf,
} from "./timer";
import { timerInterrupt } from "./timer_interrupt";
import { call_timer_fn } from "./timer_softirq_4x";

/** The ops table's `runTimers`. */
export function runTimers(tick: u32): void {
  poke<u32>(jiffies - PAGE_OFFSET, bootJiffies + tick);
  const before = cpu.number;
  for (let number: u32 = 0; number < cpuCount; number++) {
    if (tick < soonestOf(number)) continue;
    if (cpu.number != number) runOn(number);
    timerInterrupt();
    lookAhead(number);
    setNextExpiry(baseOf(number), number);
  }
  if (cpu.number != before) runOn(before);
}

/** With __run_timers(), collect_expired_timers() and expire_timers(), inlined. */
export function run_timer_softirq(): void {
  exec(map.run_timer_softirq);
  const base = baseOf(cpu.number);
  measured(map.hrtimer_run_queues);
  const now = read(jiffies);
  if (<i32>(now - ld<u32>(base, CLK)) < 0) return;

  spin_lock_irq(base);
  turn(map.run_timer_softirq_turn, true);
  let entry = dueTimer(base, now);
  while (turn(map.run_timer_softirq_timer, entry != 0)) {
    const timer = changetype<timer_list>(entry); // entry comes first
    const handler = timer.function_;
    const data = timer.data;
    st<u32>(base, RUNNING_TIMER, entry);
    detach_expired_timer(base, timer);
    timer.flags; // TIMER_IRQSAFE
    spin_unlock_irq(base);
    call_timer_fn(handler, data);
    spin_lock_irq(base);
    entry = dueTimer(base, now);
  }
  setClock(base, now);
  st<u32>(base, RUNNING_TIMER, 0);
  spin_unlock_irq(base);
}
