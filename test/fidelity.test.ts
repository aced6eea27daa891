// Emulated calls beside the counts and traces of the real kernels.
import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { keptFigures, overBars } from "../src/fidelity/bars.ts";
import { shippedFacts } from "../src/fidelity/shipped.ts";
import { Counts, countedKernels, fidelity } from "../src/index.ts";
import { NO_REASON } from "../tools/fidelity/bars.mjs";
import { fidelityFacts } from "../tools/fidelity.mjs";

const bars = JSON.parse(readFileSync(new URL("../facts/bars.json", import.meta.url), "utf8"));
const full = (kernel: string) => {
  const file = new URL(`../facts/real-kernels/counts-${kernel}.json.gz`, import.meta.url);
  return JSON.parse(gunzipSync(readFileSync(file)).toString());
};

describe.each(countedKernels)("Linux %s", (kernel) => {
  const result = fidelity({ kernel });

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

  it("ships what facts/real-kernels holds (node tools/fidelity.mjs --facts)", async () => {
    expect(`${JSON.stringify(await shippedFacts(kernel))}\n`).toBe(fidelityFacts(kernel));
  });

  it("compares the same totals with the whole counts file", async () => {
    const whole = await fidelity({ kernel, counts: new Counts(full(kernel), "whole") });
    expect(whole.missing).toEqual([]);
    expect(whole.cases.map(({ total }) => total)).toEqual((await result).cases.map(({ total }) => total));
  });
});

it("has no counts of other kernels, and says which it has", async () => {
  await expect(fidelity({ kernel: "4.14" })).rejects.toThrow("there are counts of 2.6.20 and 3.6");
});

describe("a file of counts", () => {
  const cases = () => structuredClone(full("3.6").cases);

  it("of another kernel is compared", async () => {
    const counts = new Counts({ cases: cases() }, "counts");
    const { cases: compared, worst } = await fidelity({ kernel: "4.3", counts });
    expect(compared).toHaveLength(11);
    expect(compared.map(({ cycles }) => cycles[1])).toEqual(new Array(11).fill(null));
    // A listener that listens again: 4.3 emulated, 3.6 counted.
    expect(compared.find(({ title }) => title === "re-listen")?.total).toEqual({
      instructions: [210, 213],
      loads: [35, 29],
      stores: [13, 7],
      locked: [2, 2],
      lines: [16, 15],
    });
    expect(worst.total).toBeCloseTo(13 / 7 - 1, 10); // its stores
  });

  it("is told what it lacks, and the rest is compared", async () => {
    const some = cases();
    delete some.listen_first_bl5;
    delete some.listen_first_bl128.functions["sys_listen#0"];
    delete some.relisten_after_listen_first_bl5.functions["sys_listen#0"].insns;
    delete some.accept_others0_target_oldest.functions["sys_accept4#0"].self_by_function;
    delete some.connect_others0_target_oldest.functions["tcp_v4_rcv#2"].lines_total_nonstack;
    const counts = new Counts({ cases: some }, "counts");
    const { cases: compared, missing } = await fidelity({ kernel: "3.6", counts });
    expect(compared).toHaveLength(8);
    expect(missing).toEqual([
      "at /cases/listen_first_bl5: no such case",
      "at /cases/listen_first_bl128/functions: no sys_listen#0 or sock_listen#0",
      "at /cases/relisten_after_listen_first_bl5/functions/sys_listen#0/insns: missing",
      "at /cases/connect_others0_target_oldest/functions/tcp_v4_rcv#2/lines_total_nonstack: missing",
      "at /cases/accept_others0_target_oldest/functions/sys_accept4#0/self_by_function: missing",
    ]);
    expect(compared.at(-1)?.functions).toEqual([]);
  });

  it("of a build that names and cuts its functions in other ways is compared all the same", async () => {
    const { relisten_after_listen_first_bl5: one } = cases();
    const call = one.functions["sys_listen#0"];
    const own = call.self_by_function;
    const figures = (insns: number) => ({ insns, loads_nonstack: 0, stores_nonstack: 0, locked: 0 });
    call.self_by_function = {
      ...own,
      // A system call's alias, a copy and a part that was split off are all sys_listen.
      sys_listen: undefined,
      "SYSC_listen.constprop.0": { ...own.sys_listen, insns: own.sys_listen.insns - 3 },
      "SyS_listen.part.1.isra.2": figures(3),
      // Inlined: its figures are its caller's.
      lock_sock_nested: undefined,
      inet_listen: { ...own.inet_listen, insns: own.inet_listen.insns + own.lock_sock_nested.insns },
      nobody_knows: figures(5),
    };
    call.insns += 5;
    one.functions = { "SyS_listen.isra.0#0": JSON.parse(JSON.stringify(call)) };
    const counts = new Counts({ cases: { relisten_after_listen_first_bl5: one } }, "counts");
    const { cases: compared, missing } = await fidelity({ kernel: "3.6", counts });
    const at = "at /cases/relisten_after_listen_first_bl5/functions/SyS_listen.isra.0#0/self_by_function";
    expect(missing.filter((text) => text.startsWith(at))).toEqual([
      `${at}: nothing emulated is nobody_knows (5 instructions)`,
      `${at}: no lock_sock_nested; compared as a part of the caller`,
    ]);
    const { functions, total } = compared[0] as (typeof compared)[0];
    const byName = new Map(functions.map((row) => [row.name, row.instructions]));
    expect(byName.get("sys_listen")?.[1]).toBe(own.sys_listen.insns);
    expect(byName.get("inet_listen")?.[0]).toBe(own.inet_listen.insns + own.lock_sock_nested.insns);
    expect(byName.get("nobody_knows")).toEqual([0, 5]);
    expect(functions.reduce((sum, { instructions }) => sum + instructions[1], 0)).toBe(total.instructions[1]);
  });

  it("says that a function is the first of the locks' text when it names it by the label there", async () => {
    const { synseen_inject_others0_target_oldest: one } = cases();
    const own = one.functions["tcp_v4_rcv#0"].self_by_function;
    expect(own.__lock_text_start.locked).toBe(2);
    const counts = new Counts({ cases: { synseen_inject_others0_target_oldest: one } }, "counts");
    const { cases: compared } = await fidelity({ kernel: "3.6", counts });
    const lock = compared[0]?.functions.find(({ name }) => name === "_raw_spin_lock");
    expect(lock?.locked).toEqual([1, 1]); // the other one is in a measured block
  });

  it.each(["1.2", "4.3", "4.14"])(
    "made of the emulated calls of Linux %s is met to the last access",
    async (kernel) => {
      const name = "relisten_after_listen_first_bl5";
      const first = ["sys_listen#0", "sock_listen#0"].map((call) => [call, { insns: 0, loads_nonstack: 0 }]);
      const figures = { stores_nonstack: 0, locked: 0, lines_total_nonstack: 0, self_by_function: {} };
      const empty = Object.fromEntries(first.map(([call, one]) => [call, { ...(one as object), ...figures }]));
      const blank = await fidelity({
        kernel,
        counts: new Counts({ cases: { [name]: { functions: empty } } }, ""),
      });
      const [seen] = blank.cases;
      const plain = (one: Record<"instructions" | "loads" | "stores" | "locked", readonly [number, number]>) => ({
        insns: one.instructions[0],
        loads_nonstack: one.loads[0],
        stores_nonstack: one.stores[0],
        locked: one.locked[0],
      });
      const rows = seen?.functions.map((row) => [row.name, plain(row)]) ?? [];
      const call = {
        ...plain(seen?.total as NonNullable<typeof seen>["total"]),
        lines_total_nonstack: seen?.total.lines[0],
        self_by_function: Object.fromEntries(rows),
      };
      const root = kernel === "1.2" ? "sock_listen#0" : "SyS_listen#0";
      const counts = new Counts({ cases: { [name]: { functions: { [root]: call } } } }, "counts");
      const { worst, cases: compared } = await fidelity({ kernel, counts });
      expect(compared).toHaveLength(1);
      expect(compared[0]?.functions.length).toBeGreaterThan(1);
      expect(worst).toEqual({ total: 0, function: 0 });
    },
  );

  it.each([
    [{ cases: { listen_first_bl5: 7 } }, "/cases/listen_first_bl5: no object"],
    [{ cases: { listen_first_bl5: { functions: [] } } }, "/cases/listen_first_bl5/functions: no object"],
    [
      { cases: { listen_first_bl5: { functions: { "sys_listen#0": { insns: "many" } } } } },
      "/cases/listen_first_bl5/functions/sys_listen#0/insns: no number from 0 on",
    ],
    [
      { cases: { listen_first_bl5: { functions: { "sys_listen#0": { insns: -1 } } } } },
      "/cases/listen_first_bl5/functions/sys_listen#0/insns: no number from 0 on",
    ],
  ])("that is damaged is refused with the place: %j", async (json, fault) => {
    const counts = new Counts(json, "some.json");
    await expect(fidelity({ kernel: "3.6", counts })).rejects.toThrow(
      `some.json: at ${fault}; give a file such as facts/real-kernels/counts-3.6.json`,
    );
  });

  it("without cases is refused", () => {
    expect(() => new Counts([], "some.json")).toThrow("some.json: at /cases: no object; give a file such as");
  });
});
