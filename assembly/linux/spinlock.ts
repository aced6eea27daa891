// kernel/spinlock.c, kernel/softirq.c: what 2.6.20 and later kernels word alike; the locks themselves are each kernel's
// own.
import { sti } from "../machine/cpu";
import { trap } from "../machine/trap";
import { spin_unlock } from "./spinlock";

/** Whether softirqs are being served: then local_bh_enable() looks for nothing to do. */
export let serving: bool = false;

/** Free of charge: the packet path begins or ends to run as a softirq. */
export function servingSoftirq(now: bool): void {
  serving = now;
}

/** The one place where a CPU would wait for a lock that another one holds. */
export function contended(): void {
  trap();
}

/** Inlined. */
export function spin_unlock_irq(lock: u32): void {
  spin_unlock(lock);
  sti();
}
