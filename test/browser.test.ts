import { readFileSync } from "node:fs";
import { expect, test } from "vitest";

/** All modules that a file imports statically, itself included, and the packages among them. */
function graph(
  file: URL,
  seen = new Set<string>(),
  packages = new Set<string>(),
): { files: Set<string>; packages: Set<string> } {
  if (!seen.has(file.href) && file.pathname.endsWith(".ts")) {
    seen.add(file.href);
    const text = readFileSync(file, "utf8");
    for (const [, type, name] of text.matchAll(/^(?:import|export)\s+(type\s)?[^;]*?from\s+"([^"]+)"/gm)) {
      if (type || name === undefined) continue;
      if (name.startsWith(".")) graph(new URL(name.replace(/\.js$/, ".ts"), file), seen, packages);
      else packages.add(name);
    }
  }
  return { files: seen, packages };
}

test("the library needs the loader alone: no Node module, no validator, so that a browser takes it as it is", () => {
  const { files, packages } = graph(new URL("../src/index.ts", import.meta.url));
  expect(files.size).toBeGreaterThan(8);
  expect([...packages]).toEqual(["@assemblyscript/loader"]);
});
