// npm run bench [-- NAME...] [--json FILE]: how fast the emulator is on this computer. Cases whose name holds one of the
// words run; all without words. Wall time is noisy: compare rows of one run, never gate on them.
import { writeFileSync } from "node:fs";
import Benchmark from "benchmark";
import Table from "cli-table3";
import { cases, type Work } from "./cases.js";

interface Row {
  name: string;
  unit: string;
  /** Units per second of wall time, and its relative margin of error in percent. */
  per_second: number;
  margin_percent: number;
  /** Emulated cycles per unit; null where none pass (boot). */
  cycles_per_unit: number | null;
  /** Emulated loads and stores per second of wall time. */
  accesses_per_second: number | null;
  /** Emulated time over wall time. */
  emulated_over_wall: number | null;
}

const words = process.argv.slice(2);
const at = words.indexOf("--json");
const file = at >= 0 ? words.splice(at, 2)[1] : undefined;
if (at >= 0 && !file) {
  console.error("--json: no file; give --json FILE (- for standard output)");
  process.exit(2);
}
const chosen = cases.filter(({ name }) => words.length === 0 || words.some((word) => name.includes(word)));
if (chosen.length === 0) {
  console.error(`no case holds ${words.join(" or ")}; there are:\n${cases.map(({ name }) => `  ${name}`).join("\n")}`);
  process.exit(2);
}

function measure(name: string, unit: string, work: Work): Row {
  work.run(); // the first calls run in the baseline compiler
  let runs = 0;
  const before = work.progress();
  const bench = new Benchmark(name, () => {
    work.run();
    runs++;
  });
  bench.run({ async: false });
  const after = work.progress();
  const perSecond = bench.hz * work.units;
  const cycles = (after.cycles - before.cycles) / (runs * work.units);
  const accesses = (after.accesses - before.accesses) / (runs * work.units);
  return {
    name,
    unit,
    per_second: perSecond,
    margin_percent: bench.stats.rme,
    cycles_per_unit: cycles || null,
    accesses_per_second: accesses * perSecond || null,
    emulated_over_wall: (cycles * perSecond) / (work.machine.mhz * 1e6) || null,
  };
}

const number = (value: number | null, digits = 0) =>
  value === null ? "-" : value.toLocaleString("en", { maximumFractionDigits: digits, minimumFractionDigits: digits });
const million = (value: number | null) => (value === null ? "-" : number(value / 1e6, 1));

const rows: Row[] = [];
for (const { name, unit, setup } of chosen) {
  if (process.stderr.isTTY) process.stderr.write(`\r\u001b[K${rows.length + 1}/${chosen.length} ${name}`);
  rows.push(measure(name, unit, await setup()));
}
if (process.stderr.isTTY) process.stderr.write("\r\u001b[K");

const json = `${JSON.stringify(rows, null, 2)}\n`;
if (file === "-") process.stdout.write(json);
else {
  const table = new Table({
    head: ["case", "units/s", "±", "emulated cycles/unit", "M accesses/s", "emulated/wall time"],
    colAligns: ["left", "right", "right", "right", "right", "right"],
    style: { head: [], border: [], compact: true },
  });
  for (const row of rows) {
    table.push([
      row.name,
      number(row.per_second),
      `${number(row.margin_percent, 1)} %`,
      number(row.cycles_per_unit, 1),
      million(row.accesses_per_second),
      number(row.emulated_over_wall, 4),
    ]);
  }
  console.log(table.toString());
  if (file) writeFileSync(file, json);
}
