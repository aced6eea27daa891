// The hierarchy that traces drive equals test/trace-simulator.ts after every single access, whatever its geometry; and
// what "halfopen/trace" offers to programs.
import { readdirSync, readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import {
  FETCH,
  LOAD,
  levelNames,
  Records,
  readTrace,
  STORE,
  startTrace,
  TraceParser,
  withCaches,
} from "halfopen/trace";
import { describe, expect, test } from "vitest";
import { shippedMachines } from "../src/machines.ts";
import { boot, Mode, numbers } from "./machine/machine.ts";
import { type Access, type Geometries, type Geometry, Simulator, simulate } from "./trace-simulator.ts";

const machine = shippedMachines["core2-woodcrest"] as NonNullable<(typeof shippedMachines)[string]>;
const kinds = { load: LOAD, store: STORE, fetch: FETCH } as const;

async function start(geometries: Geometries, tlb: boolean) {
  const caches = Object.fromEntries(levelNames.map((level) => [level, geometries[level] ?? null]));
  return startTrace(withCaches(machine, caches), { tlb });
}

/** Accesses in a few pages that share sets, each time anew, some over the end of a line, some of many lines. */
function random(next: () => number, count: number): Access[] {
  const bases = Array.from({ length: 4 }, () => (next() & ~0xfff) >>> 0);
  return Array.from({ length: count }, (): Access => {
    const base = next() % 64 === 0 ? 0xfffff000 : (bases[next() % 4] as number);
    const kind = (["load", "load", "store", "fetch"] as const)[next() % 4] as Access[0];
    const size = next() % 32 === 0 ? 1 + (next() % 700) : 1 << (next() % 6);
    return [kind, base + (next() % 4096), size];
  });
}

/** A geometry from its corners: one way, one set, all ways, and what lies between. */
function geometry(next: () => number, line: number): Geometry | undefined {
  const ways = [1, 2, 3, 4, 8, 16, 24, 64][next() % 8] as number;
  const sets = [1, 1, 2, 8, 64][next() % 5] as number;
  return next() % 5 === 0 ? undefined : { bytes: ways * sets * line, ways, line };
}

describe("after each access every level has the simulator's hits, misses and write-backs", () => {
  test.each(Array.from({ length: 60 }, (_, seed) => [seed]))(
    "random geometries and accesses, seed %i",
    async (seed) => {
      const next = numbers(seed + 1);
      const line = [16, 32, 64, 128][seed % 4] as number;
      const geometries = Object.fromEntries(levelNames.map((level) => [level, geometry(next, line)]));
      const accesses = random(next, 1200);
      const run = await start(geometries, seed % 8 < 4);
      const simulator = new Simulator(geometries);
      for (const [i, access] of accesses.entries()) {
        const [kind, address, size] = access;
        run.records.add(address, size, kinds[kind]);
        simulator.access(access);
        const want = simulator.levels();
        const got = run.result().levels;
        if (JSON.stringify(got) !== JSON.stringify(want)) {
          expect({ i, access, geometries, levels: got }).toEqual({ i, access, geometries, levels: want });
        }
      }
    },
  );

  test.each(["ls", "gzip"])("a real program's data: %s", async (name) => {
    const bytes = gunzipSync(readFileSync(new URL(`../bench/traces/${name}.u32.gz`, import.meta.url)));
    const words = new Uint32Array(bytes.buffer, bytes.byteOffset, bytes.length / 4).subarray(-60_000);
    const geometries = {
      l1i: { bytes: 4096, ways: 4, line: 64 },
      l1d: { bytes: 4096, ways: 2, line: 64 },
      l2: { bytes: 16_384, ways: 4, line: 64 },
      l3: { bytes: 65_536, ways: 16, line: 64 },
    };
    const run = await start(geometries, false);
    const simulator = new Simulator(geometries);
    const names = Object.keys(kinds) as Access[0][];
    let differs = -1;
    for (let i = 0; i < words.length && differs < 0; i++) {
      const word = words[i] as number;
      run.records.add(word & ~3, 1, (word & 3) as 0 | 1 | 2);
      simulator.access([names[word & 3] as Access[0], (word & ~3) >>> 0, 1]);
      const got = run.result().levels;
      if (simulator.levels().some((level, at) => JSON.stringify(level) !== JSON.stringify(got[at]))) differs = i;
    }
    expect(differs).toBe(-1);
    const [, l1d, l2, l3] = run.result().levels;
    expect(Math.min(l1d?.writebacks ?? 0, l2?.misses ?? 0, l3?.misses ?? 0)).toBeGreaterThan(0);
  });
});

test.each([
  [32, 1],
  [64, 2],
])("TLBs hit and miss as caches of pages do, lines of %i bytes, seed %i", async (line, seed) => {
  const l1 = { bytes: 2048, ways: 2, line };
  const run = await start({ l1i: l1, l1d: l1 }, true);
  const pages = ({ entries, ways }: { entries: number; ways: number }) => ({ bytes: entries * 4096, ways, line: 4096 });
  const simulator = new Simulator({ l1i: pages(machine.tlb.code4k), l1d: pages(machine.tlb.data4k) });
  const next = numbers(seed);
  for (let i = 0; i < 4000; i++) {
    const page = next() % 3 === 0 ? next() % 512 : next() % 24;
    const [kind, address, size] = [(["load", "store", "fetch"] as const)[next() % 3], page * 4096 + (next() % 4096), 9];
    run.records.add(address, size, kinds[kind as Access[0]]);
    // Each line is looked up.
    for (let at = address - (address % line); at < address + size; at += line)
      simulator.access([kind as Access[0], at, 1]);
    const [code, data] = simulator.levels();
    const want = { hits: (code?.hits ?? 0) + (data?.hits ?? 0), misses: (code?.misses ?? 0) + (data?.misses ?? 0) };
    if (String(Object.values(want)) !== String(Object.values(run.result().tlb)))
      expect({ i, tlb: run.result().tlb }).toEqual({ i, tlb: want });
  }
  expect(run.result().tlb.misses).toBeGreaterThan(1000);
});

test("a trace of hundreds of megabytes takes no more memory than a short one", async () => {
  const run = await start({ l1d: { bytes: 32_768, ways: 8, line: 64 } }, false);
  const parser = new TraceParser(run.records);
  const lines = Array.from({ length: 20_000 }, (_, i) => ` L ${(0x1ffe000000 + i * 40).toString(16)},8\n`).join("");
  const text = new TextEncoder().encode(lines);
  const push = (times: number) => {
    for (let i = 0; i < times; i++) {
      // Chunks end anywhere in a line.
      for (let at = 0; at < text.length; at += 65_521) parser.push(text.slice(at, at + 65_521));
    }
    const { heapUsed, external } = process.memoryUsage();
    return (heapUsed + external) / 1e6;
  };
  const early = push(100);
  expect(push(900) - early).toBeLessThan(60);
  parser.end();
  expect(text.length * 1000).toBe(320e6);
  expect(run.result().accesses.load).toBe(20e6);
});

test("the last line of the address space is missed once like any other, and the first one follows it", async () => {
  const run = await start({ l1i: undefined, l1d: { bytes: 32_768, ways: 8, line: 64 } }, true);
  run.records.add(0xfffffffc, 8, LOAD);
  run.records.add(0xffffffc0, 4, STORE);
  run.records.add(0, 4, LOAD);
  expect(run.result().levels).toEqual([{ name: "l1d", hits: 2, misses: 2, writebacks: 0 }]);
});

test.each([
  [false, 0],
  [true, 0],
  [false, 3],
])("LRU stamps that near their end are made small, TLB %o, levels missing %i", (tlb, missing) => {
  const counts = [20_000, 0xfffe_0000].map((stamps) => {
    const l2 = { ...machine.caches.l2, bytes: 65_536 };
    const bare = boot({ ...machine, caches: { ...machine.caches, l2 } }, Mode.off);
    bare.bootTrace(tlb ? 1 : 0, missing);
    const next = numbers(7);
    const words = Uint32Array.from({ length: 4096 }, () => ((next() % 0x40_0000) & ~3) | (next() % 3));
    const at = bare.traceBuffer(words.byteLength);
    bare.bootTrace(tlb ? 1 : 0, missing);
    const run = () => {
      new Uint32Array(bare.memory.buffer, at, words.length).set(words);
      for (let i = 0; i < words.length; i += 512) bare.replayTrace(at + i * 4, 512);
    };
    const hit = () => {
      new Uint32Array(bare.memory.buffer, at, 512).fill(0x1000);
      bare.replayTrace(at, 512);
    };
    run();
    hit();
    bare.restartStamps(stamps);
    // Hits alone bring the stamps to their end: no miss looks at them.
    for (let i = 0; i < 257; i++) hit();
    for (let i = 0; i < 4; i++) run();
    return [0, 1, 2, 4, 6].map((part) => [bare.statistic(part, 0), bare.statistic(part, 1)]);
  });
  expect(counts[1]).toEqual(counts[0]);
});

describe("traces of real kernels", () => {
  const dir = new URL("../facts/real-kernels/traces/", import.meta.url);
  const files = ["2.6.20", "3.6"].flatMap((version) =>
    readdirSync(new URL(`${version}/`, dir))
      .filter((name) => name.endsWith(".txt.gz"))
      .map((name) => `${version}/${name}`),
  );
  const geometries = {
    l1i: { bytes: 16_384, ways: 4, line: 32 },
    l1d: { bytes: 16_384, ways: 4, line: 32 },
    l2: { bytes: 262_144, ways: 8, line: 32 },
  };

  test.each(files)("%s", async (file) => {
    const text = gunzipSync(readFileSync(new URL(file, dir))).toString("latin1");
    const accesses = text
      .split("\n")
      .filter(Boolean)
      .map((line): Access => {
        const [kind, address, size] = line.split(" ") as [string, string, string?];
        const at = Number.parseInt(address, 16);
        return kind === "i" ? ["fetch", at, 1] : [kind === "l" ? "load" : "store", at, Number(size)];
      });
    const run = await start(geometries, true);
    expect(await readTrace(new URL(file, dir).pathname, run.records)).toBe("kernel");
    const { levels, accesses: counts } = run.result();
    expect(levels).toEqual(simulate(accesses, geometries));
    expect(counts.fetch + counts.load + counts.store).toBe(accesses.length);
  });
});

describe("what programs import", () => {
  test("a run is given accesses one by one, and tells what became of them at any time", async () => {
    const run = await startTrace(withCaches(machine, { l2: null }));
    run.records.add(0x1000, 4, LOAD);
    expect(run.result()).toMatchObject({ accesses: { fetch: 0, load: 1, store: 0 }, tlb: { hits: 0, misses: 1 } });
    run.records.add(0x1000, 4, STORE);
    expect(run.result().levels.map(({ name, hits }) => [name, hits])).toEqual([
      ["l1i", 0],
      ["l1d", 1],
    ]);
  });
  test("u32 records go in as they are; the first of no kind ends them", () => {
    const batches: number[][] = [];
    const records = new Records(64, (batch) => batches.push([...batch]));
    expect(records.addAll(Uint32Array.of(0x1000, 0x2001, 0x3002))).toBe(3);
    expect(records.addAll(Uint32Array.of(0x1000, 0x1003, 0x2000))).toBe(1);
    records.flush();
    expect(batches).toEqual([[0x1000, 0x2001, 0x3002]]);
    expect(records.accesses).toEqual([1, 1, 1]);
  });
  test("caches that cannot be are refused in words", () => {
    expect(() => withCaches(machine, { l1d: { bytes: 3000, ways: 2, line: 64 } })).toThrow(
      "l1d 3000,2,64: 3000 bytes / 2 ways / 64 is no power of two of sets",
    );
    expect(() => withCaches(machine, { l1d: { bytes: 8192, ways: 2, line: 32 } })).toThrow(
      "l1d 8192,2,32: lines of 32 bytes, but l1i has lines of 64; give all caches one line size (l1i BYTES,WAYS,32, or none)",
    );
  });
});
