// The way of one access: L1, L2, L3, memory; who else has the line is coherence.ts.
//
// Levels are neither inclusive nor exclusive: each keeps what passed through it. A modified line that leaves a level
// is written to the next one, which allocates it without reading. Writing back costs no cycles: it is buffered.
// Where the profile says so L2 is exclusive instead: it takes what leaves L1, modified or not, and gives up what L1 takes.
import { Cache, EXCLUSIVE, INVALID, MODIFIED, SHARED, STATE } from "./cache";
import { heldElsewhere, invalidate, remote, Snoop, snoop } from "./coherence";
import { Cpu, cpuCount, killFilter } from "./cpu_state";
import { Cause } from "./ledger";
import { expect, fetchedUpTo, firstAhead, lastAhead, mayBeAwaited, observe, wait, wasFetchedAhead } from "./prefetch";
import { Figure, profile, profileMember } from "./profile";

/** The way that the last bring() ended in. */
export let broughtWay: usize = 0;
/** Which level served the last bring(). */
export let servedBy: Cause = Cause.l1;

/** L1 had the line, but it had to be waited for from here. */
export function waitedFor(cause: Cause): void {
  servedBy = cause;
}

let openPage: u32 = u32.MAX_VALUE;
let pageShift: u32 = 0;
/** Memory's latency where the open page has the line, and where another must be opened. */
let openLatency: u32 = 0;
let missLatency: u32 = 0;
let adjacentLine: bool = false;

/** Forgets the open DRAM page (boot). */
export function startHierarchy(): void {
  openPage = u32.MAX_VALUE;
  pageShift = ctz(profile(Figure.pageBytes));
  openLatency = profile(Figure.memoryLatency);
  missLatency = openLatency + profile(Figure.pageMiss);
  exclusive = profile(Figure.exclusive) != 0;
  adjacentLine = profile(Figure.adjacentLine) != 0;
  coloured = false;
}

let coloured: bool = false;
/** Pages of a way of L2 and of L3, as a power of two: their page colours. 31: no such level. */
let l2Colours: u32 = 31;
let l3Colours: u32 = 31;

/**
 * From now on pages lie where an operating system puts them, for the levels below L1 (which is looked up by virtual
 * address): colour by colour, and after each round of a cache's colours in another order, so that no stride keeps to a
 * few of them. Only for addresses that are translated one to one.
 */
export function colourPages(): void {
  coloured = true;
  l2Colours = colours(Figure.l2);
  l3Colours = colours(Figure.l3);
}

function colours(level: Figure): u32 {
  const way = profileMember(level, 0) / max(1, profileMember(level, 1));
  return way >= 8192 ? 31 - <u32>clz(way >> 12) : 31;
}

/** Where a line lies below L1. One to one. */
// @inline
function placed(line: u32): u32 {
  if (!coloured) return line;
  const page = line >> 12;
  return line ^ (((page >> l2Colours) ^ (page >> l3Colours)) << 12);
}

/**
 * Brings a line (a physical address) into a CPU's first-level cache, for reading or writing.
 * Returns the cycles until its data can be used; sets broughtWay and servedBy.
 */
export function bring(cpu: Cpu, l1: Cache, line: u32, write: bool): u32 {
  const here = l1.find(line);
  if (here != 0) {
    l1.touch(here);
    broughtWay = here;
    servedBy = Cause.l1;
    let cycles = l1.latency;
    if (write) {
      if ((load<u32>(here) & STATE) == SHARED && cpuCount > 1) {
        snoop(cpu, line, true);
        servedBy = Cause.coherence;
        cycles = profile(Figure.upgrade);
      }
      store<u32>(here, line | MODIFIED);
    }
    return cycles;
  }

  l1.misses++;
  let state = EXCLUSIVE;
  let cycles: u32 = 0;
  const others = cpuCount > 1 ? snoop(cpu, line, write) : Snoop.absent;
  if (others == Snoop.modified) {
    const far = remote ? profile(Figure.remoteTransfer) : 0;
    cycles = far != 0 ? far : profile(Figure.transfer);
    servedBy = Cause.coherence;
    state = SHARED;
  } else {
    if (others == Snoop.clean) state = SHARED;
    cycles = fetch(cpu, placed(line));
    if (found == MODIFIED) state = MODIFIED;
  }
  install(cpu, l1, line, write ? MODIFIED : state);
  return cycles;
}

/** Puts a line into a first-level cache, pushing out its victim; sets broughtWay. */
// @inline
function install(cpu: Cpu, l1: Cache, line: u32, state: u32): void {
  const way = l1.victim(line);
  const leaving = load<u32>(way);
  if (leaving & STATE) {
    killFilter(load<u32>(l1.filterOf(way)), l1.stampOf(way));
    if ((leaving & STATE) == MODIFIED) {
      l1.writebacks++;
      writeBack(cpu.l2, cpu.l3, placed(leaving & ~STATE));
    } else if (exclusive) keepBelow(cpu, leaving);
  }
  store<u32>(way, line | state);
  store<u32>(l1.filterOf(way), 0);
  l1.touch(way);
  broughtWay = way;
}

/** An exclusive L2 takes a line that was not written. */
function keepBelow(cpu: Cpu, leaving: u32): void {
  const l2 = cpu.l2;
  const gone = placed(leaving & ~STATE);
  if (l2 && l2.find(gone) == 0) place(l2, cpu.l3, gone, leaving & STATE);
}

/** State of the line that the last fetch() found, where an exclusive L2 gave it up; else INVALID. */
let found: u32 = INVALID;
let exclusive: bool = false;

let forTables: bool = false;

/** As bring(), for a page walk: the prefetcher does not see its loads. */
// @inline
export function bringTable(cpu: Cpu, line: u32): u32 {
  forTables = true;
  const cycles = bring(cpu, cpu.l1d, line, false);
  forTables = false;
  return cycles;
}

/** Finds a line below the first level; cycles, and servedBy. */
// @inline
function fetch(cpu: Cpu, line: u32): u32 {
  found = INVALID;
  const l2 = cpu.l2;
  if (l2) {
    const way = l2.find(line);
    if (way != 0) return fetchFrom(cpu, l2, way, line);
  }
  return fetchMissed(cpu, l2, line);
}

/**
 * The rest of fetch() for a line that L2 lacks. A function of its own, as all that bring() seldom needs: with place() in
 * bring() the engine spills more registers there (list walk: 32.3 -> 29.7 M accesses/s, random over 64 MiB: 9.4 -> 8.4).
 */
function fetchMissed(cpu: Cpu, l2: Cache | null, line: u32): u32 {
  if (l2) l2.misses++;
  const cycles = fetchBelow(cpu, line);
  if (l2) {
    if (!exclusive) place(l2, cpu.l3, line, EXCLUSIVE);
    const observed = cpu.streams != 0 && !forTables;
    if (observed) runAhead(cpu, l2, line);
    if (adjacentLine && servedBy == Cause.memory) fetchPair(cpu, l2, line, cycles, observed);
  }
  return cycles;
}

/** Takes a line from the way of L2 that has it. */
// @inline
function fetchFrom(cpu: Cpu, l2: Cache, way: usize, line: u32): u32 {
  servedBy = Cause.l2;
  if (exclusive) {
    found = load<u32>(way) & STATE;
    l2.drop(way);
  } else l2.touch(way);
  if (cpu.streams == 0 || !mayBeAwaited(cpu.streams, line)) return l2.latency;
  return fetchAwaited(cpu, l2, line);
}

/** The rest of fetchFrom() for a line that the prefetcher may have brought. */
function fetchAwaited(cpu: Cpu, l2: Cache, line: u32): u32 {
  if (forTables || !wasFetchedAhead(cpu.streams, line, l2.lineShift)) return l2.latency;
  const cycles = max(l2.latency, wait);
  runAhead(cpu, l2, line);
  return cycles;
}

/** As bring(), for a machine without the first-level cache: L2 itself is read or written. */
export function bringBelow(cpu: Cpu, line: u32, write: bool): u32 {
  const cycles = fetch(cpu, line);
  const level = cpu.l2 ? cpu.l2 : cpu.l3;
  const way = write && level ? level.find(line) : 0;
  if (way != 0) store<u32>(way, line | MODIFIED);
  return cycles;
}

/** Finds a line below L2, and puts it into L3. */
// @inline
function fetchBelow(cpu: Cpu, line: u32): u32 {
  const l3 = cpu.l3;
  if (l3 && findIn(l3, line)) return l3.latency;
  servedBy = Cause.memory;
  return memoryLatency(line);
}

/** Whether L3 has a line; else it takes it. */
function findIn(l3: Cache, line: u32): bool {
  const way = l3.find(line);
  if (way != 0) {
    l3.touch(way);
    servedBy = Cause.l3;
    return true;
  }
  l3.misses++;
  place(l3, null, line, EXCLUSIVE);
  return false;
}

/**
 * Fetches a line from L2 into L1 ahead of its use, unless L1 has it or L2 has not. Cycles until it is there; 0: nothing
 * was fetched.
 */
export function bringNext(cpu: Cpu, l1: Cache, line: u32): u32 {
  const l2 = cpu.l2;
  if (!l2) return 0;
  const below = placed(line);
  const way = l2.find(below);
  if (way == 0 || l1.find(line) != 0 || (cpuCount > 1 && heldElsewhere(cpu, line))) return 0;
  const state = max(load<u32>(way) & STATE, EXCLUSIVE);
  const cycles = fetchFrom(cpu, l2, way, below);
  install(cpu, l1, line, exclusive ? state : EXCLUSIVE);
  return cycles;
}

/** Lets the prefetcher see a line that missed L2, or one that it fetched. */
function runAhead(cpu: Cpu, l2: Cache, line: u32): void {
  if (observe(cpu.streams, line, l2.lineShift)) fetchAhead(cpu, l2, line);
}

/** Fetches the other line of the pair, which comes behind the one that missed. */
function fetchPair(cpu: Cpu, l2: Cache, line: u32, cycles: u32, observed: bool): void {
  const other = line ^ (1 << l2.lineShift);
  if (l2.find(other) != 0 || (cpuCount > 1 && heldElsewhere(cpu, other))) return;
  if (observed) expect(cpu.streams, other, l2.lineShift, cycles, profile(Figure.memoryInterval));
  place(l2, cpu.l3, other, EXCLUSIVE);
}

/** Fetches what the prefetcher wants, up to the first line that L2 has. */
function fetchAhead(cpu: Cpu, l2: Cache, line: u32): void {
  const streams = cpu.streams;
  const served = servedBy;
  let number = firstAhead;
  for (; number <= lastAhead; number++) {
    const ahead = (line & ~0xfff) | (number << l2.lineShift);
    if (l2.find(ahead) != 0 || (cpuCount > 1 && heldElsewhere(cpu, ahead))) break;
    const cycles = fetchBelow(cpu, ahead);
    const interval = profile(servedBy == Cause.memory ? Figure.memoryInterval : Figure.l3Interval);
    expect(streams, ahead, l2.lineShift, cycles, interval);
    place(l2, cpu.l3, ahead, EXCLUSIVE);
  }
  fetchedUpTo(streams, line, number - 1);
  servedBy = served;
}

function memoryLatency(line: u32): u32 {
  const page = line >> pageShift;
  const open = page == openPage;
  openPage = page;
  return open ? openLatency : missLatency;
}

/** Puts a line into a lower level, pushing out its victim. */
function place(cache: Cache, below: Cache | null, line: u32, state: u32): void {
  const way = cache.victim(line);
  const leaving = load<u32>(way);
  if ((leaving & STATE) == MODIFIED) {
    cache.writebacks++;
    if (below) writeBack(below, null, leaving & ~STATE);
  }
  store<u32>(way, line | state);
  cache.touch(way);
}

/** Takes a modified line that left the level above. */
function writeBack(cache: Cache | null, below: Cache | null, line: u32): void {
  if (!cache) return;
  const way = cache.find(line);
  if (way != 0) {
    store<u32>(way, line | MODIFIED);
    cache.touch(way);
  } else {
    place(cache, below, line, MODIFIED);
  }
}

/** A device wrote `bytes` of physical memory: no cache holds its lines any more. Free of charge. */
export function deviceWrite(physical: u32, bytes: u32, lineBytes: u32): void {
  for (let line = physical & ~(lineBytes - 1); line < physical + bytes; line += lineBytes) {
    for (let i: u32 = 0; i < cpuCount; i++) invalidate(Cpu.at(i), line);
  }
}
