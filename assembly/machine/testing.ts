// The machine without a kernel, for test/machine: what index.ts exports of it, and its parts one by one.

import {
  cli,
  cpu,
  clock as currentClock,
  enter,
  enterKernel,
  invlpg,
  ld,
  leave,
  lockedAdd,
  lockedCmpxchg,
  lockedXchg,
  moveString,
  placeStacks,
  popf,
  readable,
  runOn,
  st,
  startMachine,
  sti,
  storeString,
  turn,
} from "./cpu";
import { Cpu, cpuCount } from "./cpu_state";
import { sumAccounts } from "./ledger";
import { loadDirectory, mapLarge, mapTable } from "./mmu";
import { Figure, profile } from "./profile";
import { poke, ram, startRam } from "./ram";

export { restartStamps } from "./cache";
export { bootChase, chase } from "./chase";
export { bring, servedBy } from "./hierarchy";
export { profileAddress } from "./profile";
export { replay } from "./replay";
export { bootTrace, replayTrace } from "./trace";

/** The rows that tests fill in: 16 of them (text.ts). */
export const rows: usize = memory.data(128 * 16, 128);

export function boot(cpus: u32, mode: u32): void {
  startMachine(cpus);
  startRam(4 << 20);
  loadDirectory(mode, 0x1000);
  placeStacks(0x300000, 0x280000, 8192);
}

/** Maps a 4 MiB page. */
export function large(address: u32, physical: u32): void {
  mapLarge(address, physical);
}

/** Maps one 4 KiB page through a table. */
export function small(address: u32, table: u32, physical: u32): void {
  mapTable(address, table);
  poke<u32>(table + (((address >> 12) & 1023) << 2), physical | 3);
}

export function flushPage(address: u32): void {
  invlpg(address);
}

export function traceBuffer(bytes: u32): usize {
  startRam(bytes);
  return ram;
}

export function clock(): u64 {
  return currentClock();
}

export function sums(): usize {
  currentClock();
  return sumAccounts(cpuCount);
}

export function onCpu(number: u32): void {
  runOn(number);
}

export function clockOf(number: u32): u64 {
  currentClock();
  return Cpu.at(number).clock;
}

/** Misses (what 0) or write-backs (1) of l1i, l1d, l2, l3 (0 to 3); misses of the data and code TLBs (4 to 7). */
export function statistic(part: i32, what: i32): u64 {
  if (part == 4) return cpu.data4k.misses;
  if (part == 5) return cpu.data4m.misses;
  if (part == 6) return cpu.code4k.misses;
  if (part == 7) return cpu.code4m.misses;
  const cache = part == 0 ? cpu.l1i : part == 1 ? cpu.l1d : part == 2 ? cpu.l2 : cpu.l3;
  return cache ? (what == 0 ? cache.misses : cache.writebacks) : 0;
}

export function read(address: u32): u32 {
  return ld<u32>(address, 0);
}

export function touch(address: u32): void {
  readable(address);
}

export function write(address: u32, value: u32): void {
  st<u32>(address, 0, value);
}

export function add(address: u32, amount: u32): u32 {
  return lockedAdd<u32>(address, amount);
}

export function exchange(address: u32, value: u32): u32 {
  return lockedXchg<u32>(address, value);
}

export function compareExchange(address: u32, expected: u32, value: u32): u32 {
  return lockedCmpxchg<u32>(address, expected, value);
}

export function fill(address: u32, word: u32, bytes: u32): void {
  storeString(address, word, bytes);
}

export function copy(to: u32, from: u32, bytes: u32): void {
  moveString(to, from, bytes, 4);
}

export function call(row: i32, turns: i32): void {
  const caller = enter(rows + <usize>row * 128);
  let i = 0;
  while (turn(rows + <usize>(row + 1) * 128, i < turns)) i++;
  leave(caller);
}

export function system(): void {
  enterKernel();
  cli();
  popf();
  sti();
}

export function figure(index: Figure): u32 {
  return profile(index);
}
