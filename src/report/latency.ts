import { type Cell, cellError, type LatencyMatrix, latencyError, type MeasuredMatrix } from "../latency.js";
import type { Machine } from "../machine.js";
import type { Paper } from "./paper.js";
import { onMachine } from "./text.js";

/** Bytes as "256", "4K", "16M", "0.5K" for rows as InstLatx64 writes them. */
function short(bytes: number): string {
  if (bytes >= 2 ** 20 && bytes % 2 ** 20 === 0) return `${bytes / 2 ** 20}M`;
  if (bytes >= 1024 && bytes % 1024 === 0) return `${bytes / 1024}K`;
  return String(bytes);
}

const digits = (cycles: number) => (cycles < 99.95 ? cycles.toFixed(1) : cycles.toFixed(0));
const percent = (error: number, places = 1) => `${(100 * error).toFixed(places)} %`;

/** The matrix; below each row, where they are known, the measured cycles, and the row's error at its end. */
export function latencyReport(
  paper: Paper,
  machine: Machine,
  matrix: LatencyMatrix,
  measured: MeasuredMatrix | undefined,
): string {
  const heads = [
    { head: "array" },
    { head: "" },
    ...matrix.strides.map((stride) => ({ head: short(stride), align: "right" as const })),
    ...(measured ? [{ head: "error", align: "right" as const }] : []),
  ];
  const rows = matrix.rows.flatMap(({ size, cycles }, i) => {
    const real = measured?.rows[i]?.cycles;
    const gap = Array.from({ length: matrix.strides.length - cycles.length }, () => "");
    if (!real) return [[paper.strong(short(size)), "", ...cycles.map(digits), ...gap]];
    const errors = cycles.map((value, j) => cellError({ cycles: value, measured: real[j] as number }));
    const mean = errors.reduce((a, b) => a + b, 0) / errors.length;
    return [
      [
        paper.strong(short(size)),
        "model",
        ...cycles.map((value, j) => shade(paper, errors[j] ?? 0, digits(value))),
        ...gap,
        percent(mean),
      ],
      ["", paper.faint("real"), ...real.map((value) => paper.faint(String(value))), ...gap, ""],
    ];
  });
  const title = `${paper.title("Cycles per dependent load, by size of the array and stride in bytes")} ${paper.faint(onMachine(machine))}`;
  const table = paper.table(heads, rows);
  if (!measured) {
    return `${title}\n\n${table}\n\n${paper.faint("No measured matrix of this machine is shipped; halfopen fit MATRIX --profile FILE compares with one.")}\n`;
  }
  const error = latencyError(matrix, measured);
  const mean = `mean absolute error over ${error.cells} cells ${percent(error.mean)}`;
  const worst = `worst: ${describeCell(error.worst)}`;
  return `${title}\n\n${table}\n\n${paper.strong(mean)}; ${worst}\n${paper.faint(`Real: ${measured.source}, linear, whole clocks`)}\n`;
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
