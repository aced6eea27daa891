// Compiles the parts that tests look into from inside, once for all test files.
import { mkdir } from "node:fs/promises";
import { buildCore } from "../tools/build.mjs";

/** Entry files of the parts, and the modules made of them (build/NAME.wasm). */
const parts = {
  "machine-test": "assembly/machine/testing.ts",
};

export default async function setup(): Promise<void> {
  await mkdir("build", { recursive: true });
  for (const [name, entry] of Object.entries(parts)) await buildCore(entry, `build/${name}.wasm`);
}
