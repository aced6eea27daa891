// halfopen check: a baseline's cases, and what it says of rows that moved.
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeEach, expect, test } from "vitest";
import { z } from "zod";
import { baselineSchema, readBaseline } from "../../src/baseline.js";
import { shippedMachines } from "../../src/machines.js";
import { halfopen } from "./command-line.js";

const folder = mkdtempSync(join(process.cwd(), "build/check-"));
afterAll(() => rmSync(folder, { recursive: true }));
const at = (name: string) => join(folder, name);
const write = (name: string, value: unknown) =>
  writeFileSync(at(name), typeof value === "string" ? value : JSON.stringify(value));

const LISTEN = "listen/linux-3.6/core2-woodcrest/backlog-5";
const SCENARIO = {
  kernel: "3.6",
  steps: [
    { op: "socket", as: "s" },
    { op: "bind", fd: "s", addr: "0.0.0.0", port: 80 },
    { op: "listen", fd: "s", backlog: 5, expect: { ret: 0 } },
  ],
};
const BASELINE = {
  kernels: ["3.6"],
  cases: [{ command: "listen --backlog 5" }, { command: "lookup --listeners 2" }, { scenario: "s.json" }],
};

interface Rows {
  rows: Record<
    string,
    { cycles: number; tolerance?: number; parts?: Record<string, number>; functions: Record<string, number> }
  >;
}
const read = () => JSON.parse(readFileSync(at("b.json"), "utf8")) as Rows;
/** Changes a row of the file. */
function edit(change: (rows: Rows["rows"]) => void): void {
  const file = read();
  change(file.rows);
  write("b.json", file);
}
const check = (more = "") => halfopen(`check --baseline ${at("b.json")} ${more}`);

beforeEach(async () => {
  write("s.json", SCENARIO);
  write("b.json", BASELINE);
  expect((await check("--update")).status).toBe(0);
});

test("a new baseline gets its rows; run again, no cycle moved", async () => {
  expect(Object.keys(read().rows)).toEqual([
    LISTEN,
    "lookup/linux-3.6/core2-woodcrest/listeners-2",
    "run/linux-3.6/core2-woodcrest/s",
  ]);
  const { text, status, errors } = await check();
  expect([text, status, errors]).toEqual([`ok  3 rows of ${at("b.json")}: no cycle moved\n`, 0, ""]);
  const before = readFileSync(at("b.json"), "utf8");
  await check("--update");
  expect(readFileSync(at("b.json"), "utf8")).toBe(before);
  expect(readdirSync(folder).sort()).toEqual(["b.json", "s.json"]);
});

test("one cycle of difference fails, and the functions that moved it are named", async () => {
  edit((rows) => {
    const row = rows[LISTEN];
    if (!row) throw new Error("no row");
    row.cycles -= 1;
    row.functions.sys_listen = (row.functions.sys_listen ?? 0) - 1;
  });
  const { text, status } = await check();
  expect(status).toBe(1);
  expect(text).toContain(LISTEN);
  expect(text).toContain("+1  +<0.01 %");
  expect(text).toContain("functions: sys_listen +1");
  expect(text).toContain(`halfopen check --baseline ${at("b.json")} --update writes the new cycles`);
  expect((await check("--quiet")).text).not.toContain("--update");
  expect(JSON.parse((await check("--json")).text)).toMatchObject({
    ok: false,
    rows: 3,
    moved: [{ row: LISTEN, status: "moved", difference: 1, functions: { sys_listen: 1 } }],
  });
  expect((await check("--update")).status).toBe(0);
  expect((await check()).status).toBe(0);
});

test("a step of a scenario that moved fails, even if another one makes up for it", async () => {
  edit((rows) => {
    const { parts = {} } = rows["run/linux-3.6/core2-woodcrest/s"] ?? {};
    parts["1 bind"] = (parts["1 bind"] ?? 0) + 10;
    parts["2 listen"] = (parts["2 listen"] ?? 0) - 10;
  });
  const { text, status } = await check();
  expect([status, text.includes("steps: 1 bind -10, 2 listen +10")]).toEqual([1, true]);
});

test("a tolerance of the row is kept by --update; --tolerance goes before it", async () => {
  edit((rows) => {
    const row = rows[LISTEN];
    if (row) Object.assign(row, { cycles: row.cycles + 100, tolerance: 1 });
  });
  expect((await check()).status).toBe(0);
  expect((await check("--tolerance 0")).status).toBe(1);
  await check("--update");
  expect(read().rows[LISTEN]?.tolerance).toBe(1);
  edit((rows) => {
    for (const row of Object.values(rows)) row.cycles += 10;
  });
  const { text, status } = await check("--tolerance 10");
  expect([text, status]).toEqual([`ok  3 rows of ${at("b.json")}: 3 rows moved, all within their tolerance\n`, 0]);
});

test("measured blocks are marked", async () => {
  edit((rows) => {
    const row = rows[LISTEN];
    if (!row) throw new Error("no row");
    row.cycles -= 1;
    row.functions.get_random_bytes = (row.functions.get_random_bytes ?? 0) - 1;
  });
  expect((await check()).text).toContain("functions: get_random_bytes·block +1");
});

test("rows that are new or gone are differences", async () => {
  edit((rows) => {
    rows["listen/linux-3.6/core2-woodcrest/backlog-6"] = rows[LISTEN] as Rows["rows"][string];
    delete rows[LISTEN];
  });
  const { text, status } = await check();
  expect([status, /backlog-5 .* new\n/.test(text), /backlog-6 .* gone\n/.test(text)]).toEqual([1, true, true]);
});

test("--kernel takes some rows and leaves the others alone", async () => {
  write("b.json", { cases: [{ command: "listen --backlog 5", kernels: ["2.6.20", "3.6"] }] });
  await check("--update");
  edit((rows) => {
    for (const row of Object.values(rows)) row.cycles++;
  });
  const both = read().rows;
  expect((await check("--kernel 3.6 --update")).text).toContain("1 row, 1 moved");
  const other = "listen/linux-2.6.20/core2-woodcrest/backlog-5";
  expect(read().rows[other]).toEqual(both[other]);
  expect((await check("--kernel 3.6")).status).toBe(0);
  expect((await check("--kernel 2.6.20")).status).toBe(1);
});

test("a changed machine moves cycles, and the causes say how", async () => {
  const machine = structuredClone(shippedMachines["p3-coppermine"]) as { name: string; memory: { latency: number } };
  machine.name = "mine";
  write("m.json", machine);
  write("b.json", { kernels: ["3.6"], machines: ["m.json"], cases: [{ command: "listen" }] });
  await check("--update");
  machine.memory.latency += 1;
  write("m.json", machine);
  const { text, status } = await check();
  expect(status).toBe(1);
  expect(text).toMatch(/causes: memory \+\d+/);
});

test("the rest of the file keeps its form", async () => {
  const head = '{\n    "kernels": ["3.6"],\n    "cases": [\n        { "command": "listen" }\n    ]';
  write("b.json", `${head}\n}\n`);
  await check("--update");
  const text = readFileSync(at("b.json"), "utf8");
  expect(text.startsWith(`${head},\n    "rows": {\n        "listen/`)).toBe(true);
  expect(text.endsWith("\n    }\n}\n")).toBe(true);
});

test("what a scenario expects and does not get fails, and nothing is written", async () => {
  const steps = SCENARIO.steps.map((step) => (step.op === "listen" ? { ...step, expect: { ret: 7 } } : step));
  write("s.json", { ...SCENARIO, steps });
  edit((rows) => {
    for (const row of Object.values(rows)) row.cycles++;
  });
  expect((await check()).text).not.toContain("--update");
  const before = readFileSync(at("b.json"), "utf8");
  const { text, status } = await check("--update");
  expect(status).toBe(1);
  expect(text).toContain("at /cases/2: ");
  expect(text).toContain("at /steps/2 (listen), ret: expected 7, got 0");
  expect(readFileSync(at("b.json"), "utf8")).toBe(before);
});

test("--export writes a line for each row", async () => {
  await check(`--export ${at("out.csv")}`);
  expect(readFileSync(at("out.csv"), "utf8").split("\n")).toHaveLength(4);
  rmSync(at("out.csv"));
});

test.each([
  ["{", ":1:2: invalid JSON, unexpected the end; correct the text there"],
  [{}, ": at /cases: missing; add it (an array)"],
  [{ cases: [{}] }, ": at /cases/0: neither command nor scenario; give one of them"],
  [{ cases: [{ command: "listen", scenario: "s.json" }] }, ": at /cases/0: a command and a scenario; give one of them"],
  [{ cases: [{ comand: "listen" }] }, ": at /cases/0/comand: unknown key; remove it"],
  [
    { machines: ["p3-coppermine", "nope"], cases: [{ command: "listen" }] },
    `: at /machines/1: unknown machine "nope"; there are ${Object.keys(shippedMachines).join(", ")}`,
  ],
  [{ cases: [{ command: "listen", machines: [] }] }, ": at /cases/0/machines: empty; give at least 1"],
  [
    { cases: [{ command: "lisen" }] },
    ': at /cases/0: "lisen" is no command of a case; did you mean listen? Give listen, lookup or survey',
  ],
  [
    { cases: [{ command: "listen --backlog x" }] },
    ': at /cases/0: --backlog x: "x" is no whole number; give one or a comma list, such as 5,128,512',
  ],
  [{ cases: [{ command: "listen --bcklog 5" }] }, ": at /cases/0: --bcklog: unknown option; did you mean --backlog?"],
  [
    { cases: [{ command: "listen --json" }] },
    ": at /cases/0: listen: --json has no place in a case; give it to halfopen check",
  ],
  [
    { cases: [{ command: "survey" }] },
    ": at /cases/0: survey: a case cannot depend on this host's listeners or on stdin; name a file",
  ],
  [{ cases: [{ scenario: "none.json" }] }, `: at /cases/0: ${at("none.json")}: no such file; check the path`],
  [
    { cases: [{ command: "listen --kernel 3.6", kernels: ["3.6"] }] },
    ": at /cases/0: the command has --kernel and the case has kernels; leave one of them out",
  ],
  [
    { kernels: ["3.6"], cases: [{ command: "listen" }, { command: "listen --seed 2" }] },
    `: at /cases/1: its row listen/linux-3.6/core2-woodcrest/backlog-128 is also of /cases/0; give one of them a name of its own`,
  ],
  [
    { cases: [{ command: "listen" }], rows: { a: { cycles: 1.5 } } },
    ": at /rows/a/cycles: not a whole number: 1.5; give a whole number",
  ],
])("%j is a fault with its place", async (baseline, message) => {
  write("b.json", baseline);
  expect(await check()).toEqual({ text: "", status: 2, errors: `halfopen: ${at("b.json")}${message}\n` });
});

test("without a baseline it says how to get one", async () => {
  const { status, errors } = await halfopen(`check --baseline ${at("none.json")}`);
  expect([status, errors]).toEqual([
    2,
    `halfopen: ${at("none.json")}: no such file; halfopen check --update writes a first one\n`,
  ]);
  expect((await halfopen(`check --tolerance x`)).errors).toBe(
    "halfopen: --tolerance x: not a percentage; give 0 to 100, such as 0.5\n",
  );
});

test("schemas/baseline.schema.json is in sync (else: npm run build, node tools/schemas.mjs)", () => {
  const text = readFileSync("schemas/baseline.schema.json", "utf8");
  expect(JSON.parse(text)).toEqual(z.toJSONSchema(baselineSchema, { io: "input" }));
});

test("the project's own gate and the example's are baselines by the schema", () => {
  for (const file of ["gate/baseline.json", "examples/ci-gate/halfopen.baseline.json"]) {
    expect(readBaseline(readFileSync(file, "utf8"), file).cases.length).toBeGreaterThan(0);
  }
});
