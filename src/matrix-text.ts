// Measured latency matrices as the tools print them: lmbench's lat_mem_rd, and InstLatx64 (its linear table).
import { InputError } from "./input-error.js";
import type { LatencyMatrix } from "./latency.js";

export interface CacheGeometry {
  /** Bytes of the whole cache. */
  bytes: number;
  ways: number;
  /** Bytes of a line. */
  line: number;
}

export interface MatrixText {
  tool: "lmbench" | "InstLatx64";
  /** In core clocks. */
  matrix: LatencyMatrix;
  /** Core clock in MHz that the text names (InstLatx64). */
  mhz?: number;
  /** Caches that the text names (InstLatx64). */
  caches: { [level in "l1i" | "l1d" | "l2" | "l3"]?: CacheGeometry };
  /** What of the text is left out, in words. */
  notes: string[];
}

/** Bytes of an array that a machine may have been measured with. */
const LARGEST_ARRAY = 2 ** 40;
const LARGEST_STRIDE = 2 ** 30;
/** Core clocks of a load: what a machine profile may say. */
const SLOWEST = 100_000;

const TITLE = /^\s*\*{3}/;
const LINEAR = /linear read latency/i;
const STRIDES = /^\s*Stride\s*,/;
const STRIDE = /^\s*"?stride\s*=\s*([^\s"]*)"?\s*$/i;
const DECIMAL = /^\d+(\.\d*)?$|^\.\d+$/;

/**
 * Reads either tool's text, told apart by content.
 * @param mhz core clock of the machine in MHz, because lmbench prints nanoseconds
 * @throws InputError "FILE:LINE: ..." for what is no such text
 */
export function readMatrixText(text: string, file: string, mhz: number): MatrixText {
  const lines = text.split(/\r?\n/);
  const linear = lines.findIndex((line) => LINEAR.test(line) || STRIDES.test(line));
  const lmbench = lines.findIndex((line) => STRIDE.test(line));
  if (linear >= 0 && lmbench >= 0)
    throw fault(file, Math.max(linear, lmbench), "the text of another tool begins", "give the text of one measurement");
  if (linear >= 0) return readInstLat(lines, file);
  if (lmbench >= 0) return readLmbench(lines, file, mhz);
  throw new InputError(
    `${file}: neither lmbench nor InstLatx64 text; give the output of lat_mem_rd ("stride=64", then "0.00049 1.5" lines) or a MemLat text of InstLatx64 ("*** Linear Read Latency ***")`,
  );
}

function readInstLat(lines: readonly string[], file: string): MatrixText {
  const head = linearHead(lines, file);
  const strides = fields(lines[head] as string)
    .slice(1)
    .map((word) => readBytes(word, file, head, LARGEST_STRIDE));
  ascending(strides, file, head, "stride");
  const rows: LatencyMatrix["rows"] = [];
  for (let at = head + 1; at < lines.length && !endsTable(lines, at); at++) {
    const line = lines[at] as string;
    if (line.trim() === "") continue;
    const [word = "", ...words] = fields(line);
    const size = readBytes(word, file, at, LARGEST_ARRAY);
    const before = rows.at(-1);
    ascending(before ? [before.size, size] : [size], file, at, "size");
    const cycles = words.map((text) => readCycles(text, 1, file, at));
    const most = strides.filter((stride) => stride <= size).length;
    if (cycles.length > most) throw fault(file, at, `${cycles.length} values for ${most} strides`);
    const cut = cycles.length < (before?.cycles.length ?? 1);
    // Where the tool ends the lines with a comma, one without has lost its end.
    if (cut || /,\s*$/.test(lines[head] as string) !== /,\s*$/.test(line))
      throw fault(file, at, "the row is cut off", "give the whole text");
    rows.push({ size, cycles });
  }
  if (rows.length === 0) throw fault(file, head, "no rows below the strides", "give the whole text");
  return { tool: "InstLatx64", matrix: { strides, rows }, ...readHeader(lines.slice(0, head)), notes: [] };
}

/** The line of the linear table's strides. */
function linearHead(lines: readonly string[], file: string): number {
  const at = (pattern: RegExp) => lines.flatMap((line, i) => (pattern.test(line) ? [i] : []));
  const [title, second] = at(LINEAR);
  const [head, other] = at(STRIDES);
  if (title === undefined && at(TITLE).length > 0)
    throw new InputError(`${file}: no table "*** Linear Read Latency ***"; give the whole text`);
  const repeated = title === undefined ? other : second;
  if (repeated !== undefined) throw fault(file, repeated, "a second linear table", "give one measurement");
  if (title === undefined) return head as number;
  const below = lines.findIndex((line, i) => i > title && line.trim() !== "");
  if (below >= 0 && STRIDES.test(lines[below] as string)) return below;
  throw fault(file, below < 0 ? title : below, 'no "Stride," line below the title of the linear table');
}

/** A title or "name: value" ends a table, unless more of its rows follow. */
function endsTable(lines: readonly string[], at: number): boolean {
  const line = lines[at] as string;
  if (TITLE.test(line)) return true;
  if (!/^\s*[A-Za-z][^,]*:/.test(line)) return false;
  const rest = lines.slice(at + 1);
  const next = rest.findIndex((other) => TITLE.test(other));
  return !rest.slice(0, next < 0 ? rest.length : next).some((other) => /^\s*[\d.]+[KM]?\s*,/i.test(other));
}

/** What InstLatx64 says of the first CPU: its clock and its caches. */
function readHeader(lines: readonly string[]): Pick<MatrixText, "mhz" | "caches"> {
  const caches: MatrixText["caches"] = {};
  let mhz: number | undefined;
  for (const line of lines) {
    mhz ??= Number(/^CPU#0+\s+Frequency:\s*(\d+(?:\.\d+)?)\s*MHz/.exec(line)?.[1] ?? 0) || undefined;
    const cache = /^CPU#0+\s+(L1I|L1D|L2|L3)\s+cache:\s*(\d+)KB,\s*(\d+) byte cache line,\s*(\d+) way/.exec(line);
    if (!cache) continue;
    const [, level = "", kilobytes, bytes, ways] = cache;
    caches[level.toLowerCase() as keyof typeof caches] ??= {
      bytes: Number(kilobytes) * 1024,
      ways: Number(ways),
      line: Number(bytes),
    };
  }
  return mhz === undefined ? { caches } : { mhz, caches };
}

function readLmbench(lines: readonly string[], file: string, mhz: number): MatrixText {
  const cells = new Map<number, Map<number, number>>(); // size -> stride -> cycles
  const strides: number[] = [];
  let stride = 0;
  for (const [at, line] of lines.entries()) {
    if (line.trim() === "") continue;
    const head = STRIDE.exec(line);
    if (head) {
      stride = readBytes(head[1] as string, file, at, LARGEST_STRIDE);
      if (strides.includes(stride)) throw fault(file, at, `stride ${stride} a second time`, "give one run of each");
      strides.push(stride);
      continue;
    }
    const [megabytes = "", ns, ...more] = line.trim().split(/\s+/);
    if (stride === 0) {
      if (DECIMAL.test(megabytes)) throw fault(file, at, 'a value before the first "stride=" line');
      continue; // what was printed before
    }
    if (ns === undefined || more.length > 0)
      throw fault(file, at, `${JSON.stringify(line.trim().slice(0, 40))} is no pair of size and time`);
    // lat_mem_rd prints megabytes to five digits: sizes are whole multiples of 256 bytes, or of the stride below that.
    const size = Math.max(256, Math.round((readPositive(megabytes, file, at) * 2 ** 20) / 256) * 256);
    if (size > LARGEST_ARRAY) throw fault(file, at, `${megabytes} MB is no size of an array; there are up to 1 TB`);
    const cycles = readCycles(ns, mhz / 1000, file, at);
    const row = cells.get(size) ?? new Map<number, number>();
    if (row.has(stride)) throw fault(file, at, `size ${megabytes} a second time with stride ${stride}`);
    cells.set(size, row.set(stride, cycles));
  }
  strides.sort((a, b) => a - b);
  // A row has a value for each of the smallest strides, up to the first that was not measured with its size.
  let leftOut = 0;
  const rows = [...cells]
    .sort(([a], [b]) => a - b)
    .map(([size, row]) => {
      const fitting = strides.filter((one) => size >= 2 * one); // else it is one load alone
      const missing = fitting.findIndex((one) => !row.has(one));
      const there = missing < 0 ? fitting : fitting.slice(0, missing);
      leftOut += fitting.filter((one) => row.has(one)).length - there.length;
      return { size, cycles: there.map((one) => row.get(one) as number) };
    })
    .filter(({ cycles }) => cycles.length > 0);
  if (rows.length === 0)
    throw new InputError(`${file}: no sizes with times below "stride="; give the whole output of lat_mem_rd`);
  const notes =
    leftOut === 0 ? [] : [`${leftOut} of the times left out, whose sizes were not measured with every lesser stride`];
  return { tool: "lmbench", matrix: { strides, rows }, caches: {}, notes };
}

/** Words between commas; the last comma ends the line. */
const fields = (line: string) =>
  line
    .replace(/,\s*$/, "")
    .split(",")
    .map((word) => word.trim());

function ascending(values: readonly number[], file: string, at: number, what: string): void {
  const i = values.findIndex((value, j) => j > 0 && value <= (values[j - 1] as number));
  if (i < 0) return;
  const [before, value] = [values[i - 1], values[i]];
  throw fault(file, at, `a ${what} of ${value} bytes ${before === value ? "a second time" : `after one of ${before}`}`);
}

function readBytes(word: string, file: string, at: number, most: number): number {
  const [, number, unit = ""] = /^(\d+(?:\.\d+)?)([KM]?)$/i.exec(word) ?? [];
  const bytes = Number(number) * ({ K: 1024, M: 2 ** 20 }[unit.toUpperCase()] ?? 1);
  if (!Number.isInteger(bytes)) throw fault(file, at, `${quoted(word)} is no size in bytes, K or M`);
  if (bytes < 4 || bytes > most) throw fault(file, at, `${quoted(word)} is not within 4 bytes to ${most / 2 ** 30} GB`);
  return bytes;
}

/** A time as core clocks, of which `clocks` pass in its unit. */
function readCycles(word: string, clocks: number, file: string, at: number): number {
  const cycles = readPositive(word, file, at) * clocks;
  if (cycles <= SLOWEST) return cycles;
  throw fault(file, at, `a load of ${word} takes over ${SLOWEST.toLocaleString("en")} core clocks, as none does`);
}

function readPositive(word: string, file: string, at: number): number {
  const value = Number(word);
  if (DECIMAL.test(word) && value > 0) return value;
  throw fault(file, at, `${quoted(word)} is no number above 0`);
}

const quoted = (word: string) => JSON.stringify(word.slice(0, 40));

function fault(file: string, at: number, problem: string, fix = "correct the line"): InputError {
  return new InputError(`${file}:${at + 1}: ${problem}; ${fix}`);
}
