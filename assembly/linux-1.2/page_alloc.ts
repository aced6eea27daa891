// mm/swap.c of Linux 1.2.13: free pages. Left out: splitting and joining of areas, swapping; each order has a list of its
// own, and what it lacks comes from the end of the memory in use.
import { exec, ld, st } from "../machine/cpu";
import { back, peek, poke } from "../machine/ram";
import { LOWMEM } from "./config";
import { firstFreePage, PAGE_OFFSET, PAGE_SIZE, staticData } from "./memory_map";
import { cli, restore_flags, save_flags } from "./system";
import * as map from "./system_map";

/** NR_MEM_LISTS: orders 0 to 5, 4 KiB to 128 KiB. */
const NR_MEM_LISTS: u32 = 6;
/** free_area_list: a struct mem_list {next, prev} for each order; a free area begins with one. */
let free_area_list: u32 = 0;
/** Physical address behind the last area ever taken. */
let end: u32 = 0;
/** Pages in use, for the audit. */
export let pagesInUse: u32 = 0;

export function bootPages(): void {
  free_area_list = staticData(NR_MEM_LISTS * 8);
  for (let order: u32 = 0; order < NR_MEM_LISTS; order++) {
    const head = free_area_list + order * 8;
    poke<u32>(head - PAGE_OFFSET, head);
    poke<u32>(head + 4 - PAGE_OFFSET, head);
  }
  end = firstFreePage();
  pagesInUse = 0;
}

/** A new area; 0: there is no memory. Free of charge. */
function fresh(order: u32): u32 {
  const at = (end + (PAGE_SIZE << order) - 1) & ~((PAGE_SIZE << order) - 1);
  if (at + (PAGE_SIZE << order) > LOWMEM || !back(at + (PAGE_SIZE << order))) return 0;
  end = at + (PAGE_SIZE << order);
  pagesInUse += 1 << order;
  return at + PAGE_OFFSET;
}

export function __get_free_pages(order: u32): u32 {
  exec(map.__get_free_pages);
  save_flags();
  cli();
  const head = free_area_list + order * 8;
  const area = ld<u32>(head, 0);
  let found: u32 = 0;
  if (area == head) {
    found = fresh(order);
  } else {
    const next = ld<u32>(area, 0);
    st<u32>(head, 0, next);
    st<u32>(next, 4, head);
    pagesInUse += 1 << order;
    found = area;
  }
  restore_flags();
  return found;
}

export function free_pages(area: u32, order: u32): void {
  exec(map.free_pages);
  save_flags();
  cli();
  const head = free_area_list + order * 8;
  const next = ld<u32>(head, 0);
  st<u32>(area, 0, next);
  st<u32>(area, 4, head);
  st<u32>(next, 4, area);
  st<u32>(head, 0, area);
  pagesInUse -= 1 << order;
  restore_flags();
}

/** As __get_free_pages(0), free of charge: for what a driver takes outside the measured path. */
export function takePage(): u32 {
  const head = free_area_list;
  const area = peek<u32>(head - PAGE_OFFSET);
  if (area == head) return fresh(0);
  const next = peek<u32>(area - PAGE_OFFSET);
  poke<u32>(head - PAGE_OFFSET, next);
  poke<u32>(next + 4 - PAGE_OFFSET, head);
  pagesInUse++;
  return area;
}
