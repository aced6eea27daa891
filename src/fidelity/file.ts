import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { InputError } from "../input-error.js";
import { parseJson } from "../json.js";
import { readTextFile } from "../machine-file.js";
import { Counts } from "./counts.js";

/** How a gzip file begins. */
const GZIP = 0x8b1f;

/**
 * A counts file, gzipped or not.
 * @throws InputError when it cannot be read, is no JSON, or has no cases
 */
export function readCounts(path: string): Counts {
  return new Counts(parseJson(readText(path), path), path);
}

function readText(path: string): string {
  let bytes: Buffer;
  try {
    bytes = readFileSync(path);
  } catch {
    return readTextFile(path); // which says why not
  }
  if (bytes.length < 2 || bytes.readUInt16LE() !== GZIP) return readTextFile(path);
  try {
    return gunzipSync(bytes).toString();
  } catch {
    throw new InputError(`${path}: a damaged gzip file; fetch it anew`);
  }
}
