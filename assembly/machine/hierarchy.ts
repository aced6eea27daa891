// The way of one access: L1, L2, L3, memory; who else has the line is coherence.ts.
//
// Levels are neither inclusive nor exclusive: each keeps what passed through it. A modified line that leaves a level
// is written to the next one, which allocates it without reading. Writing back costs no cycles: it is buffered.
import { Cache, EXCLUSIVE, MODIFIED, SHARED, STATE } from "./cache";
import { invalidate, remote, Snoop, snoop } from "./coherence";
import { Cpu, cpuCount, killFilter } from "./cpu_state";
import { Cause } from "./ledger";
import { Figure, profile } from "./profile";

/** The way that the last bring() ended in. */
export let broughtWay: usize = 0;
/** Which level served the last bring(). */
export let servedBy: Cause = Cause.l1;

let openPage: u32 = u32.MAX_VALUE;
let pageShift: u32 = 0;

/** Forgets the open DRAM page (boot). */
export function startHierarchy(): void {
  openPage = u32.MAX_VALUE;
  pageShift = ctz(profile(Figure.pageBytes));
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
    cycles = fetch(cpu, line);
  }
  if (write) state = MODIFIED;

  const way = l1.victim(line);
  const leaving = load<u32>(way);
  if (leaving & STATE) {
    killFilter(load<u32>(l1.filterOf(way)), l1.stampOf(way));
    if ((leaving & STATE) == MODIFIED) {
      l1.writebacks++;
      writeBack(cpu.l2, cpu.l3, leaving & ~STATE);
    }
  }
  store<u32>(way, line | state);
  store<u32>(l1.filterOf(way), 0);
  l1.touch(way);
  broughtWay = way;
  return cycles;
}

/** Finds a line below the first level; cycles, and servedBy. */
function fetch(cpu: Cpu, line: u32): u32 {
  const l2 = cpu.l2;
  if (l2) {
    const way = l2.find(line);
    if (way != 0) {
      l2.touch(way);
      servedBy = Cause.l2;
      return l2.latency;
    }
    l2.misses++;
  }
  const l3 = cpu.l3;
  let cycles: u32 = 0;
  const inL3 = l3 ? l3.find(line) : 0;
  if (inL3 != 0) {
    l3!.touch(inL3);
    servedBy = Cause.l3;
    cycles = l3!.latency;
  } else {
    if (l3) {
      l3.misses++;
      place(l3, null, line, EXCLUSIVE);
    }
    servedBy = Cause.memory;
    cycles = memoryLatency(line);
  }
  if (l2) place(l2, l3, line, EXCLUSIVE);
  return cycles;
}

function memoryLatency(line: u32): u32 {
  const page = line >> pageShift;
  const open = page == openPage;
  openPage = page;
  return open ? profile(Figure.memoryLatency) : profile(Figure.memoryLatency) + profile(Figure.pageMiss);
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
