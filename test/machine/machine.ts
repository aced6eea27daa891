// The machine without a kernel (assembly/machine/testing.ts; test/setup.ts compiles it).
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { Machine } from "../../src/machine.ts";
import { profileWords } from "../../src/profile-words.ts";

const wasm = fileURLToPath(new URL("../../build/machine-test.wasm", import.meta.url));
const module = new WebAssembly.Module(readFileSync(wasm));

// biome-ignore lint/suspicious/noExplicitAny: a test's window on the module
export type Bare = Record<string, any> & { memory: WebAssembly.Memory };

export const Mode = { off: 0, tables: 1, identity: 2 } as const;
export const CAUSES = [
  "execute",
  "branch",
  "l1",
  "l2",
  "l3",
  "memory",
  "tlb",
  "coherence",
  "lock",
  "wait",
  "entry",
  "irq",
];

export function boot(machine: Machine, mode: number, cpus = 1): Bare {
  const bare = new WebAssembly.Instance(module, {}).exports as Bare;
  const words = profileWords(machine, true);
  new Uint32Array(bare.memory.buffer, bare.profileAddress(), words.length).set(words);
  bare.boot(cpus, mode);
  return bare;
}

/** Sums of the ledger by cause, and its counts. */
export function ledger(bare: Bare) {
  const words = [...new BigUint64Array(bare.memory.buffer, bare.sums(), 20)].map(Number);
  const causes = Object.fromEntries(CAUSES.map((cause, i) => [cause, words[i] as number]));
  const [calls, instructions, loads, stores, stackLoads, stackStores, locked, walks] = words.slice(12) as number[];
  return { causes, calls, instructions, loads, stores, stackLoads, stackStores, locked, walks };
}

export function total(bare: Bare): number {
  return Object.values(ledger(bare).causes).reduce((sum, cycles) => sum + cycles, 0);
}

/** A repeatable stream of numbers in 0 to 2^32 - 1 (mulberry32). */
export function numbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return (t ^ (t >>> 14)) >>> 0;
  };
}
