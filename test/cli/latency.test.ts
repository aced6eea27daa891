// `halfopen latency` and `halfopen fit`.
import { execFileSync } from "node:child_process";
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { type LatencyMatrix, measuredMatrices } from "../../src/latency.ts";
import { readMachine } from "../../src/machine.ts";
import { readMatrixText } from "../../src/matrix-text.ts";
import { halfopen } from "./command-line.js";

const dir = mkdtempSync(join(tmpdir(), "halfopen-latency-"));
function file(name: string, text: string): string {
  writeFileSync(join(dir, name), text);
  return join(dir, name);
}

const label = (bytes: number) => (bytes < 1024 ? String(bytes) : `${bytes / 1024}K`);
/** A matrix as InstLatx64 prints it. */
const instLat = ({ strides, rows }: LatencyMatrix) =>
  `CPU#00 Frequency:  730.79MHz\n*** Linear Read Latency ***\nStride, ${strides.map(label).join(", ")},\n${rows
    .map(({ size, cycles }) => `${(size / 1024).toFixed(size < 1024 ? 2 : 1)}K, ${cycles.join(", ")},\n`)
    .join("")}*** Random Read Latency ***\nStride, 4,\n 0.25K, 99,\n`;
/** And as lat_mem_rd does, in nanoseconds. */
const lmbench = ({ strides, rows }: LatencyMatrix, mhz: number) =>
  strides
    .map(
      (stride, i) =>
        `"stride=${stride}\n${rows
          .filter(({ cycles }) => cycles[i] !== undefined)
          .map(
            ({ size, cycles }) =>
              `${(size / 2 ** 20).toFixed(5)} ${(((cycles[i] as number) * 1000) / mhz).toFixed(3)}\n`,
          )
          .join("")}\n`,
    )
    .join("");

const p3 = measuredMatrices["p3-coppermine"] as LatencyMatrix;

describe("latency", () => {
  test("the JSON has the measured matrix's rows and columns, the measured cycles and the error", async () => {
    const { text, status, errors } = await halfopen("latency --machine p3-coppermine --json");
    expect([status, errors]).toEqual([0, ""]);
    const document = JSON.parse(text);
    expect(Object.keys(document)).toEqual(["machine", "strides", "rows", "exact", "measured", "source", "error"]);
    expect(document.strides).toEqual(p3.strides);
    expect(document.rows.map(({ size, cycles }: LatencyMatrix["rows"][number]) => [size, cycles.length])).toEqual(
      p3.rows.map(({ size, cycles }) => [size, cycles.length]),
    );
    expect(document.error.mean).toBeLessThan(0.05);
    expect(document.error.cells).toBe(193);
  });

  test("a machine without a measured matrix: 0.25K to 128M", async () => {
    const profile = file("own.json", JSON.stringify({ ...readMachine("p3-coppermine"), name: "mine" }));
    const document = JSON.parse((await halfopen(`latency --machine ${profile} --json`)).text);
    expect(Object.keys(document)).toEqual(["machine", "strides", "rows"]);
    expect(document.rows.map(({ size }: { size: number }) => size)).toEqual(
      Array.from({ length: 20 }, (_, i) => 256 << i),
    );
    expect(document.rows[0].cycles).toEqual([3, 3, 3, 3, 3, 3]);
  });

  test("people see the mean and the worst cell", async () => {
    const { text } = await halfopen("latency --machine p54c-100");
    expect(text).toMatch(/mean absolute error over 183 cells \d\.\d %; worst: 8K array, stride 4K: 2 for 13/);
  });
});

describe("fit", () => {
  const start = structuredClone(readMachine("p3-coppermine"));
  start.memory.latency = 120;
  start.caches.l2.latency = 20;
  start.memory.pageMiss = 10;
  const profile = file("start.json", JSON.stringify(start));

  test.each([
    ["InstLatx64", instLat(p3)],
    ["lmbench", lmbench(p3, 731)],
  ])(
    "%s text: a profile that predicts it, valid, with its estimates",
    async (tool, matrix) => {
      const path = file(`${tool}.txt`, matrix);
      const { text, status } = await halfopen(`fit ${path} --profile ${profile} --json --tries 60 --name mine`);
      expect(status).toBe(0);
      const document = JSON.parse(text);
      expect(document.after).toBeLessThan(0.03);
      expect(document.before).toBeGreaterThan(0.1);
      const fitted = readMachine(document.profile);
      expect(Math.abs(fitted.memory.latency - 79)).toBeLessThanOrEqual(3);
      expect(fitted.sources["/memory/latency"]).toBe(`fitted to ${path} (halfopen fit)`);
      expect(fitted.estimates["/memory/latency"]).toBeUndefined();
      expect([fitted.name, fitted.title.endsWith(`, fitted to ${tool}.txt`)]).toEqual(["mine", true]);
      expect(fitted.mhz).toBe(tool === "lmbench" ? 731 : 730.79);
    },
    60_000,
  );

  test("both tools' texts say the same", () => {
    const one = readMatrixText(instLat(p3), "x", 731).matrix;
    expect(one).toEqual({ strides: p3.strides, rows: p3.rows });
    const other = readMatrixText(lmbench(p3, 731), "x", 731).matrix;
    expect(other.rows.map(({ size, cycles }) => [size, cycles.map(Math.round)])).toEqual(
      p3.rows.map(({ size, cycles }) => [size, cycles]),
    );
  });

  test.each([
    ["hello\n", ": neither lmbench nor InstLatx64 text"],
    ['"stride=64\n0.00049 x\n', ':2: "x" is no number above 0; correct the line'],
    ["*** Linear Read Latency ***\nStride, 4, 8,\n 1.0K, 3, 3, 3,\n", ":3: 3 values for 2 strides"],
  ])("%j: one line", async (text, message) => {
    const path = file("broken.txt", text);
    const { status, errors } = await halfopen(`fit ${path} --profile p3-coppermine`);
    expect(status).toBe(2);
    expect(errors).toContain(`halfopen: ${path}${message}`);
  });

  test("a machine of its own, and what the text says against START", async () => {
    const header = "CPU#00 Frequency: 100.21MHz\nCPU#00 L1D cache:    32KB,   32 byte cache line,  4 way, SMask:1\n";
    const path = file("other.txt", `${header}*** Linear Read Latency ***\nStride, 64,\n 1.0K, 5,\n`);
    const { text, errors } = await halfopen(`fit ${path} --profile p3-coppermine --tries 5`);
    expect(JSON.parse(text)).toMatchObject({ name: "p3-coppermine-fitted", mhz: 100.21 });
    expect(errors.split("\n").slice(0, 2)).toEqual([
      `${path}: measured at 100.21 MHz, which the profile takes over; p3-coppermine has 731 MHz`,
      `${path}: l1d is 32 KB, 4 ways, lines of 32 where it was measured, 16 KB, 4 ways, lines of 32 in p3-coppermine, which stays: correct START first`,
    ]);
    const again = await halfopen(`latency --machine ${file("fitted.json", text)} --json`);
    expect(Object.keys(JSON.parse(again.text))).toEqual(["machine", "strides", "rows"]);
  });

  test("an array of 4 GB is walked as the largest that there is, packed text as plain text", async () => {
    const text = '"stride=128\n0.00049 1.4\n4096 60.1\n';
    const path = join(dir, "large.txt.gz");
    writeFileSync(path, gzipSync(text));
    const { text: document, status } = await halfopen(`fit ${path} --profile nehalem-bloomfield --tries 3 --json`);
    expect(status).toBe(0);
    const { notes, profile } = JSON.parse(document);
    expect(notes).toContain("arrays over 2 GB are modelled as such of 2 GB");
    expect(readMachine(profile)).toEqual(profile);
  });

  test("standard input is read as a file is", () => {
    const proposed = (path: string, input?: string) =>
      execFileSync("node", ["dist/cli/main.js", "fit", path, "--profile", "p3-coppermine", "--tries", "3", "--quiet"], {
        input,
        encoding: "utf8",
      });
    const text = '"stride=64\n0.00049 9\n';
    const path = file("input.txt", text);
    expect(proposed("-", text)).toBe(
      proposed(path).replaceAll(path, "standard input").replace("input.txt", "standard input"),
    );
  });

  test.each([
    ["", "--profile: missing"],
    ["--profile nosuch", '--profile: unknown machine "nosuch"'],
    ["--profile p3-coppermine --name p3-coppermine", "--name p3-coppermine: a shipped profile; give another name"],
    ["--profile p3-coppermine --name Mine", "--name Mine: not a name; use up to 40 of a-z, 0-9, - and ."],
    ["--profile p3-coppermine --tries 0", "--tries 0: not within 1 to 1000000"],
  ])("options %j", async (options, message) => {
    const { status, errors } = await halfopen(`fit ${profile} ${options}`);
    expect([status, errors.startsWith(`halfopen: ${message}`)]).toEqual([2, true]);
  });
});
