// Reads an address trace as a stream: from a file or standard input, packed or not, in memory that does not grow with it.
import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import { InputError } from "../input-error.js";
import { fault, formatOf, type LineReader, lineReaders, type TraceFormat } from "./formats.js";
import type { Records } from "./records.js";
import { joined, unpack } from "./unpack.js";

/** How much of a trace tells its format. */
const HEAD = 4096;
/** A line of text that is longer is no record. */
const LONGEST_LINE = 4096;

export interface ReadOptions {
  /** Told apart by content where it is not given. */
  format?: TraceFormat | undefined;
  /** Called now and then with the bytes read of the file, as it lies there, and their total if it is known. */
  progress?: (bytes: number, total: number | undefined) => void;
  stdin?: NodeJS.ReadableStream;
}

/**
 * Hands every access of a trace to `records`. Returns the format.
 * @param path a file, or "-" for standard input
 * @throws InputError for what cannot be read, and "FILE:LINE: ..." for a corrupt record
 */
export async function readTrace(path: string, records: Records, options: ReadOptions = {}): Promise<TraceFormat> {
  const name = path === "-" ? "standard input" : path;
  try {
    const total = path === "-" ? undefined : (await stat(path)).size;
    const file = path === "-" ? (options.stdin ?? process.stdin) : createReadStream(path, { highWaterMark: 1 << 18 });
    const counted = countBytes(file as AsyncIterable<Uint8Array>, (bytes) => options.progress?.(bytes, total));
    return await readChunks(unpack(counted, name), name, records, options.format);
  } catch (error) {
    throw readFault(error, name);
  }
}

async function* countBytes(chunks: AsyncIterable<Uint8Array>, report: (bytes: number) => void) {
  let bytes = 0;
  for await (const chunk of chunks) {
    yield chunk;
    bytes += chunk.length;
    report(bytes);
  }
}

async function readChunks(
  chunks: AsyncIterable<Uint8Array>,
  name: string,
  records: Records,
  given: TraceFormat | undefined,
): Promise<TraceFormat> {
  let head: Uint8Array | undefined = new Uint8Array(0);
  let format = given;
  let take: { chunk(bytes: Uint8Array): void; end(): void } | undefined;
  const begin = () => {
    const bytes = head as Uint8Array;
    head = undefined;
    if (bytes.length === 0) throw new InputError(`${name}: empty; give a trace with at least one access`);
    // A character cut in two at the end of the head tells nothing; ASCII has none.
    format ??= formatOf(bytes.subarray(0, HEAD));
    if (!format) {
      throw new InputError(
        `${name}: no known trace format; give valgrind lackey text, din, kernel or u32, or name it with --format`,
      );
    }
    take = format === "u32" ? new Words(name, records) : new Lines(name, lineReaders[format], records, format);
    take.chunk(bytes);
  };
  for await (const chunk of chunks) {
    if (take) take.chunk(chunk);
    else {
      head = joined(head as Uint8Array, chunk);
      if (head.length >= HEAD) begin();
    }
  }
  if (!take) begin();
  take?.end();
  records.flush();
  return format as TraceFormat;
}

/** Text: a record a line. */
class Lines {
  /** The line that the last chunk left unfinished. */
  #left: Uint8Array = new Uint8Array(0);
  #line = 0;

  constructor(
    readonly name: string,
    readonly read: LineReader,
    readonly records: Records,
    readonly format: string,
  ) {}

  chunk(more: Uint8Array): void {
    let from = 0;
    if (this.#left.length > 0) {
      const rest = more.indexOf(10) + 1;
      if (rest === 0) {
        this.#leave(joined(this.#left, more));
        return;
      }
      this.#all(joined(this.#left, more.subarray(0, rest)), 0, this.#left.length + rest);
      from = rest;
    }
    const end = more.lastIndexOf(10) + 1;
    this.#all(more, from, end);
    this.#leave(more.slice(Math.max(from, end)));
  }

  #leave(left: Uint8Array): void {
    this.#left = left;
    if (left.length <= LONGEST_LINE) return;
    this.#line++;
    this.#fault(left, 0, left.length, `a line of more than ${LONGEST_LINE} characters`);
  }

  end(): void {
    if (this.#left.length > 0) this.#all(joined(this.#left, Uint8Array.of(10)), 0, this.#left.length + 1);
  }

  /** Reads whole lines. */
  #all(bytes: Uint8Array, from: number, to: number): void {
    const { read, records } = this;
    let line = this.#line;
    for (let at = from; at < to; ) {
      line++;
      const end = read(bytes, at, records);
      if (end >= 0) at = end + 1;
      else {
        const newline = bytes.indexOf(10, at);
        this.#line = line;
        if (!isBlank(bytes, at, newline)) this.#fault(bytes, at, newline, fault());
        at = newline + 1;
      }
    }
    this.#line = line;
  }

  #fault(bytes: Uint8Array, from: number, to: number, problem: string): never {
    const end = bytes[to - 1] === 13 ? to - 1 : to;
    const text = JSON.stringify(Buffer.from(bytes.subarray(from, Math.min(end, from + 60))).toString("latin1"));
    throw new InputError(
      `${this.name}:${this.#line}: ${problem} (${this.format}): ${text}; correct or remove the line`,
    );
  }
}

function isBlank(bytes: Uint8Array, from: number, to: number): boolean {
  return bytes.subarray(from, to).every((byte) => byte === 32 || byte === 9 || byte === 13);
}

/** Binary: a record a word. */
class Words {
  #left: Uint8Array = new Uint8Array(0);
  #words = 0;

  constructor(
    readonly name: string,
    readonly records: Records,
  ) {}

  chunk(more: Uint8Array): void {
    let bytes = this.#left.length > 0 ? joined(this.#left, more) : more;
    const count = bytes.length >> 2;
    if (bytes.byteOffset % 4 !== 0) bytes = bytes.slice();
    const taken = this.records.addAll(littleEndian(bytes, count));
    if (taken < count) {
      const record = this.#words + taken + 1;
      throw new InputError(
        `${this.name}:${record}: record ${record} (byte ${(record - 1) * 4}) is of kind 3; a word ends in 0 load, 1 store or 2 fetch`,
      );
    }
    this.#words += count;
    this.#left = bytes.slice(count * 4);
  }

  end(): void {
    const { length } = this.#left;
    if (length > 0) {
      throw new InputError(
        `${this.name}:${this.#words + 1}: ${length} byte${length > 1 ? "s" : ""} after the last whole word; a u32 trace is a multiple of 4 bytes long`,
      );
    }
  }
}

const hostIsLittleEndian = new Uint8Array(Uint32Array.of(1).buffer)[0] === 1;

function littleEndian(bytes: Uint8Array, count: number): Uint32Array {
  if (hostIsLittleEndian) return new Uint32Array(bytes.buffer, bytes.byteOffset, count);
  const view = new DataView(bytes.buffer, bytes.byteOffset, count * 4);
  return Uint32Array.from({ length: count }, (_, i) => view.getUint32(i * 4, true));
}

function readFault(error: unknown, name: string): unknown {
  if (error instanceof InputError) return error;
  const { code } = error as NodeJS.ErrnoException;
  if (code === "ENOENT") return new InputError(`${name}: no such file; check the path`);
  if (code === "EISDIR") return new InputError(`${name}: a directory; name a file in it`);
  if (code?.startsWith("E") && !code.startsWith("ERR_")) {
    return new InputError(`${name}: cannot be read (${code}); check its permissions`);
  }
  return error;
}
