// The examples pass on every kernel that they name, to the cycle.
import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { kernels } from "../src/kernels.ts";
import { readScenario } from "../src/scenario.ts";
import { bootPlan, planScenario } from "../src/scenario-plan.ts";
import { mismatchLine, runScenario } from "../src/scenario-run.ts";
import { expectGolden } from "./golden.ts";

const folder = new URL("../examples/scenarios/", import.meta.url);
const files = readdirSync(folder).filter((name) => name.endsWith(".json"));
const cycles: Record<string, Record<string, number>> = {};

describe("examples/scenarios", () => {
  test("there are enough of them, each with a name of its own and a question", () => {
    expect(files.length).toBeGreaterThanOrEqual(18);
    const all = files.map((file) => readScenario(readFileSync(new URL(file, folder), "utf8"), file));
    expect(new Set(all.map(({ name }) => name)).size).toBe(files.length);
    for (const { steps } of all) expect(steps[0]?.note).toMatch(/\?/);
    for (const { steps } of all) expect(steps.some((step) => step.expect)).toBe(true);
  });

  test.each(files)("%s", async (file) => {
    const scenario = readScenario(readFileSync(new URL(file, folder), "utf8"), file);
    const there = scenario.kernel.filter((name) => kernels.some((kernel) => kernel.name === name));
    const plan = await planScenario(scenario, file, { kernels: there });
    for (const kernel of plan.kernels) {
      const result = runScenario(await bootPlan(plan, kernel), scenario);
      expect(result.mismatches.map((one) => `Linux ${kernel}: ${mismatchLine(one)}`)).toEqual([]);
      cycles[file] = { ...cycles[file], [kernel]: result.cycles };
    }
  });

  test("cycles of each on each kernel", () => {
    expectGolden("scenarios.json", `${JSON.stringify(cycles, null, 2)}\n`);
  });
});
