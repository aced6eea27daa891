// include/asm/atomic.h: one locked instruction each. They are inlined, so their instructions belong to the caller.
import { ld, lockedAdd, lockedCmpxchg, st } from "../machine/cpu";

export function atomic_read(v: u32): i32 {
  return ld<i32>(v, 0);
}

export function atomic_set(v: u32, value: i32): void {
  st<i32>(v, 0, value);
}

export function atomic_inc(v: u32): void {
  lockedAdd<i32>(v, 1);
}

export function atomic_dec(v: u32): void {
  lockedAdd<i32>(v, -1);
}

export function atomic_add(amount: i32, v: u32): void {
  lockedAdd<i32>(v, amount);
}

export function atomic_dec_and_test(v: u32): bool {
  return lockedAdd<i32>(v, -1) == 0;
}

/** Adds one unless the value is 0; false if it was. */
export function atomic_inc_not_zero(v: u32): bool {
  let value: i32;
  do {
    value = ld<i32>(v, 0);
    if (value == 0) return false;
  } while (lockedCmpxchg<i32>(v, value, value + 1) != value);
  return true;
}
