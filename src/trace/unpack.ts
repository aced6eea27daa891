// Undoes gzip and zstd, chunk by chunk. A package that is damaged or cut off is an InputError that names the byte.
import { Readable } from "node:stream";
import { createGunzip } from "node:zlib";
import { InputError } from "../input-error.js";
import { unpackZstd } from "./zstd.js";

/** The bytes of a file, unpacked where their first ones say gzip or zstd. `name` is for messages. */
export async function* unpack(chunks: AsyncGenerator<Uint8Array>, name: string): AsyncGenerator<Uint8Array> {
  let head: Uint8Array = new Uint8Array(0);
  while (head.length < 4) {
    const { value, done } = await chunks.next();
    if (done) break;
    head = Buffer.concat([head, value]);
  }
  const all = rest(head, chunks);
  const magic = Buffer.from(head.subarray(0, 4)).toString("hex");
  if (magic.startsWith("1f8b")) yield* unpackGzip(all, name);
  else if (/^28b52ffd|^5.2a4d18/.test(magic)) yield* unpackZstd(all, name);
  else if (/^fd377a58|^425a68/.test(magic)) {
    throw new InputError(`${name}: packed with xz or bzip2; unpack it first, or pack it with gzip or zstd`);
  } else yield* all;
}

async function* rest(head: Uint8Array, chunks: AsyncGenerator<Uint8Array>): AsyncGenerator<Uint8Array> {
  if (head.length > 0) yield head;
  yield* chunks;
}

/** The bytes of all members of a gzip file; zeros may follow the last. */
async function* unpackGzip(chunks: AsyncGenerator<Uint8Array>, name: string): AsyncGenerator<Uint8Array> {
  const unpacker = createGunzip();
  let given = 0;
  async function* counted() {
    for await (const chunk of chunks) {
      given += chunk.length;
      yield chunk;
    }
  }
  const source = Readable.from(counted(), { objectMode: false, highWaterMark: 1 << 18 });
  source.on("error", (error) => unpacker.destroy(error));
  try {
    yield* source.pipe(unpacker) as AsyncIterable<Uint8Array>;
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (!code?.startsWith("Z_")) throw error;
    if (code === "Z_BUF_ERROR") throw cutOff(name, "gzip", given);
    throw damaged(name, "gzip", unpacker.bytesWritten, message);
  } finally {
    source.destroy();
  }
}

export function cutOff(name: string, packing: string, bytes: number): InputError {
  return new InputError(`${name}: its ${packing} data is cut off at byte ${bytes}; get the whole file`);
}

export function damaged(name: string, packing: string, byte: number, why: string): InputError {
  return new InputError(`${name}: its ${packing} data is damaged near byte ${byte} (${why}); get the file again`);
}
