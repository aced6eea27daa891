// include/linux/jhash.h of 2.6.20 and 3.6: hashes of fewer than three words. Inlined.
import { jhash_3words } from "./jhash";

export function jhash_2words(a: u32, b: u32, initval: u32): u32 {
  return jhash_3words(a, b, 0, initval);
}

export function jhash_1word(a: u32, initval: u32): u32 {
  return jhash_3words(a, 0, 0, initval);
}
