// Emulated calls beside the counts and traces of the real kernels.
import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { keptFigures, overBars } from "../src/fidelity/bars.ts";
import { fidelity } from "../src/fidelity/compare.ts";
import { Counts } from "../src/fidelity/counts.ts";
import { shippedCounts } from "../src/fidelity/file.ts";
import { countedKernels, shippedFacts } from "../src/fidelity/shipped.ts";
import { defaultMachine, shippedMachines } from "../src/machines.ts";
import { NO_REASON } from "../tools/fidelity/bars.mjs";
import { fidelityFacts } from "../tools/fidelity.mjs";

const bars = JSON.parse(readFileSync(new URL("../facts/bars.json", import.meta.url), "utf8"));
const machine = shippedMachines[defaultMachine] as (typeof shippedMachines)[string];
const full = (kernel: string) => {
  const file = new URL(`../facts/real-kernels/counts-${kernel}.json.gz`, import.meta.url);
  return JSON.parse(gunzipSync(readFileSync(file)).toString());
};

describe.each(countedKernels)("Linux %s", (kernel) => {
  const result = fidelity({ kernel, machine, counts: shippedCounts(kernel) });

  it("is over the bars only where facts/bars.json says why", async () => {
    expect(overBars(await result)).toEqual(Object.keys(bars.exceptions[kernel]));
    for (const reason of Object.values(bars.exceptions[kernel])) expect(reason).not.toBe(NO_REASON);
  });

  it("is as far from the counts as facts/bars.json says (node tools/fidelity.mjs writes it anew)", async () => {
    expect(keptFigures(await result)).toEqual(bars.figures[kernel]);
  });

  it("leaves nothing of a counted call out: the functions sum to the total", async () => {
    for (const { total, functions } of (await result).cases) {
      for (const figure of ["instructions", "loads", "stores", "locked"] as const) {
        const sum = (side: 0 | 1) => functions.reduce((all, one) => all + one[figure][side], 0);
        expect([sum(0), sum(1)]).toEqual(total[figure]);
      }
    }
  });

  it("ships what facts/real-kernels holds (node tools/fidelity.mjs --facts)", () => {
    expect(`${JSON.stringify(shippedFacts(kernel))}\n`).toBe(fidelityFacts(kernel));
  });

  it("compares the same totals with the whole counts file", async () => {
    const whole = await fidelity({ kernel, machine, counts: new Counts(full(kernel), "whole") });
    expect(whole.missing).toEqual([]);
    expect(whole.cases.map(({ total }) => total)).toEqual((await result).cases.map(({ total }) => total));
  });
});

describe("a file of counts", () => {
  const cases = () => structuredClone(full("3.6").cases);

  it("of another kernel is compared", async () => {
    const counts = new Counts({ cases: cases() }, "counts");
    const { cases: compared, worst } = await fidelity({ kernel: "4.3", machine, counts });
    expect(compared).toHaveLength(11);
    expect(compared.map(({ cycles }) => cycles[1])).toEqual(new Array(11).fill(null));
    expect(worst.total).toBeGreaterThan(0);
  });

  it("is told what it lacks, and the rest is compared", async () => {
    const some = cases();
    delete some.listen_first_bl5;
    delete some.listen_first_bl128.functions["sys_listen#0"];
    some.relisten_after_listen_first_bl5.functions["sys_listen#0"].insns = "many";
    delete some.accept_others0_target_oldest.functions["sys_accept4#0"].self_by_function;
    delete some.connect_others0_target_oldest.functions["tcp_v4_rcv#2"].lines_total_nonstack;
    const counts = new Counts({ cases: some }, "counts");
    const { cases: compared, missing } = await fidelity({ kernel: "3.6", machine, counts });
    expect(compared).toHaveLength(8);
    expect(missing).toEqual([
      "at /cases/listen_first_bl5: no such case",
      "at /cases/listen_first_bl128/functions: no sys_listen#0 or SyS_listen#0 or SYSC_listen#0 or __sys_listen#0",
      "at /cases/relisten_after_listen_first_bl5/functions/sys_listen#0/insns: no number",
      "at /cases/connect_others0_target_oldest/functions/tcp_v4_rcv#2/lines_total_nonstack: missing",
      "at /cases/accept_others0_target_oldest/functions/sys_accept4#0/self_by_function: no object",
    ]);
    expect(compared.at(-1)?.functions).toEqual([]);
  });

  it("without cases is refused", () => {
    expect(() => new Counts([], "some.json")).toThrow("some.json: at /cases: no object; give a file such as");
  });
});
