// Where Linux 1.2.13 lies in memory, and what its boot lays out before the page allocator takes over.
//
// The kernel's segments begin at 3 GiB, and the page tables map physical memory there: a kernel pointer is a physical
// address (PAGE_OFFSET is 0 in its sources), the linear one is 0xc0000000 higher. The emulator has no segments, so its
// pointers are linear addresses. All pages are small: 1.2 does not use 4 MiB pages (the processor's PSE came to 1.3).
import { loadDirectory, mapTable, Paging } from "../machine/mmu";
import { back, poke } from "../machine/ram";
import { trap } from "../machine/trap";
import { FIRST_STATIC, LOWMEM } from "./config";

export const PAGE_OFFSET: u32 = 0xc0000000;
export const PAGE_SIZE: u32 = 4096;
export const PAGE_SHIFT: u32 = 12;
const LARGE_PAGE: u32 = 4 << 20;
/** PRESENT | RW | USER | ACCESSED | DIRTY: what 1.2 gives its own pages (PAGE_SHARED). */
const PAGE_KERNEL: u32 = 0x067;

let nextStatic: u32 = 0;

/** Takes zeroed static memory at boot; a virtual address. Free of charge. */
export function staticData(bytes: u32, align: u32 = 16): u32 {
  const at = (nextStatic + align - 1) & ~(align - 1);
  nextStatic = at + bytes;
  if (!back(nextStatic - PAGE_OFFSET)) trap();
  return at;
}

/** Builds the page tables and turns paging on (paging_init). Free of charge. */
export function bootPageTables(): void {
  nextStatic = FIRST_STATIC;
  const swapper_pg_dir = staticData(PAGE_SIZE, PAGE_SIZE) - PAGE_OFFSET;
  loadDirectory(Paging.tables, swapper_pg_dir);
  for (let physical: u32 = 0; physical < LOWMEM; physical += LARGE_PAGE) {
    const table = staticData(PAGE_SIZE, PAGE_SIZE) - PAGE_OFFSET;
    mapTable(PAGE_OFFSET + physical, table);
    for (let page: u32 = 0; page < 1024; page++) {
      poke<u32>(table + (page << 2), (physical + (page << PAGE_SHIFT)) | PAGE_KERNEL);
    }
  }
}

/** Physical address of the first page that boot left for the page allocator. */
export function firstFreePage(): u32 {
  return ((nextStatic + PAGE_SIZE - 1) & ~(PAGE_SIZE - 1)) - PAGE_OFFSET;
}
