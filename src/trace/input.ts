// A file or standard input as chunks of bytes, packed with gzip or zstd or not.
import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import { InputError } from "../input-error.js";
import { utf8 } from "../machine-file.js";
import { unpack } from "./unpack.js";

export interface InputOptions {
  /** Called now and then with the bytes read of the file, as it lies there, and their total if it is known. */
  progress?: (bytes: number, total: number | undefined) => void;
  /** What "-" reads; by default the process's standard input. */
  stdin?: NodeJS.ReadableStream;
}

/** What messages call a path; "-" is standard input. */
export const nameOf = (path: string) => (path === "-" ? "standard input" : path);

/**
 * The unpacked bytes of a file, or of standard input ("-").
 * @throws InputError for what cannot be read or unpacked
 */
export async function* unpacked(path: string, options: InputOptions = {}): AsyncGenerator<Uint8Array> {
  const name = nameOf(path);
  try {
    const total = path === "-" ? undefined : (await stat(path)).size;
    const file = path === "-" ? (options.stdin ?? process.stdin) : createReadStream(path, { highWaterMark: 1 << 18 });
    const counted = countBytes(file as AsyncIterable<Uint8Array>, (bytes) => options.progress?.(bytes, total));
    yield* unpack(counted, name);
  } catch (error) {
    throw readFault(error, name);
  }
}

/**
 * UTF-8 text of a file or of standard input ("-"), packed or not.
 * @param most bytes that it may have once it is unpacked
 * @throws InputError as unpacked() does, and for a longer text or one that is not UTF-8
 */
export async function readText(path: string, most: number, options: InputOptions = {}): Promise<string> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of unpacked(path, options)) {
    bytes += chunk.length;
    if (bytes > most) throw new InputError(`${nameOf(path)}: over ${most >> 20} MB of text; give a shorter one`);
    chunks.push(chunk);
  }
  return utf8(Buffer.concat(chunks), nameOf(path));
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
