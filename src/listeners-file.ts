import { readFile } from "node:fs/promises";
import { buffer } from "node:stream/consumers";
import { InputError } from "./input-error.js";
import { type Listener, parseListeners } from "./listeners.js";
import { utf8 } from "./machine-file.js";

/**
 * Reads the listeners of files, one after the other; "-" is stdin, no file at all is this host's own `/proc/net`.
 *
 * @throws InputError for a file that cannot be read or that `parseListeners` refuses
 */
export async function readListeners(files: string[]): Promise<{ source: string; listeners: Listener[] }> {
  const sources = files.length > 0 ? files : await ownTables();
  const listeners: Listener[] = [];
  for (const file of sources) {
    const [content, source] =
      file === "-" ? [utf8(await buffer(process.stdin), "stdin"), "stdin"] : [await read(file), file];
    for (const listener of parseListeners(content, source)) listeners.push(listener);
  }
  return { source: sources.map((file) => (file === "-" ? "stdin" : file)).join(", "), listeners };
}

/** A host without IPv6 has no tcp6. */
async function ownTables(): Promise<string[]> {
  const hasTcp6 = await readFile("/proc/net/tcp6").then(
    () => true,
    () => false,
  );
  return hasTcp6 ? ["/proc/net/tcp", "/proc/net/tcp6"] : ["/proc/net/tcp"];
}

async function read(file: string): Promise<string> {
  try {
    return utf8(await readFile(file), file);
  } catch (error) {
    if (error instanceof InputError) throw error;
    const { code } = error as NodeJS.ErrnoException;
    if (code === "ENOENT") throw new InputError(`${file}: no such file; give a file that exists, or - for stdin`);
    if (code === "EISDIR") throw new InputError(`${file}: a directory; give a file in it, or - for stdin`);
    throw new InputError(`${file}: cannot be read (${code}); give a readable file, or - for stdin`);
  }
}
