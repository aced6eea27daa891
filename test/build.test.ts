import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { buildCore } from "../tools/build.mjs";

const shipped = readFileSync(new URL("../build/core.wasm", import.meta.url));

test("the same sources make the same module, to the byte", async () => {
  const { sha256 } = await buildCore("assembly/index.ts", "build/again.wasm");
  expect(sha256).toBe(createHash("sha256").update(shipped).digest("hex"));
}, 300_000);

test("the module imports nothing", () => {
  const module = new WebAssembly.Module(shipped);
  expect(WebAssembly.Module.imports(module)).toEqual([]);
  expect(WebAssembly.Module.exports(module).map(({ name }) => name)).toContain("boot");
});

test("assembly/README.md names everything that the module exports", () => {
  const text = readFileSync(new URL("../assembly/README.md", import.meta.url), "utf8");
  const names = WebAssembly.Module.exports(new WebAssembly.Module(shipped)).map(({ name }) => name);
  expect(names.filter((name) => !new RegExp(`\`${name}[(\`]`).test(text))).toEqual([]);
});
