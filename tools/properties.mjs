// npm run properties -- --runs 200000: the property tests (test/properties/) with as many sequences as wanted, over all
// kernels together. --kernel K[,K...] takes some; --seed and --path play again what a failure printed.
import { spawnSync } from "node:child_process";
import { parseArgs } from "node:util";

const text = { type: "string" };
const { values } = parseArgs({ options: { runs: text, kernel: text, seed: text, path: text, wasm: text } });
for (const [name, value] of Object.entries({ runs: values.runs, seed: values.seed })) {
  if (value !== undefined && !/^-?\d+$/.test(value)) {
    console.error(`--${name} ${value}: not a whole number; give one`);
    process.exit(2);
  }
}
const env = {
  ...process.env,
  PROPERTY_RUNS: values.runs ?? "200000",
  ...(values.kernel ? { PROPERTY_KERNELS: values.kernel } : {}),
  ...(values.seed ? { PROPERTY_SEED: values.seed } : {}),
  ...(values.path ? { PROPERTY_PATH: values.path } : {}),
  ...(values.wasm ? { PROPERTY_WASM: values.wasm } : {}),
};
const { status } = spawnSync(
  process.execPath,
  ["node_modules/vitest/vitest.mjs", "run", "test/properties/", "--reporter=verbose"],
  { stdio: "inherit", env },
);
process.exit(status ?? 1);
