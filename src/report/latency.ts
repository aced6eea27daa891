import { type Cell, cellError, type LatencyMatrix, latencyError, type MeasuredMatrix } from "../latency.js";
import type { Machine } from "../machine.js";
import type { Paper } from "./paper.js";
import { onMachine, wrap } from "./text.js";

/** Bytes as "256", "4K", "16M", "0.5K" for rows as InstLatx64 writes them. */
function short(bytes: number): string {
  if (bytes >= 2 ** 20 && bytes % 2 ** 20 === 0) return `${bytes / 2 ** 20}M`;
  if (bytes >= 1024 && bytes % 1024 === 0) return `${bytes / 1024}K`;
  return String(bytes);
}

const digits = (cycles: number) =>
  Number.isInteger(cycles) || cycles >= 99.95 ? cycles.toFixed(0) : cycles.toFixed(1);
const percent = (error: number, places = 1) => `${(100 * error).toFixed(places)} %`;

/** The matrix; below each row, where they are known, the measured cycles, and the row's error at its end. */
export function latencyReport(
  paper: Paper,
  machine: Machine,
  matrix: LatencyMatrix,
  measured: MeasuredMatrix | undefined,
): string {
  const all = matrix.strides.length;
  // Narrow paper has the columns in parts, one below the other.
  const table = paper.fit([1, 2, 3, 4], (parts) => {
    const width = Math.ceil(all / parts);
    const starts = Array.from({ length: parts }, (_, part) => part * width);
    return starts.map((from) => columnsTable(paper, matrix, measured, from, Math.min(all, from + width))).join("\n\n");
  });
  const words = paper.title(wrap("Cycles per dependent load, by size of the array and stride in bytes", paper.columns));
  const title = paper.fit([0, 1], (line) => `${words}${line ? "\n" : " "}${paper.faint(onMachine(machine))}`);
  if (!measured) {
    const none = "No measured matrix of this machine is shipped; halfopen fit MATRIX --profile FILE compares with one.";
    return `${title}\n\n${table}\n\n${paper.faint(wrap(none, paper.columns))}\n`;
  }
  const error = latencyError(matrix, measured);
  const mean = `mean absolute error over ${error.cells} cells ${percent(error.mean)}`;
  const worst = `worst: ${describeCell(error.worst)}`;
  const summary = paper.fit([0, 1], (line) => `${paper.strong(mean)};${line ? "\n" : " "}${worst}`);
  const real = wrap(`Real: ${measured.source}, linear, whole clocks`, paper.columns);
  return `${title}\n\n${table}\n\n${summary}\n${paper.faint(real)}\n`;
}

/** The columns `from` to `to` of the matrix; with the last one, the errors of the rows. */
function columnsTable(
  paper: Paper,
  { strides, rows: modelled }: LatencyMatrix,
  measured: MeasuredMatrix | undefined,
  from: number,
  to: number,
): string {
  const last = measured && to === strides.length;
  const heads = [
    { head: "array" },
    ...(measured ? [{ head: "" }] : []),
    ...strides.slice(from, to).map((stride) => ({ head: short(stride), align: "right" as const })),
    ...(last ? [{ head: "error", align: "right" as const }] : []),
  ];
  const row = (cells: readonly string[], shown: (text: string, column: number) => string) =>
    Array.from({ length: to - from }, (_, i) => {
      const text = cells[from + i];
      return text === undefined ? "" : shown(text, from + i);
    });
  const rows = modelled.flatMap(({ size, cycles }, i) => {
    if (cycles.length <= from) return [];
    const name = paper.strong(short(size));
    const texts = cycles.map(digits);
    const real = measured?.rows[i]?.cycles;
    if (!real) return [[name, ...row(texts, (text) => text)]];
    const errors = cycles.map((value, j) => cellError({ cycles: value, measured: real[j] as number }));
    const mean = errors.reduce((a, b) => a + b, 0) / errors.length;
    return [
      [name, "model", ...row(texts, (text, j) => shade(paper, errors[j] ?? 0, text)), ...(last ? [percent(mean)] : [])],
      ["", paper.faint("real"), ...row(real.map(String), (text) => paper.faint(text)), ...(last ? [""] : [])],
    ];
  });
  return paper.table(heads, rows);
}

/** "8K array, stride 512: 43.5 for 78, 44.2 % off" */
export function describeCell(cell: Cell): string {
  const { size, stride, cycles, measured } = cell;
  const real = Number.isInteger(measured) ? String(measured) : digits(measured);
  return `${short(size)} array, stride ${short(stride)}: ${digits(cycles)} for ${real}, ${percent(cellError(cell))} off`;
}

function shade(paper: Paper, error: number, text: string): string {
  return error <= 0.05 ? paper.good(text) : error <= 0.2 ? paper.warn(text) : paper.bad(text);
}
