// The memory hierarchy alone under the trace of another program, to count hits, misses and write-backs as any simulator
// with the same geometry does: nothing is fetched that the trace does not ask for, and page walks leave the caches alone.
import { Cache } from "./cache";
import { cpu, fetchCode, passBy, readable, settle, startMachine, walkBesideCaches, writable } from "./cpu";
import { loadDirectory, Paging } from "./mmu";
import { startRam } from "./ram";
import { replay } from "./replay";

/** First-level caches that are missing: 1 instructions, 2 data. */
let missing: u32 = 0;

/** Boots the machine alone: with a TLB (1) or without (0), without the first-level caches in `without`. */
export function bootTrace(tlb: bool, without: u32): void {
  startMachine(1);
  startRam(1 << 16);
  loadDirectory(tlb ? Paging.identity : Paging.off, 0);
  walkBesideCaches();
  missing = without;
}

/** Replays `count` records at `at` (replay.ts), at most some 100 million. Only after bootTrace(). */
export function replayTrace(at: usize, count: u32): void {
  if (missing == 0) replay(at, count);
  else replayWithout(at, count);
  settle();
}

/** The same where first-level caches are missing. */
function replayWithout(at: usize, count: u32): void {
  const end = at + ((<usize>count) << 2);
  for (; at < end; at += 4) {
    const record = load<u32>(at);
    const kind = record & 3;
    const address = record & ~3;
    if (missing & (kind == 2 ? 1 : 2)) passBy(address, kind);
    else if (kind == 0) readable(address);
    else if (kind == 1) writable(address);
    else fetchCode(address);
  }
}

/** Misses (what 0) or write-backs (1) of l1i, l1d, l2, l3 (part 0 to 3); misses of the data and code TLB (4, 5). */
export function statistic(part: i32, what: i32): u64 {
  if (part == 4) return cpu.data4k.misses;
  if (part == 5) return cpu.code4k.misses;
  const cache: Cache | null = part == 0 ? cpu.l1i : part == 1 ? cpu.l1d : part == 2 ? cpu.l2 : cpu.l3;
  return cache ? (what == 0 ? cache.misses : cache.writebacks) : 0;
}
