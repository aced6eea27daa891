// What the prefetchers, exclusive L2 and lines that arrive in parts do, in the latency of dependent loads.
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { LatencyModel, latencyError, measuredMatrices } from "../../src/latency.ts";
import type { Machine } from "../../src/machine.ts";
import { shippedMachines } from "../../src/machines.ts";
import { profileWords } from "../../src/profile-words.ts";

const wasm = readFileSync(fileURLToPath(new URL("../../build/machine-test.wasm", import.meta.url)));
const model = await LatencyModel.load(wasm);
const core2 = shippedMachines["core2-woodcrest"] as Machine;
const MB = 2 ** 20;

/** The core2 with other figures. */
const machine = (changes: Partial<Machine>): Machine => ({ ...core2, ...changes });
const cell = (one: Machine, size: number, stride: number) => model.cell(profileWords(one, true), size, stride);
const none = { adjacentLine: false, streams: 0 };

describe("matrices measured on real machines", () => {
  // p4-northwood: 3.1 of its 7.6 come from the 256-byte row, measured as 1 where every other row of its L1 says 2.
  test.each([
    ["core2-woodcrest", 0.05],
    ["p3-coppermine", 0.05],
    ["p4-northwood", 0.08],
    ["p54c-100", 0.05],
    ["k8-opteron", 0.05],
    ["nehalem-bloomfield", 0.05],
    ["sandybridge-i5", 0.05],
  ])("%s: the mean absolute error is at most %f", (name, most) => {
    const real = measuredMatrices[name];
    if (!real) throw new Error(name);
    expect(latencyError(model.matrix(shippedMachines[name] as Machine, real), real).mean).toBeLessThanOrEqual(most);
  });

  test.each(Object.keys(measuredMatrices))(
    "%s: geometry, latencies and the number of streams alone predict it within 10 %%",
    (name) => {
      const { fill: _fill, ...profile } = structuredClone(shippedMachines[name] as Machine);
      delete profile.caches.l2.exclusive;
      for (const adjacentLine of [false, true]) {
        if (adjacentLine && profile.prefetch.streams === 0) continue;
        const bare = { ...profile, prefetch: { adjacentLine, streams: profile.prefetch.streams } };
        const real = measuredMatrices[name];
        if (!real) throw new Error(name);
        expect(latencyError(model.matrix(bare as Machine, real), real).mean).toBeLessThanOrEqual(0.1);
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
