// Zstandard, chunk by chunk, by the reference decoder compiled to wasm. It pulls its input as it gives its output, and
// waits for neither: so the next piece of input always lies ready when it is asked for output.
import { ZSTDDecoder } from "zstddec/stream";
import { cutOff, damaged } from "./unpack.js";

/** Bytes that the decoder gets at once: how exactly the place of a damage is known. */
const PIECE = 16_384;

const WHY = "it does not decode, differs from its checksum, or needs a dictionary or a window of more than 128 MB";

/** Takes chunks apart into pieces. */
async function* pieces(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array, undefined> {
  for await (const chunk of chunks) {
    for (let at = 0; at < chunk.length; at += PIECE) yield chunk.subarray(at, at + PIECE);
  }
}

/** The data of all frames of a zstd file; frames that hold none are passed over, checksums are compared. */
export async function* unpackZstd(chunks: AsyncIterable<Uint8Array>, name: string): AsyncGenerator<Uint8Array> {
  const decoder = new ZSTDDecoder();
  await decoder.init();
  const input = pieces(chunks);
  let ready = await input.next();
  let pulled = 0; // bytes that the decoder has
  let asked = false;
  const supply: Iterator<Uint8Array, undefined> = {
    next() {
      asked = true;
      pulled += ready.value?.length ?? 0;
      return ready as IteratorResult<Uint8Array, undefined>;
    },
  };
  const output = decoder.decodeStreaming({ [Symbol.iterator]: () => supply });
  let before = 0;
  let idle = 0;
  for (;;) {
    asked = false;
    let part: IteratorResult<Uint8Array>;
    try {
      part = output.next();
    } catch (error) {
      if (ready.done) throw cutOff(name, "zstd", pulled);
      throw error;
    }
    if (part.done) return;
    if (part.value.length > 0) yield part.value;
    // It says nothing about an error, but neither reads nor gives any more.
    idle = asked || part.value.length > 0 ? 0 : idle + 1;
    if (idle > 1) throw damaged(name, "zstd", before, WHY);
    if (asked) {
      before = pulled - (ready.value?.length ?? 0);
      ready = await input.next();
    }
  }
}
