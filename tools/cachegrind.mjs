// npm run cachegrind [-- --json] [-- --update]: the caches of `halfopen trace` beside Cachegrind's.
//
// Three programs that every Debian has run under cachegrind and, once more, under lackey, whose trace goes through
// `halfopen trace` with the same geometry. A plain model (cachegrind/model.mjs) with the rules of the one and of the other
// has to give the counts of both to the last one; then exchanging a rule at a time says what each explains. --update
// writes facts/cachegrind.json. Exit status 1: something is left that no rule explains, valgrind is not installed, or a
// program fails under it; 2: an unknown option.
import { spawn, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Table from "cli-table3";
import { compare } from "./cachegrind/compare.mjs";
import { rules } from "./cachegrind/model.mjs";
import { head, rows } from "./cachegrind/table.mjs";

const FACTS = new URL("../facts/cachegrind.json", import.meta.url);
const INPUT = "numbers.txt";
const programs = [
  ["sort", "--parallel=1", INPUT],
  ["gzip", "-c", INPUT],
  ["sha256sum", INPUT],
];
const cache = (bytes, ways, line) => ({ bytes, ways, line });
const geometries = [
  // As of a Core 2 and of a Pentium III, with smaller last levels than the largest of their kind.
  { i1: cache(32_768, 8, 64), d1: cache(32_768, 8, 64), ll: cache(1_048_576, 16, 64) },
  { i1: cache(16_384, 4, 32), d1: cache(16_384, 4, 32), ll: cache(262_144, 8, 32) },
];

function fail(message) {
  console.error(message);
  process.exit(1);
}

const options = process.argv.slice(2);
const unknown = options.find((option) => option !== "--json" && option !== "--update");
if (unknown) {
  console.error(`${unknown}: unknown option; give --json or --update`);
  process.exit(2);
}
const version = spawnSync("valgrind", ["--version"], { encoding: "utf8" });
if (version.error) fail("valgrind is not installed; apt-get install valgrind");

const dir = mkdtempSync(join(tmpdir(), "halfopen-cachegrind-"));
process.on("exit", () => rmSync(dir, { recursive: true }));
writeFileSync(join(dir, INPUT), Array.from({ length: 3000 }, (_, i) => `${((i + 1) * 7919) % 10_007}\n`).join(""));

/**
 * valgrind's command line: with the same few variables in the environment, on which the stack's place depends, the
 * addresses that both tools see are the same ones; valgrind itself lays them out, so nothing is random.
 */
const valgrind = (tool, options, program) => [
  ["-i", "PATH=/usr/local/bin:/usr/bin:/bin", "LC_ALL=C", "valgrind", `--tool=${tool}`, ...options, ...program],
  // A program does other things for a pipe than for /dev/null.
  { cwd: dir, stdio: "ignore" },
];

/** Cachegrind's counts, as totals() takes them. */
function cachegrind(program, { i1, d1, ll }) {
  const text = ({ bytes, ways, line }) => `${bytes},${ways},${line}`;
  const out = join(dir, "cachegrind.out");
  const sizes = [`--I1=${text(i1)}`, `--D1=${text(d1)}`, `--LL=${text(ll)}`];
  const files = [`--cachegrind-out-file=${out}`, "--log-file=/dev/null"];
  const { status } = spawnSync("env", ...valgrind("cachegrind", ["--cache-sim=yes", ...sizes, ...files], program));
  if (status !== 0) fail(`cachegrind ${program.join(" ")}: exit status ${status}`);
  const of = (name) => new RegExp(`^${name}: (.*)$`, "m").exec(readFileSync(out, "utf8"))[1].split(" ");
  const events = of("events");
  const sums = of("summary").map(Number);
  const group = (...names) => names.map((name) => sums[events.indexOf(name)]);
  return { I: group("Ir", "I1mr", "ILmr"), L: group("Dr", "D1mr", "DLmr"), S: group("Dw", "D1mw", "DLmw") };
}

/** Runs a program under lackey; its trace lies in the file that is returned. */
function lackey(program) {
  const trace = join(dir, "lackey.trace");
  const options = ["--basic-counts=no", "--trace-mem=yes", `--log-file=${trace}`];
  const run = spawn("env", ...valgrind("lackey", options, program));
  return new Promise((resolve, reject) => {
    run.on("error", reject);
    run.on("exit", (status) =>
      status === 0 ? resolve(trace) : fail(`lackey ${program.join(" ")}: exit status ${status}`),
    );
  });
}

const firstLine = (command) => spawnSync(command, ["--version"], { encoding: "utf8" }).stdout.split("\n")[0];
const facts = {
  valgrind: version.stdout.trim(),
  versions: Object.fromEntries(programs.map(([command]) => [command, firstLine(command)])),
  rules,
  runs: [],
};
const faults = [];
for (const program of programs) {
  if (process.stderr.isTTY) process.stderr.write(`\r\u001b[K${program.join(" ")} ...`);
  const traced = lackey(program); // beside cachegrind
  const counted = geometries.map((geometry) => cachegrind(program, geometry));
  const { runs, faults: found } = await compare(program.join(" "), await traced, geometries, counted);
  facts.runs.push(...runs);
  faults.push(...found);
}
if (process.stderr.isTTY) process.stderr.write("\r\u001b[K");

if (options.includes("--update") && faults.length === 0) writeFileSync(FACTS, `${JSON.stringify(facts, null, 2)}\n`);
if (options.includes("--json")) console.log(JSON.stringify(facts, null, 2));
else {
  const right = head.map((_, i) => (i < 3 ? "left" : "right"));
  const table = new Table({ head, colAligns: right, style: { head: [], border: [], compact: true } });
  table.push(...rows(facts));
  console.log(table.toString());
  for (const [rule, text] of Object.entries(rules)) console.log(`${rule}: ${text}`);
}
for (const fault of faults) console.error(fault);
if (faults.length > 0) process.exit(1);
console.error(`${facts.runs.length} runs: every difference is a documented rule of Cachegrind's`);
