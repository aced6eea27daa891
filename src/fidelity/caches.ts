// Brings the caches of a running machine into a known state.
import type { Core } from "../core.js";
import type { Machine } from "../machine.js";

/** Memory, directly mapped by all kernels (1.2 maps 64 MiB), which none of them takes in so few calls. */
const ELSEWHERE = 0xc2c0_0000;
/** The room of the recording holds the words of a replay as long as nothing is recorded. */
const ROOM = 65_536 * 4;

/** The kinds of the core's replay() records. */
export const Kind = { load: 0, store: 1, fetch: 2 } as const;

/** The lines of a stretch of memory. */
export function linesOf(address: number, bytes: number, line: number): number[] {
  const first = address - (address % line);
  return Array.from({ length: Math.ceil((address + bytes - first) / line) }, (_, i) => first + i * line);
}

/** Drives the caches with addresses. */
export function touch(core: Core, addresses: readonly number[], kind: number): void {
  for (let from = 0; from < addresses.length; from += ROOM) {
    const words = Uint32Array.from(addresses.slice(from, from + ROOM), (address) => (address | kind) >>> 0);
    new Uint32Array(core.memory.buffer, core.recordAddress(), words.length).set(words);
    core.replay(core.recordAddress(), words.length);
  }
}

/** Fills the first-level data cache with other data, and the code cache with other code. */
export function displace(core: Core, { caches: { l1d, l1i } }: Machine): void {
  touch(core, linesOf(ELSEWHERE, l1d.bytes, l1d.line), Kind.load);
  touch(core, linesOf(ELSEWHERE + l1d.bytes, l1i.bytes, l1i.line), Kind.fetch);
}
