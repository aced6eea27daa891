import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import { expect } from "vitest";

/** Compares a text with test/golden/<name>, to the letter. `BLESS=1 npm test` writes the file instead. */
export function expectGolden(name: string, text: string): void {
  const file = fileURLToPath(new URL(`golden/${name}`, import.meta.url));
  if (process.env.BLESS) {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
  expect(text, `differs from ${file}; BLESS=1 writes it anew`).toBe(existsSync(file) ? readFileSync(file, "utf8") : "");
}
