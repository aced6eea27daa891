// i386 paging: one page directory, page tables that really lie in emulated memory, 4 KiB and 4 MiB pages.
import { peek, poke } from "./ram";
import { trap } from "./trap";

export const PRESENT: u32 = 0x001;
export const WRITABLE: u32 = 0x002;
export const LARGE: u32 = 0x080;

/** How addresses are translated. */
export const enum Paging {
  /** Virtual is physical and there is no TLB. */
  off = 0,
  /** By the page directory. */
  tables = 1,
  /** Virtual is physical, but through 4 KiB pages whose tables are walked (address traces of other programs). */
  identity = 2,
}

/** Physical address of the page tables that identity paging pretends to have: one word per page, below 4 GiB. */
const IDENTITY_TABLES: u32 = 0xff800000;
const IDENTITY_DIRECTORY: u32 = 0xffc00000;

export let paging: Paging = Paging.off;
/** Physical address of the page directory. */
export let directory: u32 = 0;

/** Turns paging to `mode`; `physicalDirectory` matters for page tables only. */
export function loadDirectory(mode: Paging, physicalDirectory: u32): void {
  paging = mode;
  directory = physicalDirectory;
}

/** Physical address of the directory entry of a virtual address. */
export function directoryEntry(address: u32): u32 {
  return paging == Paging.identity ? IDENTITY_DIRECTORY | ((address >> 22) << 2) : directory + ((address >> 22) << 2);
}

/** The directory entry's value. */
export function readDirectory(address: u32): u32 {
  return paging == Paging.identity ? PRESENT : peek<u32>(directoryEntry(address));
}

/** Physical address of the table entry of a virtual address; `entry` is its directory entry's value. */
export function tableEntry(address: u32, entry: u32): u32 {
  if (paging == Paging.identity) return IDENTITY_TABLES | ((address >> 12) << 2);
  return (entry & 0xfffff000) | (((address >> 12) & 1023) << 2);
}

/** Translates free of charge (for the host and for boot). Traps if nothing is mapped there. */
export function translate(address: u32): u32 {
  if (paging != Paging.tables) return address;
  const entry = peek<u32>(directory + ((address >> 22) << 2));
  if (!(entry & PRESENT)) trap();
  if (entry & LARGE) return (entry & 0xffc00000) | (address & 0x3fffff);
  const page = peek<u32>((entry & 0xfffff000) | (((address >> 12) & 1023) << 2));
  if (!(page & PRESENT)) trap();
  return (page & 0xfffff000) | (address & 0xfff);
}

/** Maps 4 MiB at a time, free of charge (boot). Addresses are multiples of 4 MiB. */
export function mapLarge(address: u32, physical: u32): void {
  poke<u32>(directory + ((address >> 22) << 2), physical | LARGE | WRITABLE | PRESENT);
}

/** Gives a 4 MiB stretch a page table at `table`, free of charge (boot). */
export function mapTable(address: u32, table: u32): void {
  poke<u32>(directory + ((address >> 22) << 2), table | WRITABLE | PRESENT);
}
