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
    system.popf,
    system.cli,
    system.sti,
    coherence.transfer,
    coherence.upgrade,
    Math.round(machine.mhz * 1000),
    coherence.remoteTransfer ?? 0,
  ]);
}
