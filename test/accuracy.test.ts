import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import type { keptFigures } from "../src/fidelity/bars.ts";
import { LatencyModel, measuredMatrices, predict } from "../src/latency.ts";
import type { Machine } from "../src/machine.ts";
import { shippedMachines } from "../src/machines.ts";
import { accuracyLine } from "../src/report/accuracy.ts";

const root = new URL("../", import.meta.url);
const readJson = (path: string) => JSON.parse(readFileSync(new URL(path, root), "utf8"));
const figures = readJson("src/accuracy.json");
const percent = (fraction: number, digits: number) => `${(100 * fraction).toFixed(digits)}\u00a0%`;
const core2 = shippedMachines["core2-woodcrest"] as Machine;

describe("src/accuracy.json is what is measured now (else: npm run accuracy)", () => {
  test.each(Object.keys(measuredMatrices))("%s", async (name) => {
    const measured = measuredMatrices[name] as (typeof measuredMatrices)[string];
    const model = await LatencyModel.load();
    const { mean, cells } = predict(model, shippedMachines[name] as Machine, measured).error;
    expect(figures.machines[name]).toEqual({ mean: Math.round(mean * 1e5) / 1e5, cells });
  });

  test.each(["2.6.20", "3.6"])("Linux %s", (kernel) => {
    // test/fidelity.test.ts holds facts/bars.json against the emulator.
    const cases = Object.values<ReturnType<typeof keptFigures>[string]>(readJson("facts/bars.json").figures[kernel]);
    const check = (pairs: (readonly [number | null, number | null])[], kept: { mean: number; worst: number }) => {
      const off = pairs.flatMap(([emulated, real]) =>
        emulated === null || real === null ? [] : [Math.abs(emulated - real) / Math.max(real, 1)],
      );
      expect(kept.mean).toBeCloseTo(off.reduce((a, b) => a + b, 0) / off.length, 4);
      expect(kept.worst).toBeCloseTo(Math.max(...off), 4);
    };
    const { counts, cycles } = figures.kernels[kernel];
    check(
      cases.flatMap(({ total }) => Object.values(total)),
      counts,
    );
    check(
      cases.map((one) => one.cycles),
      cycles["core2-woodcrest"],
    );
  });
});

describe("the line under reports", () => {
  const { mean, worst } = figures.kernels["3.6"].cycles["core2-woodcrest"];
  const machine = figures.machines["core2-woodcrest"].mean;

  test("a shipped machine, a traced and two estimated kernels", () => {
    expect(accuracyLine(core2, ["3.6", "4.3", "4.14"])).toBe(
      `Accuracy, mean error: loads on core2-woodcrest ${percent(machine, 1)}; cycles of Linux 3.6 ${percent(mean, 1)} ` +
        `(worst call ${percent(worst, 0)}), 4.3, 4.14 about 30\u00a0% (estimated).`,
    );
  });

  test("another profile under a shipped name has no measurements: the counts of the kernel remain", () => {
    const { counts } = figures.kernels["3.6"];
    expect(accuracyLine({ ...core2, mhz: core2.mhz + 1 }, ["3.6", "4.3"])).toBe(
      `Accuracy, mean error: loads on core2-woodcrest unknown (no shipped profile); counts of Linux 3.6 ${percent(counts.mean, 1)} ` +
        `(worst figure ${percent(counts.worst, 0)}), 4.3 about 30\u00a0% (estimated).`,
    );
  });
});
