// include/linux/mmzone.h, include/linux/page-flags.h of Linux 2.6.20: struct zone and the page flags. Offsets counted by
// hand for SMP without NUMA and with 64-byte lines: the facts have no struct zone.
// Left out: active and inactive lists, statistics, wait table.

import { ld } from "../machine/cpu";
import { cpuCount } from "../machine/cpu_state";
import { peek, poke } from "../machine/ram";
import { NR_CPUS } from "./config";
import { PAGE_OFFSET } from "./memory_map";
import { bootAlloc } from "./page_alloc";
import { CPU_NUMBER, thisCpu } from "./percpu";
import { page } from "./structs";

export const ZONE_SIZE: u32 = 768;
export const ZONE_FREE_PAGES: u32 = 0;
/** pages_min, pages_low, pages_high. */
export const ZONE_WATERMARK: u32 = 4;
export const ZONE_LOWMEM_RESERVE: u32 = 16;
/** The emulator's own: where the page sets of further CPUs lie. */
const FURTHER_PAGESETS: u32 = 60;
const ZONE_PAGESET: u32 = 64;
const PAGESET: u32 = 64;
export const ZONE_LOCK: u32 = 576;
/** free_area[order]: list_head, nr_free. */
export const ZONE_FREE_AREA: u32 = 580;
export const FREE_AREA_SIZE: u32 = 12;
export const NR_FREE: u32 = 8;

/** Where the page flags keep the zone. */
export const ZONES_PGSHIFT: u32 = 30;
export const PAGE_LRU: u32 = 24; // offsetof(struct page, lru)
/** Offsets of _count, _mapcount and private in struct page, for boot; flags come first. */
export const PAGE_COUNT: u32 = 4; // offsetof(struct page, _count)
export const PAGE_MAPCOUNT: u32 = 8; // offsetof(struct page, _mapcount)
export const PAGE_PRIVATE: u32 = 12; // offsetof(struct page, private)
export const PG_slab: u32 = 1 << 7;
export const PG_reserved: u32 = 1 << 10;
const PG_buddy: u32 = 1 << 19;

/** zone_pcp(zone, smp_processor_id())->pcp[cold]. */
export function this_cpu_pcp(zone: u32, cold: u32): u32 {
  return pagesetOf(zone, ld<u32>(thisCpu(CPU_NUMBER), 0)) + cold * 20;
}

/** zone->pageset[cpu]. The page sets of CPUs beyond NR_CPUS lie elsewhere. */
function pagesetOf(zone: u32, number: u32): u32 {
  if (number < NR_CPUS) return zone + ZONE_PAGESET + number * PAGESET;
  return peek<u32>(zone + FURTHER_PAGESETS - PAGE_OFFSET) + (number - NR_CPUS) * PAGESET;
}

/** Free of charge, for boot and views: CPU `number`'s list of hot pages. */
export function pcpOf(zone: u32, _index: u32, number: u32): u32 {
  return pagesetOf(zone, number);
}

/** How many lists of pages a CPU has for a zone. */
export const PCP_LISTS: u32 = 2;
export const PCP_SIZE: u32 = 20;

export function PageBuddy(p: u32): bool {
  return (changetype<page>(p).flags & PG_buddy) != 0;
}

export function __SetPageBuddy(p: u32): void {
  changetype<page>(p).flags |= PG_buddy;
}

export function __ClearPageBuddy(p: u32): void {
  changetype<page>(p).flags &= ~PG_buddy;
}

/** What boot writes into a free block's first page: flags to add, _mapcount. */
export const BUDDY_FLAGS: u32 = PG_buddy;
export const BUDDY_MAPCOUNT: i32 = -1;

/** Free of charge: the page lists of NR_CPUS CPUs lie in the zone. */
export function bootPageset(zone: u32, _index: u32): void {
  if (cpuCount <= NR_CPUS) return;
  poke<u32>(zone + FURTHER_PAGESETS - PAGE_OFFSET, bootAlloc((cpuCount - NR_CPUS) * PAGESET, 64));
}
