// examples/ci-gate: a tool that embeds the package runs in a repository of its own, and its CI fails when a cycle moves.
import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";

const root = process.cwd();
const repository = mkdtempSync(join(tmpdir(), "halfopen-ci-gate-"));

/** Runs Node there; exit status and what it printed. */
function node(...args: string[]): { status: number | null; text: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { cwd: repository, encoding: "utf8" });
  return { status, text: stdout + stderr };
}
const check = (...args: string[]) => node("node_modules/halfopen/dist/cli/main.js", "check", ...args);

beforeAll(() => {
  cpSync(join(root, "examples/ci-gate"), repository, { recursive: true });
  // What npm install makes of "file:../..".
  mkdirSync(join(repository, "node_modules"), { recursive: true });
  rmSync(join(repository, "node_modules/halfopen"), { recursive: true, force: true });
  symlinkSync(root, join(repository, "node_modules/halfopen"), "junction");
});
afterAll(() => rmSync(repository, { recursive: true }));

test("its script uses the library", () => {
  const { status, text } = node("accept-latency.mjs", "16");
  expect(status).toBe(0);
  expect(text).toMatch(/^Linux 3\.6: 17 of 64 connected; accept\(\) takes [\d.]+ µs at first, [\d.]+ µs at last$/m);
});

test("its gate is open: no cycle moved", () => {
  expect(check()).toEqual({ status: 0, text: "ok  2 rows of halfopen.baseline.json: no cycle moved\n" });
});

test("a slower memory closes it and is named as the cause; --update opens it again", () => {
  const file = join(repository, "server.json");
  const machine = JSON.parse(readFileSync(file, "utf8")) as { memory: { latency: number } };
  machine.memory.latency += 1;
  writeFileSync(file, JSON.stringify(machine));
  const { status, text } = check();
  expect(status).toBe(1);
  expect(text).toContain("2 rows, 2 moved");
  expect(text).toMatch(/causes: memory \+\d+/);
  expect(check("--update").status).toBe(0);
  expect(check().status).toBe(0);
});

test("a longer path closes it and names the functions and the step", () => {
  const file = join(repository, "burst.json");
  writeFileSync(file, readFileSync(file, "utf8").replace('"times": 64', '"times": 65'));
  const { status, text } = check();
  expect(status).toBe(1);
  expect(text).toMatch(/steps: 5 repeat \+/);
  expect(text).toMatch(/functions: [\w·]+ \+/);
});
