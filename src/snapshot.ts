// A whole emulator as bytes.
//
//   "halfopen" | version u32 | bytes of header u32 | bytes in all u32 | checksum u32 | header, JSON in UTF-8 | runs u32 | globals
//   | for each run of pages: first page u32, pages u32 | the pages, 4 KiB each
//
// Pages that hold nothing but zeros are left out; words are little-endian. The checksum is of all that follows it.
import type { ClientRow } from "./clients.js";
import type { Core } from "./core.js";
import type { Machine } from "./machine.js";
import type { SentWords } from "./sent.js";

const MAGIC = "halfopen";
const VERSION = 2;
const PAGE = 4096;
/** The module leaves the first 64 KiB of its memory alone (assembly/machine/ram.ts). */
const FREE = 65_536;
const FREE_PAGES = FREE / PAGE;
const SIZE_AT = MAGIC.length + 8;
const SUM_AT = SIZE_AT + 4;
const FIXED = SUM_AT + 4;

/** What the host knows of an emulator beside what the module holds. */
export interface HostState {
  kernel: string;
  machine: Machine;
  cpus: number;
  /** IPv6 addresses in the order of their tokens. */
  addresses: string[];
  /** Descriptors of IPv6 sockets. */
  ipv6: number[];
  local: { address: number; mask: number }[];
  clients: ClientRow[];
  loopback: string[];
  sent?: SentWords[];
}

interface Header extends HostState {
  /** Which build of the module. */
  build: string;
  /** Bytes of its memory. */
  memory: number;
}

/** The module's memory and globals, and what the host knows, as bytes. */
export function saveSnapshot(core: Core, host: HostState): Uint8Array {
  const memory = new Uint8Array(core.memory.buffer);
  const header: Header = { ...host, build: buildOf(core), memory: memory.length };
  const text = new TextEncoder().encode(JSON.stringify(header));
  const globals = readGlobals(core);
  const runs = usedRuns(memory);
  const pages = runs.reduce((sum, [, count]) => sum + count, 0);
  const bytes = new Uint8Array(FIXED + text.length + 4 + globals.length + runs.length * 8 + pages * PAGE);
  const view = new DataView(bytes.buffer);
  let at = 0;
  const put = (part: Uint8Array) => {
    bytes.set(part, at);
    at += part.length;
  };
  const word = (value: number) => {
    view.setUint32(at, value, true);
    at += 4;
  };
  put(new TextEncoder().encode(MAGIC));
  word(VERSION);
  word(text.length);
  word(bytes.length);
  word(0); // the checksum, once all is there
  put(text);
  word(runs.length);
  put(globals);
  for (const [first, count] of runs) {
    word(first);
    word(count);
  }
  for (const [first, count] of runs) put(memory.subarray(first * PAGE, (first + count) * PAGE));
  view.setUint32(SUM_AT, checksum(bytes), true);
  return bytes;
}

/** What the host knew, from the bytes of a snapshot. Throws a RangeError for bytes that are none. */
export function readHeader(bytes: Uint8Array): Header {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const magic = new TextDecoder().decode(bytes.subarray(0, MAGIC.length));
  if (bytes.length < SIZE_AT || magic !== MAGIC) throw new RangeError("load: these bytes are no saved emulator");
  const version = view.getUint32(MAGIC.length, true);
  if (version !== VERSION) {
    throw new RangeError(`load: format ${version} of saved emulators; this version of halfopen reads ${VERSION}`);
  }
  const end = FIXED + view.getUint32(MAGIC.length + 4, true);
  if (bytes.length < FIXED || end > bytes.length || bytes.length < view.getUint32(SIZE_AT, true)) throw cut();
  try {
    return JSON.parse(new TextDecoder().decode(bytes.subarray(FIXED, end))) as Header;
  } catch {
    throw new RangeError("load: the header of these bytes is damaged");
  }
}

/**
 * Fills a fresh module with what a snapshot holds.
 * @throws RangeError for a snapshot of another build, or one that is cut short or damaged
 */
export function loadSnapshot(core: Core, bytes: Uint8Array): HostState {
  const { build, memory, ...host } = readHeader(bytes);
  const own = buildOf(core);
  if (build !== own) {
    throw new RangeError(
      `load: saved by build ${build} of the core, this is ${own}; load it with the one that saved it`,
    );
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  if (view.getUint32(SUM_AT, true) !== checksum(bytes)) {
    throw new RangeError("load: these bytes are damaged, their checksum differs; save the emulator again");
  }
  let at = FIXED + view.getUint32(MAGIC.length + 4, true);
  const word = () => {
    if (at + 4 > bytes.length) throw cut();
    at += 4;
    return view.getUint32(at - 4, true);
  };
  const take = (length: number) => {
    if (at + length > bytes.length) throw cut();
    at += length;
    return bytes.subarray(at - length, at);
  };
  const count = word();
  const globals = take(core.globalsSize());
  const runs = Array.from({ length: count }, () => [word(), word()] as const);
  const missing = memory - core.memory.buffer.byteLength;
  if (missing > 0) core.memory.grow(missing / 65_536);
  const target = new Uint8Array(core.memory.buffer);
  target.fill(0);
  target.set(globals, 0);
  core.loadGlobals(0);
  target.fill(0, 0, globals.length);
  for (const [first, pages] of runs) target.set(take(pages * PAGE), first * PAGE);
  return host;
}

function cut(): RangeError {
  return new RangeError("load: these bytes are cut short");
}

/** FNV-1a of all bytes from the header on, and of how many there are. */
function checksum(bytes: Uint8Array): number {
  let sum = 0x811c9dc5 ^ bytes.length;
  for (let at = FIXED; at < bytes.length; at++) sum = Math.imul(sum ^ (bytes[at] as number), 0x01000193);
  return sum >>> 0;
}

/** The module's globals, by way of the part of its memory that it leaves alone. */
function readGlobals(core: Core): Uint8Array {
  const length = core.globalsSize();
  core.saveGlobals(0);
  const scratch = new Uint8Array(core.memory.buffer, 0, length);
  const globals = scratch.slice();
  scratch.fill(0);
  return globals;
}

/** Runs of pages that are not all zeros: first page and how many. */
function usedRuns(memory: Uint8Array): [first: number, count: number][] {
  const words = new BigUint64Array(memory.buffer, memory.byteOffset, memory.length / 8);
  const runs: [number, number][] = [];
  for (let page = FREE_PAGES; page < memory.length / PAGE; page++) {
    const at = page * (PAGE / 8);
    if (words.subarray(at, at + PAGE / 8).every((word) => word === 0n)) continue;
    const last = runs.at(-1);
    if (last && last[0] + last[1] === page) last[1]++;
    else runs.push([page, 1]);
  }
  return runs;
}

function buildOf(core: Core): string {
  return BigInt.asUintN(64, core.build.value as bigint)
    .toString(16)
    .padStart(16, "0");
}
