import type { Addresses } from "./address.js";
import type { Core } from "./core.js";

/** A segment that the kernel sent. */
export interface Sent {
  /** Emulated milliseconds since boot. */
  ms: number;
  /** "address:port" */
  from: string;
  to: string;
  seq: number;
  ack: number;
  /** Of S, F, R, P, U and . (ACK), in this order. */
  flags: string;
  /** Bytes of data. */
  len: number;
}

/** A sent segment as the module's log has it (assembly/wire.ts). */
export interface SentWords {
  ms: number;
  saddr: number;
  sport: number;
  daddr: number;
  dport: number;
  seq: number;
  ack: number;
  flags: number;
  length: number;
}

export const Flag = { fin: 0x01, syn: 0x02, rst: 0x04, psh: 0x08, ack: 0x10, urg: 0x20, bare: 0x100 } as const;

const letters: readonly [string, number][] = [
  ["S", Flag.syn],
  ["F", Flag.fin],
  ["R", Flag.rst],
  ["P", Flag.psh],
  ["U", Flag.urg],
  [".", Flag.ack],
];

/** "S." as bits. Throws a RangeError for another letter. */
export function flagBits(text: string): number {
  return [...text].reduce((bits, letter) => {
    const bit = letters.find(([known]) => known === letter)?.[1];
    if (bit === undefined) throw new RangeError(`flags ${text}: give letters of S, F, R, P, U and . (ACK)`);
    return bits | bit;
  }, 0);
}

function flagText(bits: number): string {
  return letters.map(([letter, bit]) => (bits & bit ? letter : "")).join("");
}

const RECORD_BYTES = 32;

/** What the last call into the module sent. */
export function readSent(core: Core): SentWords[] {
  const count = core.sent(1);
  if (count === 0) return [];
  const view = new DataView(core.memory.buffer, core.sent(0), count * RECORD_BYTES);
  return Array.from({ length: count }, (_, i) => {
    const at = i * RECORD_BYTES;
    const word = (offset: number) => view.getUint32(at + offset, true);
    const [ports, last] = [word(16), word(28)];
    return {
      ms: view.getFloat64(at, true),
      saddr: word(8),
      sport: ports >>> 16,
      daddr: word(12),
      dport: ports & 0xffff,
      seq: word(20),
      ack: word(24),
      flags: last >>> 24,
      length: last & 0xffffff,
    };
  });
}

/** A sent segment in plain words. */
export function plainSent(words: SentWords, addresses: Addresses): Sent {
  const { ms, saddr, sport, daddr, dport, seq, ack, flags, length } = words;
  return {
    ms,
    from: addresses.endpoint(saddr, sport),
    to: addresses.endpoint(daddr, dport),
    seq,
    ack,
    flags: flagText(flags),
    len: length,
  };
}
