// Texts of lat_mem_rd and InstLatx64: whole real ones, and damaged ones, of which no part is taken in silence.
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { InputError } from "../src/input-error.ts";
import { measuredMatrices } from "../src/latency.ts";
import { readMatrixText } from "../src/matrix-text.ts";

interface Measured {
  mhz: number;
  geometry: string[];
  summary: string[];
  tables: Record<string, { cols_bytes: string[]; rows: Record<string, number[]> }>;
}

const facts = JSON.parse(readFileSync(new URL("../facts/latency.json", import.meta.url), "utf8")) as Record<
  string,
  Measured
>;

/** The text as InstLatx64 printed it, put together again. */
function whole({ mhz, geometry, summary, tables }: Measured): string {
  const cpu = (n: string) => [
    `CPU#${n} Vendor: GenuineIntel CoreType:0x20000683`,
    `CPU#${n} Frequency:  ${n === "00" ? mhz : 1}MHz  OS:5.1.2600 Service Pack 2`,
    ...geometry.map((line) => `CPU#${n} ${line.replace(/^(L.) /, "$1  ")}, SMask:00000001`),
  ];
  const parts = Object.entries(tables).flatMap(([title, { cols_bytes: columns, rows }]) => [
    `*** ${title} ***`,
    `${/^CacheLine/.test(title) ? "Distance" : /^Block/.test(title) ? "Block" : "Stride"}, ${columns.join(", ")},`,
    ...Object.entries(rows).map(([size, cycles]) => `${size.padStart(8)}, ${cycles.join(", ")},`),
  ]);
  const head = ["CPUCount: 2, procMask: 0x00000003", ...cpu("00"), ...cpu("01"), 'Parameters: "-ph -d4094 -l "'];
  return [...head, ...parts, "BenchMemLat exit code: 0x0100", ...summary, "Running time:    328 seconds.", ""].join(
    "\r\n",
  );
}

const machines = Object.entries(facts).filter(([, { tables }]) => tables?.["Linear Read Latency"]);

test.each(machines)("%s: the whole text gives the linear table, the clock and the caches", (_, measured) => {
  const text = whole(measured);
  const { tool, matrix, mhz, caches } = readMatrixText(text, "x", 1);
  expect(machines.length).toBeGreaterThanOrEqual(3);
  expect([tool, mhz]).toEqual(["InstLatx64", measured.mhz]);
  const table = Object.values(measured.tables["Linear Read Latency"]?.rows ?? {});
  expect(matrix.rows.map(({ cycles }) => cycles)).toEqual(table);
  expect(Object.values(measuredMatrices).map(({ strides, rows }) => ({ strides, rows }))).toContainEqual(matrix);
  const [, kilobytes, line, ways] = /^L1D\D+(\d+)KB,\s*(\d+)\D+(\d+)/.exec(
    measured.geometry.find((one) => one.startsWith("L1D")) ?? "",
  ) as RegExpExecArray;
  expect(caches.l1d).toEqual({ bytes: Number(kilobytes) * 1024, line: Number(line), ways: Number(ways) });
});

const table =
  "*** Linear Read Latency ***\nStride, 4, 1K,\n 1.0K, 3, 3,\n 512.0K, 4, 13,\n 1024.0K, 14, 79,\n*** Random Read Latency ***\nStride, 4,\n 0.25K, 99,\n";
const lmbench = '"stride=64\n0.00049 1.5\n0.00098 1.5\n';

function message(text: string): string {
  try {
    readMatrixText(text, "m", 1000);
  } catch (error) {
    expect(error).toBeInstanceOf(InputError);
    return (error as Error).message;
  }
  return "";
}

test("what is damaged below is sound", () => {
  expect(message(table) + message(lmbench)).toBe("");
});

describe("damage is named by its line", () => {
  test.each([
    ["512.0K", "512.0X", 'm:4: "512.0X" is no size in bytes, K or M; correct the line'],
    ["512.0K", "foo.0K", 'm:4: "foo.0K" is no size in bytes, K or M; correct the line'],
    ["512.0K", "foo: 0K", 'm:4: "foo: 0K" is no size in bytes, K or M; correct the line'],
    ["512.0K", "-512.0K", 'm:4: "-512.0K" is no size in bytes, K or M; correct the line'],
    ["512.0K", "1.0K", "m:4: a size of 1024 bytes a second time; correct the line"],
    ["1024.0K", "12.0K", "m:5: a size of 12288 bytes after one of 524288; correct the line"],
    ["1024.0K", "5242880M", 'm:5: "5242880M" is not within 4 bytes to 1024 GB; correct the line'],
    ["4, 1K", "4, 4", "m:2: a stride of 4 bytes a second time; correct the line"],
    ["4, 1K", "4, 9999999999", 'm:2: "9999999999" is not within 4 bytes to 1 GB; correct the line'],
    ["4, 13", "4, 1e300", 'm:4: "1e300" is no number above 0; correct the line'],
    ["4, 13", "4, 99999999", "m:4: a load of 99999999 takes over 100,000 core clocks, as none does; correct the line"],
    ["4, 13", "4,, 13", 'm:4: "" is no number above 0; correct the line'],
    ["4, 13,", "4,", "m:4: the row is cut off; give the whole text"],
    ["\n*** Random", "\n*** Linear", "m:6: a second linear table; give one measurement"],
    ["*** Linear", "*** Other", 'm: no table "*** Linear Read Latency ***"; give the whole text'],
    [" 99,\n", ` 99,\n${lmbench}`, "m:9: the text of another tool begins; give the text of one measurement"],
    ["Stride, 4, 1K,\n", "", 'm:2: no "Stride," line below the title of the linear table; correct the line'],
  ])("InstLatx64: %j becomes %j", (old, damaged, line) => {
    expect(message(table.replace(old, damaged))).toBe(line);
  });

  test.each([70, 66, 62, 60])("InstLatx64: cut off after %i characters", (length) => {
    expect(message(table.slice(0, length))).toMatch(/^m:4: /);
  });

  test.each([
    ["0.00098", "1e12", 'm:3: "1e12" is no number above 0; correct the line'],
    [
      "0.00098",
      "1000000000000",
      "m:3: 1000000000000 MB is no size of an array; there are up to 1 TB; correct the line",
    ],
    ["0.00098", "0.00049", "m:3: size 0.00049 a second time with stride 64; correct the line"],
    ["0.00098 1.5", "0.00098 1000000000", /^m:3: a load of 1000000000 takes over 100,000 core clocks, as none does; /],
    ["0.00098 1.5", '0.00098 1.5\n"stride=64', "m:4: stride 64 a second time; give one run of each"],
    ["stride=64", "stride=6x", 'm:1: "6x" is no size in bytes, K or M; correct the line'],
    ["stride=64", "stride=0", 'm:1: "0" is not within 4 bytes to 1 GB; correct the line'],
    ["0.00098 1.5", "0.00098", 'm:3: "0.00098" is no pair of size and time; correct the line'],
  ])("lmbench: %j becomes %j", (old, damaged, line) => {
    expect(message(lmbench.replace(old, damaged))).toMatch(line);
  });
});

test("times that make no full rows are told of", () => {
  const text = '"stride=16\n0.00098 1\n\n"stride=64\n0.00049 2\n0.00098 2\n';
  expect(readMatrixText(text, "m", 1000)).toMatchObject({
    matrix: { strides: [16, 64], rows: [{ size: 1024, cycles: [1, 2] }] },
    notes: ["1 of the times left out, whose sizes were not measured with every lesser stride"],
  });
});
