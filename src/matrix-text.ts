// Measured latency matrices as the tools print them: lmbench's lat_mem_rd, and InstLatx64 (its linear table).
import { InputError } from "./input-error.js";
import type { LatencyMatrix } from "./latency.js";

export interface MatrixText {
  tool: "lmbench" | "InstLatx64";
  /** In core clocks. */
  matrix: LatencyMatrix;
}

const LINEAR = /linear read latency/i;

/**
 * Reads either tool's text, told apart by content.
 * @param mhz core clock of the machine, because lmbench prints nanoseconds
 * @throws InputError "FILE:LINE: ..." for what is no such text
 */
export function readMatrixText(text: string, file: string, mhz: number): MatrixText {
  const lines = text.split(/\r?\n/);
  if (lines.some((line) => LINEAR.test(line)) || lines.some((line) => /^\s*Stride\s*,/.test(line))) {
    return { tool: "InstLatx64", matrix: readInstLat(lines, file) };
  }
  if (lines.some((line) => /^\s*"?stride\s*=/i.test(line))) {
    return { tool: "lmbench", matrix: readLmbench(lines, file, mhz) };
  }
  throw new InputError(
    `${file}: neither lmbench nor InstLatx64 text; give the output of lat_mem_rd ("stride=64", then "0.00049 1.5" lines) or a MemLat text of InstLatx64 ("*** Linear Read Latency ***")`,
  );
}

function readInstLat(lines: readonly string[], file: string): LatencyMatrix {
  const title = lines.findIndex((line) => LINEAR.test(line));
  const head = lines.findIndex((line, i) => i > title && /^\s*Stride\s*,/.test(line));
  if (head < 0)
    throw new InputError(`${file}: no "Stride," line after the title of the linear table; give the whole text`);
  const strides = fields(lines[head] as string)
    .slice(1)
    .map((word) => readBytes(word, file, head));
  const rows: LatencyMatrix["rows"] = [];
  for (let at = head + 1; at < lines.length; at++) {
    const words = fields(lines[at] as string);
    if (!/^[\d.]+[KM]?$/i.test(words[0] ?? "") || words.length < 2) break;
    const cycles = words.slice(1).map((word) => readPositive(word, file, at));
    if (cycles.length > strides.length) throw fault(file, at, `${cycles.length} values for ${strides.length} strides`);
    rows.push({ size: readBytes(words[0] as string, file, at), cycles });
  }
  if (rows.length === 0) throw fault(file, head, "no rows below the strides");
  return { strides, rows };
}

function readLmbench(lines: readonly string[], file: string, mhz: number): LatencyMatrix {
  const cells = new Map<number, Map<number, number>>(); // size -> stride -> cycles
  const strides: number[] = [];
  let stride = 0;
  for (const [at, line] of lines.entries()) {
    if (line.trim() === "") continue;
    const head = /^\s*"?stride\s*=\s*(\d+)/i.exec(line);
    if (head) {
      stride = Number(head[1]);
      if (stride === 0) throw fault(file, at, "a stride of 0");
      if (!strides.includes(stride)) strides.push(stride);
      continue;
    }
    const [megabytes, ns, ...more] = line.trim().split(/\s+/);
    if (stride === 0) {
      if (/^[\d.]+$/.test(megabytes ?? "")) throw fault(file, at, 'a value before the first "stride=" line');
      continue; // what was printed before
    }
    if (ns === undefined || more.length > 0)
      throw fault(file, at, `${JSON.stringify(line.trim().slice(0, 40))} is no pair of size and time`);
    // lat_mem_rd prints megabytes to five digits: sizes are whole multiples of 256 bytes, or of the stride below that.
    const size = Math.max(256, Math.round((readPositive(megabytes as string, file, at) * 2 ** 20) / 256) * 256);
    const cycles = (readPositive(ns, file, at) * mhz) / 1000;
    if (size < 2 * stride) continue; // one load alone
    const row = cells.get(size) ?? new Map<number, number>();
    cells.set(size, row.set(stride, cycles));
  }
  strides.sort((a, b) => a - b);
  // A row has a value for each of the smallest strides, up to the first that was not measured with its size.
  const rows = [...cells]
    .sort(([a], [b]) => a - b)
    .map(([size, row]) => {
      const missing = strides.findIndex((one) => !row.has(one));
      const there = missing < 0 ? strides : strides.slice(0, missing);
      return { size, cycles: there.map((one) => row.get(one) as number) };
    })
    .filter(({ cycles }) => cycles.length > 0);
  if (rows.length === 0)
    throw new InputError(`${file}: no sizes with times below "stride="; give the whole output of lat_mem_rd`);
  return { strides, rows };
}

const fields = (line: string) =>
  line
    .split(",")
    .map((word) => word.trim())
    .filter((word) => word !== "");

function readBytes(word: string, file: string, at: number): number {
  const [, number, unit] = /^([\d.]+)([KM]?)$/i.exec(word) ?? [];
  const bytes = Number(number) * ({ K: 1024, M: 2 ** 20 }[(unit ?? "").toUpperCase()] ?? 1);
  if (!Number.isInteger(bytes) || bytes < 1)
    throw fault(file, at, `${JSON.stringify(word)} is no size in bytes, K or M`);
  return bytes;
}

function readPositive(word: string, file: string, at: number): number {
  const value = Number(word);
  if (Number.isFinite(value) && value > 0) return value;
  throw fault(file, at, `${JSON.stringify(word.slice(0, 40))} is no number above 0`);
}

function fault(file: string, at: number, problem: string): InputError {
  return new InputError(`${file}:${at + 1}: ${problem}; correct the line`);
}
