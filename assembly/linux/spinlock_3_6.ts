// kernel/spinlock.c (kernel/locking/spinlock.c) of 3.6, 4.3 and 4.14: the functions around the locks. What a lock is
// stands in each kernel's own spinlock.ts: arch_spin_lock() and its neighbours.
import { cli, exec, popf } from "../machine/cpu";
import {
  arch_read_lock,
  arch_spin_lock,
  arch_write_lock,
  local_bh_disable,
  local_bh_enable_ip,
  read_unlock,
  spin_unlock,
  write_unlock,
} from "./spinlock";
import * as map from "./system_map";

export function _raw_spin_lock(lock: u32): void {
  exec(map._raw_spin_lock);
  arch_spin_lock(lock);
}

export function _raw_spin_lock_bh(lock: u32): void {
  exec(map._raw_spin_lock_bh);
  local_bh_disable();
  arch_spin_lock(lock);
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
  arch_spin_lock(lock);
}

export function _raw_spin_unlock_irqrestore(lock: u32): void {
  exec(map._raw_spin_unlock_irqrestore);
  spin_unlock(lock);
  popf();
}

export function _raw_spin_lock_irq(lock: u32): void {
  exec(map._raw_spin_lock_irq);
  cli();
  arch_spin_lock(lock);
}

export function _raw_read_lock(lock: u32): void {
  exec(map._raw_read_lock);
  arch_read_lock(lock);
}

export function _raw_read_lock_bh(lock: u32): void {
  exec(map._raw_read_lock_bh);
  local_bh_disable();
  arch_read_lock(lock);
}

export function _raw_read_unlock_bh(lock: u32): void {
  exec(map._raw_read_unlock_bh);
  read_unlock(lock);
  local_bh_enable_ip();
}

export function _raw_write_lock(lock: u32): void {
  exec(map._raw_write_lock);
  arch_write_lock(lock);
}

export function _raw_write_lock_bh(lock: u32): void {
  exec(map._raw_write_lock_bh);
  local_bh_disable();
  arch_write_lock(lock);
}

export function _raw_write_unlock_bh(lock: u32): void {
  exec(map._raw_write_unlock_bh);
  write_unlock(lock);
  local_bh_enable_ip();
}

// ---- The names that most code uses: macros over the functions above

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
