// The conformance cases, each as a test of its own, and the runner that they go through.
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, describe, expect, test } from "vitest";
import { equal, mismatch } from "../src/conformance/expect.ts";
import { Missing } from "../src/conformance/missing.ts";
import { reportText, runAll, summary } from "../src/conformance/report.ts";
import { counts, runCase } from "../src/conformance/run.ts";
import { operations, readCases } from "../src/conformance/schema.ts";
import { kernels } from "../src/index.ts";

const machine = "p54c-100";
const read = (path: string) => readCases(readFileSync(new URL(path, import.meta.url), "utf8"), path);
const cases = read("../facts/conformance.json");
/** Every operation and argument of the notation that the cases of facts/ leave out. */
const notation = read("./conformance-notation.json");
/** More of the same kind, derived from kernel-facts.md and the kernels' sources. */
const derived = read("./conformance-derived.json");
/** What connections do behind the handshake, and the calls on them. */
const closing = read("./conformance-closing.json");

/**
 * Cases that are wrong about a kernel, with what its source says.
 * - cookie-full-accept: tcp_conn_request() of 4.3 leaves by `goto drop_and_free` when it has sent a cookie, and that runs
 *   into `drop:`, which counts ListenDrops: five cookies and three dropped ACKs are 8, not 3.
 */
const wrong: Record<string, object> = {
  "4.3 cookie-full-accept": { verdict: "failed", step: 12, expected: { ListenDrops: 3 }, got: { ListenDrops: 8 } },
};

describe.each(kernels.map(({ name }) => name))("Linux %s", (kernel) => {
  const mine = [...cases, ...notation, ...derived, ...closing].filter((one) => counts(one, kernel));
  test.each(mine.map((one) => [one.id, one] as const))("%s", async (_, one) => {
    expect(await runCase(one, { kernel, machine })).toEqual(wrong[`${kernel} ${one.id}`] ?? { verdict: "passed" });
  });
});

test("there are 167 cases, and the first two files use every operation", () => {
  expect(cases).toHaveLength(167);
  const used = new Set([...cases, ...notation].flatMap(({ steps }) => steps.map(({ op }) => op)));
  expect(Object.keys(operations).filter((op) => !used.has(op))).toEqual([]);
});

const one = (steps: object[], generations = ["3.6"]) => JSON.stringify({ cases: [{ id: "a", generations, steps }] });

describe("a file that is wrong is refused with the case and the step", () => {
  test.each([
    ["", "f: the file is empty; write one JSON object"],
    ["{", "f:1:2: invalid JSON, unexpected the end; correct the text there"],
    ['{"x": 1}', "f: at /cases: no array of cases; give one"],
    ['{"cases": [{"id": 7}]}', "f: case number 1: at /id:"],
    [one([]), "f: case a: at /steps:"],
    [one([{ s: "L" }]), "f: case a, step 1: at /op:"],
    [
      one([
        { op: "listen", backlog: 1 },
        { op: "listen", backlog: "1" },
      ]),
      "f: case a, step 2: at /backlog:",
    ],
    [one([{ op: "bind", s: "a", addr: "1.2.3", port: 1 }]), "f: case a, step 1: at /addr: no address"],
    [one([{ op: "seg", flags: "X" }]), "f: case a, step 1: at /flags: no flags"],
    [one([{ op: "repeat", n: 1, steps: [{ op: "advance" }] }]), "f: case a, step 1, step 1 of the repeat: at /ms:"],
    [one([{ op: "listener", s: "L", port: 80 }]), "f: case a, step 1: at /backlog: missing; add it (a number)"],
    [one([{ op: "socket", s: "L", type: "stream" }]), "f: case a, step 1: at /family: "],
    [JSON.stringify([1, 2].map(() => ({ id: "a", generations: ["3.6"], steps: [{ op: "x" }] }))), "a is there twice"],
  ])("%s", (text, message) => {
    expect(() => readCases(text, "f")).toThrow(message);
  });
});

test("a listener without an address is on any of its family", async () => {
  const steps = [
    { op: "listener", s: "L", port: 80, backlog: 5 },
    { op: "query", what: "sockname", s: "L", expect: { addr: "0.0.0.0" } },
    { op: "listener", s: "M", port: 81, backlog: 5, family: "inet6" },
    { op: "query", what: "sockname", s: "M", expect: { addr: "::" } },
  ];
  for (const parsed of readCases(one(steps), "f")) {
    expect(await runCase(parsed, { kernel: "3.6", machine })).toEqual({ verdict: "passed" });
  }
});

describe("what is not there is not run, and named", () => {
  test.each([
    [{ op: "frobnicate" }, "operation frobnicate"],
    [{ op: "syn", flow: "f0", mss: 1460 }, "syn: argument mss"],
    [{ op: "query", what: "weather" }, "query weather"],
    [{ op: "listen", fd: 99, backlog: 1, expect: { colour: "red" } }, "listen: expect.colour"],
    [{ op: "setopt", fd: 3, level: "socket", opt: "SO_BROADCAST", value: 1 }, "option SO_BROADCAST of level socket"],
    [{ op: "ack", flow: "f9" }, "flow f9, which no step has opened"],
  ])("%o", async (step, operation) => {
    const [parsed] = readCases(one([step]), "f");
    const verdict = await runCase(parsed as NonNullable<typeof parsed>, { kernel: "3.6", machine });
    expect(verdict).toEqual({ verdict: "notRun", step: 1, operation });
  });
});

test("a failure is told with step, expected and got; skipped steps and other generations are not", async () => {
  const steps = [
    { op: "listen", fd: 99, backlog: 1, expect: { skip: true } },
    { op: "listen", fd: 99, backlog: 1, expect: { ret: 0 }, expect_by_gen: { "3.6": {} } },
    { op: "listen", fd: 99, backlog: 1, expect: { ret: 0 } },
  ];
  const results = await runAll(readCases(one(steps, ["3.6", "6.x"]), "f"), ["2.6.20", "3.6"], { machine });
  expect(summary(results, ["2.6.20", "3.6"])).toEqual({
    kernels: { "2.6.20": { passed: 0, failed: 0, notRun: 0 }, "3.6": { passed: 0, failed: 1, notRun: 0 } },
    failures: [{ kernel: "3.6", id: "a", step: 3, expected: { ret: 0 }, got: { ret: "EBADF" } }],
  });
  expect(reportText(results, ["3.6"])).toBe(
    "Linux        cases    passed    failed   not run\n" +
      "3.6              1         0         1         0\n\n" +
      'Failed\n  3.6  a, step 3: expected {ret: 0}, got {ret: "EBADF"}\n',
  );
});

describe("npm run conformance", () => {
  const folder = mkdtempSync(join(tmpdir(), "halfopen-"));
  afterAll(() => rmSync(folder, { recursive: true }));
  const run = (text: string, ...args: string[]) => {
    writeFileSync(join(folder, "cases.json"), text);
    const command = fileURLToPath(new URL("../tools/conformance.mjs", import.meta.url));
    const env = { ...process.env, INIT_CWD: folder };
    return spawnSync(process.execPath, [command, "cases.json", ...args], { encoding: "utf8", env });
  };
  const listen = (ret: string | number) => one([{ op: "listen", fd: 99, backlog: 1, expect: { ret } }]);

  test("status 0 and nothing but JSON with --json", () => {
    const { status, stdout, stderr } = run(listen("EBADF"), "--json", "--kernel", "3.6");
    expect([status, stderr]).toEqual([0, ""]);
    expect(JSON.parse(stdout)).toEqual({ kernels: { "3.6": { passed: 1, failed: 0, notRun: 0 } }, failures: [] });
  });

  test("status 1 if a case failed", () => {
    const { status, stdout } = run(listen(0));
    expect(status).toBe(1);
    expect(stdout).toContain('3.6  a, step 1: expected {ret: 0}, got {ret: "EBADF"}');
  });

  test("--help", () => {
    const { status, stdout, stderr } = run("", "--help");
    expect([status, stderr, stdout.startsWith("npm run conformance -- [FILE]")]).toEqual([0, "", true]);
  });

  test.each([
    ["{", [], "cases.json:1:2: invalid JSON"],
    [listen(0), ["--kernel", "9.9"], "--kernel 9.9: unknown"],
    [listen(0), ["--case", "b"], "--case b: "],
    [listen(0), ["--wat"], "--wat"],
    [listen(0), ["--core", "nowhere"], "--core nowhere: cannot be read (ENOENT)"],
  ])("status 2 and one line: %s %j", (text, args, message) => {
    const { status, stdout, stderr } = run(text, ...args);
    expect([status, stdout, stderr.trimEnd().split("\n").length]).toEqual([2, "", 1]);
    expect(stderr).toContain(message);
  });
});

describe("expectations", () => {
  test.each([
    [{ ret: "fd" }, { ret: 3 }],
    [{ ret: "ENOTSUP" }, { ret: "EOPNOTSUPP" }],
    [{ ret: ["EAGAIN", "fd"] }, { ret: "EAGAIN" }],
    [{ replies: ["S."] }, { replies: [".S"] }],
    [{ flow_state: "gone" }, { flow_state: "none" }],
    [{ outcome: "established if the lookup picks the same one, else rst" }, { outcome: "rst" }],
    [{ listener: "either (equal score 6, chosen by hash)" }, { listener: "g1" }],
    [{ addr: "<primary host address>" }, { addr: "192.0.2.1" }],
    [{ count: { min: 1, max: 3 } }, { count: 2 }],
    [{ tolerance: 1, note: "why" }, {}],
  ])("%j holds for %j", (expected, got) => {
    expect(mismatch("op", expected, got)).toBeUndefined();
  });

  test.each([
    [{ ret: "fd" }, { ret: "EINVAL" }],
    [{ ret: 0 }, { ret: 3 }],
    [{ replies: ["S.", "R"] }, { replies: ["S."] }],
    [{ outcome: "established if the lookup picks the same one, else rst" }, { outcome: "ignored" }],
    [{ listener: "either (equal score 6, chosen by hash)" }, { listener: "none" }],
    [{ addr: "<primary host address>" }, { addr: "0.0.0.0" }],
    [{ count: { min: 1 } }, { count: 0 }],
  ])("%j does not hold for %j", (expected, got) => {
    expect(mismatch("op", expected, { ...got })).toEqual({ expected, got });
  });

  test("a key that an operation does not know is no mismatch but missing", () => {
    expect(() => mismatch("op", { x: 1 }, { y: 1 })).toThrow(new Missing("op: expect.x"));
    expect(equal([1, 2], 2)).toBe(true);
  });
});
