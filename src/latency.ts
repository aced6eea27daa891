// The latency matrix of a machine: cycles per dependent load, by the size of the array and the stride of the walk.
import { loadCore, type WasmSource } from "./core.js";
import type { Machine } from "./machine.js";
import measured from "./measured-latency.json" with { type: "json" };
import { profileWords } from "./profile-words.js";

export interface LatencyMatrix {
  /** Bytes between two loads, a column each. */
  strides: number[];
  /** By the bytes of the array: core clocks per load, by stride; a row ends before its array would hold but one load. */
  rows: { size: number; cycles: number[] }[];
}

export interface MeasuredMatrix extends LatencyMatrix {
  source: string;
}

/** Matrices measured on real machines (InstLatx64, linear), by the name of the profile. */
export const measuredMatrices: Readonly<Record<string, MeasuredMatrix>> = measured;

const powers = (from: number, to: number) => Array.from({ length: Math.log2(to / from) + 1 }, (_, i) => from * 2 ** i);

/** Sizes from 256 bytes to 128 MB and strides from 4 bytes to 16 KB, where nothing else is asked for. */
export function defaultShape(): LatencyMatrix {
  const strides = powers(4, 16_384);
  const rows = powers(256, 128 * 2 ** 20).map((size) => ({
    size,
    cycles: strides.filter((stride) => stride <= size / 2).map(() => 0),
  }));
  return { strides, rows };
}

/** The largest array that fits into the emulated address space; of a larger one this is walked, far beyond any cache too. */
export const LARGEST_WALK = 2 ** 31;

/** Predicts matrices of machines; one for many, because a fit asks thousands of times. */
export class LatencyModel {
  readonly #core: Awaited<ReturnType<typeof loadCore>>;

  private constructor(core: Awaited<ReturnType<typeof loadCore>>) {
    this.#core = core;
  }

  /** Loads the core: one model answers for any number of machines. */
  static async load(wasm?: WasmSource): Promise<LatencyModel> {
    return new LatencyModel(await loadCore(wasm));
  }

  /**
   * Cycles per load on a machine, by the bytes of the array and of the stride, which throws a RangeError for an array
   * that does not hold one stride.
   */
  on(machine: Machine): (size: number, stride: number) => number {
    const core = this.#core;
    const words = profileWords(machine, true);
    const overlap = machine.core.timerOverlap ?? 0;
    return (size, stride) => {
      if (!(stride >= 1 && stride <= Math.min(size, LARGEST_WALK)))
        throw new RangeError(`size ${size}, stride ${stride}: give an array of at least one stride`);
      new Uint32Array(core.memory.buffer, core.profileAddress(), words.length).set(words);
      core.bootChase();
      // What is timed is as many loads as the array has words, whatever the stride.
      return core.chase(Math.min(size, LARGEST_WALK), stride) - overlap / (size / 4);
    };
  }

  /** The machine's matrix in cycles, with the rows and columns of `shape`; `progress` hears how many rows are done. */
  matrix(machine: Machine, shape: LatencyMatrix = defaultShape(), progress?: (done: number) => void): LatencyMatrix {
    const cell = this.on(machine);
    const rows = shape.rows.map(({ size, cycles }, i) => {
      progress?.(i);
      return { size, cycles: cycles.map((_, j) => cell(size, shape.strides[j] as number)) };
    });
    return { strides: [...shape.strides], rows };
  }
}

/** A matrix as the tool would print it that measured `real`: InstLatx64 rounds to whole clocks. */
function asPrinted(matrix: LatencyMatrix, real: LatencyMatrix): LatencyMatrix {
  if (!real.rows.every(({ cycles }) => cycles.every(Number.isInteger))) return matrix;
  return { ...matrix, rows: matrix.rows.map(({ size, cycles }) => ({ size, cycles: cycles.map(Math.round) })) };
}

/** One size and stride of two matrices. */
export interface Cell {
  /** Bytes of the array. */
  size: number;
  /** Bytes between two loads. */
  stride: number;
  /** Core clocks per load that were measured. */
  measured: number;
  /** Core clocks per load that are predicted. */
  cycles: number;
}

export interface LatencyError {
  /** Mean of |cycles / measured - 1| over all cells, a fraction: 0.05 is 5 %. */
  mean: number;
  /** The cell that is farthest off. */
  worst: Cell;
  /** How many there are. */
  cells: number;
}

/**
 * How far a matrix is from a measured one of the same shape.
 * @throws RangeError for a matrix without cells
 */
export function latencyError(matrix: LatencyMatrix, real: LatencyMatrix): LatencyError {
  let sum = 0;
  let cells = 0;
  let worst: Cell | undefined;
  for (const [i, row] of real.rows.entries()) {
    for (const [j, measured] of row.cycles.entries()) {
      const cell = {
        size: row.size,
        stride: real.strides[j] as number,
        measured,
        cycles: matrix.rows[i]?.cycles[j] as number,
      };
      const error = cellError(cell);
      if (!worst || error > cellError(worst)) worst = cell;
      sum += error;
      cells++;
    }
  }
  if (!worst) throw new RangeError("a matrix without cells");
  return { mean: sum / cells, worst, cells };
}

/**
 * The matrix that is predicted for a machine beside one that was measured on it, exactly and as the same tool would print
 * it, and how far off the latter is.
 */
export function predict(
  model: LatencyModel,
  machine: Machine,
  measured: LatencyMatrix,
  progress?: (done: number) => void,
): { exact: LatencyMatrix; matrix: LatencyMatrix; error: LatencyError } {
  const exact = model.matrix(machine, measured, progress);
  const matrix = asPrinted(exact, measured);
  return { exact, matrix, error: latencyError(matrix, measured) };
}

/** |cycles / measured - 1|, a fraction. */
export function cellError({ cycles, measured }: Pick<Cell, "cycles" | "measured">): number {
  return Math.abs(cycles / measured - 1);
}
