// The CPU that kernel code runs on: executing code, loading, storing, locking. Everything that costs cycles is charged
// here, to the account of the function that is open on the current CPU.
//
// Stores, and loads that hit, are not booked one by one: they are counted, and booked when the account changes (book).
import { Cache, MODIFIED, nextStamp, restartStamps, STATE, stamp } from "./cache";
import {
  Cpu,
  cpuCount,
  FILTER_DELTA,
  FILTER_ENTRIES,
  FILTER_LINE_STAMP,
  FILTER_PAGE_STAMP,
  FRAMES,
  killFilter,
  killPage,
  layOutCpus,
  MAY_WRITE,
  PREDICTOR,
  slotGroupShift,
} from "./cpu_state";
import { bring, bringBelow, bringNext, bringTable, broughtWay, servedBy, startHierarchy, waitedFor } from "./hierarchy";
import { ACCOUNT_OPEN, ACCOUNT_ROW, ACCOUNT_SIZE, accountsOf, add, Cause, Count, startLedger } from "./ledger";
import { directoryEntry, LARGE, Paging, PRESENT, paging, readDirectory, tableEntry } from "./mmu";
import { FIXED, Figure, profile } from "./profile";
import { peek, ram, startLayout } from "./ram";
import { addRecord, layOutRecord, startRecord } from "./record";
import {
  FOOTPRINT_LINE,
  KIND_BLOCK,
  ROW_ACCOUNT,
  ROW_ADDRESS,
  ROW_BYTES,
  ROW_FOOTPRINT,
  ROW_INSTRUCTIONS,
  ROW_KIND,
  ROW_LINES_READ,
  ROW_LINES_WRITTEN,
  ROW_LOADS,
  ROW_LOCKED,
  ROW_STACK_LOADS,
  ROW_STACK_STORES,
  ROW_STORES,
  Text,
} from "./text";
import { ENTRY_FRAME, ENTRY_LINES, ENTRY_STAMP, shiftOfTag, Tlb, tagOf } from "./tlb";
import { trap } from "./trap";

/** The CPU that runs now, and what of it the hot path needs. */
export let cpu: Cpu = changetype<Cpu>(0);
let dataFilter: usize = 0;
let codeFilter: usize = 0;
let account: usize = 0;
let accounts: usize = 0;
let lineShift: u32 = 0;
let lineMask: u32 = 0;
let l1Latency: u32 = 0;
let cyclesPerInstruction: u32 = 0;
/** Virtual address of the blocks' private footprints (private_footprints). */
let footprints: u32 = 0;

// Counted since the last book().
let hitLoads: u32 = 0;
let stores: u32 = 0;

/** Lays out the machine of the profile with `cpus` CPUs: empty caches, clocks at 0. RAM comes after (startRam). */
export function startMachine(cpus: u32): void {
  startLayout();
  startLedger(cpus);
  layOutCpus(cpus);
  startHierarchy();
  layOutRecord();
  recording = false;
  restartStamps(0);
  const line = profile(Figure.lineBytes);
  lineShift = ctz(line);
  lineMask = ~(line - 1);
  cyclesPerInstruction = profile(Figure.cyclesPerInstruction);
  hitLoads = stores = 0;
  beatBytes = profile(Figure.beatBytes);
  nextLine = profile(Figure.nextLine);
  tablesCached = true;
  for (let i: u32 = 0; i < cpus; i++) Cpu.at(i).account = accountsOf(i);
  cpu = changetype<Cpu>(0);
  runOn(0);
}

/** Makes CPU `number` the one that runs. */
export function runOn(number: u32): void {
  if (changetype<usize>(cpu) != 0) {
    book();
    cpu.account = account;
  }
  cpu = Cpu.at(number);
  dataFilter = cpu.dataFilter;
  codeFilter = cpu.codeFilter;
  account = cpu.account;
  accounts = accountsOf(number);
  l1Latency = cpu.l1d.latency;
  arrivingLine = loadedLine = nextLineAt = u32.MAX_VALUE;
  arrived = 0;
}

/** Tells where the blocks' footprints and each CPU's kernel stack lie (a kernel's boot does). */
export function placeStacks(privateFootprints: u32, stacks: u32, stackBytes: u32): void {
  footprints = privateFootprints;
  for (let i: u32 = 0; i < cpuCount; i++) Cpu.at(i).stackPointer = stacks + (i + 1) * stackBytes - 64;
}

/** Cycles on the current CPU's clock. */
export function clock(): u64 {
  book();
  return cpu.clock;
}

/** The same, without booking: what the counted hits will cost is in it. */
export function now(): u64 {
  return cpu.clock + <u64>hitLoads * l1Latency;
}

/** Virtual addresses per line. */
export function lineBytes(): u32 {
  return 1 << lineShift;
}

// ---- Booking

/** Books what was counted since the last time. */
function book(): void {
  if (hitLoads != 0) {
    const cycles = <u64>hitLoads * l1Latency;
    add(account, Count.loads, hitLoads);
    add(account, Cause.l1 << 3, cycles);
    cpu.clock += cycles;
    hitLoads = 0;
  }
  if (stores != 0) {
    add(account, Count.stores, stores);
    stores = 0;
  }
}

/** Books cycles on a cause of the open account and advances the clock by them. */
function charge(cause: Cause, cycles: u64): void {
  add(account, (<usize>cause) << 3, cycles);
  cpu.clock += cycles;
}

/** Books cycles that come in 1/65536; the fraction is carried to the CPU's next such charge. */
function chargeFixed(cause: Cause, fixed: u64): void {
  const sum = fixed + cpu.fraction;
  cpu.fraction = <u32>sum & ((1 << FIXED) - 1);
  charge(cause, sum >> FIXED);
}

// ---- Executing

/**
 * Marks a function or a part of one. As the first statement of a function: its account is open until it returns
 * (transform.mjs makes enter() and leave() of it). Anywhere else: a part of the function (text.ts, part).
 */
export function exec(row: Text): void {
  execute(row);
}

/** Opens the account of a function and charges its straight-line code. Returns the caller's account. */
export function enter(row: Text): usize {
  book();
  const caller = account;
  const frame = cpu.frame;
  if (frame == cpu.frames + <usize>FRAMES * 16) trap();
  account = accounts + <usize>load<u32>(row, ROW_ACCOUNT) * ACCOUNT_SIZE;
  store<u64>(frame, cpu.clock);
  store<u32>(frame, <u32>row, 8);
  cpu.frame = frame + 16;
  store<u32>(account, <u32>row, ACCOUNT_ROW);
  store<u32>(account, load<u32>(account, ACCOUNT_OPEN) + 1, ACCOUNT_OPEN);
  add(account, Count.calls, 1);
  cpu.stackPointer -= load<u32>(row, ROW_STACK_STORES) << 2;
  if (recording) addRecord(<u32>row, cpu.number, cpu.clock);
  execute(row);
  if (load<u32>(row, ROW_KIND) == KIND_BLOCK) executeBlock(row);
  return caller;
}

/** Closes the account of a function and goes on with its caller's. */
export function leave(caller: usize): void {
  book();
  const frame = cpu.frame - 16;
  cpu.frame = frame;
  cpu.stackPointer += load<u32>(<usize>load<u32>(frame, 8), ROW_STACK_STORES) << 2;
  const open = load<u32>(account, ACCOUNT_OPEN) - 1;
  store<u32>(account, open, ACCOUNT_OPEN);
  if (open == 0) add(account, Count.total, cpu.clock - load<u64>(frame)); // recursion counts once
  account = caller;
  if (recording) addRecord(0, cpu.number, cpu.clock);
}

/** Whether calls and returns are recorded (record.ts). */
let recording: bool = false;

/** Begins or ends the recording of calls and returns. */
export function recordCalls(on: bool): void {
  recording = on;
  if (on) startRecord();
}

/** Runs a measured block (text.ts) under its own name. */
export function measured(row: Text): void {
  leave(enter(row));
}

/** Charges the instructions, code lines and stack traffic of a row to the open account. */
function execute(row: Text): void {
  const instructions = load<u32>(row, ROW_INSTRUCTIONS);
  add(account, Count.instructions, instructions);
  chargeFixed(Cause.execute, <u64>instructions * cyclesPerInstruction);
  const first = load<u32>(row, ROW_ADDRESS);
  const end = first + load<u32>(row, ROW_BYTES);
  for (let line = first & lineMask; line < end; line += 1 << lineShift) fetchCode(line);
  const stackStores = load<u32>(row, ROW_STACK_STORES);
  const stackLoads = load<u32>(row, ROW_STACK_LOADS);
  if (stackStores + stackLoads != 0) {
    // The stack is forwarded from the last pushes: its traffic takes its slots in `execute` and may miss, no more.
    add(account, Count.stackStores, stackStores);
    add(account, Count.stackLoads, stackLoads);
    own(cpu.stackPointer);
  }
}

function executeBlock(row: Text): void {
  const footprint = footprints + load<u32>(row, ROW_FOOTPRINT);
  const read = load<u32>(row, ROW_LINES_READ);
  const written = load<u32>(row, ROW_LINES_WRITTEN);
  for (let i: u32 = 0; i < read; i++) readable(footprint + i * FOOTPRINT_LINE);
  for (let i: u32 = 0; i < written; i++) writable(footprint + i * FOOTPRINT_LINE);
  const loads = load<u32>(row, ROW_LOADS);
  if (loads > read) hitLoads += loads - read;
  const blockStores = load<u32>(row, ROW_STORES);
  if (blockStores > written) stores += blockStores - written;
  const locked = load<u32>(row, ROW_LOCKED);
  if (locked != 0) {
    add(account, Count.locked, locked);
    chargeFixed(Cause.lock, <u64>locked * profile(Figure.locked));
  }
}

/**
 * The head of a loop: `while (turn(map.loop, node != 0))`. Charges the loop's row for every turn, and a mispredicted
 * branch when the CPU's two-bit counter of that loop expected otherwise.
 */
export function turn(row: Text, again: bool): bool {
  const counter = cpu.predictor + ((row >> 7) & (PREDICTOR - 1));
  const state = load<u8>(counter);
  if (state >= 2 != again) charge(Cause.branch, profile(Figure.mispredict));
  if (again) {
    if (state < 3) store<u8>(counter, state + 1);
    execute(row);
  } else if (state > 0) {
    store<u8>(counter, state - 1);
  }
  return again;
}

/** Enters the kernel from user mode, and later returns: the machine's round trip. */
export function enterKernel(): void {
  charge(Cause.entry, profile(Figure.kernelEntry));
}

/** popf: restores the interrupt flag from a register. */
export function popf(): void {
  chargeFixed(Cause.irq, profile(Figure.popf));
}

/** cli: disables interrupts. */
export function cli(): void {
  charge(Cause.irq, profile(Figure.cli));
}

/** sti: enables interrupts. */
export function sti(): void {
  charge(Cause.irq, profile(Figure.sti));
}

// ---- Data

/** Loads a field: a charged load of type T. */
export function ld<T>(base: usize, offset: usize): T {
  return load<T>(readable(<u32>(base + offset)));
}

/** Stores a field: a charged store of type T. */
export function st<T>(base: usize, offset: usize, value: T): void {
  store<T>(writable(<u32>(base + offset)), value);
}

/** Charges a load at a virtual address and returns where its data lies in linear memory. */
export function readable(address: u32): usize {
  const entry = dataFilter + <usize>((address >> lineShift) & (FILTER_ENTRIES - 1)) * 16;
  if (((load<u32>(entry) ^ address) & lineMask) == 0) {
    hitLoads++;
    const now = nextStamp();
    store<u32>(load<u32>(entry, FILTER_LINE_STAMP), now);
    store<u32>(load<u32>(entry, FILTER_PAGE_STAMP), now);
    return address + load<u32>(entry, FILTER_DELTA);
  }
  return readSlowly(address, entry);
}

/** Charges a store at a virtual address and returns where its data lies in linear memory. */
export function writable(address: u32): usize {
  stores++;
  return own(address);
}

/** Makes a line the CPU's own, to be written; the store itself is counted elsewhere. */
function own(address: u32): usize {
  const entry = dataFilter + <usize>((address >> lineShift) & (FILTER_ENTRIES - 1)) * 16;
  const key = load<u32>(entry);
  if (((key ^ address) & lineMask) == 0 && (key & MAY_WRITE) != 0) {
    const now = nextStamp();
    store<u32>(load<u32>(entry, FILTER_LINE_STAMP), now);
    store<u32>(load<u32>(entry, FILTER_PAGE_STAMP), now);
    return address + load<u32>(entry, FILTER_DELTA);
  }
  return writeSlowly(address, entry);
}

/** Counts accesses that hit, for replay. */
export function countHits(hits: u32, written: u32): void {
  hitLoads += hits;
  stores += written;
}

function readSlowly(address: u32, entry: usize): usize {
  if (nextLine != 0 && load<u32>(entry) == (~address & lineMask)) return readWatched(address, entry);
  const page = translateData(address);
  const physical = frameOf(page, address);
  const cycles = bring(cpu, cpu.l1d, physical & lineMask, false);
  add(account, Count.loads, 1);
  if (nextLine != 0) return readAhead(address, entry, page, physical, cycles);
  if (beatBytes != 0) return readInBeats(address, entry, page, physical, cycles);
  charge(servedBy, cycles);
  const state = load<u32>(broughtWay) & STATE;
  // Exclusive lines may be written without asking, but the first store must mark them modified: not yet in the key.
  return remember(cpu.l1d, entry, address, physical, page, state == MODIFIED);
}

// The line that arrives in beats, the critical one first: its physical address, its first beat and when that came.
let arrivingLine: u32 = u32.MAX_VALUE;
let firstBeat: u32 = 0;
let arrived: u64 = 0;
let beat: u32 = 0;
let beatBytes: u32 = 0;

/**
 * As readSlowly(), where a line arrives in beats: words behind the one that missed may have to be waited for, and a set
 * takes a line only when the one before is wholly there.
 */
function readInBeats(address: u32, entry: usize, page: usize, physical: u32, found: u32): usize {
  const line = physical & lineMask;
  const number = (physical & ~lineMask) / beatBytes;
  const beats = (1 << lineShift) / beatBytes;
  let cycles = found;
  if (servedBy != Cause.l1) {
    if ((((line ^ arrivingLine) >> lineShift) & cpu.l1d.setMask) == 0) {
      const free = arrived + ((<u64>beats * beat) >> FIXED);
      if (free > now() + cycles) cycles = <u32>(free - now());
    }
    arrivingLine = line;
    firstBeat = number;
    beat = profile(servedBy == Cause.memory ? Figure.memoryBeat : Figure.cacheBeat);
    arrived = now() + cycles;
  } else if (line == arrivingLine) {
    const ready = arrived + ((<u64>((number + beats - firstBeat) % beats) * beat) >> FIXED);
    if (ready > now() + cycles) cycles = <u32>(ready - now());
  }
  charge(servedBy, cycles);
  if (line == arrivingLine && now() < arrived + ((<u64>(beats - 1) * beat) >> FIXED)) return ram + physical;
  return remember(cpu.l1d, entry, address, physical, page, (load<u32>(broughtWay) & STATE) == MODIFIED);
}

// The first-level prefetcher: the line that was brought last, how many loads upwards it had, where the last of them was,
// and the line fetched for them. It looks at lines that were brought right after the line before them.
// The filter watches that line: its entry there is complete but for the key, which is turned over, so that no address
// finds it and the next load of the line comes here (readWatched).
let nextLine: u32 = 0;
let loadedLine: u32 = u32.MAX_VALUE;
let loadsOfLine: u32 = 0;
let loadedAt: u32 = 0;
let nextLineAt: u32 = u32.MAX_VALUE;
let nextReady: u64 = 0;

/** As readSlowly(), where L1 fetches the next line once a line was loaded from several times, upwards. */
// @inline
function readAhead(address: u32, entry: usize, page: usize, physical: u32, found: u32): usize {
  const line = physical & lineMask;
  let cycles = found;
  const fetched = line == nextLineAt;
  const way = broughtWay;
  const mayWrite = (load<u32>(way) & STATE) == MODIFIED;
  if (fetched) {
    nextLineAt = u32.MAX_VALUE;
    if (nextReady > now() + cycles) {
      cycles = <u32>(nextReady - now());
      waitedFor(Cause.l2);
    }
  } else if (servedBy == Cause.l1) {
    charge(Cause.l1, cycles);
    return remember(cpu.l1d, entry, address, physical, page, mayWrite);
  }
  charge(servedBy, cycles);
  const at = remember(cpu.l1d, entry, address, physical, page, mayWrite);
  const follows = line - loadedLine == ~lineMask + 1;
  loadedLine = line;
  if (!follows) return at;
  loadsOfLine = 1;
  loadedAt = address;
  if (nextLine == 1) fetchAfter(line, cycles);
  else store<u32>(entry, ~address & lineMask);
  return at;
}

/** A load of the line that the filter watches. */
function readWatched(address: u32, entry: usize): usize {
  hitLoads++;
  const used = nextStamp();
  const stampOf = <usize>load<u32>(entry, FILTER_LINE_STAMP);
  store<u32>(stampOf, used);
  store<u32>(load<u32>(entry, FILTER_PAGE_STAMP), used);
  const at = <usize>(address + load<u32>(entry, FILTER_DELTA));
  const tag = load<u32>(stampOf - cpu.l1d.tagBytes);
  const upwards = (tag & ~STATE) == loadedLine && address > loadedAt;
  loadedAt = address;
  if (upwards && ++loadsOfLine < nextLine) return at;
  store<u32>(entry, (address & lineMask) | ((tag & STATE) == MODIFIED ? MAY_WRITE : 0));
  if (upwards) fetchAfter(loadedLine, 0);
  return at;
}

/** Fetches the line after this one from L2 into L1, within the page; asked for so many cycles ago. */
function fetchAfter(line: u32, ago: u32): void {
  const next = line + ~lineMask + 1;
  if ((next & 0xfff) == 0) return;
  const ready = bringNext(cpu, cpu.l1d, next);
  if (ready == 0) return;
  nextLineAt = next;
  nextReady = now() + ready - ago;
}

/** An access where the first-level cache is missing (address traces only): it goes to L2 at once. */
export function passBy(address: u32, kind: u32): void {
  const code = kind == 2;
  const page =
    paging == Paging.off
      ? 0
      : code
        ? lookUp(cpu.code4k, cpu.code4m, codeFilter, address)
        : lookUp(cpu.data4k, cpu.data4m, dataFilter, address);
  charge(servedBy, bringBelow(cpu, frameOf(page, address) & lineMask, kind == 1));
}

function writeSlowly(address: u32, entry: usize): usize {
  const page = translateData(address);
  const physical = frameOf(page, address);
  const cycles = bring(cpu, cpu.l1d, physical & lineMask, true);
  // A store that hits waits for nothing: it takes its slot in `execute` and drains from the store buffer.
  if (servedBy != Cause.l1) charge(servedBy, cycles);
  return remember(cpu.l1d, entry, address, physical, page, true);
}

/** Makes the filter know the line, so that the next access to it is a fast one. Returns its linear address. */
function remember(l1: Cache, entry: usize, address: u32, physical: u32, page: usize, mayWrite: bool): usize {
  const linear = ram + physical;
  const filterOf = l1.filterOf(broughtWay);
  const stampOf = l1.stampOf(broughtWay);
  const before = <usize>load<u32>(filterOf);
  if (before != entry) killFilter(before, stampOf); // the line is known under another address
  store<u32>(entry, (address & lineMask) | (mayWrite ? MAY_WRITE : 0));
  store<u32>(entry, <u32>stampOf, FILTER_LINE_STAMP);
  store<u32>(entry, <u32>((page != 0 ? page : noPage) + ENTRY_STAMP), FILTER_PAGE_STAMP);
  store<u32>(entry, <u32>(linear - address), FILTER_DELTA);
  store<u32>(filterOf, <u32>entry);
  if (page != 0) {
    const pageShift = shiftOfTag(load<u32>(page));
    const slot = (address & ~(u32.MAX_VALUE << pageShift)) >> lineShift;
    const group = (slot & (FILTER_ENTRIES - 1)) >> slotGroupShift(lineShift, pageShift);
    store<u64>(page, load<u64>(page, ENTRY_LINES) | ((<u64>1) << group), ENTRY_LINES);
  }
  if (stamp > STAMP_LIMIT) renormalise();
  return linear;
}

/** Stands for the TLB entry where translation is off. */
const noPage: usize = memory.data(32, 16);

const STAMP_LIMIT: u32 = 0xf0000000;

/** Physical address of a virtual one, given its TLB entry (0: translation is off). */
function frameOf(page: usize, address: u32): u32 {
  if (page == 0) return address;
  return load<u32>(page, ENTRY_FRAME) | (address & ~(u32.MAX_VALUE << shiftOfTag(load<u32>(page))));
}

function translateData(address: u32): usize {
  return paging == Paging.off ? 0 : lookUp(cpu.data4k, cpu.data4m, dataFilter, address);
}

let tablesCached: bool = true;

/** From now on page walks cost their fixed part and two hits in L1, and leave the caches alone (address traces). */
export function walkBesideCaches(): void {
  tablesCached = false;
}

function loadTable(physical: u32): u32 {
  return tablesCached ? bringTable(cpu, physical & lineMask) : l1Latency;
}

/** The TLB entry of a page, filled from the second level or by a page walk; charged to `tlb`. */
function lookUp(small: Tlb, large: Tlb, filter: usize, address: u32): usize {
  const smallTag = tagOf(address, 12);
  let entry = small.find(smallTag, 12);
  if (entry != 0) return touch(entry);
  const largeTag = tagOf(address, 22);
  if (paging == Paging.tables) {
    // The other ways of paging have no large pages (random over 64 MiB: 7.75 -> 8.0 M accesses/s).
    entry = large.find(largeTag, 22);
    if (entry != 0) return touch(entry);
  }

  const second = cpu.second;
  if (second) {
    entry = second.find(smallTag, 12);
    if (entry != 0) {
      touch(entry);
      charge(Cause.tlb, profile(Figure.secondLatency));
      small.misses++;
      return fillEntry(small, filter, smallTag, 12, load<u32>(entry, ENTRY_FRAME));
    }
  }
  // The walk: its fixed part, and a load of each table through the caches.
  add(account, Count.walks, 1);
  let cycles = profile(Figure.walk);
  cycles += loadTable(directoryEntry(address));
  const directory = readDirectory(address);
  if (!(directory & PRESENT)) trap();
  if (directory & LARGE) {
    charge(Cause.tlb, cycles);
    large.misses++;
    return fillEntry(large, filter, largeTag, 22, directory & 0xffc00000);
  }
  const at = tableEntry(address, directory);
  cycles += loadTable(at);
  charge(Cause.tlb, cycles);
  small.misses++;
  const table = paging == Paging.identity ? (address & 0xfffff000) | PRESENT : peek<u32>(at);
  if (!(table & PRESENT)) trap();
  const frame = table & 0xfffff000;
  if (second) {
    second.misses++;
    const victim = second.victim(smallTag, 12);
    store<u32>(victim, smallTag);
    store<u32>(victim, frame, ENTRY_FRAME);
    touch(victim);
  }
  return fillEntry(small, filter, smallTag, 12, frame);
}

function touch(entry: usize): usize {
  store<u32>(entry, nextStamp(), ENTRY_STAMP);
  return entry;
}

function fillEntry(tlb: Tlb, filter: usize, tag: u32, pageShift: u32, frame: u32): usize {
  const entry = tlb.victim(tag, pageShift);
  const leaving = load<u32>(entry);
  const leavingShift = shiftOfTag(leaving);
  if (leavingShift != 0) {
    killPage(filter, entry, leaving & (u32.MAX_VALUE << leavingShift), lineShift, leavingShift);
  }
  store<u32>(entry, tag);
  store<u32>(entry, frame, ENTRY_FRAME);
  return touch(entry);
}

/** invlpg: forgets the translation of one page on the current CPU (after its table entry changed). */
export function invlpg(address: u32): void {
  const tag = tagOf(address, 12);
  forget(cpu.data4k, dataFilter, tag);
  forget(cpu.code4k, codeFilter, tag);
  const second = cpu.second;
  if (second) {
    const entry = second.find(tag, 12);
    if (entry != 0) {
      store<u32>(entry, 0);
      store<u32>(entry, 0, ENTRY_STAMP);
    }
  }
}

function forget(tlb: Tlb, filter: usize, tag: u32): void {
  const entry = tlb.find(tag, 12);
  if (entry == 0) return;
  killPage(filter, entry, tag & 0xfffff000, lineShift, 12);
  store<u32>(entry, 0);
  store<u32>(entry, 0, ENTRY_STAMP);
}

// ---- Locked operations

/** lock add: adds to a word; returns the new value. */
export function lockedAdd<T>(address: usize, amount: T): T {
  const at = locked(<u32>address, Figure.locked);
  const value = <T>(load<T>(at) + amount);
  store<T>(at, value);
  return value;
}

/** lock or xchg with memory: stores a value; returns the former one. */
export function lockedXchg<T>(address: usize, value: T): T {
  const at = locked(<u32>address, Figure.xchg);
  const before = load<T>(at);
  store<T>(at, value);
  return before;
}

/** lock cmpxchg: stores `value` if the word is `expected`; returns what it was. */
export function lockedCmpxchg<T>(address: usize, expected: T, value: T): T {
  const at = locked(<u32>address, Figure.locked);
  const before = load<T>(at);
  if (before == expected) store<T>(at, value);
  return before;
}

/** One locked read-modify-write: a load and a store of a line that must be its own, and the lock's own cost. */
function locked(address: u32, figure: Figure): usize {
  add(account, Count.locked, 1);
  add(account, Count.loads, 1);
  chargeFixed(Cause.lock, profile(figure));
  return writable(address);
}

// ---- Strings

/** rep stos: fills `bytes` (a multiple of 4) with a word, a store each. */
export function storeString(address: u32, word: u32, bytes: u32): void {
  let at = address;
  const end = address + bytes;
  while (at < end) {
    const stop = min(end, (at & lineMask) + (1 << lineShift));
    const data = writable(at);
    const words = (stop - at) >> 2;
    for (let i: u32 = 0; i < words; i++) store<u32>(data + ((<usize>i) << 2), word);
    stores += words - 1;
    chargeFixed(Cause.execute, <u64>words * cyclesPerInstruction);
    at = stop;
  }
}

/** rep movs: copies `bytes` (a multiple of `step`, 1 or 4), a load and a store each step. */
export function moveString(to: u32, from: u32, bytes: u32, step: u32): void {
  let done: u32 = 0;
  while (done < bytes) {
    const room = min((1 << lineShift) - ((from + done) & ~lineMask), (1 << lineShift) - ((to + done) & ~lineMask));
    const length = min(bytes - done, room);
    const source = readable(from + done);
    const target = writable(to + done);
    memory.copy(target, source, length);
    const steps = max(1, length / step);
    hitLoads += steps - 1;
    stores += steps - 1;
    chargeFixed(Cause.execute, <u64>steps * cyclesPerInstruction);
    done += length;
  }
}

// ---- Code

/** Fetches one line of code; a hit is part of `execute`. */
export function fetchCode(address: u32): void {
  const entry = codeFilter + <usize>((address >> lineShift) & (FILTER_ENTRIES - 1)) * 16;
  if (((load<u32>(entry) ^ address) & lineMask) == 0) {
    const now = nextStamp();
    store<u32>(load<u32>(entry, FILTER_LINE_STAMP), now);
    store<u32>(load<u32>(entry, FILTER_PAGE_STAMP), now);
    return;
  }
  const page = paging == Paging.off ? 0 : lookUp(cpu.code4k, cpu.code4m, codeFilter, address);
  const physical = frameOf(page, address);
  const cycles = bring(cpu, cpu.l1i, physical & lineMask, false);
  if (servedBy != Cause.l1) charge(servedBy, cycles);
  remember(cpu.l1i, entry, address, physical, page, false);
}

// ---- Housekeeping

/** Between runs of hits, which count without looking at their counters: books them, and keeps the stamps small. */
export function settle(): void {
  book();
  if (stamp > STAMP_LIMIT) renormalise();
}

/** Makes the LRU stamps of all caches and TLBs small again; order within every set is kept. */
function renormalise(): void {
  for (let i: u32 = 0; i < cpuCount; i++) {
    const one = Cpu.at(i);
    one.l1i.renormalise();
    one.l1d.renormalise();
    const l2 = one.l2;
    if (l2) l2.renormalise();
    const l3 = one.l3;
    if (l3) l3.renormalise();
    one.data4k.renormalise();
    one.data4m.renormalise();
    one.code4k.renormalise();
    one.code4m.renormalise();
    const second = one.second;
    if (second) second.renormalise();
  }
  restartStamps(FILTER_ENTRIES * 64);
}
