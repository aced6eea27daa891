// Takes the bytes of a trace apart into accesses, chunk by chunk; a chunk may end anywhere in a record.
import { InputError } from "../input-error.js";
import { fault, formatOf, type LineReader, lineReaders, type TraceFormat } from "./formats.js";
import type { Records } from "./records.js";

/** How much of a trace tells its format. */
const HEAD = 4096;
/** What some editors begin a text with. */
const BYTE_ORDER_MARK = [0xef, 0xbb, 0xbf];
/** A line of text that is longer is no record, nor the command line that valgrind prints. */
const LONGEST_LINE = 2 ** 20;

/** Hands the accesses of a trace, which comes in chunks, to records. */
export class TraceParser {
  readonly #records: Records;
  readonly #name: string;
  #format: TraceFormat | undefined;
  #head: Uint8Array = new Uint8Array(0);
  #take: { chunk(bytes: Uint8Array): void; end(): void } | undefined;

  /**
   * @param options.name what messages call the trace
   * @param options.format told apart by content where it is not given
   */
  constructor(
    records: Records,
    { name = "trace", format }: { name?: string | undefined; format?: TraceFormat | undefined } = {},
  ) {
    this.#records = records;
    this.#name = name;
    this.#format = format;
  }

  /**
   * The next bytes, unpacked.
   * @throws InputError "NAME:LINE: ..." for a corrupt record
   */
  push(bytes: Uint8Array): void {
    if (this.#take) this.#take.chunk(bytes);
    else {
      this.#head = joined(this.#head, bytes);
      if (this.#head.length >= HEAD) this.#begin();
    }
  }

  /**
   * There are no more bytes: all accesses are with the records. Returns the format.
   * @throws InputError as push() does, and for a trace without an access, of no known format, or that ends within a record
   */
  end(): TraceFormat {
    const take = this.#take ?? this.#begin();
    take.end();
    this.#records.flush();
    if (this.#records.accesses.every((count) => count === 0)) {
      throw new InputError(`${this.#name}: no access in it; give a trace with at least one`);
    }
    return this.#format as TraceFormat;
  }

  #begin() {
    const name = this.#name;
    const head = this.#head;
    this.#head = new Uint8Array(0);
    if (head.length === 0) throw new InputError(`${name}: empty; give a trace with at least one access`);
    this.#format ??= formatOf(head.subarray(0, HEAD));
    const format = this.#format;
    if (!format) {
      throw new InputError(
        `${name}: no known trace format; give valgrind lackey text, din, kernel or u32, or name it with --format`,
      );
    }
    const records = this.#records;
    this.#take = format === "u32" ? new Words(name, records) : new Lines(name, lineReaders[format], records, format);
    this.#take.chunk(
      format !== "u32" && BYTE_ORDER_MARK.every((byte, i) => head[i] === byte) ? head.subarray(3) : head,
    );
    return this.#take;
  }
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
    this.#leave(new Uint8Array(more.subarray(Math.max(from, end)))); // the chunk is its owner's
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
    const text = JSON.stringify(new TextDecoder("latin1").decode(bytes.subarray(from, Math.min(end, from + 60))));
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
    if (bytes.byteOffset % 4 !== 0) bytes = new Uint8Array(bytes);
    const count = bytes.length >> 2;
    const taken = this.records.addAll(littleEndian(bytes, count));
    if (taken < count) {
      const record = this.#words + taken + 1;
      throw new InputError(
        `${this.name}:${record}: record ${record} (byte ${(record - 1) * 4}) is of kind 3; a word ends in 0 load, 1 store or 2 fetch`,
      );
    }
    this.#words += count;
    this.#left = new Uint8Array(bytes.subarray(count * 4));
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

function joined(a: Uint8Array, b: Uint8Array): Uint8Array<ArrayBuffer> {
  const both = new Uint8Array(a.length + b.length);
  both.set(a);
  both.set(b, a.length);
  return both;
}
