import { existsSync } from "node:fs";
import { realpath } from "node:fs/promises";
import { Command, Option } from "commander";
import { type Baseline, compareRows, type MeasuredRow, type Move, readBaseline, withRows } from "../baseline.js";
import { InputError } from "../input-error.js";
import { readMachineFile, readTextFile } from "../machine-file.js";
import { checkReport } from "../report/check.js";
import { type CheckedRow, runCases, type Selection, selects } from "./check-cases.js";
import { type CommonOptions, optionsOf, outputOptions, readKernels } from "./options.js";
import { type FileOptions, fileOptions, readFileOptions, replace } from "./output.js";
import type { Terminal } from "./terminal.js";

const DEFAULT_FILE = "halfopen.baseline.json";

/** What `check --update` begins with where there is no file yet. */
const FIRST = `{
  "kernels": ["all"],
  "machines": ["core2-woodcrest"],
  "cases": [
    { "command": "listen --backlog 5,128,1024" },
    { "command": "lookup --listeners 1,100,1000" }
  ]
}
`;

interface CheckOptions extends CommonOptions, FileOptions {
  baseline?: string;
  update?: true;
  tolerance?: string;
}

export function checkCommand(terminal: Terminal): Command {
  const command = new Command("check")
    .description("runs the cases of a baseline file and compares their cycles; exit status 1 if any moved")
    .option("--baseline <file>", `the baseline (default: ${DEFAULT_FILE})`)
    .option("--update", "write the cycles of this run into the file")
    .option("--tolerance <pct>", "what any row may move by, in percent, whatever the file says")
    .addOption(new Option("--kernel <names>", "only the rows of these kernels"))
    .addOption(new Option("--machine <name|file>", "only the rows of this machine"));
  return outputOptions(fileOptions(command))
    .addHelpText(
      "after",
      `
A baseline says what to run, and holds the cycles that came out:

  {
    "kernels": ["2.6.20", "3.6"],
    "machines": ["core2-woodcrest", "my-machine.json"],
    "cases": [
      { "command": "listen --backlog 5,128" },
      { "scenario": "accept-queue.json", "tolerance": 0.5 }
    ]
  }

Without one, halfopen check --update writes a first ${DEFAULT_FILE}.
Cycles are exact on every host: any difference is one in the model or in the
case, and the report names the functions and causes that it comes from. A
profile holds the cases whose calls fit into a recording.`,
    )
    .action(async (_options, command: Command) => {
      const options = optionsOf<CheckOptions>(command);
      const file = options.baseline ?? DEFAULT_FILE;
      const tolerance = options.tolerance === undefined ? undefined : readPercent(options.tolerance);
      const selection: Selection = {
        kernels: options.kernel === undefined ? undefined : readKernels(options.kernel),
        machine: options.machine === undefined ? undefined : readMachineFile(options.machine).name,
      };
      const update = options.update === true;
      const text = readOrBegin(file, update);
      const baseline = readBaseline(text, file);
      const save = await readFileOptions(options);
      const { rows, failures } = await runCases(baseline, file, selection, terminal, options.profile !== undefined);
      const moves = compareRows(selected(baseline, selection), rows, tolerance);
      const cases = rows.map(({ exported }) => exported);
      if (options.profile !== undefined && cases.every(({ calls }) => calls === undefined)) {
        throw new InputError(
          `--profile ${options.profile}: no case's calls fit into a recording; have a listen, a lookup or a shorter scenario`,
        );
      }
      await save(cases);
      if (failures.length > 0) terminal.fail();
      else if (update) {
        const written = withRows(text, baseline, rows, (id) => !selects(selection, id));
        if (written !== text || !existsSync(file)) await writeBaseline(file, written);
      }
      if (moves.length > 0 && !update) terminal.fail();
      const updated = update && failures.length === 0;
      const within = movedRows(baseline, rows) - moves.filter(({ status }) => status === "moved").length;
      print(terminal, options, { file, rows: rows.length, moves, within, failures, updated, blocks: blocksOf(rows) });
    });
}

function print(
  { paper, print }: Terminal,
  { json, quiet, baseline }: CheckOptions,
  found: {
    file: string;
    rows: number;
    moves: Move[];
    within: number;
    failures: string[];
    updated: boolean;
    blocks: Set<string>;
  },
): void {
  const { file, rows, moves, within, failures, updated, blocks } = found;
  if (json) {
    const ok = failures.length === 0 && (updated || moves.length === 0);
    print(`${JSON.stringify({ baseline: file, ok, updated, rows, failures, moved: moves }, null, 2)}\n`);
    return;
  }
  for (const failure of failures) print(`${paper.bad("failed")}  ${failure}\n`);
  const command = `halfopen check${baseline === undefined ? "" : ` --baseline ${quoted(baseline)}`} --update`;
  const failed = failures.length > 0;
  print(checkReport(paper, { file, rows, moves, within, failed, updated, hints: !quiet, command, blocks }));
}

/** The functions of these rows that are measured blocks. */
function blocksOf(rows: readonly CheckedRow[]): Set<string> {
  return new Set(rows.flatMap(({ blocks }) => blocks));
}

/** A path as a shell takes it. */
function quoted(path: string): string {
  return /^[\w./:@%+=,~-]+$/.test(path) ? path : `'${path.replaceAll("'", "'\\''")}'`;
}

/** Rows whose cycles differ from the baseline's at all. */
function movedRows(baseline: Baseline, rows: readonly MeasuredRow[]): number {
  return compareRows(baseline, rows, 0).filter(({ status }) => status === "moved").length;
}

/** A link stays a link: what it points to is written. */
async function writeBaseline(file: string, data: string): Promise<void> {
  const target = await realpath(file).catch(() => file);
  await replace([{ option: `--baseline ${file}`, file: target, data }]);
}

function readOrBegin(file: string, update: boolean): string {
  if (existsSync(file)) return readTextFile(file);
  if (update) return FIRST;
  throw new InputError(`${file}: no such file; halfopen check --update writes a first one`);
}

/** The baseline without the rows that are not run. */
function selected(baseline: Baseline, selection: Selection): Baseline {
  const rows = Object.entries(baseline.rows).filter(([id]) => selects(selection, id));
  return { ...baseline, rows: Object.fromEntries(rows) };
}

function readPercent(text: string): number {
  const value = Number(text);
  if (/^\d*\.?\d+$/.test(text.trim()) && value <= 100) return value;
  throw new InputError(`--tolerance ${text}: not a percentage; give 0 to 100, such as 0.5`);
}
