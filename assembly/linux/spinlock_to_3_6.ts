// kernel/softirq.c, include/asm/spinlock.h of 2.6.20 and 3.6: readers and writers. A reader takes 1 of RW_LOCK_BIAS, a
// writer all of it. 2.6.20 calls arch_read_lock() and arch_write_lock() __raw_read_lock() and __raw_write_lock().
import { exec, lockedAdd, st } from "../machine/cpu";
import { poke } from "../machine/ram";
import { released, took } from "./held";
import { PAGE_OFFSET } from "./memory_map";
import { contended, RW_LOCK_BIAS } from "./spinlock";
import * as map from "./system_map";

export function rwlock_init(lock: u32): void {
  st<i32>(lock, 0, RW_LOCK_BIAS);
}

export function bootRwLock(lock: u32): void {
  poke<i32>(lock - PAGE_OFFSET, RW_LOCK_BIAS);
}

export function arch_read_lock(lock: u32): void {
  if (lockedAdd<i32>(lock, -1) < 0) contended();
  took(lock);
}

/** Inlined. */
export function read_unlock(lock: u32): void {
  released(lock);
  lockedAdd<i32>(lock, 1);
}

export function arch_write_lock(lock: u32): void {
  if (lockedAdd<i32>(lock, -RW_LOCK_BIAS) != 0) contended();
  took(lock);
}

/** Inlined. */
export function write_unlock(lock: u32): void {
  released(lock);
  lockedAdd<i32>(lock, RW_LOCK_BIAS);
}

export function local_bh_disable(): void {
  exec(map.local_bh_disable);
}
