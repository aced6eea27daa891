// facts/bars.json: how far the emulator is from the counts now, and which of that is known and why.
import { readFileSync } from "node:fs";
import { keptFigures, overBars } from "../../dist/fidelity/bars.js";
import { fidelity } from "../../dist/fidelity/compare.js";

/** Stands for the reason of an exception until somebody writes one. */
export const NO_REASON = "no reason given";

/** The text of facts/bars.json; the reasons of what is still over a bar are kept, and new ones are to be written. */
export async function barsText(kernels) {
  const before = JSON.parse(readFileSync(new URL("../../facts/bars.json", import.meta.url), "utf8"));
  const [exceptions, figures] = [{}, {}];
  for (const kernel of kernels) {
    const result = await fidelity({ kernel });
    const reasons = before.exceptions[kernel] ?? {};
    exceptions[kernel] = Object.fromEntries(overBars(result).map((name) => [name, reasons[name] ?? NO_REASON]));
    figures[kernel] = keptFigures(result);
  }
  return `${JSON.stringify({ exceptions, figures }, null, 1).replace(/\[\s+([\d.]+|null),\s+([\d.]+|null)\s+\]/g, "[$1, $2]")}\n`;
}
