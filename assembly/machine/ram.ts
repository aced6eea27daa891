// The emulator's linear memory, laid out at boot.
//
//   0x00000                                                                                    up to 4 GiB
//   ┌────────┬──────────────────────┬───────────────────────────────────────────┬───────────────────────┐
//   │ unused │ AssemblyScript data, │ machine state: ledger, filters, caches,   │ emulated physical     │
//   │ 64 KiB │ system maps          │ TLBs, one set per CPU (as the profile says)│ memory, grown on demand│
//   └────────┴──────────────────────┴───────────────────────────────────────────┴───────────────────────┘
//            memoryBase              __heap_base                                  ram (64 KiB aligned)
import { trap } from "./trap";

/** Where emulated physical address 0 lies in linear memory. */
export let ram: usize = 0;
/** Bytes of emulated physical memory that linear memory holds now. */
export let backed: u32 = 0;

/** Where the machine state begins: behind the few objects that the module made when it started. */
let first: usize = 0;
let next: usize = 0;

/** Begins a new layout; everything that a former boot laid out is given up. */
export function startLayout(): void {
  if (first == 0) first = (heap.alloc(64) + 63) & ~63; // nothing is allocated from the module's heap after this
  next = first;
}

/** Lays out `bytes` of zeroed machine state, aligned to 64 bytes. */
export function layOut(bytes: usize): usize {
  const at = next;
  next = (next + bytes + 63) & ~63;
  grow(next);
  memory.fill(at, 0, next - at);
  return at;
}

/** The same, aligned to its size, a power of two. */
export function layOutAligned(bytes: usize): usize {
  next = (next + bytes - 1) & ~(bytes - 1);
  return layOut(bytes);
}

/** Ends the machine state; what follows is emulated physical memory, zeroed, with `bytes` of it backed. */
export function startRam(bytes: u32): void {
  ram = (next + 0xffff) & ~0xffff;
  const used = (<usize>memory.size()) << 16;
  if (used > ram) memory.fill(ram, 0, used - ram); // left by a former boot; what is grown later comes zeroed
  backed = 0;
  if (!back(bytes)) trap();
}

/** Makes sure that physical memory is backed up to `end`. False if linear memory cannot grow so far. */
export function back(end: u32): bool {
  if (end <= backed) return true;
  if (!grow(ram + end)) return false;
  backed = end;
  return true;
}

function grow(end: usize): bool {
  const pages = <i32>((end + 0xffff) >> 16) - memory.size();
  if (pages <= 0) return true;
  return memory.grow(pages) >= 0;
}

/** Reads physical memory free of charge. */
export function peek<T>(physical: u32): T {
  return load<T>(ram + physical);
}

/** Writes physical memory free of charge. */
export function poke<T>(physical: u32, value: T): void {
  if (physical >= backed) trap();
  store<T>(ram + physical, value);
}
