// include/linux/mmzone.h, include/linux/page-flags.h of 3.6, 4.3 and 4.14: struct zone. Offsets counted by hand for SMP
// without NUMA and with 64-byte lines: the facts have no struct zone.
// Left out: LRU lists, statistics other than the free pages, migrate types (all memory is MIGRATE_UNMOVABLE).
import { ld } from "../machine/cpu";
import { poke } from "../machine/ram";
import { PAGE_OFFSET } from "./memory_map";
import { ofCpu, THIS_CPU_OFF, thisCpu } from "./percpu";
import { page } from "./structs";

export const ZONE_SIZE: u32 = 768;
/** WMARK_MIN, WMARK_LOW, WMARK_HIGH. */
export const ZONE_WATERMARK: u32 = 0;

export const ZONE_LOCK: u32 = 40;
/** free_area[order]: five list_heads, of which the first is used, and nr_free. */
export const ZONE_FREE_AREA: u32 = 44;
export const FREE_AREA_SIZE: u32 = 44;
export const NR_FREE: u32 = 40;
/** vm_stat[NR_FREE_PAGES]. */
export const ZONE_FREE_PAGES: u32 = 640;
export const ZONE_LOWMEM_RESERVE: u32 = 16;
/** Where the zone's per-CPU page lists lie in a CPU's area. */
export const ZONE_PAGESET: u32 = 36;

/** Where the page flags keep the zone. */
export const ZONES_PGSHIFT: u32 = 30;

export const PAGE_LRU: u32 = 20; // offsetof(struct page, lru)
/** Offsets of _mapcount and private in struct page, for boot; flags come first. */
export const PAGE_MAPCOUNT: u32 = 12; // offsetof(struct page, _mapcount)
export const PAGE_PRIVATE: u32 = 28; // offsetof(struct page, private)

export const PCP_LISTS: u32 = 1;
export const PCP_SIZE: u32 = 36;

/** What boot writes into a free block's first page: flags to add, _mapcount. */
export const BUDDY_FLAGS: u32 = 0;
export const BUDDY_MAPCOUNT: i32 = -128;

const PAGE_BUDDY_MAPCOUNT_VALUE: u32 = <u32>-128;

/** this_cpu_ptr(zone->pageset)->pcp; hot pages are put first in its list, cold ones last. */
export function this_cpu_pcp(zone: u32, _cold: u32): u32 {
  ld<u32>(thisCpu(THIS_CPU_OFF), 0);
  return thisCpu(ld<u32>(zone, ZONE_PAGESET));
}

/** Free of charge, for boot and views: CPU `number`'s list of pages. */
export function pcpOf(_zone: u32, index: u32, number: u32): u32 {
  return ofCpu(number, PAGESETS + index * 64);
}

/** Where the page lists of both zones lie in a CPU's area (percpu.ts). */
const PAGESETS: u32 = 2304;

export function PageBuddy(p: u32): bool {
  return changetype<page>(p)._mapcount == PAGE_BUDDY_MAPCOUNT_VALUE;
}

export function __SetPageBuddy(p: u32): void {
  changetype<page>(p)._mapcount = PAGE_BUDDY_MAPCOUNT_VALUE;
}

export function __ClearPageBuddy(p: u32): void {
  changetype<page>(p)._mapcount = <u32>-1;
}

/** Free of charge: the zone notes where its page lists lie in a CPU's area. */
export function bootPageset(zone: u32, index: u32): void {
  poke<u32>(zone + ZONE_PAGESET - PAGE_OFFSET, PAGESETS + index * 64);
}
