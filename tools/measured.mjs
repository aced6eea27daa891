// Writes src/measured-latency.json: the matrices of facts/latency.json that `halfopen latency` shows beside its own
// (dependent loads, array walked upwards), by the name of the machine's profile. `--check` writes nothing.
import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const root = new URL("../", import.meta.url);

/** Profiles and their machines in facts/latency.json. */
const machines = {
  "core2-woodcrest": "core2_woodcrest_2328",
  "p54c-100": "p54c_100",
  "p3-coppermine": "p3_coppermine_dp_731",
  "p4-northwood": "p4_northwood_2840",
  "k8-opteron": "k8_sledgehammer_1396",
  "nehalem-bloomfield": "nehalem_bloomfield_3207",
  "sandybridge-i5": "sandybridge_3093",
};

const bytes = (text) => (text.endsWith("K") ? Number(text.slice(0, -1)) * 1024 : Number(text));

/** The file's text: a line per row. */
export function measuredText() {
  const facts = JSON.parse(readFileSync(new URL("facts/latency.json", root), "utf8"));
  const entries = Object.entries(machines).map(([name, key]) => {
    const { source, tables } = facts[key];
    const { cols_bytes, rows } = tables["Linear Read Latency"];
    const lines = Object.entries(rows).map(
      ([size, cycles]) => `      { "size": ${bytes(size)}, "cycles": ${JSON.stringify(cycles).replaceAll(",", ", ")} }`,
    );
    const strides = JSON.stringify(cols_bytes.map(bytes)).replaceAll(",", ", ");
    return `  ${JSON.stringify(name)}: {\n    "source": ${JSON.stringify(source)},\n    "strides": ${strides},\n    "rows": [\n${lines.join(",\n")}\n    ]\n  }`;
  });
  return `{\n${entries.join(",\n")}\n}\n`;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const path = new URL("src/measured-latency.json", root);
  if (!process.argv.includes("--check")) writeFileSync(path, measuredText());
  else if (readFileSync(path, "utf8") !== measuredText()) {
    console.error("src/measured-latency.json: differs from facts/latency.json; run: node tools/measured.mjs");
    process.exitCode = 1;
  }
}
