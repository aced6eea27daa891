// kernel/time/timer.c: what 4.3 and 4.14 word alike of the timer softirq.
import { exec, measured } from "../machine/cpu";
import { serving, servingSoftirq } from "./spinlock";
import * as map from "./system_map";
import { callTimer } from "./timer_calls";
import { run_timer_softirq } from "./timer_softirq";

/** The local APIC's timer interrupt with all that a tick does, up to the softirq that it raises. */
export function timerInterrupt(): void {
  const nested = serving;
  servingSoftirq(true);
  measured(map.apic_timer_interrupt);
  run_timer_softirq();
  servingSoftirq(nested);
}

export function call_timer_fn(handler: u32, data: u32): void {
  exec(map.call_timer_fn);
  callTimer(handler, data);
}
