// net/ipv4/syncookies.c: what the kernels word alike: how a cookie is made and read. The two SHA-1 of each are measured
// blocks; their result is a mix of the same words with a secret that derives from the seed.
//
//   cookie = hash(0) + the peer's sequence number + minutes << 24 + (hash(minutes) + number of the MSS) & 0xffffff
import { random } from "../random";

const COOKIEBITS: u32 = 24;
const COOKIEMASK: u32 = 0x00ffffff;

/** syncookie_secret; drawn when the first cookie is made, so that the rest of a run without cookies stays as it was. */
let secret: u32 = 0;

export function bootSyncookies(): void {
  secret = 0;
}

/** Free of charge: the caller runs the blocks. `which` of the two secrets. */
function mix(saddr: u32, daddr: u32, ports: u32, count: u32, which: u32): u32 {
  while (secret == 0) secret = random();
  let h = secret ^ (which * 0x9e3779b9);
  h = stir(h ^ saddr);
  h = stir(h ^ daddr);
  h = stir(h ^ ports);
  return stir(h ^ count);
}

/** The finalizer of MurmurHash3. */
function stir(word: u32): u32 {
  let h = word + 0x7f4a7c15;
  h = (h ^ (h >> 16)) * 0x85ebca6b;
  h = (h ^ (h >> 13)) * 0xc2b2ae35;
  return h ^ (h >> 16);
}

/** Addresses as they lie in memory; `data` is what the cookie carries. */
export function secure_tcp_syn_cookie(saddr: u32, daddr: u32, ports: u32, sseq: u32, count: u32, data: u32): u32 {
  return (
    mix(saddr, daddr, ports, 0, 0) +
    sseq +
    (count << COOKIEBITS) +
    ((mix(saddr, daddr, ports, count, 1) + data) & COOKIEMASK)
  );
}

/** What a cookie carries; u32.MAX_VALUE if it is `maxdiff` minutes old or older. Anything large: it is none of ours. */
export function check_tcp_syn_cookie(
  cookie: u32,
  saddr: u32,
  daddr: u32,
  ports: u32,
  sseq: u32,
  count: u32,
  maxdiff: u32,
): u32 {
  const rest = cookie - mix(saddr, daddr, ports, 0, 0) - sseq;
  const diff = (count - (rest >> COOKIEBITS)) & (u32.MAX_VALUE >> COOKIEBITS);
  if (diff >= maxdiff) return u32.MAX_VALUE;
  return (rest - mix(saddr, daddr, ports, count - diff, 1)) & COOKIEMASK;
}

/** Metrics are words from RTAX_LOCK (1) on; the route limits no windows. */
export const RTAX_WINDOW: usize = (3 - 1) * 4;

/**
 * What the low six bits of a peer's timestamp echo say: window scale 7 and SACK. The peers of this model
 * (receive_ring.ts) echo the kernel's clock, not the SYN-ACK's timestamp; all that have timestamps have these two.
 */
export const ECHOED_WSCALE: u8 = 7;
