// Fitting a profile to a matrix, from profiles as strangers write them.
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { fitMachine } from "../../src/fit.ts";
import { fitNotes } from "../../src/fitted-profile.ts";
import { LatencyModel, type MeasuredMatrix, predict } from "../../src/latency.ts";
import { type Machine, readMachine } from "../../src/machine.ts";
import { unseenMachines } from "../../tools/unseen.mjs";

const wasm = readFileSync(fileURLToPath(new URL("../../build/machine-test.wasm", import.meta.url)));
const model = await LatencyModel.load(wasm);

function unseen(name: string) {
  const found = unseenMachines().find((one) => one.name === name);
  if (!found) throw new Error(name);
  return { start: readMachine(found.profile), measured: found.measured as MeasuredMatrix };
}

test("the latencies of a known machine are found again, also that of an L1 whose size is no power of two", () => {
  const { start: real } = unseen("atom-diamondville");
  const plain: Machine = { ...real, prefetch: { adjacentLine: false, streams: 0 } };
  const rows = [8, 16, 32, 64, 256, 512, 1024, 4096].map((size) => ({ size: size << 10, cycles: [0.5, 0.5, 0.5] }));
  const measured = predict(model, plain, { strides: [64, 256, 1024], rows }).matrix;
  const start = structuredClone(plain);
  start.caches.l1d.latency = 2;
  start.caches.l2.latency = 30;
  start.memory.latency = 90;
  const fit = fitMachine(model, start, measured, { tries: 200 });
  expect(fit.after.mean).toBeLessThan(0.01);
  const { l1d, l2 } = fit.machine.caches;
  expect([l1d.latency, l2.latency, fit.machine.memory.latency]).toEqual([3, 16, 190]);
});

test("a stranger's profile becomes better by its matrix, and stays valid", { timeout: 60_000 }, () => {
  const { start, measured: whole } = unseen("atom-diamondville");
  const kept = [64, 128, 512].map((stride) => whole.strides.indexOf(stride));
  const measured = {
    strides: kept.map((i) => whole.strides[i] as number),
    rows: whole.rows
      .filter(({ size }) => size >= 8192)
      .map(({ size, cycles }) => ({ size, cycles: kept.map((i) => cycles[i] as number) })),
  };
  const shown: string[] = [];
  const fit = fitMachine(model, start, measured, { tries: 120, progress: (text) => shown.push(text) });
  expect(fit.after.mean).toBeLessThan(fit.before.mean / 2);
  expect(readMachine(fit.machine)).toEqual(fit.machine);
  expect(shown).toHaveLength(fit.tries);
  expect(shown[9]).toMatch(/^fit: 10 of at most 120 tries, mean error \d+\.\d %$/);
});

test("the same tries make the same profile, and as many as were given at most", () => {
  const { start } = unseen("atom-diamondville");
  const small = {
    strides: [64, 256],
    rows: [16, 256, 4096].map((size) => ({ size: size << 10, cycles: [3, 20] })),
  };
  const [one, other] = [1, 2].map(() => fitMachine(model, start, small, { tries: 25 }));
  expect(one?.tries).toBe(25);
  expect(other).toEqual(one);
});

test("what the matrix does not show is not said to be fitted", () => {
  const { start } = unseen("atom-diamondville");
  const { bytes } = start.caches.l1d;
  const fit = fitMachine(model, start, { strides: [64], rows: [{ size: bytes / 4, cycles: [4] }] }, { tries: 50 });
  expect(fit.fitted).toEqual(["/caches/l1d/latency"]);
  expect(fit.machine).toEqual({ ...start, caches: { ...start.caches, l1d: { ...start.caches.l1d, latency: 4 } } });
});

test("a fit that is no better is the machine that it begins with, and says so", () => {
  const { start } = unseen("atom-diamondville");
  const size = start.caches.l1d.bytes / 2;
  const measured = predict(model, start, { strides: [64], rows: [{ size, cycles: [0.5] }] }).matrix;
  const fit = fitMachine(model, start, measured, { tries: 0 });
  expect([fit.machine, fit.fitted, fit.tries]).toEqual([start, [], 0]);
  // Tries that find nothing leave it as it was.
  const same = fitMachine(
    model,
    start,
    predict(model, start, { strides: [64], rows: [{ size, cycles: [3] }] }).matrix,
    {
      tries: 3,
    },
  );
  expect([same.machine, same.fitted]).toEqual([start, []]);
  const text = { tool: "InstLatx64", matrix: measured, caches: {}, notes: [] } as const;
  expect(fitNotes({ ...text, notes: [] }, start, fit)).toEqual([
    `nothing was tried that is nearer than ${start.name}: no figure is fitted`,
  ]);
});
