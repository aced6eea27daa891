// npm run accuracy: how far the emulator is from what was measured. Writes
//
//   docs/accuracy.md, docs/accuracy-latency.svg    for people
//   src/accuracy.json                              what reports quote in a line
//
// With --check nothing is written; a file that would differ is named, and the exit status is 1. With --short the last
// figures are printed, without measuring.
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { chart } from "./accuracy/chart.mjs";
import { measure } from "./accuracy/measure.mjs";
import { page } from "./accuracy/page.mjs";
import { short } from "./accuracy/short.mjs";

const root = new URL("../", import.meta.url);
const rounded = (value) => Math.round(value * 1e5) / 1e5;

/** What src/report/accuracy.ts reads. */
function inShort({ machines, kernels }) {
  const errors = machines.map(({ name, mean, cells }) => [name, { mean: rounded(mean), cells }]);
  const short = ({ mean, worst }) => ({ mean: rounded(mean), worst: rounded(worst) });
  const calls = kernels.map(({ name, counts, cycles }) => {
    const onMachines = Object.entries(cycles).map(([machine, off]) => [machine, short(off)]);
    return [name, { counts: short(counts), cycles: Object.fromEntries(onMachines) }];
  });
  return `${JSON.stringify({ machines: Object.fromEntries(errors), kernels: Object.fromEntries(calls) }, null, 2)}\n`;
}

async function main(option) {
  if (option !== undefined && option !== "--check" && option !== "--short") {
    console.error(`${option}: unknown option; give --check or --short`);
    process.exitCode = 2;
    return;
  }
  if (option === "--short") return process.stdout.write(short());
  const found = await measure((text) => {
    if (process.stderr.isTTY) process.stderr.write(`\r\u001b[Kaccuracy: ${text}`);
  });
  if (process.stderr.isTTY) process.stderr.write("\r\u001b[K");
  const facts = (name) => JSON.parse(readFileSync(new URL(`facts/${name}.json`, root), "utf8"));
  const files = {
    "docs/accuracy.md": page(found, { bars: facts("bars"), cachegrind: facts("cachegrind") }),
    "docs/accuracy-latency.svg": await chart(found.machines),
    "src/accuracy.json": inShort(found),
  };
  if (option === "--check") {
    for (const [path, text] of Object.entries(files)) {
      if (readFileSync(new URL(path, root), "utf8") === text) continue;
      console.error(`${path}: differs from what is measured now; npm run accuracy writes it anew`);
      process.exitCode = 1;
    }
  } else {
    mkdirSync(new URL("docs/", root), { recursive: true });
    for (const [path, text] of Object.entries(files)) writeFileSync(new URL(path, root), text);
    console.log(`written: ${Object.keys(files).join(", ")}`);
  }
}

await main(process.argv[2]);
