// The figures of src/accuracy.json as a table with bars, for the README.
import { readFileSync } from "node:fs";
import { Paper } from "../../dist/report/paper.js";
import { bar } from "../../dist/report/text.js";

const percent = (value) => `${(100 * value).toFixed(1)} %`;
/** Cells of the longest bar, and what it stands for. */
const [WIDTH, FULL] = [24, 0.1];

export function short() {
  const { machines, kernels } = JSON.parse(readFileSync(new URL("../../src/accuracy.json", import.meta.url), "utf8"));
  const paper = new Paper(96, false);
  const loads = Object.entries(machines)
    .sort(([, a], [, b]) => a.mean - b.mean)
    .map(([name, { mean, cells }]) => [name, String(cells), percent(mean), bar(mean, FULL, WIDTH)]);
  const calls = Object.entries(kernels).map(([name, { mean, worst }]) => [
    `Linux ${name}`,
    percent(mean),
    percent(worst),
    bar(mean, FULL, WIDTH),
  ]);
  const right = (head) => ({ head, align: "right" });
  return `${paper.table([{ head: "load latency" }, right("cells"), right("off by"), { head: "" }], loads, 0)}

${paper.table([{ head: "calls" }, right("off by"), right("worst"), { head: "" }], calls, 0)}
`;
}
