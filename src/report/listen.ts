import { kernels } from "../kernels.js";
import { type Causes, causeMeanings, causeNames } from "../ledger.js";
import type { FunctionCost, ListenCost } from "../listen.js";
import type { Machine } from "../machine.js";
import type { Paper } from "./paper.js";
import { bar, clip, count, duration, onMachine, plural, share, wrap } from "./text.js";

/** Rows that a table of functions shows before it sums up the rest. */
const SHOWN = 12;

/** All listens side by side, then each with its causes and functions. */
export function listenReport(
  paper: Paper,
  costs: readonly ListenCost[],
  machine: Machine,
  /** net.core.somaxconn of each kernel. */
  caps: ReadonlyMap<string, number>,
  hints: boolean,
): string {
  const parts = costs.map((cost) => one(paper, cost, machine, caps.get(cost.kernel)));
  if (costs.length > 1) parts.unshift(comparison(paper, costs, machine));
  const blocks = costs.filter(({ functions }) => functions.some(({ block }) => block)).map(({ kernel }) => kernel);
  if (hints && blocks.length > 0) parts.push(paper.faint(wrap(blockNote(blocks), paper.columns)));
  return `${parts.join("\n\n")}\n`;
}

/** What a block is on these kernels: measured on the kernel itself, or estimated from one that was. */
function blockNote(names: readonly string[]): string {
  const traced = kernels.filter((kernel) => kernel.traced).map(({ name }) => name);
  const measured = names.some((name) => traced.includes(name));
  const estimated = [...new Set(names.filter((name) => !traced.includes(name)))];
  const from = `estimated from the traced kernels (${traced.join(", ")})`;
  const where = measured && estimated.length > 0 ? ` on Linux ${estimated.join(", ")}` : "";
  const origin = [measured ? "measured on the real kernel" : "", estimated.length > 0 ? `${from}${where}` : ""];
  const last = measured && estimated.length === 0 ? " and" : ",";
  return `·block: ${origin.filter(Boolean).join(", ")}${last} charged as a whole, not emulated step by step`;
}

function one(paper: Paper, cost: ListenCost, machine: Machine, cap: number | undefined): string {
  const { kernel, backlog, ret, errno, cycles, instructions, loads, stores, locked } = cost;
  const call = `listen(fd, ${backlog})${ret < 0 ? ` = -1 ${errno}` : ""}`;
  const lines = [
    `${paper.title(`Linux ${kernel}: ${call}`)} ${paper.faint(onMachine(machine))}`,
    paper.fit([3, 2], (gap) => {
      const counts = [plural(instructions, "instruction"), plural(loads, "load"), plural(stores, "store")];
      const parts = [paper.strong(duration(cycles, machine.mhz)), ...counts, `${count(locked)} locked`];
      return `  ${[paper.strong(`${count(cycles)} cycles`), ...parts].join(" ".repeat(gap))}`;
    }),
  ];
  if (cost.listen_opt_from !== null) {
    const from = cost.listen_opt_from === "vmalloc" ? paper.warn("vmalloc") : cost.listen_opt_from;
    const entries = plural(cost.nr_table_entries ?? 0, "entry", "entries");
    lines.push(`  SYN table of ${entries}, ${count(cost.listen_opt_bytes ?? 0)} bytes from ${from}`);
  }
  if (cap !== undefined && backlog >>> 0 > cap) {
    lines.push(paper.faint(`  net.core.somaxconn cuts the backlog to ${cap}`));
  }
  return [
    ...lines,
    "",
    causesChart(paper, cost.causes, cycles),
    "",
    functionsTable(paper, cost.functions, cycles),
  ].join("\n");
}

/** A bar for each cause that took cycles, greatest first. */
export function causesChart(paper: Paper, causes: Causes, cycles: number): string {
  const shown = causeNames.filter((name) => causes[name] > 0).sort((a, b) => causes[b] - causes[a]);
  const max = Math.max(...shown.map((name) => causes[name]));
  const table = (width: number) =>
    paper.table(
      [
        { head: "cause" },
        { head: "cycles", align: "right" },
        { head: "share", align: "right" },
        { head: "" },
        { head: "" },
      ],
      shown.map((name) => [
        name,
        count(causes[name]),
        share(causes[name], cycles),
        paper.cause(name, bar(causes[name], max, width)),
        paper.faint(causeMeanings[name]),
      ]),
    );
  return paper.fit([40, 32, 24, 16, 8], table);
}

/** The dearest functions, by the cycles of their own. */
export function functionsTable(paper: Paper, functions: readonly FunctionCost[], cycles: number): string {
  const shown = functions.slice(0, functions.length <= SHOWN + 1 ? functions.length : SHOWN);
  const max = Math.max(...shown.map(({ self }) => self));
  const nameWidth = paper.columns < 90 ? 28 : 34;
  const rest = functions.slice(shown.length);
  const sum = (part: "self" | "calls") => rest.reduce((total, row) => total + row[part], 0);
  const table = (width: number) => {
    const rows = shown.map(({ name, self, total, calls, block }) => [
      block ? `${clip(name, nameWidth - 6)}${paper.faint("·block")}` : clip(name, nameWidth),
      count(self),
      share(self, cycles),
      paper.bar(bar(self, max, width)),
      count(calls),
      count(total),
    ]);
    if (rest.length > 0) {
      rows.push([
        paper.faint(`${rest.length} more`),
        count(sum("self")),
        share(sum("self"), cycles),
        "",
        count(sum("calls")),
      ]);
    }
    return paper.table(
      [
        { head: "function" },
        { head: "self", align: "right" },
        { head: "share", align: "right" },
        { head: "" },
        { head: "calls", align: "right" },
        { head: "with callees", align: "right" },
      ],
      rows,
    );
  };
  return paper.fit([30, 24, 18, 12, 6], table);
}

/** A row for each kernel and backlog; what came from vmalloc stands out. Narrow paper leaves bars out, then times. */
function comparison(paper: Paper, costs: readonly ListenCost[], machine: Machine): string {
  const max = Math.max(...costs.map(({ cycles }) => cycles));
  const rows = (width: number) =>
    costs.map((cost, i) => {
      const first = costs[i - 1]?.kernel !== cost.kernel;
      const shade = cost.listen_opt_from === "vmalloc" ? (cell: string) => paper.warn(cell) : (cell: string) => cell;
      const cells = [
        String(cost.backlog),
        cost.nr_table_entries === null ? "-" : count(cost.nr_table_entries),
        cost.listen_opt_bytes === null ? "-" : count(cost.listen_opt_bytes),
        cost.listen_opt_from ?? cost.errno ?? "none",
        count(cost.walks),
        count(cost.causes.tlb),
        count(cost.causes.memory),
        count(cost.cycles),
        ...(width < 0 ? [] : [duration(cost.cycles, machine.mhz)]),
      ];
      return [first ? cost.kernel : "", ...cells.map(shade), paper.bar(bar(cost.cycles, max, width))];
    });
  const heads = (width: number) => [
    { head: "Linux" },
    { head: "backlog", align: "right" as const },
    { head: "entries", align: "right" as const },
    { head: "bytes", align: "right" as const },
    { head: "from" },
    { head: "walks", align: "right" as const },
    { head: "tlb", align: "right" as const },
    { head: "memory", align: "right" as const },
    { head: "cycles", align: "right" as const },
    ...(width < 0 ? [] : [{ head: "time", align: "right" as const }]),
    { head: "" },
  ];
  const table = (width: number) => paper.table(heads(width), rows(width));
  return `${paper.title("Side by side")}\n${paper.fit([24, 16, 12, 8, 0, -1], table)}`;
}
