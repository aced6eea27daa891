// Dependent loads over an array, as lat_mem_rd and InstLatx64 measure latency: each load's address comes from the one
// before, so that each waits for the last. The array is walked upwards, over and over; caches and TLBs are warm.
import { clock, readable, startMachine } from "./cpu";
import { colourPages } from "./hierarchy";
import { loadDirectory, Paging } from "./mmu";
import { Figure, profile, profileMember } from "./profile";
import { startRam } from "./ram";

const BASE: u32 = 0x40000000;
/** Of an array that overflows every cache and TLB its parts are alike: so much of it is measured. */
const PART: u32 = 2 << 20;

/** Boots the machine alone, its pages where an operating system that colours them puts them. */
export function bootChase(): void {
  startMachine(1);
  startRam(1 << 16);
  loadDirectory(Paging.identity, 0);
  colourPages();
}

/** Cycles per load over an array of `bytes`, `stride` bytes apart. Only after bootChase(). */
export function chase(bytes: u32, stride: u32): f64 {
  const loads = bytes / stride;
  const line = profile(Figure.lineBytes);
  const reach: u32 = 2 * max<u32>(PART, max<u32>(profileMember(Figure.l2, 0), profileMember(Figure.l3, 0)));
  if (bytes > reach && stride <= 512) {
    walk(bytes - reach, bytes, max<u32>(stride, line));
    const before = clock();
    walk(0, PART, stride);
    return <f64>(clock() - before) / <f64>(PART / stride);
  }
  const passes: u32 = max<u32>(1, 256 / loads);
  // To fill caches far larger than L1 one load of each line is enough.
  const warm: u32 = bytes > 4 * profileMember(Figure.l1d, 0) ? max<u32>(stride, line) : stride;
  for (let i: u32 = 0; i < 2 * passes; i++) walk(0, bytes, warm);
  const before = clock();
  for (let i: u32 = 0; i < passes; i++) walk(0, bytes, stride);
  return <f64>(clock() - before) / <f64>(loads * passes);
}

function walk(from: u32, to: u32, stride: u32): void {
  for (let at = from; at < to; at += stride) readable(BASE + at);
}
