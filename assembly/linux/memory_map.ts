// Where a 32-bit kernel lies in memory, and what its boot lays out before the page allocator takes over.
//
//   physical                                                                       virtual
//   0          ┌───────────────────────────────────────────────┐ 0xc0000000 PAGE_OFFSET
//              │ BIOS, first megabytes                          │
//   image      ├───────────────────────────────────────────────┤ kernel text (system_map.ts)
//              │ static data (in order of staticData() calls):  │
//              │ page directory, vmalloc page tables, mem_map,  │
//              │ hash tables, per-CPU areas, stacks, footprints │
//   first page ├───────────────────────────────────────────────┤ the page allocator's
//              │ ...                                            │
//   LOWMEM     └───────────────────────────────────────────────┘ high_memory
//                8 MiB hole, then the vmalloc area to VMALLOC_END, in 4 KiB pages

import { directory, loadDirectory, mapLarge, mapTable, Paging } from "../machine/mmu";
import { Figure, profile } from "../machine/profile";
import { back, peek, poke } from "../machine/ram";
import { trap } from "../machine/trap";
import { FIRST_STATIC, LOWMEM, VMALLOC_END, VMALLOC_START } from "./config";

export const PAGE_OFFSET: u32 = 0xc0000000;
export const PAGE_SIZE: u32 = 4096;
export const PAGE_SHIFT: u32 = 12;
const LARGE_PAGE: u32 = 4 << 20;
/** PRESENT | RW | ACCESSED | DIRTY | GLOBAL: what Linux gives its own pages (_PAGE_KERNEL). */
const PAGE_KERNEL: u32 = 0x163;

/** One past the last byte of directly mapped memory. */
export const high_memory: u32 = PAGE_OFFSET + LOWMEM;

let nextStatic: u32 = 0;

/** Takes zeroed static memory at boot; a virtual address. Free of charge. */
export function staticData(bytes: u32, align: u32 = 64): u32 {
  const at = (nextStatic + align - 1) & ~(align - 1);
  nextStatic = at + bytes;
  if (!back(nextStatic - PAGE_OFFSET)) trap();
  return at;
}

/** Builds the page tables and turns paging on. Free of charge. */
export function bootPageTables(): void {
  nextStatic = FIRST_STATIC;
  const swapper_pg_dir = staticData(PAGE_SIZE, PAGE_SIZE) - PAGE_OFFSET;
  loadDirectory(Paging.tables, swapper_pg_dir);
  for (let physical: u32 = 0; physical < LOWMEM; physical += LARGE_PAGE) {
    if (profile(Figure.pse) && LOWMEM - physical >= LARGE_PAGE) {
      mapLarge(PAGE_OFFSET + physical, physical);
      continue;
    }
    const table = staticData(PAGE_SIZE, PAGE_SIZE) - PAGE_OFFSET;
    mapTable(PAGE_OFFSET + physical, table);
    const pages = min(LARGE_PAGE, LOWMEM - physical) >> PAGE_SHIFT;
    for (let page: u32 = 0; page < pages; page++) {
      poke<u32>(table + (page << 2), (physical + (page << PAGE_SHIFT)) | PAGE_KERNEL);
    }
  }
  for (let area = VMALLOC_START & ~(LARGE_PAGE - 1); area < VMALLOC_END; area += LARGE_PAGE) {
    mapTable(area, staticData(PAGE_SIZE, PAGE_SIZE) - PAGE_OFFSET);
  }
}

/** Physical address of the first page that boot left for the page allocator. */
export function firstFreePage(): u32 {
  return ((nextStatic + PAGE_SIZE - 1) & ~(PAGE_SIZE - 1)) - PAGE_OFFSET;
}

/** Virtual address of the page-table entry of a vmalloc address: where set_pte stores. Free of charge. */
export function pteOf(address: u32): u32 {
  const entry = peek<u32>(directory + ((address >> 22) << 2));
  return PAGE_OFFSET + (entry & 0xfffff000) + (((address >> PAGE_SHIFT) & 1023) << 2);
}

/** The value of a page-table entry for a frame. */
export function pteFor(physical: u32): u32 {
  return physical | PAGE_KERNEL;
}
