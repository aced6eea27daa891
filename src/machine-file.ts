import { readFileSync } from "node:fs";
import { InputError } from "./input-error.js";
import { type Machine, readMachine } from "./machine.js";

/**
 * Text of a UTF-8 file.
 * @throws InputError when it is missing, a directory, or unreadable
 */
export function readTextFile(path: string): string {
  try {
    return readFileSync(path, "utf8").replace(/^\uFEFF/, ""); // some editors begin a file with a byte order mark
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code === "ENOENT") throw new InputError(`${path}: no such file; check the path`);
    if (code === "EISDIR") throw new InputError(`${path}: a directory; name a file in it`);
    throw new InputError(`${path}: cannot be read (${code}); check its permissions`);
  }
}

/**
 * A machine as `--machine` takes it: the name of a shipped profile, or the path of a JSON file
 * (a path holds a `/`, `\` or `.`).
 * @throws InputError as readMachine() and readTextFile() do
 */
export function readMachineFile(nameOrPath: string): Machine {
  return readMachine(nameOrPath, { readText: readTextFile });
}
