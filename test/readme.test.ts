import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { renewed } from "../tools/readme.mjs";

test("every block of README.md is what its command prints (else: node tools/readme.mjs)", { timeout: 600_000 }, () => {
  const text = readFileSync(new URL("../README.md", import.meta.url), "utf8");
  expect(renewed(text)).toBe(text);
});
