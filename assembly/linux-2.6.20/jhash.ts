// include/linux/jhash.h of Linux 2.6.20: Bob Jenkins' hash of 1996. Inlined: its instructions belong to the caller.
export * from "./jhash_to_3_6";

export const JHASH_GOLDEN_RATIO: u32 = 0x9e3779b9;

export function jhash_3words(first: u32, second: u32, third: u32, initval: u32): u32 {
  let a = first + JHASH_GOLDEN_RATIO;
  let b = second + JHASH_GOLDEN_RATIO;
  let c = third + initval;
  a = (a - b - c) ^ (c >> 13);
  b = (b - c - a) ^ (a << 8);
  c = (c - a - b) ^ (b >> 13);
  a = (a - b - c) ^ (c >> 12);
  b = (b - c - a) ^ (a << 16);
  c = (c - a - b) ^ (b >> 5);
  a = (a - b - c) ^ (c >> 3);
  b = (b - c - a) ^ (a << 10);
  c = (c - a - b) ^ (b >> 15);
  return c;
}
