// The memory hierarchy of a machine, driven by a trace alone.
import { loadCore, type WasmSource } from "../core.js";
import type { Machine } from "../machine.js";
import { profileWords } from "../profile-words.js";
import type { LevelName, TraceMachine } from "./caches.js";
import { BATCH, FETCH, LOAD, Records, STORE } from "./records.js";

export interface TraceResult {
  /** Accesses of the trace, whichever lines they span. */
  accesses: { fetch: number; load: number; store: number };
  /** The caches that are there, from the first level on; hits, misses and write-backs count lines. */
  levels: { name: LevelName; hits: number; misses: number; writebacks: number }[];
  /** First-level TLBs, data and code together, looked up once per line; zeros without one. */
  tlb: { hits: number; misses: number };
  /** Core clocks of the machine for the accesses, a fetch that hits l1i and a store that hits l1d being free. */
  cycles: number;
}

export interface TraceRun {
  /** Takes the accesses. */
  records: Records;
  /** What became of all accesses so far. */
  result(): TraceResult;
}

/**
 * The machine as any simulator of caches has it: LRU, write-back, write-allocate, and nothing is fetched that the trace
 * does not ask for (no prefetch, no exclusive L2, lines arrive whole).
 */
function plain(machine: Machine): Machine {
  const { l1d, l2 } = machine.caches;
  return {
    ...machine,
    caches: { ...machine.caches, l2: { ...l2, exclusive: false } },
    fill: { bytes: l1d.line, cache: 0, memory: 0 },
    prefetch: { adjacentLine: false, streams: 0 },
  };
}

/**
 * Boots the hierarchy; what is added to `records` runs through it.
 * @param options.tlb whether addresses are looked up in the TLBs (default: yes); they are mapped one to one anyway
 */
export async function startTrace(
  { machine, without }: TraceMachine,
  { tlb = true, wasm }: { tlb?: boolean; wasm?: WasmSource } = {},
): Promise<TraceRun> {
  const core = await loadCore(wasm);
  const words = profileWords(plain(machine), true);
  if (without.has("l2")) {
    // The second level is the machine's third, if there is one.
    const third = without.has("l3") ? [0, 0, 0, 1] : words.slice(L3, L3 + 4);
    words.set(third, L2);
    words.set([0, 0, 0, 1], L3);
  } else if (without.has("l3")) words.set([0, 0, 0, 1], L3);
  new Uint32Array(core.memory.buffer, core.profileAddress(), words.length).set(words);
  core.bootTrace(tlb ? 1 : 0, (without.has("l1i") ? 1 : 0) | (without.has("l1d") ? 2 : 0));
  const buffer = core.traceBuffer(BATCH * 4) >>> 0; // behind large caches it lies above 2 GB
  const records = new Records(machine.caches.l1d.line, (batch) => {
    new Uint32Array(core.memory.buffer, buffer, batch.length).set(batch);
    core.replayTrace(buffer, batch.length);
  });
  const statistic = (part: number, what: number) => Number(core.statistic(part, what));
  return {
    records,
    result() {
      records.flush();
      const { accesses, lines } = records;
      const data = lines[LOAD] + lines[STORE];
      const levels: TraceResult["levels"] = [];
      const add = (name: LevelName, part: number, asked: number): number => {
        if (without.has(name) || (name === "l3" && !machine.caches.l3)) return asked;
        const misses = statistic(part, 0);
        levels.push({ name, hits: asked - misses, misses, writebacks: statistic(part, 1) });
        return misses;
      };
      const first = add("l1i", 0, lines[FETCH]) + add("l1d", 1, data);
      const second = add("l2", 2, first);
      add("l3", without.has("l2") ? 2 : 3, second);
      const misses = tlb ? statistic(4, 0) + statistic(5, 0) : 0;
      return {
        accesses: { fetch: accesses[FETCH], load: accesses[LOAD], store: accesses[STORE] },
        levels,
        tlb: { hits: tlb ? lines[FETCH] + data - misses : 0, misses },
        cycles: Number(core.clock(0)),
      };
    },
  };
}

/** Places of the second and third level among the figures (assembly/machine/profile.ts). */
const L2 = 9;
const L3 = 13;
