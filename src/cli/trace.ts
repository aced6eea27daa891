import { Command, Option } from "commander";
import { InputError } from "../input-error.js";
import { readMachineFile } from "../machine-file.js";
import { defaultMachine } from "../machines.js";
import { traceReport } from "../report/trace.js";
import { type Geometry, type LevelName, levelNames, type TraceMachine, withCaches } from "../trace/caches.js";
import { type TraceFormat, traceFormats } from "../trace/formats.js";
import { startTrace } from "../trace/hierarchy.js";
import { readTrace } from "../trace/read.js";
import { type CommonOptions, optionsOf, outputOptions } from "./options.js";
import type { Terminal } from "./terminal.js";

interface TraceOptions extends CommonOptions, Partial<Record<LevelName, string>> {
  format?: string;
  tlb: boolean;
}

export function traceCommand(terminal: Terminal): Command {
  const command = new Command("trace")
    .description("drives the memory hierarchy alone with an address trace: hits, misses and write-backs per level")
    .argument("<file|->", "the trace, plain or packed with gzip or zstd; - is standard input")
    .addOption(new Option("--format <name>", `${traceFormats.join(", ")} (default: told apart by content)`))
    .addOption(new Option("--machine <name|file>", `a shipped profile or a JSON file (default: ${defaultMachine})`));
  for (const level of levelNames) {
    command.addOption(new Option(`--${level} <bytes,ways,line>`, `another geometry for ${level}, or none`));
  }
  return outputOptions(command.addOption(new Option("--no-tlb", "addresses are mapped one to one, without a TLB")))
    .addHelpText(
      "after",
      `
  lackey  valgrind --tool=lackey --trace-mem=yes; an M is a load and a store
  din     dinero: "0 addr" load, "1 addr" store, "2 addr" fetch, addr in hex
  kernel  "i pc", "l vaddr size pc", "s vaddr size pc", addresses in hex
  u32     little-endian words: an address whose two low bits say 0 load, 1 store,
          2 fetch

The caches are LRU, write-back and write-allocate, and hold physical addresses,
which are the trace's own (its low 32 bits). An access that spans lines counts
once per line at each level. A miss looks below before it pushes out a line; a
line that is written back is allocated below without being read, and counts
there neither as hit nor as miss. So that the counts are those of any simulator
with this geometry, nothing is prefetched, L2 is not exclusive and page walks
leave the caches alone, whatever the profile says. All caches have one line
size. Hits of the TLBs are those of their first level, data and code together.

  valgrind --tool=lackey --trace-mem=yes --log-file=ls.trace ls
  halfopen trace ls.trace --l1d 32768,8,64 --l2 1048576,16,64`,
    )
    .action(async (file: string, _options, self: Command) => {
      const options = optionsOf<TraceOptions>(self);
      const { format } = options;
      if (format !== undefined && !(traceFormats as readonly string[]).includes(format)) {
        throw new InputError(`--format ${format}: unknown format; give ${traceFormats.join(", ")}`);
      }
      const machine = machineOf(options);
      const run = await startTrace(machine, { tlb: options.tlb });
      const begin = performance.now();
      const read = await readTrace(file, run.records, {
        format: format as TraceFormat | undefined,
        progress: (bytes, total) => terminal.progress(progressLine(bytes, total, run.records.accesses)),
      });
      const result = run.result();
      const seconds = (performance.now() - begin) / 1000;
      const { fetch, load, store } = result.accesses;
      const all = fetch + load + store;
      const document = { ...result, seconds, accesses_per_second: Math.round(all / seconds) };
      if (options.json) terminal.print(`${JSON.stringify(document, null, 2)}\n`);
      else terminal.print(traceReport(terminal.paper, machine, document, { file, format: read, tlb: options.tlb }));
    });
}

function progressLine(bytes: number, total: number | undefined, accesses: readonly number[]): string {
  const million = accesses.reduce((a, b) => a + b, 0) / 1e6;
  const part = total
    ? `${Math.floor((100 * bytes) / total)} % of ${Math.ceil(total / 1e6)} MB`
    : `${Math.ceil(bytes / 1e6)} MB`;
  return `trace: ${part}, ${million.toFixed(1)} million accesses`;
}

/** The machine with the caches of --l1i, --l1d, --l2 and --l3. */
function machineOf(options: TraceOptions): TraceMachine {
  const caches: { [level in LevelName]?: Geometry | null } = {};
  for (const level of levelNames) {
    const text = options[level];
    if (text !== undefined) caches[level] = text.trim() === "none" ? null : readGeometry(`--${level} ${text}`, text);
  }
  const machine = readMachineFile(options.machine ?? defaultMachine);
  return withCaches(machine, caches, (level) => `--${level} ${options[level] ?? ""}`.trimEnd());
}

function readGeometry(option: string, text: string): Geometry {
  const [, number, unit, ways, line] = /^\s*(\d+)\s*([kKmM]?)\s*,\s*(\d+)\s*,\s*(\d+)\s*$/.exec(text) ?? [];
  if (number === undefined)
    throw new InputError(`${option}: not BYTES,WAYS,LINE; give one such as 32768,8,64, or none`);
  const bytes = Number(number) * ({ k: 1024, m: 2 ** 20 }[(unit ?? "").toLowerCase()] ?? 1);
  return { bytes, ways: Number(ways), line: Number(line) };
}
