// include/linux/jhash.h from 2.6.37 on: Bob Jenkins' lookup3 of 2006. Inlined: its instructions belong to the caller.
export * from "./jhash_to_3_6";

const JHASH_INITVAL: u32 = 0xdeadbeef;

export function jhash_3words(first: u32, second: u32, third: u32, initval: u32): u32 {
  let a = first + JHASH_INITVAL;
  let b = second + JHASH_INITVAL;
  let c = third + initval;
  c = (c ^ b) - rotl(b, 14);
  a = (a ^ c) - rotl(c, 11);
  b = (b ^ a) - rotl(a, 25);
  c = (c ^ b) - rotl(b, 16);
  a = (a ^ c) - rotl(c, 4);
  b = (b ^ a) - rotl(a, 14);
  c = (c ^ b) - rotl(b, 24);
  return c;
}
