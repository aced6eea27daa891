// Proposes a machine profile from a measured latency matrix: the geometry is given, the latencies are fitted.
import { cellError, type LatencyError, type LatencyMatrix, type LatencyModel, predict } from "./latency.js";
import type { Machine } from "./machine.js";
import { prefetchOf } from "./profile-words.js";

export interface Fit {
  machine: Machine;
  before: LatencyError;
  after: LatencyError;
  /** JSON pointers of the figures that were fitted: those that the matrix shows, and what moved with them. */
  fitted: string[];
  /** Profiles that were tried. */
  tries: number;
}

/** A figure that is fitted: where it stands, what it may be, and which values to try next. */
interface Figure {
  pointer: string;
  get(machine: Machine): number;
  set(machine: Machine, value: number): void;
  min: number;
  max: number;
  candidates(value: number): number[];
}

const MAX = 100_000;

const around = (steps: (value: number) => number[]) => (value: number) =>
  steps(value).flatMap((step) => [value + step, value - step]);
const by = (...steps: number[]) => around(() => steps);
/** An eighth, a thirtieth and one. */
const relative = around((value) => [Math.max(1, Math.round(value / 8)), Math.max(1, Math.round(value / 30)), 1]);
const doubled = (value: number) => [value * 2, value / 2];

function figures(start: Machine): Figure[] {
  const { l2, l3 } = start.caches;
  const list: Figure[] = [
    figure("/caches/l1d/latency", (m) => m.caches.l1d, "latency", by(1, 3)),
    figure("/caches/l2/latency", (m) => m.caches.l2, "latency", relative),
  ];
  if (l3) list.push(figure("/caches/l3/latency", (m) => m.caches.l3 ?? l2, "latency", relative));
  list.push(figure("/memory/latency", (m) => m.memory, "latency", relative));
  // A miss opens a page and at most closes another: strides that few rows have must not make more of it.
  const most = Math.max(start.memory.latency, start.memory.pageMiss);
  list.push(figure("/memory/pageMiss", (m) => m.memory, "pageMiss", by(16, 4, 1), 0, most));
  list.push(figure("/memory/pageBytes", (m) => m.memory, "pageBytes", doubled, 1024, 65_536));
  list.push(figure("/tlb/walk", (m) => m.tlb, "walk", by(8, 3, 1)));
  const { second } = start.tlb;
  if (second) list.push(figure("/tlb/second/latency", (m) => m.tlb.second ?? second, "latency", by(1, 3)));
  const { fill } = start;
  if (fill) {
    list.push(figure("/fill/cache", (m) => m.fill ?? fill, "cache", by(1, 0.3, 0.1)));
    list.push(figure("/fill/memory", (m) => m.fill ?? fill, "memory", by(2, 0.5, 0.1)));
  }
  if (start.prefetch.streams > 0) {
    const prefetch = (key: string, candidates: Figure["candidates"], min: number, max: number) =>
      list.push(figure(`/prefetch/${key}`, (m) => m.prefetch, key, candidates, min, max));
    prefetch("memoryInterval", relative, 0, MAX);
    if (l3) prefetch("l3Interval", by(1, 3), 0, MAX);
    prefetch("train", by(1), 1, 64);
    prefetch("trainStep", by(1), 0, 64);
    prefetch("stride", by(1, 3), 1, 64);
    prefetch("distance", by(4, 1), 1, 64);
    prefetch("nextLine", by(1), 0, 8);
  }
  return list;
}

function figure<T extends object>(
  pointer: string,
  part: (machine: Machine) => T,
  key: string,
  candidates: Figure["candidates"],
  min = 0,
  max = MAX,
): Figure {
  const of = (machine: Machine) => part(machine) as Record<string, number>;
  return {
    pointer,
    get: (machine) => of(machine)[key] as number,
    set: (machine, value) => {
      of(machine)[key] = Math.round(value * 10) / 10;
    },
    min,
    max,
    candidates,
  };
}

/** A copy with every figure that a fit may change written out. */
function spelledOut(start: Machine): Machine {
  const machine = structuredClone(start);
  if (machine.prefetch.streams > 0) {
    const { l3Interval, memoryInterval, ...prefetch } = prefetchOf(machine);
    machine.prefetch = { ...prefetch, memoryInterval: Math.min(MAX, memoryInterval) };
    if (machine.caches.l3) machine.prefetch.l3Interval = Math.min(MAX, l3Interval);
  }
  return machine;
}

/** Takes back what was written out and is not fitted: the profile goes on saying nothing of it. */
function unspelled(machine: Machine, start: Machine, fitted: readonly string[]): void {
  for (const key of Object.keys(machine.prefetch) as (keyof Machine["prefetch"])[]) {
    if (!(key in start.prefetch) && !fitted.includes(`/prefetch/${key}`)) delete machine.prefetch[key];
  }
}

function median(values: number[]): number | undefined {
  values.sort((a, b) => a - b);
  return values[values.length >> 1];
}

/** Latencies read off the plateaus, where the matrix shows them. */
function fromPlateaus(machine: Machine, { strides, rows }: LatencyMatrix): void {
  const { l1d, l2, l3 } = machine.caches;
  const plateau = (above: number, below: number, from: number, to: number) =>
    median(
      rows
        .filter(({ size }) => size > above && size <= below)
        .flatMap(({ cycles }) => cycles.filter((_, i) => (strides[i] ?? 0) >= from && (strides[i] ?? 0) <= to)),
    );
  const [near, far] = [l1d.line * 2, 1024];
  /** Strides that few prefetchers follow; where none was measured, all but the shortest. */
  const alone = strides.some((stride) => stride >= near * 4 && stride <= far) ? near * 4 : near;
  const last = (l3 ?? l2).bytes;
  l1d.latency = Math.round(plateau(0, l1d.bytes, 0, far) ?? l1d.latency);
  l2.latency = Math.max(l1d.latency, Math.round(plateau(l1d.bytes * 2, l2.bytes / 2, near, far) ?? l2.latency));
  if (l3) l3.latency = Math.max(l2.latency, Math.round(plateau(l2.bytes * 2, l3.bytes / 2, alone, far) ?? l3.latency));
  const memory = plateau(last * 2, Number.POSITIVE_INFINITY, alone, far) ?? machine.memory.latency;
  machine.memory.latency = Math.max((l3 ?? l2).latency, Math.round(memory));
}

/** Larger arrays say no more of the memory, and take long to walk. */
const LARGE = 128 * 2 ** 20;

/** The last row that fits into each cache and its neighbours, and one far larger: what a search looks at. */
function sample({ strides, rows }: LatencyMatrix, machine: Machine): LatencyMatrix {
  const { l1d, l2, l3 } = machine.caches;
  const edges = [l1d, l2, ...(l3 ? [l3] : [])].map(({ bytes }) => rows.findLastIndex(({ size }) => size <= bytes));
  const beyond = Math.max(LARGE, 2 * (l3 ?? l2).bytes);
  const last = rows.findIndex(({ size }) => size >= beyond);
  const kept = rows.filter(
    (_, i) =>
      i === (last < 0 ? rows.length - 1 : last) ||
      (i >= (edges[0] as number) && edges.some((edge) => edge >= 0 && Math.abs(i - edge) <= 1)),
  );
  return { strides, rows: kept.length > 1 ? kept : rows };
}

/** How far a profile is from the matrix, as a search sees it. */
interface Distance {
  /**
   * What it makes small: the mean square of the relative errors, in which a cell that is more than a tenth off counts
   * linearly, so that single disturbed measurements do not lead it.
   */
  loss: number;
  /** Mean relative error. */
  mean: number;
}

const FAR: Distance = { loss: Number.POSITIVE_INFINITY, mean: Number.POSITIVE_INFINITY };

/** A loss of more than `most` is not worked out. */
function distance(model: LatencyModel, machine: Machine, real: LatencyMatrix, most = FAR.loss): Distance {
  const cell = model.on(machine);
  const cells = real.rows.reduce((sum, { cycles }) => sum + cycles.length, 0);
  let [loss, mean] = [0, 0];
  for (const { size, cycles } of real.rows) {
    for (const [j, measured] of cycles.entries()) {
      const error = cellError({ cycles: cell(size, real.strides[j] as number), measured });
      loss += error <= LINEAR_FROM ? error * error : LINEAR_FROM * (2 * error - LINEAR_FROM);
      mean += error;
    }
    if (loss > most * cells) return FAR;
  }
  return { loss: loss / cells, mean: mean / cells };
}

const LINEAR_FROM = 0.1;

function inOrder({ caches: { l1i, l1d, l2, l3 }, memory }: Machine): boolean {
  const levels = [Math.max(l1i.latency, l1d.latency), l2.latency, ...(l3 ? [l3.latency] : []), memory.latency];
  return levels.every((latency, i) => i === 0 || latency >= (levels[i - 1] as number));
}

export interface FitOptions {
  /** Profiles that are tried at most (default: `defaultTries`). */
  tries?: number;
  /** Whether to begin with latencies read off the matrix's plateaus instead of those of `start` (default: yes). */
  plateaus?: boolean;
  /** Told for every try, in words, how far it is. */
  progress?: (text: string) => void;
}

export const defaultTries = 500;

/**
 * Fits the latencies of `start` to a measured matrix (cycles) by coordinate descent: each figure in turn is moved for as
 * long as that helps, until none does. The geometry stays; a fit that is no better than `start` is `start`. The same
 * matrix, start and tries always make the same profile.
 * @throws RangeError for a matrix without cells
 */
export function fitMachine(
  model: LatencyModel,
  start: Machine,
  real: LatencyMatrix,
  { progress, tries = defaultTries, plateaus = true }: FitOptions = {},
): Fit {
  const errorOf = (one: Machine) => predict(model, one, real).error;
  const before = errorOf(start);
  let machine = spelledOut(start);
  const seen = sample(real, machine);
  let best = distance(model, machine, seen);
  if (plateaus) {
    const read = structuredClone(machine);
    fromPlateaus(read, real);
    const found = inOrder(read) ? distance(model, read, seen, best.loss) : FAR;
    if (found.loss < best.loss) [machine, best] = [read, found];
  }
  const list = figures(machine);
  const felt = new Set<Figure>();
  let tried = 0;
  /** Tries a value of a figure; keeps it if it helps. */
  const attempt = (one: Figure, value: number): boolean => {
    const copy = structuredClone(machine);
    one.set(copy, value);
    if (!inOrder(copy) || tried >= tries) return false;
    tried++;
    progress?.(`fit: ${count(tried)} of at most ${count(tries)} tries, mean error ${(100 * best.mean).toFixed(1)} %`);
    const found = distance(model, copy, seen, best.loss);
    if (Math.abs(found.loss - best.loss) > SAME) felt.add(one);
    if (found.loss >= best.loss - SAME) return false;
    best = found;
    machine = copy;
    return true;
  };
  const move = (one: Figure): boolean =>
    one
      .candidates(one.get(machine))
      .filter((value) => value >= one.min && value <= one.max)
      .some((value) => attempt(one, value));
  for (let better = true; better && tried < tries; ) {
    better = false;
    for (const one of list) while (move(one)) better = true;
  }
  const from = spelledOut(start);
  const fitted = list
    .filter((one) => felt.has(one) || one.get(machine) !== one.get(from))
    .map(({ pointer }) => pointer);
  unspelled(machine, start, fitted);
  const after = errorOf(machine);
  if (after.mean >= before.mean)
    return { machine: structuredClone(start), before, after: before, fitted: [], tries: tried };
  return { machine, before, after, fitted, tries: tried };
}

/** Losses that differ by less are rounding. */
const SAME = 1e-9;

const count = (value: number) => value.toLocaleString("en");
