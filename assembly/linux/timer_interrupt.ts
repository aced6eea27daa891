// kernel/timer.c (kernel/time/timer.c) of 2.6.20 to 4.14: the interrupt that raises the timer softirq.
import { measured } from "../machine/cpu";
import { serving, servingSoftirq } from "./spinlock";
import * as map from "./system_map";
import { run_timer_softirq } from "./timer_softirq";

/** The local APIC's timer interrupt with all that a tick does, up to the softirq that it raises. */
export function timerInterrupt(): void {
  const nested = serving;
  servingSoftirq(true);
  measured(map.apic_timer_interrupt);
  run_timer_softirq();
  servingSoftirq(nested);
}
