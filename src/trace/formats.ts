// The formats of address traces: which one a text is, and how a line of it is read. Lines are read as bytes, because a
// trace has millions of them.
import { FETCH, LOAD, type Records, STORE } from "./records.js";

export const traceFormats = ["lackey", "din", "kernel", "u32"] as const;
export type TraceFormat = (typeof traceFormats)[number];

/** Reads one line; returns what is wrong with it, or nothing. */
export type LineReader = (bytes: Uint8Array, from: number, to: number, records: Records) => string | undefined;

/** The format of a trace that begins so, or undefined. */
export function formatOf(head: Uint8Array): TraceFormat | undefined {
  if (head.some((byte) => (byte < 32 && byte !== 9 && byte !== 10 && byte !== 13) || byte > 126)) return "u32";
  const text = new TextDecoder("latin1").decode(head);
  for (const line of text.split(/\r?\n/)) {
    if (/^(==|--)\d+(==|--)/.test(line) || /^(I | [LSM]) +[0-9a-f]+,\d/i.test(line)) return "lackey";
    if (/^\s*[0-4]\s+(0x)?[0-9a-f]+\b/i.test(line)) return "din";
    if (/^(i [0-9a-f]+$|[ls] [0-9a-f]+ \d+)/i.test(line)) return "kernel";
  }
  return undefined;
}

const SPACE = 32;
const TAB = 9;
const COMMA = 44;

/** The largest access that is taken for one (FXSAVE and XSAVE are the largest real ones). */
const MOST_BYTES = 65_536;

// What the last number() read, and where it ended. The low 32 bits alone are kept.
let value = 0;
let end = 0;

/** Reads a hexadecimal number of at most 64 bits at `from`; false if there is none. */
function hex(bytes: Uint8Array, from: number, to: number): boolean {
  let at = from;
  if (bytes[at] === 48 && ((bytes[at + 1] ?? 0) | 32) === 120) at += 2; // 0x
  const first = at;
  value = 0;
  for (; at < to; at++) {
    const byte = bytes[at] as number;
    const digit =
      byte >= 48 && byte <= 57 ? byte - 48 : (byte | 32) >= 97 && (byte | 32) <= 102 ? (byte | 32) - 87 : -1;
    if (digit < 0) break;
    value = (value << 4) | digit;
  }
  value >>>= 0;
  end = at;
  return at > first && at - first <= 16;
}

/** Reads the size of an access, decimal, at `from`; false if there is none. */
function size(bytes: Uint8Array, from: number, to: number): boolean {
  let at = from;
  value = 0;
  for (; at < to && at - from < 6; at++) {
    const digit = (bytes[at] as number) - 48;
    if (digit < 0 || digit > 9) break;
    value = value * 10 + digit;
  }
  end = at;
  return at > from && value >= 1 && value <= MOST_BYTES;
}

function blanks(bytes: Uint8Array, from: number, to: number): number {
  let at = from;
  while (at < to && (bytes[at] === SPACE || bytes[at] === TAB)) at++;
  return at;
}

/** valgrind --tool=lackey --trace-mem=yes: "I  04001000,3", " L 1ffe,4", " S ...", " M ..."; valgrind's own lines pass. */
const lackey: LineReader = (bytes, from, to, records) => {
  const first = bytes[from];
  if ((first === 61 && bytes[from + 1] === 61) || (first === 45 && bytes[from + 1] === 45)) return undefined; // ==, --
  const fetch = first === 73; // I
  const kind = fetch ? first : bytes[from + 1];
  if (!fetch && (first !== SPACE || (kind !== 76 && kind !== 83 && kind !== 77))) return "no lackey record";
  const at = blanks(bytes, from + (fetch ? 1 : 2), to);
  if (!hex(bytes, at, to)) return "no hexadecimal address";
  const address = value;
  if (bytes[end] !== COMMA || !size(bytes, end + 1, to)) return "no size after the address";
  if (blanks(bytes, end, to) !== to) return "more behind the size";
  if (fetch) records.add(address, value, FETCH);
  else {
    if (kind !== 83) records.add(address, value, LOAD);
    if (kind !== 76) records.add(address, value, STORE);
  }
  return undefined;
};

/** Dinero's text: a label (0 read, 1 write, 2 fetch; 3 is passed over), a hexadecimal address; the rest is of no interest. */
const din: LineReader = (bytes, from, to, records) => {
  const at = blanks(bytes, from, to);
  const label = (bytes[at] ?? 0) - 48;
  if (label === 4) return "a cache flush (label 4), which is not supported";
  if (label < 0 || label > 3) return "no label 0 to 3";
  const next = blanks(bytes, at + 1, to);
  if (next === at + 1 || !hex(bytes, next, to)) return "no hexadecimal address";
  if (end < to && blanks(bytes, end, to) === end) return "no hexadecimal address";
  if (label < 3) records.add(value, 1, label as 0 | 1 | 2);
  return undefined;
};

/** The traces of facts/real-kernels: "i pc", "l vaddr size pc", "s vaddr size pc". */
const kernel: LineReader = (bytes, from, to, records) => {
  const kind = bytes[from];
  if (bytes[from + 1] !== SPACE || (kind !== 105 && kind !== 108 && kind !== 115)) return "no record i, l or s";
  if (!hex(bytes, from + 2, to)) return "no hexadecimal address";
  const address = value;
  if (kind === 105) {
    if (blanks(bytes, end, to) !== to) return "more behind the address";
    records.add(address, 1, FETCH);
    return undefined;
  }
  const at = blanks(bytes, end, to);
  if (at === end || !size(bytes, at, to)) return "no size after the address";
  const length = value;
  const pc = blanks(bytes, end, to);
  if (pc !== to && (pc === end || !hex(bytes, pc, to) || blanks(bytes, end, to) !== to))
    return "no hexadecimal pc after the size";
  records.add(address, length, kind === 108 ? LOAD : STORE);
  return undefined;
};

export const lineReaders: Record<Exclude<TraceFormat, "u32">, LineReader> = { lackey, din, kernel };
