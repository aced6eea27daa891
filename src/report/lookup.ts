import { causeNames } from "../ledger.js";
import type { LookupCost } from "../lookup.js";
import type { Machine } from "../machine.js";
import type { Paper } from "./paper.js";
import { bar, count, duration, onMachine, share } from "./text.js";

/** Kernels one below the other for each number of listeners. */
export function lookupReport(paper: Paper, costs: readonly LookupCost[], machine: Machine, spread: boolean): string {
  const max = Math.max(...costs.map(({ cycles }) => cycles));
  const byNumber = costs
    .map((cost, index) => ({ cost, index }))
    .sort((a, b) => a.cost.listeners - b.cost.listeners || a.index - b.index);
  const rows = (width: number) =>
    byNumber.map(({ cost }, i) => {
      const { kernel, listeners, bucket_length, cycles, loads, causes } = cost;
      const first = byNumber[i - 1]?.cost.listeners !== listeners;
      const top = causeNames.reduce((a, b) => (causes[b] > causes[a] ? b : a));
      return [
        first ? count(listeners) : "",
        kernel,
        count(bucket_length),
        count(cycles),
        duration(cycles, machine.mhz),
        count(loads),
        count(cycles / bucket_length, 1),
        `${top} ${share(causes[top], cycles)}`,
        paper.cause(top, bar(cycles, max, width)),
      ];
    });
  const heads = [
    { head: "listeners", align: "right" as const },
    { head: "Linux" },
    { head: "chain", align: "right" as const },
    { head: "cycles", align: "right" as const },
    { head: "time", align: "right" as const },
    { head: "loads", align: "right" as const },
    { head: "each", align: "right" as const },
    { head: "mostly" },
    { head: "" },
  ];
  const where = spread ? "listeners over all 32 buckets" : "listeners in the SYN's bucket";
  const title = `${paper.title(`One warm lookup, ${where}`)} ${paper.faint(onMachine(machine))}`;
  return `${title}\n\n${paper.fit([28, 20, 12, 0], (width) => paper.table(heads, rows(width)))}\n`;
}
