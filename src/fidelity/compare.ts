// Emulated calls beside counts of a real kernel.
import type { WasmSource } from "../core.js";
import type { Machine } from "../machine.js";
import { defaultMachine, shippedMachines } from "../machines.js";
import { cases, type FidelityCase } from "./cases.js";
import type { Counted, Counts } from "./counts.js";
import { cutAlike, withLockNames } from "./cut.js";
import { type EmulatedCall, emulatedCall, warmCall } from "./emulated.js";
import { addFigures, type FigureName, type Figures, figureNames, noFigures } from "./figures.js";
import { linesTouched } from "./lines.js";
import { replayedCycles } from "./replay.js";
import { type CallTree, type Shipped, shippedCounts, shippedFacts } from "./shipped.js";

/** Emulated, then real. */
export type Pair = [emulated: number, real: number];

export interface FunctionFidelity extends Record<FigureName, Pair> {
  name: string;
  /** A measured block, with all that it calls. */
  block: boolean;
  calls: number;
}

export interface CaseFidelity {
  case: string;
  title: string;
  total: Record<FigureName, Pair> & { lines: [emulated: number | null, real: number | null] };
  cycles: [emulated: number, replayed: number | null];
  functions: FunctionFidelity[];
  /** What the counted repetition did that is not done every time costs so many instructions; 0: nothing. */
  refill: number;
}

export interface Fidelity {
  kernel: string;
  machine: string;
  cases: CaseFidelity[];
  worst: { total: number; function: number };
  /** What the counts lack. */
  missing: string[];
}

/** A function that has more of the instructions, measured blocks aside, is compared by the bars. */
export const SHARE = 0.02;

export interface FidelityOptions {
  /** A name of `kernels`. */
  kernel: string;
  /** Whose cycles are compared; default: defaultMachine. */
  machine?: Machine;
  /** Default: those of the package, which has some of the `countedKernels`. */
  counts?: Counts;
  wasm?: WasmSource;
  /** Is told each call that is compared next. */
  progress?: (title: string) => void;
}

/** The options with their defaults. */
type Setup = FidelityOptions & { machine: Machine; counts: Counts };

/**
 * Compares emulated calls with those that a real kernel was counted in, call by call and function by function. What the
 * counts lack is left out and named in `missing`. Runs in Node.js, where it finds the package's facts.
 * @throws InputError if there are no counts of the kernel, or they are damaged
 */
export async function fidelity(options: FidelityOptions): Promise<Fidelity> {
  const { kernel, machine = shippedMachines[defaultMachine] as Machine, progress = () => {} } = options;
  const counts = options.counts ?? (await shippedCounts(kernel));
  const before = counts.missing.length;
  const compared: CaseFidelity[] = [];
  for (const one of cases) {
    progress(one.title);
    const real = counts.call(one.name, one.counted);
    if (!real) continue;
    const found = await compareCase(one, real, { ...options, machine, counts });
    if (found) compared.push(found);
    else counts.missing.push(`at /cases/${one.name}: Linux ${kernel} has no emulated ${one.counted[0]}`);
  }
  const worst = {
    total: Math.max(0, ...compared.flatMap((one) => totalDeviations(one).map(([, off]) => off))),
    function: Math.max(0, ...compared.flatMap((one) => mainFunctions(one).map(worstOf))),
  };
  return { kernel, machine: machine.name, cases: compared, worst, missing: counts.missing.slice(before) };
}

/** How far each figure of a call is off, and the lines if they are known. */
export function totalDeviations({ total: { lines, ...figures } }: CaseFidelity): [name: string, off: number][] {
  const [emulated, real] = lines;
  const ofLines: [string, number][] =
    emulated === null || real === null ? [] : [["lines", deviation([emulated, real])]];
  return [...figureNames.map((name): [string, number] => [name, deviation(figures[name])]), ...ofLines];
}

/** |emulated - real| / real. */
export function deviation([emulated, real]: Pair): number {
  return emulated === real ? 0 : Math.abs(emulated - real) / Math.max(real, 1);
}

/** A function's deviation; an access more or less in each call is none. */
export function functionDeviation(one: FunctionFidelity, name: FigureName): number {
  const [emulated, real] = one[name];
  const slack = name === "instructions" ? 0 : Math.max(1, one.calls);
  return Math.abs(emulated - real) <= slack ? 0 : deviation(one[name]);
}

export const worstOf = (one: FunctionFidelity) => Math.max(...figureNames.map((name) => functionDeviation(one, name)));

/** The functions of a case that have more than SHARE of its instructions, measured blocks aside; and such blocks. */
export function mainFunctions({ functions, total }: CaseFidelity): FunctionFidelity[] {
  const real = (one: FunctionFidelity) => one.instructions[1];
  const larger = (one: FunctionFidelity) => Math.max(...one.instructions);
  const blocks = functions.filter(({ block }) => block).reduce((sum, one) => sum + real(one), 0);
  const all = total.instructions[1];
  return functions.filter((one) => larger(one) > SHARE * (one.block ? all : all - blocks));
}

/** A trace whose instructions are off by more than a total may be (bars.ts) took another way: its cycles are not compared. */
const SAME_PATH = 0.1;

async function compareCase(
  one: FidelityCase,
  real: Counted,
  { kernel, machine, wasm, counts }: Setup,
): Promise<CaseFidelity | undefined> {
  const surroundings = { kernel, machine, wasm };
  const { instructions } = real.total;
  const chosen = await emulatedCall(one, surroundings, real);
  if (!chosen) return undefined;
  const { call, sockets } = chosen;
  const shipped = await shippedFacts(kernel);
  const warm = await warmCall(one, surroundings);
  const replay = shipped?.replays[one.name];
  const isSame = replay && warm && deviation([warm.total.instructions, replay.instructions]) <= SAME_PATH;
  const replayed = isSame ? await replayedCycles(replay, real.total.locked, machine, wasm) : null;
  const total = Object.fromEntries(figureNames.map((name) => [name, [call.total[name], real.total[name]]]));
  const lines = [await linesTouched(one, surroundings, sockets), real.lines];
  return {
    case: one.name,
    title: one.title,
    total: { ...total, lines } as CaseFidelity["total"],
    cycles: [warm?.cycles ?? call.cycles, replayed],
    functions: functionsOf(call, real, treeOf(one, shipped) ?? treeOf(one, await shippedFacts(LIKE)), counts.missing),
    refill: instructions - Math.min(instructions, ...real.repetitions),
  };
}

/** The kernel whose traces tell who calls whom on a kernel that has none. */
const LIKE = "3.6";

function treeOf({ name, like }: FidelityCase, shipped: Shipped | undefined): CallTree | undefined {
  return shipped?.trees[name] ?? (like ? shipped?.trees[like] : undefined);
}

/** By emulated instructions, dearest first. What one side has inlined or calls otherwise is noted in `missing`. */
function functionsOf(
  call: EmulatedCall,
  { own, at }: Counted,
  tree: CallTree | undefined,
  missing: string[],
): FunctionFidelity[] {
  if (!own) return [];
  const known = withLockNames(own, call);
  const sides = cutAlike(call, tree ? attribute(known, tree, call) : known, tree);
  missing.push(...sides.notes.map((note) => `at ${at}/self_by_function: ${note}`));
  const { emulated: all, real } = sides;
  const names = new Set([...all.keys(), ...real.keys()]);
  const rows = [...names].map((name): FunctionFidelity => {
    const emulated = all.get(name);
    const counted = real.get(name) ?? noFigures();
    const pairs = figureNames.map((figure) => [figure, [emulated?.[figure] ?? 0, counted[figure]]]);
    const { block = false, calls = 0 } = emulated ?? {};
    return { name, block, calls, ...(Object.fromEntries(pairs) as Record<FigureName, Pair>) };
  });
  const isEmpty = (one: FunctionFidelity) => figureNames.every((name) => one[name][0] === 0 && one[name][1] === 0);
  const size = ({ instructions: [emulated, counted] }: FunctionFidelity) => Math.max(emulated, counted);
  return rows.filter((one) => !isEmpty(one)).sort((a, b) => size(b) - size(a) || (a.name < b.name ? -1 : 1));
}

/**
 * The counted own figures of functions as the emulator cuts them: a measured block holds all that it calls. Counts do
 * not tell who called whom, so each function's are shared out among the blocks as in the trace. The sum stays.
 */
function attribute(own: Map<string, Figures>, tree: CallTree, call: EmulatedCall): Map<string, Figures> {
  const beneath = new Map<string, Map<string, Part>>();
  const all = new Map<string, Part>();
  const apart = blocksApart(tree, call);
  const visit = (node: CallTree, within: string | undefined) => {
    const isBlock = call.functions.get(node.n)?.block && (within === undefined || apart.has(node.n));
    const block = isBlock ? node.n : within;
    addPart(all, node.n, node);
    if (block !== undefined) {
      const parts = beneath.get(node.n) ?? new Map<string, Part>();
      beneath.set(node.n, parts);
      addPart(parts, block, node);
    }
    for (const child of node.k ?? []) visit(child, block);
  };
  visit(tree, undefined);

  const real = new Map<string, Figures>();
  const add = (name: string, figures: Figures) => real.set(name, addFigures(real.get(name) ?? noFigures(), figures));
  for (const [name, figures] of own) {
    const rest = { ...figures };
    const parts = [...(beneath.get(name) ?? [])];
    const inBlocks = parts.reduce((sum, [, { calls }]) => sum + calls, 0);
    const emulated = call.functions.get(name);
    const traced = all.get(name) as Part;
    // Calls that are emulated although a block's function makes them are not the block's.
    const share =
      emulated && !emulated.block ? Math.max(0, Math.min(1, (traced?.calls - emulated.calls) / inBlocks)) : 1;
    for (const [block, part] of parts) {
      const given = sharedOut(figures, part, traced, share);
      add(block, given);
      for (const figure of figureNames) rest[figure] -= given[figure];
    }
    add(name, rest);
  }
  return real;
}

/** Blocks that are emulated more often than they are called outside of other blocks: there they stand apart, too. */
function blocksApart(tree: CallTree, call: EmulatedCall): Set<string> {
  const outside = new Map<string, number>();
  const visit = (node: CallTree) => {
    if (call.functions.get(node.n)?.block) outside.set(node.n, (outside.get(node.n) ?? 0) + node.c);
    else for (const child of node.k ?? []) visit(child);
  };
  visit(tree);
  const blocks = [...call.functions].filter(([, { block }]) => block);
  return new Set(blocks.filter(([name, { calls }]) => calls > (outside.get(name) ?? 0)).map(([name]) => name));
}

interface Part {
  calls: number;
  instructions: number;
  loads: number;
  stores: number;
}

function addPart(parts: Map<string, Part>, name: string, { c, i, l, s }: CallTree): void {
  const part = parts.get(name) ?? { calls: 0, instructions: 0, loads: 0, stores: 0 };
  parts.set(name, {
    calls: part.calls + c,
    instructions: part.instructions + i,
    loads: part.loads + l,
    stores: part.stores + s,
  });
}

function sharedOut(figures: Figures, part: Part, all: Part, beneath: number): Figures {
  const byCalls = (beneath * part.calls) / all.calls;
  const share = (of: "instructions" | "loads" | "stores") => (all[of] > 0 ? (beneath * part[of]) / all[of] : byCalls);
  return {
    instructions: Math.round(figures.instructions * share("instructions")),
    loads: Math.round(figures.loads * share("loads")),
    stores: Math.round(figures.stores * share("stores")),
    locked: Math.round(figures.locked * byCalls),
  };
}
