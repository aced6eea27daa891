// What each CPU has: caches, TLBs, filters, clock. cpu.ts runs code on the one that is current.
//
// The filter makes hits cheap. Per CPU, one for data and one for code: 1,024 entries of 16 bytes, direct-mapped by
// virtual line: { virtual line | may write, stamp of the L1 way, stamp of the TLB entry,
// linear address - virtual address }. An entry is there
// only while its line is in the L1 and its page in the TLB, so that a hit is one compare and two LRU stamps.
// speed.md of the facts measured this against checking the most recent way; `npm run bench` shows it here.
import { Cache, layOutCache } from "./cache";
import { layOutStreams } from "./prefetch";
import { Figure, profile, profileMember } from "./profile";
import { layOut, layOutAligned } from "./ram";
import { ENTRY_LINES, ENTRY_STAMP, layOutTlb, Tlb } from "./tlb";

export const FILTER_ENTRIES: u32 = 1024;
const FILTER_BYTES: usize = <usize>FILTER_ENTRIES * 16;
export const FILTER_LINE_STAMP: usize = 4;
export const FILTER_PAGE_STAMP: usize = 8;
export const FILTER_DELTA: usize = 12;
export const MAY_WRITE: u32 = 1;

/** The most CPUs that a machine may have. */
export const MAX_CPUS: u32 = 64;

export let cpuCount: u32 = 1;
let cpus: usize = 0;

@unmanaged
export class Cpu {
  number: u32 = 0;
  clock: u64 = 0;
  fraction: u32 = 0;
  l1i: Cache = changetype<Cache>(0);
  l1d: Cache = changetype<Cache>(0);
  l2: Cache | null = null;
  l3: Cache | null = null;
  data4k: Tlb = changetype<Tlb>(0);
  data4m: Tlb = changetype<Tlb>(0);
  code4k: Tlb = changetype<Tlb>(0);
  code4m: Tlb = changetype<Tlb>(0);
  second: Tlb | null = null;
  dataFilter: usize = 0;
  codeFilter: usize = 0;
  predictor: usize = 0;
  /** Streams of the prefetcher; 0: there is none. */
  streams: usize = 0;
  account: usize = 0;
  frames: usize = 0;
  frame: usize = 0;
  stackPointer: u32 = 0;

  static at(number: u32): Cpu {
    return changetype<Cpu>(cpus + <usize>number * offsetof<Cpu>());
  }
}

/** Open functions per CPU at most; a frame is 16 bytes (cpu.ts). */
export const FRAMES: u32 = 128;
/** Two-bit branch counters per CPU. */
export const PREDICTOR: u32 = 4096;

/** Lays out `count` CPUs with the caches and TLBs of the profile. */
export function layOutCpus(count: u32): void {
  cpuCount = count;
  cpus = layOut(<usize>count * offsetof<Cpu>());
  const line = profile(Figure.lineBytes);
  for (let i: u32 = 0; i < count; i++) {
    const cpu = Cpu.at(i);
    cpu.number = i;
    cpu.l1i = layOutCache(Figure.l1i, line, true)!;
    cpu.l1d = layOutCache(Figure.l1d, line, true)!;
    const l2Owner = i - (i % max(1, profileMember(Figure.l2, 3)));
    const l3Owner = i - (i % max(1, profileMember(Figure.l3, 3)));
    cpu.l2 = l2Owner == i ? layOutCache(Figure.l2, line, false) : Cpu.at(l2Owner).l2;
    cpu.l3 = l3Owner == i ? layOutCache(Figure.l3, line, false) : Cpu.at(l3Owner).l3;
    cpu.data4k = layOutTlb(Figure.data4k)!;
    cpu.code4k = layOutTlb(Figure.code4k)!;
    const data4m = layOutTlb(Figure.data4m);
    const code4m = layOutTlb(Figure.code4m);
    cpu.data4m = data4m ? data4m : cpu.data4k;
    cpu.code4m = code4m ? code4m : cpu.code4k;
    cpu.second = layOutTlb(Figure.second);
    cpu.dataFilter = layOutFilter();
    cpu.codeFilter = layOutFilter();
    cpu.predictor = layOut(PREDICTOR);
    cpu.streams = layOutStreams();
    cpu.frames = layOut(<usize>FRAMES * 16);
    cpu.frame = cpu.frames;
  }
}

function layOutFilter(): usize {
  const filter = layOutAligned(FILTER_BYTES);
  for (let slot: u32 = 0; slot < FILTER_ENTRIES; slot++) emptyEntry(filter + ((<usize>slot) << 4));
  return filter;
}

/** Gives an entry a key that is found there by no address: the first or the last line's, whichever belongs elsewhere. */
export function emptyEntry(entry: usize): void {
  const last = (entry & (FILTER_BYTES - 1)) == FILTER_BYTES - 16;
  store<u32>(entry, select<u32>(MAY_WRITE, u32.MAX_VALUE, last));
  store<u32>(entry, 0, FILTER_LINE_STAMP);
  store<u32>(entry, 0, FILTER_PAGE_STAMP);
}

/** Empties a filter entry if it still points to the way with this stamp. */
export function killFilter(entry: usize, stampAt: usize): void {
  if (entry != 0 && load<u32>(entry, FILTER_LINE_STAMP) == stampAt) emptyEntry(entry);
}

/** Takes the right to write from a filter entry if it still points to the way with this stamp. */
export function filterReadOnly(entry: usize, stampAt: usize): void {
  if (entry != 0 && load<u32>(entry, FILTER_LINE_STAMP) == stampAt) store<u32>(entry, load<u32>(entry) & ~MAY_WRITE);
}

/** A TLB entry is given up: empties the filter entries that came through it. `page` is its virtual page. */
export function killPage(filter: usize, entry: usize, page: u32, lineShift: u32, pageShift: u32): void {
  let groups = load<u64>(entry, ENTRY_LINES);
  store<u64>(entry, 0, ENTRY_LINES);
  const first = (page >> lineShift) & (FILTER_ENTRIES - 1);
  const groupShift = slotGroupShift(lineShift, pageShift);
  while (groups != 0) {
    const group = <u32>ctz(groups);
    groups &= groups - 1;
    const slot = (first + (group << groupShift)) & (FILTER_ENTRIES - 1);
    for (let i: u32 = 0; i < 1 << groupShift; i++) {
      const victim = filter + ((<usize>((slot + i) & (FILTER_ENTRIES - 1))) << 4);
      if (load<u32>(victim, FILTER_PAGE_STAMP) == entry + ENTRY_STAMP) emptyEntry(victim);
    }
  }
}

/** log2 of the filter slots per bit of an entry's line mask: 64 bits stand for a page's slots. */
export function slotGroupShift(lineShift: u32, pageShift: u32): u32 {
  const slots = min(pageShift - lineShift, 10); // log2: a 4 MiB page covers all 1,024 slots
  return slots > 6 ? slots - 6 : 0;
}
