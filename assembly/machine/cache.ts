// One set-associative cache: write-back, write-allocate, true LRU, MESI state in the low bits of the tag.
//
// A set of n ways:
//   ┌────────────┬──────────────────────────────┬──────────────────────────────────────┐
//   │ n tags     │ n stamps of the last use     │ n filter entries that point to a way │   u32 each; the last part in
//   │ | state    │ (0: empty)                   │ (cpu_state.ts; 0: none)              │   first-level caches only
//   └────────────┴──────────────────────────────┴──────────────────────────────────────┘
// Tags lie together because a search reads them all: with 16 ways they fill one line of the host's cache.
// A line is named by its physical address, a way by the linear address of its tag.
import { Figure, profileMember } from "./profile";
import { layOut } from "./ram";

export const INVALID: u32 = 0;
export const SHARED: u32 = 1;
export const EXCLUSIVE: u32 = 2;
export const MODIFIED: u32 = 3;
export const STATE: u32 = 3;

/** Time of last use, for LRU: counts accesses of the whole machine. */
export let stamp: u32 = 0;

/** A new stamp, later than all former ones. */
export function nextStamp(): u32 {
  return ++stamp;
}

/** Starts the stamps again; every stamp in use is at most `from`. */
export function restartStamps(from: u32): void {
  stamp = from;
}

@unmanaged
export class Cache {
  sets: usize = 0;
  setMask: u32 = 0;
  setBytes: u32 = 0;
  lineShift: u32 = 0;
  /** Bytes of a set's tags; also from a way to its stamp. */
  tagBytes: u32 = 0;
  latency: u32 = 0;
  misses: u64 = 0;
  writebacks: u64 = 0;

  /** The way that holds `line`, or 0. */
  find(line: u32): usize {
    let way = this.sets + <usize>((line >> this.lineShift) & this.setMask) * this.setBytes;
    const end = way + this.tagBytes;
    // Same tag, state S, E or M: tag - line - 1 < 3, unsigned, of four ways at once. Four ways at once here and in
    // victim(): random over 64 MiB 7.5 -> 9.4 M accesses/s, list walk 30.0 -> 32.2.
    const base = i32x4.splat(line + 0x80000001);
    do {
      const same = i32x4.bitmask(i32x4.lt_s(i32x4.sub(v128.load(way), base), i32x4.splat(0x80000003)));
      if (same != 0) {
        way += (<usize>ctz(same)) << 2;
        return way < end ? way : 0; // behind the last tag lie stamps
      }
      way += 16;
    } while (way < end);
    return 0;
  }

  /** The way that `line` will take: an empty one, or the least recently used. */
  victim(line: u32): usize {
    const set = this.sets + <usize>((line >> this.lineShift) & this.setMask) * this.setBytes;
    const first = set + this.tagBytes;
    const end = first + this.tagBytes;
    if (this.tagBytes & 0xf || this.tagBytes > 128) return oldestOf(first, end) - this.tagBytes;
    // The least of each lane, then of all four in every lane.
    let least = v128.load(first);
    for (let at = first + 16; at < end; at += 16) least = i32x4.min_u(least, v128.load(at));
    least = i32x4.min_u(least, i32x4.shuffle(least, least, 2, 3, 0, 1));
    least = i32x4.min_u(least, i32x4.shuffle(least, least, 1, 0, 3, 2));
    let oldest: u32 = 0; // a bit for each way
    for (let at = end; at > first; ) {
      at -= 16;
      oldest = (oldest << 4) | i32x4.bitmask(i32x4.eq(least, v128.load(at)));
    }
    return set + ((<usize>ctz(oldest)) << 2);
  }

  /** Linear address of a way's stamp. */
  stampOf(way: usize): usize {
    return way + this.tagBytes;
  }

  /** Linear address of the word that holds a way's filter entry (first-level caches). */
  filterOf(way: usize): usize {
    return way + (this.tagBytes << 1);
  }

  /** A way was used now. */
  touch(way: usize): void {
    store<u32>(way + this.tagBytes, nextStamp());
  }

  /** Empties a way. */
  drop(way: usize): void {
    store<u32>(way, 0);
    store<u32>(way + this.tagBytes, 0);
  }

  /** Makes all stamps small once their counter nears its end. */
  renormalise(): void {
    const ways = this.tagBytes >> 2;
    for (let set: u32 = 0; set <= this.setMask; set++) {
      renormaliseStamps(this.sets + <usize>set * this.setBytes + this.tagBytes, ways, 4);
    }
  }
}

/** Address of the first least one of the stamps from `first` to `end`. */
function oldestOf(first: usize, end: usize): usize {
  let oldest = first;
  let least = load<u32>(first);
  for (let at = first + 4; at < end; at += 4) {
    // Selected without a branch: which way is older cannot be predicted (random over 64 MiB: 5.8 -> 7.8 M accesses/s).
    const used = load<u32>(at);
    oldest = select(at, oldest, used < least);
    least = min(used, least);
  }
  return oldest;
}

/** The most ways of a cache or TLB. */
export const MAX_WAYS: u32 = 1024;
const ranks: usize = memory.data(MAX_WAYS * 4, 4);

/** Replaces `count` stamps, `step` bytes apart, by their ranks (1 for the oldest; 0 stays empty): order is kept. */
export function renormaliseStamps(first: usize, count: u32, step: usize): void {
  for (let i: u32 = 0; i < count; i++) {
    const used = load<u32>(first + <usize>i * step);
    let rank: u32 = 0;
    for (let j: u32 = 0; j < count; j++) {
      const other = load<u32>(first + <usize>j * step);
      if (other != 0 && other <= used) rank++;
    }
    store<u32>(ranks + ((<usize>i) << 2), rank);
  }
  for (let i: u32 = 0; i < count; i++) store<u32>(first + <usize>i * step, load<u32>(ranks + ((<usize>i) << 2)));
}

/** Lays out a cache as the profile's group `figure` says, or returns null when the machine has none. */
export function layOutCache(figure: Figure, lineBytes: u32, filtered: bool): Cache | null {
  const bytes = profileMember(figure, 0);
  if (bytes == 0) return null;
  const ways = profileMember(figure, 1);
  const cache = changetype<Cache>(layOut(offsetof<Cache>()));
  cache.setMask = bytes / (ways * lineBytes) - 1;
  cache.tagBytes = ways << 2;
  cache.setBytes = cache.tagBytes * (filtered ? 3 : 2);
  cache.lineShift = ctz(lineBytes);
  cache.latency = profileMember(figure, 2);
  cache.sets = layOut(<usize>(cache.setMask + 1) * cache.setBytes);
  return cache;
}
