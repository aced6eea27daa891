// Machines that no profile is shipped for, predicted from geometry and latencies alone (facts/unseen/). A mechanism or a
// default that changes shows here by how much each became better or worse: give the new figures then.
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { LatencyModel, predict } from "../../src/latency.ts";
import { readMachine } from "../../src/machine.ts";
import { unseenErrors, unseenMachines } from "../../tools/unseen.mjs";

const wasm = readFileSync(fileURLToPath(new URL("../../build/machine-test.wasm", import.meta.url)));
const model = await LatencyModel.load(wasm);

/** Mean absolute error over all cells, in percent. */
const errors: Record<string, number> = {
  "p54c-133": 5.5,
  "pm-banias": 8.2,
  "p3-tualatin": 8.4,
  "pm-dothan": 5.7,
  "p4-willamette": 10.8,
  "p4-prescott": 5.1,
  "p4-northwood16": 7.8,
  "p4-gallatin": 9,
  "core2-yorkfield": 2.9,
  "core2-kentsfield": 3.9,
  "nehalem-lynnfield": 3.7,
  "westmere-gulftown": 3.6,
  "westmere-clarkdale": 4.7,
  "atom-diamondville": 18.4,
  "k8-venice": 5.6,
  "k10-thuban": 6,
  "k6-sharptooth": 13.5,
  "k6-233": 7.5,
  "k7-thunderbird": 3.3,
  "k7-palomino": 8.1,
  "k7-applebred": 8.3,
  bobcat: 8.7,
  "core2-penryn": 4.8,
  "k8-manchester": 5.1,
  "k7-spitfire": 2.2,
  "k10-agena": 8.6,
  "p4-northwood-celeron": 7.4,
  "k7-pluto": 5.5,
  "k12-llano": 26.6,
  "p4-smithfield": 5.2,
  "core2-kentsfield-ddr3": 3.7,
};

test("each is as far off as it was", { timeout: 180_000 }, () => {
  const list = unseenErrors({ readMachine, predict }, model);
  const percent = (mean: number) => Math.round(mean * 1000) / 10;
  expect(Object.fromEntries(list.map(({ name, error }) => [name, percent(error.mean)]))).toEqual(errors);
  for (const { name, error, over } of list) {
    if (error.mean > 0.1) expect(over, `${name}: more than 10 % needs a reason`).toBeTypeOf("string");
    else expect(over, `${name}: a reason, but within 10 %`).toBeUndefined();
  }
});

test("their profiles say nothing of how prefetch works, nor when lines arrive", () => {
  for (const { profile } of unseenMachines()) {
    expect(Object.keys(profile.prefetch)).toEqual(["adjacentLine", "streams"]);
    expect(profile).not.toHaveProperty("fill");
    expect(profile.core).not.toHaveProperty("timerOverlap");
  }
});
