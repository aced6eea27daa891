// The formats of address traces: which one a text is, and how a line of it is read. Lines are read as bytes, because a
// trace has millions of them, and without looking for their ends first.
import { FETCH, LOAD, type Records, STORE } from "./records.js";

export const traceFormats = ["lackey", "din", "kernel", "u32"] as const;
export type TraceFormat = (typeof traceFormats)[number];

/**
 * Reads the line that begins at `from` and ends with a newline; returns where that is. Where the line cannot be read
 * it returns -1, adds nothing, and fault() says what is wrong.
 */
export type LineReader = (bytes: Uint8Array, from: number, records: Records) => number;

/** The format of a trace that begins so, or undefined. */
export function formatOf(head: Uint8Array): TraceFormat | undefined {
  const text = textOf(head);
  if (text === undefined) return "u32";
  for (const line of text.split(/\r?\n/)) {
    if (/^(==|--)\d+(==|--)/.test(line) || /^(I | [LSM]) +[0-9a-f]+,\d/i.test(line)) return "lackey";
    if (/^\s*[0-4]\s+(0x)?[0-9a-f]+\b/i.test(line)) return "din";
    if (/^(i [0-9a-f]+$|[ls] [0-9a-f]+ \d+)/i.test(line)) return "kernel";
  }
  return undefined;
}

/** UTF-8 (valgrind prints its command line) without control characters; undefined: no text. The end may be cut off. */
function textOf(head: Uint8Array): string | undefined {
  if (head.some((byte) => (byte < 32 && byte !== 9 && byte !== 10 && byte !== 13) || byte === 127)) return undefined;
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(head, { stream: true });
  } catch {
    return undefined;
  }
}

const NEWLINE = 10;
const RETURN = 13;
const SPACE = 32;
const TAB = 9;
const COMMA = 44;

/** The largest access that is taken for one (FXSAVE and XSAVE are the largest real ones). */
const MOST_BYTES = 65_536;

let problem = "";

/** What is wrong with the line that the last reader refused. */
export function fault(): string {
  return problem;
}

function refuse(why: string): -1 {
  problem = why;
  return -1;
}

// What the last hex() or size() read, as a signed number of 32 bits, which the engine keeps in a register.
let value = 0;

/** The digit that a character is in hexadecimal; 16: none. */
const digitOf = new Uint8Array(256).fill(16);
for (let digit = 0; digit < 16; digit++) {
  const text = digit.toString(16);
  for (const one of [text, text.toUpperCase()]) digitOf[one.charCodeAt(0)] = digit;
}

/** Reads a hexadecimal number of at most 64 bits, of which it keeps the low 32; returns where it ends, -1: there is none. */
function hex(bytes: Uint8Array, from: number): number {
  let first = from;
  if (bytes[from] === 48 && ((bytes[from + 1] as number) | 32) === 120) first += 2; // 0x
  let number = 0;
  let at = first;
  for (; ; at++) {
    const digit = digitOf[bytes[at] as number] as number;
    if (digit > 15) break;
    number = (number << 4) | digit;
  }
  value = number;
  return at > first && at - first <= 16 ? at : -1;
}

/** Reads the size of an access, decimal; returns where it ends, -1: there is none. */
function size(bytes: Uint8Array, from: number): number {
  let number = 0;
  let at = from;
  for (; at - from < 6; at++) {
    const digit = (bytes[at] as number) - 48;
    if (digit < 0 || digit > 9) break;
    number = number * 10 + digit;
  }
  value = number;
  return at > from && number >= 1 && number <= MOST_BYTES ? at : -1;
}

function blanks(bytes: Uint8Array, from: number): number {
  let at = from;
  while (bytes[at] === SPACE || bytes[at] === TAB) at++;
  return at;
}

/** Where the line ends if nothing but blanks is left of it; else -1. */
function ending(bytes: Uint8Array, from: number): number {
  if (bytes[from] === NEWLINE) return from;
  let at = blanks(bytes, from);
  if (bytes[at] === RETURN) at++;
  return bytes[at] === NEWLINE ? at : -1;
}

const NO_ADDRESS = "no hexadecimal address";
const NO_SIZE = `no size of 1 to ${MOST_BYTES} after the address`;

/** valgrind --tool=lackey --trace-mem=yes: "I  04001000,3", " L 1ffe,4", " S ...", " M ..."; valgrind's own lines pass. */
const lackey: LineReader = (bytes, from, records) => {
  const first = bytes[from];
  const second = bytes[from + 1];
  if (first === second && (first === 61 || first === 45 || first === 42)) return bytes.indexOf(NEWLINE, from); // ==, --, **
  const fetch = first === 73; // I
  if (!fetch && (first !== SPACE || (second !== 76 && second !== 83 && second !== 77))) {
    return refuse("no lackey record"); // L, S, M
  }
  let at = hex(bytes, blanks(bytes, from + (fetch ? 1 : 2)));
  if (at < 0) return refuse(NO_ADDRESS);
  const address = value;
  at = bytes[at] === COMMA ? size(bytes, at + 1) : -1;
  if (at < 0) return refuse(NO_SIZE);
  const length = value;
  const end = ending(bytes, at);
  if (end < 0) return refuse("more behind the size");
  if (fetch) records.add(address, length, FETCH);
  else {
    if (second !== 83) records.add(address, length, LOAD);
    if (second !== 76) records.add(address, length, STORE);
  }
  return end;
};

/** Dinero's text: a label (0 read, 1 write, 2 fetch; 3 is passed over), a hexadecimal address; the rest is of no interest. */
const din: LineReader = (bytes, from, records) => {
  let at = blanks(bytes, from);
  const label = (bytes[at] as number) - 48;
  if (label === 4) return refuse("a cache flush (label 4), which is not supported");
  if (label < 0 || label > 3) return refuse("no label 0 to 3");
  const next = blanks(bytes, at + 1);
  at = next > at + 1 ? hex(bytes, next) : -1;
  if (at < 0) return refuse(NO_ADDRESS);
  const address = value;
  let end = ending(bytes, at);
  if (end < 0) {
    if (blanks(bytes, at) === at) return refuse(NO_ADDRESS);
    end = bytes.indexOf(NEWLINE, at);
  }
  if (label < 3) records.add(address, 1, label as 0 | 1 | 2);
  return end;
};

/** The traces of facts/real-kernels: "i pc", "l vaddr size pc", "s vaddr size pc". */
const kernel: LineReader = (bytes, from, records) => {
  const kind = bytes[from];
  if (bytes[from + 1] !== SPACE || (kind !== 105 && kind !== 108 && kind !== 115)) return refuse("no record i, l or s");
  let at = hex(bytes, from + 2);
  if (at < 0) return refuse(NO_ADDRESS);
  const address = value;
  if (kind === 105) {
    const end = ending(bytes, at);
    if (end < 0) return refuse("more behind the address");
    records.add(address, 1, FETCH);
    return end;
  }
  const next = blanks(bytes, at);
  at = next > at ? size(bytes, next) : -1;
  if (at < 0) return refuse(NO_SIZE);
  const length = value;
  let end = ending(bytes, at);
  if (end < 0) {
    const pc = blanks(bytes, at);
    const after = pc > at ? hex(bytes, pc) : -1;
    end = after < 0 ? -1 : ending(bytes, after);
    if (end < 0) return refuse("no hexadecimal pc after the size");
  }
  records.add(address, length, kind === 108 ? LOAD : STORE);
  return end;
};

export const lineReaders: Record<Exclude<TraceFormat, "u32">, LineReader> = { lackey, din, kernel };
