// The bars of fidelity, and what is held against them (facts/bars.json).
import { type CaseFidelity, type Fidelity, functionDeviation, mainFunctions, totalDeviations } from "./compare.js";
import { type FigureName, figureNames } from "./figures.js";

/** What a total and a main function may be off by. */
export const BARS = { total: 0.1, function: 0.2 } as const;

type Quad = Record<FigureName, readonly [number, number]>;

/** The compared figures of a case, of its main functions those that are off. */
export interface Kept {
  total: CaseFidelity["total"];
  cycles: CaseFidelity["cycles"];
  functions: Record<string, Partial<Quad>>;
}

/** What facts/bars.json keeps of a kernel, so that what moves is a difference to look at. */
export function keptFigures({ cases }: Fidelity): Record<string, Kept> {
  return Object.fromEntries(
    cases.map((one) => {
      const functions = mainFunctions(one).flatMap((row) => {
        const off = figureNames.filter((figure) => row[figure][0] !== row[figure][1]);
        return off.length === 0 ? [] : [[row.name, Object.fromEntries(off.map((figure) => [figure, row[figure]]))]];
      });
      return [one.case, { total: one.total, cycles: one.cycles, functions: Object.fromEntries(functions) }];
    }),
  );
}

/** What is over a bar, "total lines" or "sys_listen loads", each once. */
export function overBars({ cases }: Fidelity): string[] {
  const totals = cases.flatMap((one) =>
    totalDeviations(one).flatMap(([figure, off]) => (off > BARS.total ? [`total ${figure}`] : [])),
  );
  const functions = cases.flatMap((one) =>
    mainFunctions(one).flatMap((row) =>
      figureNames.flatMap((figure) =>
        functionDeviation(row, figure) > BARS.function ? [`${row.name} ${figure}`] : [],
      ),
    ),
  );
  return [...new Set([...totals, ...functions])].sort();
}
