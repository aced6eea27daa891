// kernel/softirq.c, arch/x86/include/asm/spinlock.h and rwlock.h of Linux 3.6.5.
// Left out: preempt_count, which lies in the stack page (it is in the rows' stack traffic).
//
//   spinlock_t  ticket lock, u16: the low byte is the ticket that is served, the high byte the next one to be drawn.
//               lock xaddw to draw, a plain incb to release.
//   rwlock_t    0x00100000: free; a reader takes 1, a writer all of it. lock subl to take, lock incl or addl to release.
export * from "../linux/spinlock";
export * from "./spinlock_3_6";
export * from "./spinlock_to_3_6";

import { contended, serving } from "../linux/spinlock";
import { exec, ld, lockedAdd, st } from "../machine/cpu";
import { poke } from "../machine/ram";
import { released, took } from "./held";
import { PAGE_OFFSET } from "./memory_map";
import { SOFTIRQ_PENDING, thisCpu } from "./percpu";
import * as map from "./system_map";

export const RW_LOCK_BIAS: i32 = 0x00100000;

export function spin_lock_init(lock: u32): void {
  st<u16>(lock, 0, 0);
}

/** Free of charge: boot makes an unlocked lock. */
export function bootSpinLock(lock: u32): void {
  poke<u16>(lock - PAGE_OFFSET, 0);
}

export function arch_spin_lock(lock: u32): void {
  const ticket = <u16>(lockedAdd<u16>(lock, 0x100) - 0x100);
  if (<u8>ticket != <u8>(ticket >> 8)) contended();
  took(lock);
}

/** Inlined where it is called. */
export function spin_unlock(lock: u32): void {
  released(lock);
  st<u8>(lock, 0, ld<u8>(lock, 0) + 1);
}

export function local_bh_enable(): void {
  exec(map.local_bh_enable);
  if (!serving) ld<u32>(thisCpu(SOFTIRQ_PENDING), 0);
}

export function local_bh_enable_ip(): void {
  exec(map.local_bh_enable_ip);
  if (!serving) ld<u32>(thisCpu(SOFTIRQ_PENDING), 0);
}
