// Reads an address trace as a stream: from a file or standard input, packed or not, in memory that does not grow with it.
import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import { Readable } from "node:stream";
import * as zlib from "node:zlib";
import { InputError } from "../input-error.js";
import { formatOf, type LineReader, lineReaders, type TraceFormat } from "./formats.js";
import type { Records } from "./records.js";

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

const ZSTD_SINCE = "22.15";

/** Undoes gzip or zstd, known by their first bytes. */
async function* unpack(chunks: AsyncGenerator<Uint8Array>, name: string): AsyncGenerator<Uint8Array> {
  let head = new Uint8Array(0);
  while (head.length < 4) {
    const { value, done } = await chunks.next();
    if (done) break;
    head = joined(head, value);
  }
  const magic = Buffer.from(head.subarray(0, 4)).toString("hex");
  const packed = rest(head, chunks);
  if (magic.startsWith("1f8b")) yield* through(packed, zlib.createGunzip());
  else if (magic === "28b52ffd") {
    const create = (zlib as { createZstdDecompress?: () => NodeJS.ReadWriteStream }).createZstdDecompress;
    if (!create) {
      throw new InputError(
        `${name}: packed with zstd, which Node reads from ${ZSTD_SINCE} on (this is ${process.versions.node}); give zstd -dc ${name} | halfopen trace -`,
      );
    }
    yield* through(packed, create());
  } else if (magic.startsWith("fd377a58") || magic.startsWith("425a68")) {
    throw new InputError(`${name}: packed with xz or bzip2; unpack it first, or pack it with gzip`);
  } else yield* packed;
}

async function* rest(head: Uint8Array, chunks: AsyncGenerator<Uint8Array>): AsyncGenerator<Uint8Array> {
  if (head.length > 0) yield head;
  yield* chunks;
}

async function* through(
  chunks: AsyncGenerator<Uint8Array>,
  unpacker: NodeJS.ReadWriteStream,
): AsyncGenerator<Uint8Array> {
  const source = Readable.from(chunks, { objectMode: false, highWaterMark: 1 << 18 });
  source.on("error", (error) => (unpacker as unknown as Readable).destroy(error));
  try {
    yield* source.pipe(unpacker) as unknown as AsyncIterable<Uint8Array>;
  } finally {
    source.destroy();
  }
}

function joined(a: Uint8Array, b: Uint8Array): Uint8Array<ArrayBuffer> {
  const both = new Uint8Array(a.length + b.length);
  both.set(a);
  both.set(b, a.length);
  return both;
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
  #left: Uint8Array = new Uint8Array(0);
  #line = 0;

  constructor(
    readonly name: string,
    readonly read: LineReader,
    readonly records: Records,
    readonly format: string,
  ) {}

  chunk(more: Uint8Array): void {
    const bytes = this.#left.length > 0 ? joined(this.#left, more) : more;
    let from = 0;
    for (;;) {
      const to = bytes.indexOf(10, from);
      if (to < 0) break;
      this.#one(bytes, from, to);
      from = to + 1;
    }
    if (bytes.length - from > LONGEST_LINE) {
      this.#line++;
      this.#fault(bytes, from, from + 60, "a line of more than 4096 characters");
    }
    this.#left = bytes.slice(from);
  }

  end(): void {
    if (this.#left.length > 0) this.#one(this.#left, 0, this.#left.length);
  }

  #one(bytes: Uint8Array, from: number, to: number): void {
    this.#line++;
    let end = to;
    if (end > from && bytes[end - 1] === 13) end--;
    if (end === from) return;
    const problem = this.read(bytes, from, end, this.records);
    if (problem) this.#fault(bytes, from, end, problem);
  }

  #fault(bytes: Uint8Array, from: number, to: number, problem: string): never {
    const text = JSON.stringify(Buffer.from(bytes.subarray(from, Math.min(to, from + 60))).toString("latin1"));
    throw new InputError(
      `${this.name}:${this.#line}: ${problem} (${this.format}): ${text}; correct or remove the line`,
    );
  }
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
    const words = littleEndian(bytes, count);
    for (let at = 0; at < count; at++) {
      if (((words[at] as number) & 3) === 3) {
        const record = this.#words + at + 1;
        throw new InputError(
          `${this.name}:${record}: record ${record} (byte ${(record - 1) * 4}) is of kind 3; a word ends in 0 load, 1 store or 2 fetch`,
        );
      }
    }
    this.records.addAll(words);
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
  if (code?.startsWith("Z_") || code?.startsWith("ZSTD_")) {
    return new InputError(`${name}: its packing is damaged or cut off (${code}); pack it again`);
  }
  if (code?.startsWith("E") && !code.startsWith("ERR_")) {
    return new InputError(`${name}: cannot be read (${code}); check its permissions`);
  }
  return error;
}
