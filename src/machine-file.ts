import { readFileSync } from "node:fs";
import { InputError } from "./input-error.js";
import { type Machine, readMachine } from "./machine.js";

/**
 * Text of a UTF-8 file.
 * @throws InputError when it is missing, a directory, or unreadable
 */
export function readTextFile(path: string): string {
  try {
    return utf8(readFileSync(path), path);
  } catch (error) {
    if (error instanceof InputError) throw error;
    const code = (error as NodeJS.ErrnoException).code;
    if (code === "ENOENT") throw new InputError(`${path}: no such file; check the path`);
    if (code === "EISDIR") throw new InputError(`${path}: a directory; name a file in it`);
    throw new InputError(`${path}: cannot be read (${code}); check its permissions`);
  }
}

/** Text of UTF-8 bytes, without the byte order mark that some editors begin with. Throws an InputError for other bytes. */
export function utf8(bytes: Uint8Array, source: string): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    throw new InputError(`${source}: not UTF-8 text; save it as UTF-8`);
  }
}

/**
 * A machine as `--machine` takes it: the name of a shipped profile, or the path of a JSON file
 * (a path holds a `/`, `\` or `.`).
 * @param place where it was named, for messages; by default `--machine`
 * @throws InputError as readMachine() and readTextFile() do
 */
export function readMachineFile(nameOrPath: string, place: { file?: string; pointer?: string } = {}): Machine {
  return readMachine(nameOrPath, { ...place, readText: readTextFile });
}
