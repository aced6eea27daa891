// How far a machine and kernels are from what was measured, in a line. `npm run accuracy` keeps the figures.
import { isDeepStrictEqual } from "node:util";
import figures from "../accuracy.json" with { type: "json" };
import { type Machine, machineNames, readMachine } from "../machine.js";

interface Spread {
  mean: number;
  worst: number;
}

/** Over all cells of a machine's latency matrix; fractions. */
const loads: Readonly<Record<string, { mean: number }>> = figures.machines;
/** Over a kernel's calls: their counts, and their cycles on each machine; fractions. */
const calls: Readonly<Record<string, { counts: Spread; cycles: Readonly<Record<string, Spread>> }>> = figures.kernels;

/** What the cycles of a kernel that was never traced may be off by (facts/functions.json: another compiler). */
const ESTIMATE = "about 30\u00a0% (estimated)";

const percent = (fraction: number, digits: number) => `${(100 * fraction).toFixed(digits)}\u00a0%`;

/**
 * "Accuracy, mean error: loads on core2-woodcrest 2.3 %; cycles of Linux 3.6 3.6 % (worst call 8 %), 4.3 about 30 %
 * (estimated)."; on a machine that nobody measured, of the kernels the counts.
 */
export function accuracyLine(machine: Machine, kernels: readonly string[]): string {
  const known = isShipped(machine) ? loads[machine.name] : undefined;
  const counted = kernels.flatMap((name) => {
    const all = calls[name];
    const off = known ? all?.cycles[machine.name] : all?.counts;
    return off ? [`${name} ${percent(off.mean, 1)} (worst ${known ? "call" : "figure"} ${percent(off.worst, 0)})`] : [];
  });
  const others = kernels.filter((name) => !calls[name]);
  const estimated = others.length > 0 ? [`${others.join(", ")} ${ESTIMATE}`] : [];
  const machinePart = known ? percent(known.mean, 1) : "unknown (no shipped profile)";
  const what = known ? "cycles" : "counts";
  return `Accuracy, mean error: loads on ${machine.name} ${machinePart}; ${what} of Linux ${[...counted, ...estimated].join(", ")}.`;
}

/** A shipped profile, not another one under its name. */
function isShipped(machine: Machine): boolean {
  return machineNames().includes(machine.name) && isDeepStrictEqual(readMachine(machine.name), machine);
}
