// Writes the JSON Schemas (draft 2020-12) of the input files from the zod schemas in dist/: `node tools/schemas.mjs`
// after a build. `--check` writes nothing and fails if a committed schema differs.
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { z } from "zod";
import { baselineSchema } from "../dist/baseline.js";
import { machineSchema } from "../dist/machine.js";
import { scenarioSchema } from "../dist/scenario.js";

const table = [
  { file: "schemas/machine.schema.json", schema: machineSchema },
  { file: "schemas/scenario.schema.json", schema: scenarioSchema },
  { file: "schemas/baseline.schema.json", schema: baselineSchema },
];

const check = process.argv.includes("--check");
for (const { file, schema } of table) {
  const path = new URL(`../${file}`, import.meta.url);
  const text = `${JSON.stringify(z.toJSONSchema(schema, { io: "input" }), null, 2)}\n`;
  if (check) {
    if (read(path) === text) continue;
    console.error(`${file}: differs from its zod schema; run: node tools/schemas.mjs`);
    process.exitCode = 1;
  } else {
    mkdirSync(new URL(".", path), { recursive: true });
    writeFileSync(path, text);
  }
}

function read(path) {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return undefined;
  }
}
