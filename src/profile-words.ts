// The machine profile as the module reads it: one u32 per figure, in the order of assembly/machine/profile.ts.
import type { Machine } from "./machine.js";

/** Fractions of a cycle travel as 1/65536. */
const FIXED = 65_536;

interface Cache {
  bytes: number;
  ways: number;
  latency: number;
  sharedBy?: number;
}

const cache = (level: Cache | undefined) => [
  level?.bytes ?? 0,
  level?.ways ?? 0,
  level?.latency ?? 0,
  level?.sharedBy ?? 1,
];
const tlb = (part: { entries: number; ways: number } | undefined) => [part?.entries ?? 0, part?.ways ?? 0];
const fixed = (cycles: number) => Math.round(cycles * FIXED);

/** A machine, or a profile as it stands in a valid file, where the parts that have defaults may be absent. */
export type ProfileFigures = Omit<Machine, "paging"> & { paging?: { pse?: boolean | undefined } | undefined };

/**
 * The figures of a machine as words for profileAddress(). They are not checked: readMachine() of "halfopen/machine" does.
 * @param knowsSysenter whether the kernel that is booted knows sysenter (`kernels`): it uses that where the machine has a
 * figure for it, else int 0x80
 */
export function profileWords(machine: ProfileFigures, knowsSysenter: boolean): Uint32Array {
  const { caches, memory, tlb: tlbs, core, atomic, system, coherence } = machine;
  const entry = knowsSysenter && system.sysenter !== null ? system.sysenter : system.int80;
  return Uint32Array.from([
    caches.l1d.line,
    ...cache(caches.l1i),
    ...cache(caches.l1d),
    ...cache(caches.l2),
    ...cache(sliced(caches.l3)),
    memory.latency,
    memory.pageBytes,
    memory.pageMiss,
    ...tlb(tlbs.data4k),
    ...tlb(tlbs.data4m),
    ...tlb(tlbs.code4k),
    ...tlb(tlbs.code4m),
    ...tlb(tlbs.second),
    tlbs.second?.latency ?? 0,
    tlbs.walk,
    (machine.paging?.pse ?? true) ? 1 : 0,
    fixed(core.cyclesPerInstruction),
    core.mispredict,
    fixed(atomic.locked),
    fixed(atomic.xchg),
    fixed(atomic.fence),
    entry,
    fixed(system.popf),
    system.cli,
    system.sti,
    coherence.transfer,
    coherence.upgrade,
    Math.round(machine.mhz * 1000),
    coherence.remoteTransfer ?? 0,
    isExclusive(machine) ? 1 : 0,
    ...prefetchWords(machine),
    ...fillWords(machine),
  ]);
}

/** CPUs share an L3, as the profile says or as its size tells: memory hangs on the same chip then (from 2008 on). */
function sharesL3({ caches: { l2, l3 } }: ProfileFigures): boolean {
  return l3 !== undefined && (l3.sharedBy > 1 || l3.bytes >= 8 * l2.bytes);
}

/** Whether L2 holds only what left L1. One no larger than L1 cannot well hold what L1 has besides. */
function isExclusive({ caches: { l1d, l2 } }: ProfileFigures): boolean {
  return l2.exclusive ?? l2.bytes <= l1d.bytes;
}

/**
 * What the prefetcher of a machine does where its profile does not say: figures that fit the measured machines of its
 * kind (facts/latency.json and facts/latency-unseen.json). With a shared L3 it follows longer strides, and memory is
 * nearer. Without one, an L2 of megabytes tells of a faster bus; an exclusive L2 gives a line away for every one that it
 * takes, which takes that much longer. An L3 that is not shared is read no faster in a run.
 */
export function prefetchOf(machine: ProfileFigures) {
  const { prefetch, memory, caches } = machine;
  const shared = sharesL3(machine);
  const moves = isExclusive(machine) ? 7 / 4 : 1;
  // A slow L1 without a shared L3: a long pipeline at a high clock, fed by pairs of lines from a fast bus.
  const late = !shared && caches.l1d.latency >= 4;
  const alone = late ? 1 / 7 : caches.l2.bytes >= 2 << 20 ? 1 / 5 : 2 / 7;
  const kind = shared
    ? { train: 3, trainStep: 2, stride: 8, distance: 12 }
    : { train: 2, trainStep: 0, stride: late ? 2 : 1, distance: 8 };
  return {
    adjacentLine: prefetch.adjacentLine,
    streams: prefetch.streams,
    train: prefetch.train ?? kind.train,
    trainStep: prefetch.trainStep ?? kind.trainStep,
    stride: prefetch.stride ?? kind.stride,
    distance: prefetch.distance ?? kind.distance,
    memoryInterval: prefetch.memoryInterval ?? Math.round(memory.latency * (shared ? 1 / 8 : alone) * moves),
    l3Interval: prefetch.l3Interval ?? Math.round((caches.l3?.latency ?? 0) * (shared ? moves / 4 : 1)),
    nextLine: prefetch.nextLine ?? (prefetch.streams === 0 || late ? 0 : shared && isExclusive(machine) ? 1 : 2),
  };
}

/**
 * How lines arrive where the profile does not say. Machines with lines of 32 bytes have a bus of 8 bytes, and their memory
 * takes a twelfth of its latency for each part; a board's L2, nearly as far as memory, shares that bus and is as
 * asynchronous as it is. Later ones deliver a line at once, as far as their matrices show.
 */
function fillOf({ fill, memory, caches: { l1d, l2 } }: ProfileFigures) {
  if (fill || l1d.line !== 32) return fill;
  const board = l2.latency > memory.latency / 2;
  return { bytes: 8, cache: board ? memory.latency / 5 : 0, memory: memory.latency / (board ? 5 : 12) };
}

function prefetchWords(machine: ProfileFigures): number[] {
  const { streams, adjacentLine, ...rest } = prefetchOf(machine);
  const { train, distance, stride, memoryInterval, l3Interval, nextLine, trainStep } = rest;
  const powerOfTwo = streams === 0 ? 0 : 2 ** Math.floor(Math.log2(streams));
  const adjacent = adjacentLine ? 1 : 0;
  return [powerOfTwo, train, distance, stride, memoryInterval, l3Interval, adjacent, nextLine, trainStep];
}

function fillWords(machine: ProfileFigures): number[] {
  const fill = fillOf(machine);
  return fill && fill.bytes < machine.caches.l1d.line ? [fill.bytes, fixed(fill.cache), fixed(fill.memory)] : [0, 0, 0];
}

/** Lines of a shared cache are spread over slices: sets that are no power of two become ways of fewer sets that are. */
function sliced(level: (Cache & { line: number }) | undefined): Cache | undefined {
  if (!level) return undefined;
  const lines = level.bytes / level.line;
  let sets = 2 ** Math.floor(Math.log2(lines / level.ways));
  while (lines % sets !== 0) sets /= 2;
  return { ...level, ways: lines / sets };
}
