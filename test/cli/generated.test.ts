// What the tools write from facts/ and assembly/ is what lies in src/. `BLESS=1 npm test` writes it.
import { readFileSync, writeFileSync } from "node:fs";
import { expect, test } from "vitest";
import { kernelsWithStructs, layoutText } from "../../tools/layouts.mjs";
import { leftOut, leftOutText } from "../../tools/left-out.mjs";
import { measuredText } from "../../tools/measured.mjs";

function expectFile(path: string, text: string): void {
  const url = new URL(`../../${path}`, import.meta.url);
  if (process.env.BLESS) writeFileSync(url, text);
  expect(readFileSync(url, "utf8")).toBe(text);
}

test("src/layouts: node tools/layouts.mjs", () => {
  for (const kernel of kernelsWithStructs()) expectFile(`src/layouts/${kernel}.json`, layoutText(kernel));
});

test("src/measured-latency.json: node tools/measured.mjs", () => {
  expectFile("src/measured-latency.json", measuredText());
});

test("src/left-out.json: node tools/left-out.mjs", () => {
  expectFile("src/left-out.json", leftOutText());
});

test("what is left out ends with its sentence", () => {
  expect(leftOut("// a.c: does a. Left out: b, c (in\n// d). Locks: none.\nx;\n/** E. Left out: f. */\n")).toEqual([
    "b, c (in d)",
    "f",
  ]);
});
