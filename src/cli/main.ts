#!/usr/bin/env node
import { writeSync } from "node:fs";
import { run } from "./program.js";

/** Writes a line to stderr at once; without a stderr there is nobody to tell. */
function warn(text: string): void {
  try {
    writeSync(2, text);
  } catch {}
}

/** A fault of this program, not of its input. */
function internalFault(error: unknown): { text: string; status: number } {
  const { message = String(error), stack = "" } = error instanceof Error ? error : {};
  warn(`halfopen: internal fault: ${message}; please report it (HALFOPEN_DEBUG=1 shows where)\n`);
  if (process.env.HALFOPEN_DEBUG) warn(`${stack}\n`);
  return { text: "", status: 70 };
}

// What goes to stdout goes there at the very end, so a failed run has written nothing.
const { text, status } = await run(process.argv.slice(2), {
  stdout: process.stdout,
  stderr: process.stderr,
  env: process.env,
  warn,
}).catch(internalFault);
process.exitCode = status;
if (text !== "") {
  let begun = false;
  process.stdout.on("error", ({ code }: NodeJS.ErrnoException) => {
    // A reader that has seen enough is no fault; one that was never there is.
    if (code === "EPIPE" && begun) return;
    warn(`halfopen: stdout: cannot be written (${code}); redirect it to a file or a pipe that can be\n`);
    process.exitCode = 2;
  });
  const line = text.indexOf("\n") + 1;
  process.stdout.write(text.slice(0, line), (error) => {
    if (error) return;
    begun = true;
    process.stdout.write(text.slice(line));
  });
}
