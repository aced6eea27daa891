import type { Move } from "../baseline.js";
import { shownName } from "../calls.js";
import type { Paper } from "./paper.js";
import { count, plural, wrap } from "./text.js";

/** Differences that a line names before it sums up the rest. */
const NAMED = 4;

/** What `halfopen check` found: the rows that moved, each with what moved it. */
export function checkReport(
  paper: Paper,
  {
    file,
    rows,
    moves,
    within,
    failed,
    updated,
    hints,
    command,
    blocks,
  }: {
    file: string;
    rows: number;
    moves: readonly Move[];
    /** Rows that moved by no more than they may. */
    within: number;
    /** A scenario's expectation was not met, so that nothing can be written. */
    failed: boolean;
    updated: boolean;
    hints: boolean;
    /** What writes the new cycles. */
    command: string;
    /** Names of measured blocks among the functions. */
    blocks: ReadonlySet<string>;
  },
): string {
  const all = plural(rows, "row");
  if (moves.length === 0) {
    const what = within === 0 ? "no cycle moved" : `${plural(within, "row")} moved, all within their tolerance`;
    return `${failed ? "      " : paper.good("ok")}  ${all} of ${file}: ${what}\n`;
  }
  const numbers = (["moved", "new", "gone"] as const)
    .map((status) => [moves.filter((move) => move.status === status).length, status] as const)
    .filter(([number]) => number > 0)
    .map(([number, status]) => `${count(number)} ${status}`);
  const title = `${updated ? paper.good("updated") : paper.bad("moved")}  ${file}: ${all}, ${numbers.join(", ")}`;
  const hint = `If this is meant: ${command} writes the new cycles`;
  const parts = [title, movesTable(paper, moves, blocks)];
  if (!updated && !failed && hints) parts.push(paper.faint(hint));
  return `${parts.join("\n\n")}\n`;
}

function movesTable(paper: Paper, moves: readonly Move[], blocks: ReadonlySet<string>): string {
  const number = (value: number | null) => (value === null ? "" : count(value));
  const build = (width: number) =>
    paper.table(
      [
        { head: "row" },
        { head: "old", align: "right" },
        { head: "new", align: "right" },
        { head: "diff", align: "right" },
        { head: "percent", align: "right" },
      ],
      moves.map(({ row, status, old, new: now, difference, percent }) => {
        const shade = (text: string) => ((difference ?? 1) > 0 ? paper.bad(text) : paper.good(text));
        const change =
          difference === null ? [status, ""] : [signed(difference), percent === null ? "" : share(percent)];
        return [shortened(row, width), number(old), number(now), ...change.map(shade)];
      }),
    );
  const [head = "", ...lines] = paper.fit([100, 70, 60, 50, 40, 30, 20], build).split("\n");
  const why = moves.map(({ parts, causes, functions }) =>
    [
      ["steps", parts],
      ["functions", withMarks(functions, blocks)],
      ["causes", causes],
    ].flatMap(([what, by]) => {
      const text = named(by as Record<string, number>);
      return text === "" ? [] : [paper.faint(wrap(`${what}: ${text}`, paper.columns, "      "))];
    }),
  );
  return [head, ...lines.flatMap((line, i) => [line, ...(why[i] ?? [])])].join("\n");
}

/** Measured blocks are marked as in other reports. */
function withMarks(functions: Record<string, number>, blocks: ReadonlySet<string>): Record<string, number> {
  return Object.fromEntries(
    Object.entries(functions).map(([name, by]) => [shownName({ name, block: blocks.has(name) }), by]),
  );
}

/** "tcp_v4_rcv +32, kfree -8, 3 more +1" */
function named(differences: Record<string, number>): string {
  const all = Object.entries(differences);
  const shown = all.slice(0, all.length <= NAMED + 1 ? all.length : NAMED);
  const rest = all.slice(shown.length);
  const words = shown.map(([name, by]) => `${name} ${signed(by)}`);
  if (rest.length > 0) words.push(`${rest.length} more ${signed(rest.reduce((sum, [, by]) => sum + by, 0))}`);
  return words.join(", ");
}

/** "+0.28 %"; what rounds to nothing is not nothing. */
function share(percent: number): string {
  if (percent === 0) return "";
  const size = Math.abs(percent) < 0.01 ? "<0.01" : count(Math.abs(percent), 2);
  return `${percent < 0 ? "-" : "+"}${size} %`;
}

/** A row's name with its middle left out: what it is and what it was asked are at its ends. */
function shortened(name: string, width: number): string {
  if (name.length <= width) return name;
  const end = Math.ceil((width - 1) * 0.6);
  return `${name.slice(0, width - 1 - end)}…${name.slice(-end)}`;
}

function signed(value: number): string {
  return value > 0 ? `+${count(value)}` : count(value);
}
