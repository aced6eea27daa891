// kernel/spinlock.c, kernel/softirq.c, arch/x86/include/asm/spinlock.h and rwlock.h of Linux 3.6.5.
// Left out: preempt_count, which lies in the stack page (it is in the rows' stack traffic).
//
//   spinlock_t  ticket lock, u16: the low byte is the ticket that is served, the high byte the next one to be drawn.
//               lock xaddw to draw, a plain incb to release.
//   rwlock_t    0x00100000: free; a reader takes 1, a writer all of it. lock subl to take, lock incl or addl to release.
export * from "../linux/spinlock";

import {
  __raw_read_lock,
  __raw_write_lock,
  contended,
  local_bh_disable,
  read_unlock,
  serving,
  write_unlock,
} from "../linux/spinlock";
import { cli, exec, ld, lockedAdd, popf, st } from "../machine/cpu";
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

function __raw_spin_lock(lock: u32): void {
  const ticket = <u16>(lockedAdd<u16>(lock, 0x100) - 0x100);
  if (<u8>ticket != <u8>(ticket >> 8)) contended();
  took(lock);
}

/** Inlined where it is called. */
export function spin_unlock(lock: u32): void {
  released(lock);
  st<u8>(lock, 0, ld<u8>(lock, 0) + 1);
}

export function _raw_spin_lock(lock: u32): void {
  exec(map._raw_spin_lock);
  __raw_spin_lock(lock);
}

export function _raw_spin_lock_bh(lock: u32): void {
  exec(map._raw_spin_lock_bh);
  local_bh_disable();
  __raw_spin_lock(lock);
}

export function _raw_spin_unlock_bh(lock: u32): void {
  exec(map._raw_spin_unlock_bh);
  spin_unlock(lock);
  local_bh_enable_ip();
}

/** The flags that it returns are on the stack. */
export function _raw_spin_lock_irqsave(lock: u32): void {
  exec(map._raw_spin_lock_irqsave);
  cli();
  __raw_spin_lock(lock);
}

export function _raw_spin_unlock_irqrestore(lock: u32): void {
  exec(map._raw_spin_unlock_irqrestore);
  spin_unlock(lock);
  popf();
}

export function _raw_spin_lock_irq(lock: u32): void {
  exec(map._raw_spin_lock_irq);
  cli();
  __raw_spin_lock(lock);
}

export function _raw_read_lock(lock: u32): void {
  exec(map._raw_read_lock);
  __raw_read_lock(lock);
}

export function _raw_read_lock_bh(lock: u32): void {
  exec(map._raw_read_lock_bh);
  local_bh_disable();
  __raw_read_lock(lock);
}

export function _raw_read_unlock_bh(lock: u32): void {
  exec(map._raw_read_unlock_bh);
  read_unlock(lock);
  local_bh_enable_ip();
}

export function _raw_write_lock(lock: u32): void {
  exec(map._raw_write_lock);
  __raw_write_lock(lock);
}

export function _raw_write_lock_bh(lock: u32): void {
  exec(map._raw_write_lock_bh);
  local_bh_disable();
  __raw_write_lock(lock);
}

export function _raw_write_unlock_bh(lock: u32): void {
  exec(map._raw_write_unlock_bh);
  write_unlock(lock);
  local_bh_enable_ip();
}

export function local_bh_enable(): void {
  exec(map.local_bh_enable);
  if (!serving) ld<u32>(thisCpu(SOFTIRQ_PENDING), 0);
}

export function local_bh_enable_ip(): void {
  exec(map.local_bh_enable_ip);
  if (!serving) ld<u32>(thisCpu(SOFTIRQ_PENDING), 0);
}

// The names that shared code uses: on this kernel they are macros over the functions above.

export function spin_lock(lock: u32): void {
  _raw_spin_lock(lock);
}

export function spin_lock_bh(lock: u32): void {
  _raw_spin_lock_bh(lock);
}

export function spin_unlock_bh(lock: u32): void {
  _raw_spin_unlock_bh(lock);
}

export function spin_lock_irq(lock: u32): void {
  _raw_spin_lock_irq(lock);
}

export function spin_lock_irqsave(lock: u32): void {
  _raw_spin_lock_irqsave(lock);
}

export function spin_unlock_irqrestore(lock: u32): void {
  _raw_spin_unlock_irqrestore(lock);
}

export function read_lock(lock: u32): void {
  _raw_read_lock(lock);
}

export function read_lock_bh(lock: u32): void {
  _raw_read_lock_bh(lock);
}

export function read_unlock_bh(lock: u32): void {
  _raw_read_unlock_bh(lock);
}

export function write_lock(lock: u32): void {
  _raw_write_lock(lock);
}

export function write_lock_bh(lock: u32): void {
  _raw_write_lock_bh(lock);
}

export function write_unlock_bh(lock: u32): void {
  _raw_write_unlock_bh(lock);
}
