import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { shippedMachines } from "../../src/machines.js";
import { expectGolden } from "../golden.js";
import { halfopen } from "./command-line.js";

const QUIET = "examples/captures/quiet-server";
const CROWDED = "examples/captures/crowded-bucket";
const RAISED = "--sysctl net.core.somaxconn=1024 --sysctl net.ipv4.tcp_max_syn_backlog=1024";

test.each([
  ["help.txt", "--help"],
  ["help-survey.txt", "survey --help"],
  ["kernels.txt", "kernels"],
  ["machines.txt", "machines"],
  ["machines-p3.txt", "machines p3-coppermine"],
  ["layout-request_sock_queue.txt", "layout request_sock_queue"],
  ["listen-2.6.20.txt", "listen --kernel 2.6.20"],
  ["listen-3.6-p3.txt", "listen --kernel 3.6 --machine p3-coppermine"],
  ["listen-raised.txt", `listen --backlog 128,256,512 ${RAISED}`],
  ["lookup.txt", "lookup"],
  ["lookup-spread.txt", "lookup --listeners 32,320 --spread"],
  ["survey-quiet.txt", `survey ${QUIET}.tcp.txt ${QUIET}.tcp6.txt`],
  ["survey-crowded.txt", `survey ${CROWDED}.tcp.txt ${CROWDED}.tcp6.txt`],
  ["survey-quiet-ss.json", `survey ${QUIET}.ss.txt --json`],
  ["lookup.json", "lookup --json"],
])("%s is what halfopen %s prints", { timeout: 60_000 }, async (golden, line) => {
  const { text, status, errors } = await halfopen(line);
  expect([status, errors]).toEqual([0, ""]);
  expectGolden(`cli/${golden}`, text);
});

test("a terminal shows the same words in colour", async () => {
  for (const line of ["listen --backlog 1,512", `survey ${QUIET}.tcp.txt`, "lookup --listeners 1,2", "layout sock"]) {
    const plain = await halfopen(line);
    const coloured = await halfopen(line, { isTTY: true });
    // biome-ignore lint/suspicious/noControlCharactersInRegex: escape sequences are what is looked for
    expect(coloured.text.replaceAll(/\x1b\[\d+m/g, "").replaceAll(/ +$/gm, "")).toBe(plain.text);
  }
});

describe("reports keep within the paper's columns", () => {
  const traced = join(mkdtempSync(join(tmpdir(), "halfopen-reports-")), "loads.din");
  writeFileSync(traced, Array.from({ length: 5000 }, (_, i) => `0 ${(i * 4096).toString(16)}\n`).join(""));
  test.each([
    [80, "layout"],
    [80, `survey ${CROWDED}.tcp.txt`],
    [80, `trace ${traced}`],
    [80, "fit --help"],
    [80, "latency"],
    [60, "latency"],
    [80, "fidelity"],
    [60, "fidelity"],
    [80, "machines"],
    [60, "machines"],
    [80, "machines p3-coppermine"],
  ])("%i: %s", { timeout: 60_000 }, async (columns, line) => {
    const { text, status } = await halfopen(line, { columns });
    expect(status).toBe(0);
    // A path cannot be broken.
    const lines = text.split("\n").filter((one) => !/examples\/|\.din|InstLatx64\//.test(one));
    expect(lines.filter((one) => [...one].length > columns)).toEqual([]);
  });
});

test("machines has the whole titles where there is room", async () => {
  const titles = Object.values(shippedMachines).map(({ title }) => title.split(",")[0]);
  const { text } = await halfopen("machines", { columns: 200 });
  expect(titles.filter((title) => !text.includes(`  ${title}\n`))).toEqual([]);
});

test("listen says what a cut backlog is, and where blocks come from", async () => {
  const listen = async (kernels: string) => (await halfopen(`listen --backlog 1024 --kernel ${kernels}`)).text;
  const [new3, new4] = [await listen("3.6"), await listen("4.3")];
  expect(new3).toContain("net.core.somaxconn cuts the backlog to 128");
  expect(new3).toContain("·block: measured on the real kernel and charged as a whole");
  expect(new4).toContain("net.core.somaxconn cuts the backlog to 128");
  expect(new4).toContain("·block: estimated from the traced kernels (2.6.20, 3.6), charged as a whole");
});

test("a survey says why 1.2 skips listeners", async () => {
  const { text } = await halfopen(`survey ${QUIET}.tcp.txt ${QUIET}.tcp6.txt --kernel 1.2`);
  expect(text).toMatch(/skipped 14 listeners, for want of IPv6/);
});

test("without listeners there is nothing to survey, and that is fine", async () => {
  const { text, status } = await halfopen("survey test/cli/no-listeners.txt");
  expect([status, text]).toEqual([
    0,
    "0 listeners of test/cli/no-listeners.txt on core2-woodcrest, 2,328 MHz\n\n  nothing to survey: no socket listens there\n",
  ]);
});
