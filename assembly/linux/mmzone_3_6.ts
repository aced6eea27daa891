// include/linux/mmzone.h, include/linux/page-flags.h: what is alike from 3.6.5 on. Offsets counted by hand, as in each
// kernel's own file.
import { ld } from "../machine/cpu";
import { poke } from "../machine/ram";
import { PAGE_OFFSET } from "./memory_map";
import { ofCpu, THIS_CPU_OFF, thisCpu } from "./percpu";
import { page } from "./structs";

export const ZONE_SIZE: u32 = 768;

export const ZONE_LOWMEM_RESERVE: u32 = 16;
/** Where the zone's per-CPU page lists lie in a CPU's area. */
export const ZONE_PAGESET: u32 = 36;

/** Where the page flags keep the zone. */
export const ZONES_PGSHIFT: u32 = 30;

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
