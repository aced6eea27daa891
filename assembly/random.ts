// Everything random derives from the seed: hash secrets, ISNs, cookie secrets. xorshift128 (Marsaglia 2003).

let x: u32 = 0;
let y: u32 = 0;
let z: u32 = 0;
let w: u32 = 0;

/** Starts the generator again from a seed. */
export function seedRandom(seed: u32): void {
  x = seed ^ 123456789;
  y = 362436069;
  z = 521288629;
  w = 88675123;
  for (let i = 0; i < 16; i++) random();
}

/** 32 random bits. */
export function random(): u32 {
  const t = x ^ (x << 11);
  x = y;
  y = z;
  z = w;
  w = w ^ (w >> 19) ^ (t ^ (t >> 8));
  return w;
}
