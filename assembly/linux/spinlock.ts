// kernel/spinlock.c, kernel/softirq.c: what 2.6.20 and 3.6.5 word alike; the locks themselves are each kernel's own.
import { exec, lockedAdd, st, sti } from "../machine/cpu";
import { poke } from "../machine/ram";
import { trap } from "../machine/trap";
import { released, took } from "./held";
import { PAGE_OFFSET } from "./memory_map";
import { RW_LOCK_BIAS, spin_unlock } from "./spinlock";
import * as map from "./system_map";

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

export function rwlock_init(lock: u32): void {
  st<i32>(lock, 0, RW_LOCK_BIAS);
}

export function bootRwLock(lock: u32): void {
  poke<i32>(lock - PAGE_OFFSET, RW_LOCK_BIAS);
}

export function __raw_read_lock(lock: u32): void {
  if (lockedAdd<i32>(lock, -1) < 0) contended();
  took(lock);
}

/** Inlined. */
export function read_unlock(lock: u32): void {
  released(lock);
  lockedAdd<i32>(lock, 1);
}

export function __raw_write_lock(lock: u32): void {
  if (lockedAdd<i32>(lock, -RW_LOCK_BIAS) != 0) contended();
  took(lock);
}

/** Inlined. */
export function write_unlock(lock: u32): void {
  released(lock);
  lockedAdd<i32>(lock, RW_LOCK_BIAS);
}

/** Inlined. */
export function spin_unlock_irq(lock: u32): void {
  spin_unlock(lock);
  sti();
}

export function local_bh_disable(): void {
  exec(map.local_bh_disable);
}
