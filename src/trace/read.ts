// Reads an address trace as a stream: from a file or standard input, packed or not, in memory that does not grow with it.
import type { TraceFormat } from "./formats.js";
import { type InputOptions, nameOf, unpacked } from "./input.js";
import { TraceParser } from "./parser.js";
import type { Records } from "./records.js";

export interface ReadOptions extends InputOptions {
  /** Told apart by content where it is not given. */
  format?: TraceFormat | undefined;
}

/**
 * Hands every access of a trace, plain or packed with gzip or zstd, to `records`. Returns the format.
 * @param path a file, or "-" for standard input
 * @throws InputError for what cannot be read, and "FILE:LINE: ..." for a corrupt record
 */
export async function readTrace(path: string, records: Records, options: ReadOptions = {}): Promise<TraceFormat> {
  const name = nameOf(path);
  const parser = new TraceParser(records, { name, format: options.format });
  for await (const chunk of unpacked(path, options)) parser.push(chunk);
  return parser.end();
}
