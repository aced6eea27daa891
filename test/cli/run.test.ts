// halfopen run: what it prints, its JSON and its exit status.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { halfopen } from "./command-line.js";

const folder = mkdtempSync(join(process.cwd(), "build/run-"));
afterAll(() => rmSync(folder, { recursive: true }));

const LISTENER = [
  { op: "socket", as: "s", note: "Why?" },
  { op: "bind", fd: "s", addr: "0.0.0.0", port: 80 },
  { op: "listen", fd: "s", backlog: 5, expect: { ret: 0 } },
];
function file(name: string, document: object): string {
  const path = join(folder, name);
  writeFileSync(path, JSON.stringify(document));
  return path;
}
const good = file("good.json", { name: "good", kernel: "3.6", steps: LISTENER });
const bad = file("bad.json", {
  name: "bad",
  kernel: ["2.6.20", "3.6"],
  steps: [...LISTENER, { op: "accept", fd: "s", expect: { ret: 4 }, expect_by_kernel: { "3.6": { ret: -1 } } }],
});

test("as expected: status 0, a table and a summary", async () => {
  const { text, status, errors } = await halfopen(`run ${good}`);
  expect([status, errors]).toEqual([0, ""]);
  expect(text).toMatch(/^good\nLinux 3\.6 on core2-woodcrest/);
  expect(text).toContain("\nWhy?\n");
  expect(text).toMatch(/2 {2}listen s 5 +0 +[\d,]+ /);
  expect(text).toMatch(/\nok {2}1 scenario, 1 run: everything as expected\n$/);
});

test("not as expected: status 1, and the mismatch; the other run goes on", async () => {
  const { text, status, errors } = await halfopen(`run ${bad} ${good}`);
  expect([status, errors]).toEqual([1, ""]);
  expect(text).toContain(`${bad}: Linux 2.6.20: at /steps/3 (accept), ret: expected 4, got -1\n`);
  expect(text).not.toContain("Linux 3.6: at");
  expect(text).toMatch(/\nfailed {2}2 scenarios, 3 runs: 1 not as expected\n$/);
});

test("--quiet: what was not as expected and the summary alone", async () => {
  const { text } = await halfopen(`run ${good} ${bad} --quiet`);
  expect(text.split("\n").length).toBe(3);
  expect(text).toMatch(/^.*bad\.json: Linux 2\.6\.20: .*\nfailed {2}2 scenarios, 3 runs: 1 not as expected\n$/);
});

test("--json: one run is an object, several are an array, in order", async () => {
  const one = JSON.parse((await halfopen(`run ${good} --json`)).text);
  expect([one.scenario, one.kernel, one.ok, one.steps[2].ret]).toEqual(["good", "3.6", true, 0]);
  const { text, status } = await halfopen(`run ${bad} ${good} --json`);
  const all = JSON.parse(text) as { scenario: string; kernel: string; ok: boolean; mismatches: unknown[] }[];
  expect(status).toBe(1);
  expect(all.map(({ scenario, kernel, ok }) => [scenario, kernel, ok])).toEqual([
    ["bad", "2.6.20", false],
    ["bad", "3.6", true],
    ["good", "3.6", true],
  ]);
  expect(all[0]?.mismatches).toEqual([{ step: "/steps/3", op: "accept", key: "/ret", expected: 4, got: -1 }]);
});

test("options go before the scenario", async () => {
  const line = `run ${good} --kernel 2.6.20 --machine p3-coppermine --cpus 2 --sysctl net.core.somaxconn=3 --json`;
  const { kernel, machine, state } = JSON.parse((await halfopen(line)).text);
  expect([kernel, machine, state.sockets.s.max_ack_backlog]).toEqual(["2.6.20", "p3-coppermine", 3]);
});

test("a file that cannot be read: status 2, one line, and nothing is run", async () => {
  const broken = file("broken.json", { steps: [{ op: "listen", fd: "s" }] });
  const { text, status, errors } = await halfopen(`run ${good} ${broken}`);
  expect([text, status]).toEqual(["", 2]);
  expect(errors).toBe(`halfopen: ${broken}: at /steps/0/backlog: missing; add it (a number)\n`);
});

test("--profile and --export hold every run", async () => {
  const [folded, csv] = [join(folder, "a.folded"), join(folder, "a.csv")];
  await halfopen(`run ${bad} ${good} ${good} --profile ${folded} --export ${csv} --quiet`);
  const rows = readFileSync(csv, "utf8").trim().split("\n");
  expect(rows.map((row) => row.split(",")[0])).toEqual([
    "run/linux-2.6.20/core2-woodcrest/bad",
    "run/linux-3.6/core2-woodcrest/bad",
    "run/linux-3.6/core2-woodcrest/good",
    "run/linux-3.6/core2-woodcrest/good-2",
  ]);
  const stacks = readFileSync(folded, "utf8").trim().split("\n");
  const cycles = (text: string) => Number(text.split(/[ ,]/).at(-1));
  const sum = (texts: string[]) => texts.reduce((total, text) => total + cycles(text), 0);
  expect(sum(stacks)).toBe(sum(rows));
  expect(stacks.some((line) => /^good, Linux 3\.6;2 listen;.*sys_listen/.test(line))).toBe(true);
});

test("a report keeps within 80 columns, and cuts nothing", async () => {
  for (const name of ["from-3.6-to-4.14", "somaxconn-raised", "reuseport-slow-worker", "connected-but-never-seen"]) {
    const { text } = await halfopen(`run examples/scenarios/${name}.json`, { columns: 80 });
    expect(text).not.toContain("…");
    const table = text.split("\n").filter((line) => !line.includes("examples/"));
    expect(Math.max(...table.map((line) => [...line].length))).toBeLessThanOrEqual(80);
  }
});

test("results that differ are under their kernels, without a warning's colour", async () => {
  const { text } = await halfopen("run examples/scenarios/reuseport-slow-worker.json", { columns: 110, isTTY: true });
  expect(text).toContain("\x1b[2mby kernel\x1b[22m");
  expect(text).not.toContain("\x1b[33m");
});

test("the report says that 1.2 runs on one CPU", async () => {
  const path = file("cpus.json", { name: "cpus", kernel: ["1.2", "3.6"], cpus: 2, steps: LISTENER });
  expect((await halfopen(`run ${path}`)).text).toContain(", 2 CPUs (Linux 1.2 runs on one CPU)");
});
