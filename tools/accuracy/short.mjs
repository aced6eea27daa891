// The figures of src/accuracy.json as a table with bars, for the README.
import { readFileSync } from "node:fs";
import { defaultMachine } from "../../dist/machines.js";
import { Paper } from "../../dist/report/paper.js";
import { bar } from "../../dist/report/text.js";
import { percent } from "./figures.mjs";

/** Cells of the longest bar, and what it stands for. */
const [WIDTH, FULL] = [24, 0.1];

const row = (what, { mean, worst }) => [what, percent(mean), percent(worst), bar(mean, FULL, WIDTH)];

export function short() {
  const { machines, kernels } = JSON.parse(readFileSync(new URL("../../src/accuracy.json", import.meta.url), "utf8"));
  const paper = new Paper(96, false);
  const loads = Object.entries(machines)
    .sort(([, a], [, b]) => a.mean - b.mean)
    .map(([name, { mean, cells }]) => [name, String(cells), percent(mean), bar(mean, FULL, WIDTH)]);
  const calls = Object.entries(kernels).flatMap(([name, { counts, cycles }]) => [
    row(`Linux ${name}, counts`, counts),
    row(`Linux ${name}, cycles on ${defaultMachine}`, cycles[defaultMachine]),
  ]);
  const right = (head) => ({ head, align: "right" });
  return `${paper.table([{ head: "load latency" }, right("cells"), right("off by"), { head: "" }], loads, 0)}

${paper.table([{ head: "calls" }, right("off by"), right("worst"), { head: "" }], calls, 0)}
`;
}
