import { dirname, isAbsolute, join } from "node:path";
import { type Command, CommanderError } from "commander";
import type { Baseline, BaselineCase, MeasuredRow } from "../baseline.js";
import { type CallNode, selfOf } from "../calls.js";
import { didYouMean, InputError } from "../input-error.js";
import type { Account } from "../ledger.js";
import { functionCosts } from "../listen.js";
import { readListeners } from "../listeners-file.js";
import { readMachineFile, readTextFile } from "../machine-file.js";
import { defaultMachine, shippedMachines } from "../machines.js";
import { readScenario } from "../scenario.js";
import { planScenario } from "../scenario-plan.js";
import { mismatchLine } from "../scenario-run.js";
import { survey } from "../survey.js";
import { faultOf } from "./fault.js";
import { type ListenOptions, listenCase, listenCommand, readListen } from "./listen.js";
import { type LookupOptions, lookupCase, lookupCommand, readLookup } from "./lookup.js";
import { type Boots, boot, type CommonOptions, readBoots, readKernels } from "./options.js";
import type { Case, CaseWithoutCalls } from "./output.js";
import { type MeasuredRun, measureScenario } from "./run.js";
import { surveyCommand } from "./survey.js";
import type { Terminal } from "./terminal.js";

/** A row with what exports and profiles are made of. */
export interface CheckedRow extends MeasuredRow {
  exported: CaseWithoutCalls;
  /** Which of the functions are measured blocks. */
  blocks: string[];
}

/** Kernels and machines (by name) that are wanted; undefined: all. */
export interface Selection {
  kernels: readonly string[] | undefined;
  machine: string | undefined;
}

export interface Checked {
  rows: CheckedRow[];
  /** What scenarios expected and did not get, a line each. */
  failures: string[];
}

/** Measures a command's rows on the kernels and the machine of `boots`. */
type Measure = (boots: Boots) => Promise<CheckedRow[]>;

/**
 * Runs the cases of a baseline.
 *
 * @throws InputError for the first case that cannot be run, with its place in the file
 */
export async function runCases(
  baseline: Baseline,
  file: string,
  selection: Selection,
  terminal: Terminal,
  record: boolean,
): Promise<Checked> {
  const checked: Checked = { rows: [], failures: [] };
  const owners = new Map<string, number>();
  checkMachines(baseline, file);
  for (const [index, one] of baseline.cases.entries()) {
    const progress = (text: string) => terminal.progress(`case ${index + 1} of ${baseline.cases.length}: ${text}`);
    const context: Context = {
      baseline,
      folder: dirname(file),
      selection,
      record,
      terminal: { ...terminal, progress },
    };
    const place = `${file}: at /cases/${index}`;
    const { rows, failures } = await placed(place, () => runCase(one, context));
    for (const row of rows) {
      const owner = owners.get(row.id);
      if (owner !== undefined) {
        const also = owner === index ? "twice" : `also of /cases/${owner}`;
        throw new InputError(`${place}: its row ${row.id} is ${also}; give one of them a name of its own`);
      }
      owners.set(row.id, index);
      checked.rows.push({ ...row, ...(one.tolerance === undefined ? {} : { tolerance: one.tolerance }) });
    }
    checked.failures.push(...failures.map((failure) => `${place}: ${failure}`));
  }
  return checked;
}

/** Throws an InputError for the first machine of the baseline that there is not, with its place. */
function checkMachines(baseline: Baseline, file: string): void {
  const check = (names: readonly string[] = [], pointer: string) => {
    for (const [index, name] of names.entries()) {
      if (name !== "all") readMachineFile(relativeTo(dirname(file), name), { file, pointer: `${pointer}/${index}` });
    }
  };
  check(baseline.machines, "/machines");
  for (const [index, { machines }] of baseline.cases.entries()) check(machines, `/cases/${index}/machines`);
}

interface Context {
  baseline: Baseline;
  /** The baseline's, from which its files are named. */
  folder: string;
  selection: Selection;
  /** Whether calls are recorded where they need not be. */
  record: boolean;
  terminal: Terminal;
}

/** Faults of `work` name the place. */
async function placed<T>(place: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const fault = faultOf(error);
    if (fault === undefined) throw error;
    throw new InputError(`${place}: ${fault}`);
  }
}

async function runCase(one: BaselineCase, context: Context): Promise<Checked> {
  if (one.command !== undefined) return { rows: await runCommand(one, one.command, context), failures: [] };
  const file = relativeTo(context.folder, one.scenario ?? "");
  const checked: Checked = { rows: [], failures: [] };
  for (const { result, accounts, exported } of await runScenarioCase(one, file, context)) {
    const { kernel, machine, steps, mismatches } = result;
    const parts = Object.fromEntries(steps.map(({ op, cycles }, index) => [`${index} ${op}`, cycles]));
    const row = accountRow(exported, accounts, parts);
    checked.rows.push(one.name === undefined ? row : renamed(row, one.name));
    for (const mismatch of mismatches) {
      checked.failures.push(`${file}, Linux ${kernel} on ${machine}: ${mismatchLine(mismatch)}`);
    }
  }
  return checked;
}

/** A scenario on the kernels and machines of the case, else of the baseline, else its own. */
async function runScenarioCase(one: BaselineCase, file: string, context: Context): Promise<MeasuredRun[]> {
  const { baseline, folder, selection, terminal } = context;
  const scenario = readScenario(readTextFile(file), file);
  const list = one.kernels ?? baseline.kernels;
  const kernels = list && readKernels(list.join(","));
  const runs: MeasuredRun[] = [];
  for (const name of machinesOf(one, baseline) ?? [undefined]) {
    const machine = name === undefined ? undefined : readMachineFile(relativeTo(folder, name));
    const plan = await planScenario(scenario, file, { kernels, machine });
    const wanted = plan.kernels.filter((kernel) => isSelected(selection, kernel, plan.machine.name));
    runs.push(...(await measureScenario(scenario, { ...plan, kernels: wanted }, terminal, context.record)));
  }
  return runs;
}

async function runCommand(one: BaselineCase, line: string, context: Context): Promise<CheckedRow[]> {
  const { options, measure } = readCommand(line, context);
  for (const key of ["kernel", "machine"] as const) {
    if (options[key] === undefined || one[`${key}s`] === undefined) continue;
    throw new InputError(`the command has --${key} and the case has ${key}s; leave one of them out`);
  }
  const { baseline, folder, selection } = context;
  const kernels = options.kernel ?? (one.kernels ?? baseline.kernels ?? ["all"]).join(",");
  const machines = options.machine ? [options.machine] : (machinesOf(one, baseline) ?? [defaultMachine]);
  const rows: CheckedRow[] = [];
  for (const machine of machines) {
    const boots = readBoots({ ...options, kernel: kernels, machine: relativeTo(folder, machine) });
    const wanted = boots.kernels.filter((kernel) => isSelected(selection, kernel, boots.machine.name));
    rows.push(...(await measure({ ...boots, kernels: wanted })));
  }
  return rows.map((row) => (one.name === undefined ? row : renamed(row, one.name)));
}

/** Names and files of machines, "all" written out; undefined where neither case nor baseline has any. */
function machinesOf(one: BaselineCase, baseline: Baseline): string[] | undefined {
  const machines = one.machines ?? baseline.machines;
  return machines && [...new Set(machines.flatMap((name) => (name === "all" ? Object.keys(shippedMachines) : [name])))];
}

function isSelected({ kernels, machine }: Selection, kernel: string, on: string): boolean {
  return (kernels?.includes(kernel) ?? true) && (machine ?? on) === on;
}

/** Whether a row is one of those that the selection runs. */
export function selects(selection: Selection, id: string): boolean {
  const [, kernel = "", machine = ""] = /^[^/]+\/linux-([^/]+)\/([^/]+)\//.exec(id) ?? [];
  return isSelected(selection, kernel, machine);
}

/** A path, or a machine that is named by one, as seen from the baseline's folder. */
function relativeTo(folder: string, name: string): string {
  const isPath = /[/\\.]/.test(name) && !Object.hasOwn(shippedMachines, name);
  return isPath && !isAbsolute(name) ? join(folder, name) : name;
}

function renamed(row: CheckedRow, name: string): CheckedRow {
  const id = row.id.replace(/^[^/]+/, name);
  const { exported } = row;
  return { ...row, id, exported: { ...exported, id, name: exported.name.replace(/^\S+/, name) } };
}

/** The words of a command line, of which quotes keep blanks. */
function readCommand(line: string, { folder, terminal }: Context): { options: CommonOptions; measure: Measure } {
  const [word = "", ...words] = [...line.matchAll(/"([^"]*)"|'([^']*)'|(\S+)/g)].map((m) => m[1] ?? m[2] ?? m[3] ?? "");
  if (word === "listen") {
    const { options } = parsed<ListenOptions>(listenCommand(terminal), words);
    const listens = readListen(options);
    const measure: Measure = async (boots) =>
      (await listens(boots, terminal)).costs.map((cost) => rowOf(listenCase(cost, boots.machine.mhz)));
    return { options, measure };
  }
  if (word === "lookup") {
    const { options } = parsed<LookupOptions>(lookupCommand(terminal), words);
    const lookups = readLookup(options);
    const measure: Measure = async (boots) =>
      (await lookups(boots, terminal)).map((cost) =>
        rowOf(lookupCase(cost, boots.machine.mhz, options.spread === true)),
      );
    return { options, measure };
  }
  if (word === "survey") {
    const { options, files } = parsed<CommonOptions>(surveyCommand(terminal), words);
    if (files.length === 0 || files.includes("-")) {
      throw new InputError("survey: a case cannot depend on this host's listeners or on stdin; name a file");
    }
    return { options, measure: (boots) => surveyRows(boots, folder, files, terminal) };
  }
  const hint = didYouMean(word, ["listen", "lookup", "survey"], "give listen, lookup or survey");
  throw new InputError(`${JSON.stringify(word)} is no command of a case; ${hint}`);
}

/** Reads the words as the command itself does. */
function parsed<T extends CommonOptions>(command: Command, words: string[]): { options: T; files: string[] } {
  command
    .exitOverride()
    .configureOutput({ writeOut: () => {}, writeErr: () => {} })
    .action(() => {});
  try {
    command.parse(words, { from: "user" });
  } catch (error) {
    if (error instanceof CommanderError && error.exitCode === 0) {
      throw new InputError(`${command.name()}: --help has no place in a case; leave it out`);
    }
    throw error;
  }
  const options = command.opts<T & { profile?: string; export?: string }>();
  for (const option of ["json", "quiet", "profile", "export"] as const) {
    if (options[option] === undefined) continue;
    throw new InputError(`${command.name()}: --${option} has no place in a case; give it to halfopen check`);
  }
  return { options, files: command.args };
}

function rowOf(one: Case): CheckedRow {
  const { causes, cycles } = one.cost;
  return { id: one.id, cycles, causes, ...functionsOf(one.calls), exported: one };
}

/** Cycles of each function's own, and which of them are measured blocks. */
function functionsOf(calls: CallNode): Pick<CheckedRow, "functions" | "blocks"> {
  const functions: Record<string, number> = {};
  const blocks: string[] = [];
  const visit = (call: CallNode) => {
    functions[call.name] = (functions[call.name] ?? 0) + selfOf(call);
    if (call.block) blocks.push(call.name);
    for (const child of call.children) visit(child);
  };
  visit(calls);
  return { functions, blocks: [...new Set(blocks)] };
}

async function surveyRows(
  boots: Boots,
  folder: string,
  files: string[],
  { progress }: Terminal,
): Promise<CheckedRow[]> {
  const { listeners } = await readListeners(files.map((file) => (isAbsolute(file) ? file : join(folder, file))));
  const rows: CheckedRow[] = [];
  for (const kernel of boots.kernels) {
    const linux = await boot(boots, kernel);
    const { listen_cycles, syn_cycles } = survey(linux, listeners, (what, done, of) =>
      progress(`survey: Linux ${kernel}, ${what} ${done} of ${of}`),
    );
    const { min, median, max } = syn_cycles;
    const parts = { listen: listen_cycles.total, "syn min": min, "syn median": median, "syn max": max };
    const tail = files.map((file) => file.replace(/^.*[/\\]/, "").replaceAll(/[^A-Za-z0-9._-]+/g, "-")).join("+");
    const id = `survey/linux-${kernel}/${boots.machine.name}/${tail}`;
    const exported = { id, name: `survey ${tail}, Linux ${kernel}`, mhz: boots.machine.mhz, cost: linux.total() };
    rows.push(accountRow(exported, linux.ledger(), parts));
  }
  return rows;
}

/** A row whose functions are those of the accounts. */
function accountRow(
  exported: CaseWithoutCalls,
  accounts: readonly Account[],
  parts: Record<string, number>,
): CheckedRow {
  const costs = functionCosts(accounts);
  const functions = Object.fromEntries(costs.map(({ name, self }) => [name, self]));
  const blocks = costs.flatMap(({ name, block }) => (block ? [name] : []));
  const { id, cost } = exported;
  return { id, cycles: cost.cycles, parts, causes: cost.causes, functions, exported, blocks };
}
