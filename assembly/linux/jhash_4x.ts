// include/linux/jhash.h of 4.3 and 4.14: Bob Jenkins' lookup3 of 2006, begun as for a key of bytes: its length goes in.
// Inlined: its instructions belong to the caller.

const JHASH_INITVAL: u32 = 0xdeadbeef;

function __jhash_nwords(first: u32, second: u32, third: u32, initval: u32): u32 {
  let a = first + initval;
  let b = second + initval;
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

export function jhash_3words(a: u32, b: u32, c: u32, initval: u32): u32 {
  return __jhash_nwords(a, b, c, initval + JHASH_INITVAL + (3 << 2));
}

export function jhash_2words(a: u32, b: u32, initval: u32): u32 {
  return __jhash_nwords(a, b, 0, initval + JHASH_INITVAL + (2 << 2));
}

export function jhash_1word(a: u32, initval: u32): u32 {
  return __jhash_nwords(a, 0, 0, initval + JHASH_INITVAL + (1 << 2));
}
