// kernel/timer.c (kernel/time/timer.c) of 2.6.20 to 4.3: the vectors of lists of a timer wheel. 4.14 has another wheel.

/** Lists of tv1, and of each coarser vector. */
export const TVR: u32 = 256;
export const TVN: u32 = 64;

/** A list of vector `level` holds 2^shift jiffies. */
export function shiftOf(level: u32): u32 {
  return level == 1 ? 0 : 8 + (level - 2) * 6;
}
