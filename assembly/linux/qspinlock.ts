// kernel/softirq.c, include/asm-generic/qspinlock.h and qrwlock.h of 4.3 and 4.14.
//
//   spinlock_t  queued lock, u32: 0 free, 1 held; who waits queues up behind it (not modelled yet).
//               lock cmpxchg to take, a plain movb to release.
//   rwlock_t    cnts, u32: a writer's byte (0xff: held), readers from 0x100 on; then the spinlock of those who wait.
//               lock xadd for a reader, lock cmpxchg for a writer, who releases by a plain movb.
//
// preempt_count is a per-CPU word: local_bh_disable() adds 512 to it and is inlined.
import { exec, ld, lockedAdd, lockedCmpxchg, st } from "../machine/cpu";
import { poke } from "../machine/ram";
import { released, took } from "./held";
import { PAGE_OFFSET } from "./memory_map";
import { SOFTIRQ_PENDING, thisCpu } from "./percpu";
import { contended, serving } from "./spinlock";
import * as map from "./system_map";

const _Q_LOCKED_VAL: u32 = 1;
const _QW_LOCKED: u32 = 0xff;
const _QR_BIAS: i32 = 0x100;
const SOFTIRQ_DISABLE_OFFSET: i32 = 512;
/** Where preempt_count lies in a CPU's area (percpu.ts). */
const PREEMPT_COUNT: u32 = 1040;
const WAIT_LOCK: u32 = 4;

// ---- Bottom halves

function preempt_count_add(value: i32): void {
  const at = thisCpu(PREEMPT_COUNT);
  st<i32>(at, 0, ld<i32>(at, 0) + value);
}

/** Inlined. */
export function local_bh_disable(): void {
  preempt_count_add(SOFTIRQ_DISABLE_OFFSET);
}

export function __local_bh_enable_ip(): void {
  exec(map.__local_bh_enable_ip);
  preempt_count_add(1 - SOFTIRQ_DISABLE_OFFSET);
  const at = thisCpu(PREEMPT_COUNT);
  ld<i32>(at, 0); // in_interrupt()
  if (!serving) ld<u32>(thisCpu(SOFTIRQ_PENDING), 0);
  preempt_count_add(-1);
}

/** Inlined, as the next one. */
export function local_bh_enable(): void {
  __local_bh_enable_ip();
}

export function local_bh_enable_ip(): void {
  __local_bh_enable_ip();
}

// ---- Spinlocks

export function spin_lock_init(lock: u32): void {
  st<u32>(lock, 0, 0);
}

/** Free of charge: boot makes an unlocked lock. */
export function bootSpinLock(lock: u32): void {
  poke<u32>(lock - PAGE_OFFSET, 0);
}

/** queued_spin_lock(). */
export function arch_spin_lock(lock: u32): void {
  if (lockedCmpxchg<u32>(lock, 0, _Q_LOCKED_VAL) != 0) contended();
  took(lock);
}

/** Inlined where it is called. */
export function spin_unlock(lock: u32): void {
  released(lock);
  st<u8>(lock, 0, 0);
}

// ---- Readers and writers

export function rwlock_init(lock: u32): void {
  st<u32>(lock, 0, 0);
  st<u32>(lock, WAIT_LOCK, 0);
}

export function bootRwLock(lock: u32): void {
  poke<u32>(lock - PAGE_OFFSET, 0);
  poke<u32>(lock + WAIT_LOCK - PAGE_OFFSET, 0);
}

/** queued_read_lock(). */
export function arch_read_lock(lock: u32): void {
  if (lockedAdd<i32>(lock, _QR_BIAS) & _QW_LOCKED) contended();
  took(lock);
}

/** Inlined. */
export function read_unlock(lock: u32): void {
  released(lock);
  lockedAdd<i32>(lock, -_QR_BIAS);
}

/** queued_write_lock(). */
export function arch_write_lock(lock: u32): void {
  if (lockedCmpxchg<u32>(lock, 0, _QW_LOCKED) != 0) contended();
  took(lock);
}

/** Inlined. */
export function write_unlock(lock: u32): void {
  released(lock);
  st<u8>(lock, 0, 0);
}
