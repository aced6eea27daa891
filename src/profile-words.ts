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

/**
 * The figures of a machine as words for profileAddress().
 * A kernel that knows sysenter uses it where the machine has a figure for it, else int 0x80.
 */
export function profileWords(machine: Machine, knowsSysenter: boolean): Uint32Array {
  const { caches, memory, tlb: tlbs, core, atomic, system, coherence } = machine;
  const entry = knowsSysenter && system.sysenter !== null ? system.sysenter : system.int80;
  return Uint32Array.from([
    caches.l1d.line,
    ...cache(caches.l1i),
    ...cache(caches.l1d),
    ...cache(caches.l2),
    ...cache(caches.l3),
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
    machine.paging.pse ? 1 : 0,
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
    caches.l2.exclusive ? 1 : 0,
    ...prefetchWords(machine),
    ...fillWords(machine),
  ]);
}

/**
 * What the prefetcher of a machine does where its profile does not say: figures that fit the measured machines of its
 * kind. One with an L3 (from 2008 on) follows longer strides, and its memory is nearer.
 */
export function prefetchOf({ prefetch, memory, caches: { l3 } }: Machine) {
  const interval = Math.round(memory.latency / (l3 ? 8 : 5));
  const kind = l3
    ? { train: 3, trainStep: 2, stride: 8, distance: 12 }
    : { train: 2, trainStep: 0, stride: 1, distance: 8 };
  return {
    adjacentLine: prefetch.adjacentLine,
    streams: prefetch.streams,
    train: prefetch.train ?? kind.train,
    trainStep: prefetch.trainStep ?? kind.trainStep,
    stride: prefetch.stride ?? kind.stride,
    distance: prefetch.distance ?? kind.distance,
    memoryInterval: prefetch.memoryInterval ?? interval,
    l3Interval: prefetch.l3Interval ?? Math.round((l3?.latency ?? 0) / 4),
    nextLine: prefetch.nextLine ?? (prefetch.streams === 0 ? 0 : 2),
  };
}

function prefetchWords(machine: Machine): number[] {
  const { streams, adjacentLine, ...rest } = prefetchOf(machine);
  const { train, distance, stride, memoryInterval, l3Interval, nextLine, trainStep } = rest;
  const powerOfTwo = streams === 0 ? 0 : 2 ** Math.floor(Math.log2(streams));
  const adjacent = adjacentLine ? 1 : 0;
  return [powerOfTwo, train, distance, stride, memoryInterval, l3Interval, adjacent, nextLine, trainStep];
}

function fillWords({ fill, caches }: Machine): number[] {
  return fill && fill.bytes < caches.l1d.line ? [fill.bytes, fixed(fill.cache), fixed(fill.memory)] : [0, 0, 0];
}
