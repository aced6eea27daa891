// kernel/spinlock.c, kernel/softirq.c, include/asm-i386/spinlock.h and rwlock.h of Linux 2.6.20.
// Left out: preempt_count, which lies in the stack page (it is in the rows' stack traffic).
//
//   spinlock_t  1: free, <= 0: held. lock decb to take, a plain movb to release.
//   rwlock_t    0x01000000: free; a reader takes 1, a writer all of it. lock subl to take, lock incl or addl to release.
export * from "../linux/spinlock";
export * from "./spinlock_to_3_6";

import { contended, serving } from "../linux/spinlock";
import { cli, exec, ld, lockedAdd, popf, st } from "../machine/cpu";
import { poke } from "../machine/ram";
import { released, took } from "./held";
import { PAGE_OFFSET } from "./memory_map";
import { __get_cpu_var, CPU_FLAG, SOFTIRQ_PENDING, thisCpu } from "./percpu";
import { arch_read_lock, arch_write_lock, local_bh_disable, read_unlock, write_unlock } from "./spinlock_to_3_6";
import * as map from "./system_map";

export const SPIN_LOCK_UNLOCKED: u32 = 1;

export const RW_LOCK_BIAS: i32 = 0x01000000;

export function spin_lock_init(lock: u32): void {
  st<u32>(lock, 0, SPIN_LOCK_UNLOCKED);
}

/** Free of charge: boot makes an unlocked lock. */
export function bootSpinLock(lock: u32): void {
  poke<u32>(lock - PAGE_OFFSET, SPIN_LOCK_UNLOCKED);
}

function __raw_spin_lock(lock: u32): void {
  if (lockedAdd<i8>(lock, -1) < 0) contended();
  took(lock);
}

/** Inlined where it is called. */
export function spin_unlock(lock: u32): void {
  released(lock);
  st<i8>(lock, 0, 1);
}

export function _spin_lock(lock: u32): void {
  exec(map._spin_lock);
  __raw_spin_lock(lock);
}

export function _spin_lock_bh(lock: u32): void {
  exec(map._spin_lock_bh);
  local_bh_disable();
  __raw_spin_lock(lock);
}

export function _spin_unlock_bh(lock: u32): void {
  exec(map._spin_unlock_bh);
  spin_unlock(lock);
  local_bh_enable_ip();
}

/** The flags that it returns are on the stack. */
export function _spin_lock_irqsave(lock: u32): void {
  exec(map._spin_lock_irqsave);
  cli();
  __raw_spin_lock(lock);
}

export function _spin_unlock_irqrestore(lock: u32): void {
  exec(map._spin_unlock_irqrestore);
  spin_unlock(lock);
  popf();
}

export function _spin_lock_irq(lock: u32): void {
  exec(map._spin_lock_irq);
  cli();
  __raw_spin_lock(lock);
}

export function _read_lock(lock: u32): void {
  exec(map._read_lock);
  arch_read_lock(lock);
}

export function _read_lock_bh(lock: u32): void {
  exec(map._read_lock_bh);
  local_bh_disable();
  arch_read_lock(lock);
}

export function _read_unlock_bh(lock: u32): void {
  exec(map._read_unlock_bh);
  read_unlock(lock);
  local_bh_enable_ip();
}

export function _write_lock(lock: u32): void {
  exec(map._write_lock);
  arch_write_lock(lock);
}

export function _write_lock_bh(lock: u32): void {
  exec(map._write_lock_bh);
  local_bh_disable();
  arch_write_lock(lock);
}

export function _write_unlock_bh(lock: u32): void {
  exec(map._write_unlock_bh);
  write_unlock(lock);
  local_bh_enable_ip();
}

export function local_bh_enable(): void {
  exec(map.local_bh_enable);
  ld<u32>(thisCpu(CPU_FLAG), 0);
  if (serving) return;
  exec(map.local_bh_enable_pending);
  local_softirq_pending();
}

export function local_bh_enable_ip(): void {
  exec(map.local_bh_enable_ip);
  if (!serving) local_softirq_pending();
}

/** The PDA's cpu_number, then irq_stat of that CPU. Nothing raises softirqs from process context in this model. */
function local_softirq_pending(): void {
  ld<u32>(__get_cpu_var(SOFTIRQ_PENDING), 0);
}

// The names that shared code uses: on this kernel they are macros over the functions above.

export function spin_lock(lock: u32): void {
  _spin_lock(lock);
}

export function spin_lock_bh(lock: u32): void {
  _spin_lock_bh(lock);
}

export function spin_unlock_bh(lock: u32): void {
  _spin_unlock_bh(lock);
}

export function spin_lock_irq(lock: u32): void {
  _spin_lock_irq(lock);
}

export function spin_lock_irqsave(lock: u32): void {
  _spin_lock_irqsave(lock);
}

export function spin_unlock_irqrestore(lock: u32): void {
  _spin_unlock_irqrestore(lock);
}

export function read_lock(lock: u32): void {
  _read_lock(lock);
}

export function read_lock_bh(lock: u32): void {
  _read_lock_bh(lock);
}

export function read_unlock_bh(lock: u32): void {
  _read_unlock_bh(lock);
}

export function write_lock(lock: u32): void {
  _write_lock(lock);
}

export function write_lock_bh(lock: u32): void {
  _write_lock_bh(lock);
}

export function write_unlock_bh(lock: u32): void {
  _write_unlock_bh(lock);
}
