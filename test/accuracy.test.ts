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
    const pairs = cases.flatMap(({ total, cycles }) => [...Object.values(total), cycles]);
    const off = pairs.flatMap(([emulated, real]) =>
      emulated === null || real === null ? [] : [Math.abs(emulated - real) / Math.max(real, 1)],
    );
    const mean = off.reduce((a, b) => a + b, 0) / off.length;
    expect(figures.kernels[kernel].mean).toBeCloseTo(mean, 4);
    expect(figures.kernels[kernel].worst).toBeCloseTo(Math.max(...off), 4);
  });
});

describe("the line under reports", () => {
  const { mean, worst } = figures.kernels["3.6"];
  const machine = figures.machines["core2-woodcrest"].mean;

  test("a shipped machine, a traced and two estimated kernels", () => {
    expect(accuracyLine(core2, ["3.6", "4.3", "4.14"])).toBe(
      `Accuracy, mean error: loads on core2-woodcrest ${percent(machine, 1)}; calls of Linux 3.6 ${percent(mean, 1)} ` +
        `(worst figure ${percent(worst, 0)}), 4.3, 4.14 about 30\u00a0% (estimated).`,
    );
  });

  test("another profile under a shipped name has no measurements", () => {
    expect(accuracyLine({ ...core2, mhz: core2.mhz + 1 }, ["4.3"])).toBe(
      "Accuracy, mean error: loads on core2-woodcrest unknown (no shipped profile); calls of Linux 4.3 about 30\u00a0% (estimated).",
    );
  });
});
