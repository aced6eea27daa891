// What the prefetchers, exclusive L2 and lines that arrive in parts do, in the latency of dependent loads.
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { LatencyModel, latencyError, type MeasuredMatrix, measuredMatrices, predict } from "../../src/latency.ts";
import { type Machine, readMachine } from "../../src/machine.ts";
import { shippedMachines } from "../../src/machines.ts";
import { profileWords } from "../../src/profile-words.ts";

const wasm = readFileSync(fileURLToPath(new URL("../../build/machine-test.wasm", import.meta.url)));
const model = await LatencyModel.load(wasm);
const core2 = shippedMachines["core2-woodcrest"] as Machine;
const MB = 2 ** 20;

/** The core2 with other figures. */
const machine = (changes: Partial<Machine>): Machine => ({ ...core2, ...changes });
const cell = (one: Machine, size: number, stride: number) => model.on(one)(size, stride);
const none = { adjacentLine: false, streams: 0 };

describe("matrices measured on real machines", () => {
  test.each(Object.keys(measuredMatrices))("%s: the mean absolute error is at most 5 %%", (name) => {
    const real = measuredMatrices[name] as MeasuredMatrix;
    expect(predict(model, shippedMachines[name] as Machine, real).error.mean).toBeLessThanOrEqual(0.05);
  });

  test.each(Object.keys(measuredMatrices))(
    "%s: geometry, latencies and the number of streams alone predict it within 10 %%",
    (name) => {
      const { fill: _fill, ...profile } = structuredClone(shippedMachines[name] as Machine);
      delete profile.caches.l2.exclusive;
      delete profile.core.timerOverlap;
      for (const adjacentLine of [false, true]) {
        if (adjacentLine && profile.prefetch.streams === 0) continue;
        const bare = { ...profile, prefetch: { adjacentLine, streams: profile.prefetch.streams } };
        const real = measuredMatrices[name];
        if (!real) throw new Error(name);
        expect(latencyError(model.matrix(bare as Machine, real), real).mean).toBeLessThanOrEqual(0.1); // in fractions
      }
    },
  );
});

describe("mechanisms", () => {
  const { l1d, l2 } = core2.caches;

  test("without prefetch every line of a long walk waits for memory", () => {
    const plain = machine({ prefetch: none, memory: { ...core2.memory, pageMiss: 0 } });
    const perLine = cell(plain, 16 * MB, 64);
    expect(perLine).toBeGreaterThanOrEqual(core2.memory.latency);
    expect(perLine).toBeLessThan(core2.memory.latency + 5); // a walk per page
  });

  test("a stream brings a line per interval once it is trained, and follows no longer stride than it should", () => {
    const prefetch = { ...none, streams: 16, train: 2, distance: 8, stride: 1, memoryInterval: 40, nextLine: 0 };
    const streaming = machine({ prefetch });
    expect(cell(streaming, 16 * MB, 64)).toBeGreaterThanOrEqual(40);
    expect(cell(streaming, 16 * MB, 64)).toBeLessThan(60); // two of a page's 64 lines wait in full
    expect(cell(streaming, 16 * MB, 128)).toBeGreaterThan(core2.memory.latency);
    const further = machine({ prefetch: { ...prefetch, stride: 2 } });
    expect(cell(further, 16 * MB, 128)).toBeLessThan(core2.memory.latency / 2);
  });

  test("a stream that cannot wait longer than the line itself would take", () => {
    const slow = machine({ prefetch: { ...none, streams: 16, memoryInterval: 5000, nextLine: 0 } });
    expect(cell(slow, 16 * MB, 64)).toBeLessThan(core2.memory.latency + core2.memory.pageMiss + 15);
  });

  test("L1 fetches the next line from L2 after so many loads of one", () => {
    const size = 8 * l1d.bytes;
    const loads = (nextLine: number) => machine({ prefetch: { ...none, nextLine } });
    expect(cell(loads(0), size, 32)).toBeCloseTo((l2.latency + l1d.latency) / 2, 0);
    expect(cell(loads(0), size, 4)).toBeGreaterThan(cell(loads(2), size, 4));
    expect(cell(loads(2), size, 4)).toBeCloseTo(l1d.latency, 0);
    expect(cell(loads(2), size, 64)).toBeCloseTo(l2.latency, 0); // one load per line triggers nothing
  });

  test("an exclusive L2 adds to L1 what an inclusive one repeats", () => {
    const k8 = shippedMachines["k8-opteron"] as Machine;
    const size = k8.caches.l2.bytes + k8.caches.l1d.bytes / 2;
    const inclusive = { ...k8, caches: { ...k8.caches, l2: { ...k8.caches.l2, exclusive: false } }, prefetch: none };
    expect(cell({ ...k8, prefetch: none }, size, 64)).toBeLessThan(cell(inclusive, size, 64) - 5);
  });

  test("words behind the one that missed are waited for where a line arrives in parts", () => {
    const size = 4 * l1d.bytes;
    const whole = machine({ prefetch: none });
    const parts = machine({ prefetch: none, fill: { bytes: 8, cache: 5, memory: 5 } });
    expect(cell(parts, size, 64)).toBeCloseTo(cell(whole, size, 64), 5);
    expect(cell(parts, size, 8)).toBeGreaterThan(cell(whole, size, 8) + 1);
  });

  test("a set takes a line only when the one before is wholly there", () => {
    const way = l1d.bytes / l1d.ways;
    const slow = machine({ prefetch: none, fill: { bytes: 8, cache: 5, memory: 5 } });
    expect(cell(slow, 4 * l1d.bytes, way / 2)).toBeCloseTo(
      cell(machine({ prefetch: none }), 4 * l1d.bytes, way / 2),
      5,
    );
    // Eight parts, five cycles each, and nothing else to do: the next line of the set waits for them.
    const [size, one] = [
      2 * l1d.bytes,
      machine({ prefetch: none, tlb: { ...core2.tlb, data4k: { entries: 64, ways: 4 } } }),
    ];
    expect(cell({ ...one, fill: slow.fill }, size, way) - cell(one, size, way)).toBeCloseTo(40 - l2.latency, 0);
  });

  test("L1 can fetch the next line when it asks for one", () => {
    const ahead = machine({ prefetch: { ...none, nextLine: 1 } });
    expect(cell(ahead, 8 * l1d.bytes, 64)).toBeLessThan(0.7 * l2.latency);
  });

  test("a timer that overlaps with the end of a run makes small arrays look faster", () => {
    const short = machine({ core: { ...core2.core, timerOverlap: 32 } });
    expect(cell(short, 256, 4)).toBeCloseTo(l1d.latency - 0.5, 5);
    expect(cell(short, 256, 128)).toBeCloseTo(l1d.latency - 0.5, 5);
    expect(cell(short, 16_384, 4)).toBeCloseTo(l1d.latency, 1);
  });

  test("predictions are in whole clocks where the measured ones are, and only there", () => {
    const p3 = shippedMachines["p3-coppermine"] as Machine;
    const shape = (cycles: number[]) => ({ strides: [4, 8], rows: [{ size: 65_536, cycles }] });
    const exact = model.matrix(p3, shape([4, 5])).rows[0]?.cycles as number[];
    expect(exact.every(Number.isInteger)).toBe(false);
    expect(predict(model, p3, shape([4, 5])).matrix.rows[0]?.cycles).toEqual(exact.map(Math.round));
    expect(predict(model, p3, shape([4.1, 5])).matrix.rows[0]?.cycles).toEqual(exact);
  });

  test("an L3 in slices holds what it says", () => {
    const l3 = { bytes: 12 * MB, ways: 16, line: 64, latency: 40, sharedBy: 6 };
    const sliced = machine({ prefetch: none, caches: { ...core2.caches, l3 } });
    expect(readMachine(sliced).caches.l3).toEqual(l3);
    expect(cell(sliced, 12 * MB, 512)).toBeLessThan(60);
    expect(cell(sliced, 16 * MB, 512)).toBeGreaterThan(core2.memory.latency);
  });

  test("profiles without the new keys are valid and get figures of their kind", () => {
    const words = (one: Machine) => [...profileWords(one, true).slice(46)];
    expect(words(machine({ prefetch: none, fill: undefined } as Partial<Machine>))[8]).toBe(0); // no next line
    expect(words(machine({ prefetch: { adjacentLine: true, streams: 12 } })).slice(1, 10)).toEqual([
      8,
      2,
      8,
      1,
      Math.round(core2.memory.latency / 5),
      0,
      1,
      2,
      0,
    ]);
  });
});
