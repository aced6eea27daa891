import { applyEdits, modify } from "jsonc-parser";
import { z } from "zod";
import { checkInput, parseJson } from "./json.js";
import { type Cause, causeNames } from "./ledger.js";

const percent = (description: string) => z.number().min(0).max(100).describe(`${description}, in percent`).optional();
const cyclesBy = (description: string) => z.record(z.string(), z.int().min(0)).describe(description);

const kernelList = z
  .array(z.enum(["1.2", "2.6.20", "3.6", "4.3", "4.14", "all"]))
  .min(1)
  .optional();
const machineList = z.array(z.string().min(1)).min(1).optional();

const caseSchema = z
  .strictObject({
    command: z
      .string()
      .min(1)
      .describe("listen, lookup or survey with their arguments, as on the command line; files relative to this one")
      .optional(),
    scenario: z.string().min(1).describe("A scenario's file, relative to this one").optional(),
    name: z
      .string()
      .regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,59}$/, "not a name; use up to 60 letters, digits, ., _ and -")
      .describe("Begins the names of its rows, instead of the command's word or the scenario's name")
      .optional(),
    kernels: kernelList.describe("Kernels that it runs on, instead of this file's"),
    machines: machineList.describe("Machines that it runs on, instead of this file's"),
    tolerance: percent("What its rows may move by, where a row has none of its own"),
  })
  .superRefine((one, context) => {
    const [command, scenario] = [one.command !== undefined, one.scenario !== undefined];
    if (command && scenario)
      context.addIssue({ code: "custom", message: "a command and a scenario; give one of them" });
    if (!command && !scenario)
      context.addIssue({ code: "custom", message: "neither command nor scenario; give one of them" });
  });

const rowSchema = z.strictObject({
  cycles: z.int().min(0).describe("Cycles in all"),
  tolerance: percent("What it may move by; kept by --update"),
  parts: cyclesBy("Cycles of its steps, compared as the whole is").optional(),
  causes: cyclesBy("Cycles by cause: explains a move, is not compared").optional(),
  functions: cyclesBy("Cycles of each function's own: explains a move, is not compared").optional(),
});

/** Schema of a baseline: what to run, and the cycles that must come out. */
export const baselineSchema = z
  .strictObject({
    $schema: z.string().optional(),
    kernels: kernelList.describe("Kernels that the cases run on; without it all, or those that a scenario names"),
    machines: machineList.describe(
      "Machines by name or file, or all; without it core2-woodcrest, or what a scenario names",
    ),
    tolerance: percent("What rows may move by, where neither row nor case has its own"),
    cases: z.array(caseSchema).min(1).describe("What is run"),
    rows: z.record(z.string(), rowSchema).default({}).describe("What came out: written by halfopen check --update"),
  })
  .meta({
    title: "halfopen baseline",
    description: "Cases and their exact cycles, for halfopen check",
  });

export type Baseline = z.output<typeof baselineSchema>;
export type BaselineCase = Baseline["cases"][number];
export type BaselineRow = z.output<typeof rowSchema>;

/** What a case's row came to now. */
export interface MeasuredRow {
  id: string;
  cycles: number;
  parts?: Record<string, number>;
  causes: Partial<Record<Cause, number>>;
  functions: Record<string, number>;
  /** The case's tolerance in percent, if it has one. */
  tolerance?: number;
}

/** A row that is not as the baseline has it. Differences are new minus old, of those that differ. */
export interface Move {
  row: string;
  status: "moved" | "new" | "gone";
  old: number | null;
  new: number | null;
  difference: number | null;
  percent: number | null;
  parts: Record<string, number>;
  causes: Record<string, number>;
  functions: Record<string, number>;
}

/** A baseline's text to what it says. Throws an InputError for the first fault. */
export function readBaseline(text: string, file: string): Baseline {
  return checkInput(baselineSchema, parseJson(text, file), file);
}

/**
 * The rows that moved by more than they may, that are new and that are gone, in the order of their names.
 *
 * @param all a tolerance in percent that stands above all others
 */
export function compareRows(baseline: Baseline, measured: readonly MeasuredRow[], all?: number): Move[] {
  const now = new Map(measured.map((row) => [row.id, row]));
  const moves: Move[] = [];
  for (const row of measured) {
    const old = baseline.rows[row.id];
    if (!old) moves.push({ ...none, row: row.id, status: "new", new: row.cycles });
    else if (hasMoved(old, row, all ?? old.tolerance ?? row.tolerance ?? baseline.tolerance ?? 0))
      moves.push(moveOf(old, row));
  }
  for (const [id, { cycles }] of Object.entries(baseline.rows)) {
    if (!now.has(id)) moves.push({ ...none, row: id, status: "gone", old: cycles });
  }
  return moves.sort((a, b) => byName(a.row, b.row));
}

const none = { old: null, new: null, difference: null, percent: null, parts: {}, causes: {}, functions: {} };

function hasMoved(old: BaselineRow, now: MeasuredRow, tolerance: number): boolean {
  const moved = (a: number | undefined, b: number | undefined) =>
    a === undefined || b === undefined || Math.abs(b - a) > (a * tolerance) / 100;
  if (moved(old.cycles, now.cycles)) return true;
  if (!old.parts) return false; // a row written by hand need not have them
  const names = new Set([...Object.keys(old.parts), ...Object.keys(now.parts ?? {})]);
  return [...names].some((name) => moved(old.parts?.[name], now.parts?.[name]));
}

function moveOf(old: BaselineRow, now: MeasuredRow): Move {
  const difference = now.cycles - old.cycles;
  return {
    row: now.id,
    status: "moved",
    old: old.cycles,
    new: now.cycles,
    difference,
    percent: old.cycles === 0 ? null : (100 * difference) / old.cycles,
    parts: differences(old.parts, now.parts),
    causes: differences(old.causes, now.causes),
    functions: differences(old.functions, now.functions),
  };
}

/** What differs between two lists of cycles, greatest first; nothing where the old one is not known. */
function differences(
  old: Record<string, number> | undefined,
  now: Record<string, number> = {},
): Record<string, number> {
  if (!old) return {};
  const names = [...new Set([...Object.keys(old), ...Object.keys(now)])];
  const moved = names.map((name): [string, number] => [name, (now[name] ?? 0) - (old[name] ?? 0)]);
  return Object.fromEntries(
    moved.filter(([, by]) => by !== 0).sort(([a, x], [b, y]) => Math.abs(y) - Math.abs(x) || (a < b ? -1 : 1)),
  );
}

/** A baseline's text with these rows and those that `keeps` tells; the rest stays as it is, tolerances too. */
export function withRows(
  text: string,
  baseline: Baseline,
  rows: readonly MeasuredRow[],
  keeps: (id: string) => boolean = () => false,
): string {
  const kept = Object.entries(baseline.rows).filter(([id]) => keeps(id));
  const measured = rows.map((row): [string, BaselineRow] => [row.id, stored(row, baseline.rows[row.id])]);
  const value = Object.fromEntries([...kept, ...measured].sort(([a], [b]) => byName(a, b)));
  const eol = text.includes("\r\n") ? "\r\n" : "\n";
  const formattingOptions = { insertSpaces: !/^\t/m.test(text), tabSize: indentOf(text), eol };
  const edited = applyEdits(text, modify(text, ["rows"], value, { formattingOptions }));
  return edited.endsWith("\n") ? edited : `${edited}${eol}`;
}

function stored({ cycles, parts, causes, functions }: MeasuredRow, old: BaselineRow | undefined): BaselineRow {
  const byCause = causeNames.flatMap((name) => (causes[name] ? [[name, causes[name]]] : []));
  const byFunction = Object.entries(functions)
    .filter(([, self]) => self > 0)
    .sort(([a], [b]) => (a < b ? -1 : 1));
  return {
    cycles,
    ...(old?.tolerance === undefined ? {} : { tolerance: old.tolerance }),
    ...(parts === undefined ? {} : { parts }),
    causes: Object.fromEntries(byCause),
    functions: Object.fromEntries(byFunction),
  };
}

/** Spaces that the file's own lines are indented by. */
function indentOf(text: string): number {
  return /^\{\r?\n( +)"/.exec(text)?.[1]?.length ?? 2;
}

/** Numbers within names by their value: backlog-5 before backlog-128. */
function byName(a: string, b: string): number {
  return a.localeCompare(b, "en", { numeric: true }) || (a < b ? -1 : 1);
}
