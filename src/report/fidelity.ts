import { BARS } from "../fidelity/bars.js";
import {
  type CaseFidelity,
  deviation,
  type Fidelity,
  functionDeviation,
  mainFunctions,
  type Pair,
  worstOf,
} from "../fidelity/compare.js";
import { figureNames } from "../fidelity/figures.js";
import type { Machine } from "../machine.js";
import type { Paper } from "./paper.js";
import { count, onMachine, share, wrap } from "./text.js";

/** How far a figure is off, in percent. */
const percent = ([emulated, real]: Pair) => {
  const off = real === 0 ? (emulated === 0 ? 0 : 100) : Math.round((100 * (emulated - real)) / real);
  return `${off < 0 ? "−" : "+"}${Math.abs(off)}`;
};

const HINT =
  "Cycles are compared where a trace took the counted way. All functions of each call with both figures: halfopen fidelity --json";

/** Kernel by kernel: the calls, then the functions that are off. */
export function fidelityReport(paper: Paper, all: readonly Fidelity[], machine: Machine, hints: boolean): string {
  const parts = all.map((one) => {
    const title = paper.title(wrap(`Linux ${one.kernel}, emulated, and how far off the real kernel`, paper.columns));
    const heads = paper.fit([0, 1], (line) => `${title}${line ? "\n" : " "}${paper.faint(onMachine(machine))}`);
    return [
      heads,
      callsTable(paper, one.cases),
      ...refills(paper, one.cases),
      ...functionsPart(paper, one),
      ...missing(paper, one),
    ]
      .filter(Boolean)
      .join("\n\n");
  });
  const end = hints ? `\n\n${wrap(HINT, paper.columns)}` : "";
  return `${parts.join("\n\n\n")}${end}\n`;
}

/** Columns that narrow paper goes without, the first one first; --json has them all. */
const SPARE = ["locked", "lines", "stores", "loads"];

/** Emulated figures, each with its deviation. */
function callsTable(paper: Paper, cases: readonly CaseFidelity[]): string {
  const heads = ["call", ...figureNames, "lines", "cycles"];
  const cell = ([emulated, real]: readonly [number | null, number | null], isBarred = true) => {
    if (emulated === null) return "-    ";
    if (real === null) return `${count(emulated)}    `;
    const off = percent([emulated, real]).padStart(3);
    const text = isBarred && deviation([emulated, real]) > BARS.total ? paper.bad(off) : off;
    return `${count(emulated)} ${text}`;
  };
  const rows = cases.map(({ title, refill, total, cycles }) => [
    refill > REFILL * total.instructions[1] ? `${title} *` : title,
    ...figureNames.map((name) => cell(total[name])),
    cell(total.lines),
    cell(cycles, false),
  ]);
  return paper.fit([0, 1, 2, 3, 4], (spared) => {
    const shown = heads.flatMap((head, i) => (SPARE.slice(0, spared).includes(head) ? [] : [i]));
    const columns = shown.map((i) => {
      const head = (heads[i] as string).replace("instructions", "instr.");
      return i === 0 ? { head } : { head: `${head}   %`, align: "right" as const };
    });
    const cells = rows.map((row) => shown.map((i) => row[i] as string));
    return paper.table(columns, cells, 0);
  });
}

/** From this share of the instructions on a refill is told. */
const REFILL = 0.1;

function refills(paper: Paper, cases: readonly CaseFidelity[]): string[] {
  const dearer = cases.filter(({ refill, total }) => refill > REFILL * total.instructions[1]);
  return dearer.map(({ refill }) =>
    wrap(
      `* counted in a repetition that refilled a list of free pages (${count(refill)} instructions); emulated so, too`,
      paper.columns,
    ),
  );
}

/** The main functions that are off by more than the bar, each once, where it is worst. */
function functionsPart(paper: Paper, { cases, worst }: Fidelity): string[] {
  const byName = new Map<string, { title: string; one: CaseFidelity["functions"][number] }>();
  for (const { title, ...call } of cases) {
    for (const one of mainFunctions({ title, ...call })) {
      const known = byName.get(one.name);
      if (worstOf(one) > BARS.function && !(known && worstOf(known.one) >= worstOf(one))) {
        byName.set(one.name, { title, one });
      }
    }
  }
  const summary = `Worst total off by ${share(worst.total, 1)}, worst function by ${share(worst.function, 1)}.`;
  if (byName.size === 0) return [summary];
  const rows = [...byName.values()].map(({ title, one }) => {
    const figures = figureNames.map((name) => {
      const text = one[name].map((value) => count(value)).join("/");
      return functionDeviation(one, name) > BARS.function ? paper.bad(text) : text;
    });
    return [one.block ? `${one.name}${paper.faint("·block")}` : one.name, title, ...figures];
  });
  const heads = ["off by more than 20 %", "in", ...figureNames].map((head, i) => {
    return { head: head.replace("instructions", "instr."), align: i < 2 ? ("left" as const) : ("right" as const) };
  });
  // Narrow paper leaves out in which call.
  const table = paper.fit([2, 1], (words) => {
    const keep = <T>(cells: readonly T[]) => cells.filter((_, i) => i < words || i > 1);
    return paper.table(keep(heads), rows.map(keep), 0);
  });
  return [table, summary];
}

function missing(paper: Paper, { missing: list }: Fidelity): string[] {
  if (list.length === 0) return [];
  return [`Not in the counts:\n${list.map((text) => wrap(text, paper.columns, "  ")).join("\n")}`];
}
