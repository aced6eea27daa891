// Reads an address trace as a stream: from a file or standard input, packed or not, in memory that does not grow with it.
import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import { InputError } from "../input-error.js";
import type { TraceFormat } from "./formats.js";
import { TraceParser } from "./parser.js";
import type { Records } from "./records.js";
import { unpack } from "./unpack.js";

export interface ReadOptions {
  /** Told apart by content where it is not given. */
  format?: TraceFormat | undefined;
  /** Called now and then with the bytes read of the file, as it lies there, and their total if it is known. */
  progress?: (bytes: number, total: number | undefined) => void;
  /** What "-" reads; by default the process's standard input. */
  stdin?: NodeJS.ReadableStream;
}

/**
 * Hands every access of a trace, plain or packed with gzip or zstd, to `records`. Returns the format.
 * @param path a file, or "-" for standard input
 * @throws InputError for what cannot be read, and "FILE:LINE: ..." for a corrupt record
 */
export async function readTrace(path: string, records: Records, options: ReadOptions = {}): Promise<TraceFormat> {
  const name = path === "-" ? "standard input" : path;
  try {
    const total = path === "-" ? undefined : (await stat(path)).size;
    const file = path === "-" ? (options.stdin ?? process.stdin) : createReadStream(path, { highWaterMark: 1 << 18 });
    const counted = countBytes(file as AsyncIterable<Uint8Array>, (bytes) => options.progress?.(bytes, total));
    const parser = new TraceParser(records, { name, format: options.format });
    for await (const chunk of unpack(counted, name)) parser.push(chunk);
    return parser.end();
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
