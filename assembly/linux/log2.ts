// include/linux/log2.h, include/asm-generic/page.h. Inlined: their instructions belong to the caller.
import { PAGE_SHIFT } from "./memory_map";

export function fls(x: u32): u32 {
  return 32 - clz(x);
}

export function ilog2(n: u32): u32 {
  return fls(n) - 1;
}

/** The least power of two that is not below n; n must not be 0. */
export function roundup_pow_of_two(n: u32): u32 {
  return 1 << fls(n - 1);
}

/** log2 of the pages that hold `size` bytes, size > 0. */
export function get_order(size: u32): u32 {
  return fls((size - 1) >> PAGE_SHIFT);
}
