// mm/page_alloc.c, mm/highmem.c of Linux 2.6.20: the ways into the page allocator. Its inner part: linux/page_alloc.ts.
// Left out: reclaim, cpusets, compound pages (SLAB does not use them), NUMA.
export * from "../linux/page_alloc";

import {
  __count_vm_event,
  __free_one_page,
  __rmqueue,
  ALLOC_HARDER,
  ALLOC_HIGH,
  ALLOC_WMARK_MIN,
  enoughFree,
  PAGE_STRUCT,
  PCP_BATCH,
  PCP_COUNT,
  PCP_HIGH,
  PCP_LIST,
  PG_BAD,
  PGALLOC,
  PGFREE,
  page_address,
  page_to_pfn,
  page_zone,
  pageOfAddress,
  rmqueue_bulk,
  zonelists,
} from "../linux/page_alloc";
import { cli, exec, ld, popf, st, turn } from "../machine/cpu";
import { __GFP_COLD, __GFP_DMA, __GFP_HIGH, __GFP_WAIT, __GFP_ZERO } from "./gfp";
import { list_add, list_del } from "./list";
import { PAGE_SIZE } from "./memory_map";
import { PAGE_LRU, this_cpu_pcp, ZONE_LOCK, ZONE_WATERMARK } from "./mmzone";
import { CPU_NUMBER, thisCpu } from "./percpu";
import { spin_lock, spin_unlock } from "./spinlock";
import { memset } from "./string";
import { page } from "./structs";
import * as map from "./system_map";

const ALLOC_WMARK_LOW: u32 = 4;

/** Pages of 2^order, as a virtual address; 0 if there are none. */
export function __get_free_pages(flags: u32, order: u32): u32 {
  exec(map.__get_free_pages);
  const p = __alloc_pages(flags, order);
  return p == 0 ? 0 : page_address(p);
}

/** alloc_pages() is a macro over __alloc_pages(). Returns a struct page or 0. */
export function alloc_pages(flags: u32, order: u32): u32 {
  return __alloc_pages(flags, order);
}

export function __alloc_pages(flags: u32, order: u32): u32 {
  exec(map.__alloc_pages);
  const zonelist = zonelists + (flags & __GFP_DMA ? 8 : 0);
  if (ld<u32>(zonelist, 0) == 0) return 0;
  const p = get_page_from_freelist(flags, order, zonelist, ALLOC_WMARK_LOW);
  if (p != 0) return p;
  // kswapd would be woken here. What cannot wait may go deeper.
  let how = ALLOC_WMARK_MIN;
  if (!(flags & __GFP_WAIT)) how |= ALLOC_HARDER;
  if (flags & __GFP_HIGH) how |= ALLOC_HIGH;
  return get_page_from_freelist(flags, order, zonelist, how);
}

function get_page_from_freelist(flags: u32, order: u32, zonelist: u32, how: u32): u32 {
  exec(map.get_page_from_freelist);
  const classzone = ld<u32>(zonelist, 4);
  let z = zonelist;
  while (turn(map.get_page_from_freelist_turn, ld<u32>(z, 0) != 0)) {
    const zone = ld<u32>(z, 0);
    z += 8;
    const mark = ld<u32>(zone, ZONE_WATERMARK + (how & 4));
    if (!zone_watermark_ok(zone, order, mark, classzone, how)) continue;
    const p = buffered_rmqueue(zone, order, flags);
    if (p != 0) return p;
  }
  return 0;
}

function zone_watermark_ok(zone: u32, order: u32, mark: u32, classzone: u32, how: u32): bool {
  exec(map.zone_watermark_ok);
  let min = <i32>mark;
  if (how & ALLOC_HIGH) min -= min / 2;
  if (how & ALLOC_HARDER) min -= min / 4;
  return enoughFree(zone, order, min, classzone);
}

function buffered_rmqueue(zone: u32, order: u32, flags: u32): u32 {
  exec(map.buffered_rmqueue);
  let p: u32 = 0;
  if (order == 0) {
    const pcp = this_cpu_pcp(zone, flags & __GFP_COLD ? 1 : 0);
    cli();
    if (ld<u32>(pcp, PCP_COUNT) == 0)
      st<u32>(pcp, PCP_COUNT, rmqueue_bulk(zone, ld<u32>(pcp, PCP_BATCH), pcp + PCP_LIST));
    if (ld<u32>(pcp, PCP_COUNT) != 0) {
      const entry = ld<u32>(pcp, PCP_LIST);
      p = entry - PAGE_LRU;
      list_del(entry);
      st<u32>(pcp, PCP_COUNT, ld<u32>(pcp, PCP_COUNT) - 1);
    }
  } else {
    cli();
    spin_lock(zone + ZONE_LOCK);
    p = __rmqueue(zone, order);
    spin_unlock(zone + ZONE_LOCK);
  }
  if (p == 0) {
    popf();
    return 0;
  }
  // __count_zone_vm_events(): this CPU, its offset, the zone; zone_statistics() is empty without NUMA.
  ld<u32>(thisCpu(CPU_NUMBER), 0);
  ld<u32>(thisCpu(CPU_NUMBER), 0);
  ld<u32>(zone, ZONE_WATERMARK);
  __count_vm_event(PGALLOC);
  popf();
  prep_new_page(p, order, flags);
  return p;
}

function prep_new_page(p: u32, order: u32, flags: u32): void {
  const first = changetype<page>(p);
  first._mapcount;
  first.mapping;
  first._count;
  first.flags = first.flags & ~PG_BAD;
  first.private_ = 0;
  first._count = 1;
  if (!(flags & __GFP_ZERO)) return;
  for (let i: u32 = 0; i < 1 << order; i++) {
    exec(map.clear_highpage);
    const address = kmap_atomic(p + i * PAGE_STRUCT);
    memset(address, 0, PAGE_SIZE);
    kunmap_atomic(address);
  }
}

/** No page lies in high memory here. */
function kmap_atomic(p: u32): u32 {
  exec(map.kmap_atomic);
  changetype<page>(p).flags;
  return page_address(p);
}

function kunmap_atomic(address: u32): void {
  exec(map.kunmap_atomic);
  page_to_pfn(pageOfAddress(address)); // one load of static data, as kmap_pte
}

function free_pages_check(p: u32): void {
  const freed = changetype<page>(p);
  freed._mapcount;
  freed.mapping;
  freed._count;
  freed.flags;
}

export function free_hot_cold_page(p: u32, cold: u32): void {
  exec(map.free_hot_cold_page);
  free_pages_check(p);
  const zone = page_zone(p);
  const pcp = this_cpu_pcp(zone, cold);
  cli();
  __count_vm_event(PGFREE);
  list_add(p + PAGE_LRU, pcp + PCP_LIST);
  const count = ld<u32>(pcp, PCP_COUNT) + 1;
  st<u32>(pcp, PCP_COUNT, count);
  if (count >= ld<u32>(pcp, PCP_HIGH)) {
    const batch = ld<u32>(pcp, PCP_BATCH);
    free_pages_bulk(zone, batch, pcp + PCP_LIST);
    st<u32>(pcp, PCP_COUNT, count - batch);
  }
  popf();
}

/** Gives the longest unused pages of a per-CPU list back. Inlined. */
function free_pages_bulk(zone: u32, count: u32, list: u32): void {
  spin_lock(zone + ZONE_LOCK);
  for (let left = count; turn(map.free_pages_bulk_turn, left != 0); left--) {
    const entry = ld<u32>(list, 4);
    list_del(entry);
    __free_one_page(entry - PAGE_LRU, zone, 0);
  }
  spin_unlock(zone + ZONE_LOCK);
}

export function __free_pages_ok(p: u32, order: u32): void {
  exec(map.__free_pages_ok);
  for (let i: u32 = 0; turn(map.free_pages_check_turn, i < 1 << order); i++) free_pages_check(p + i * PAGE_STRUCT);
  cli();
  __count_vm_event(PGFREE);
  const zone = page_zone(p);
  spin_lock(zone + ZONE_LOCK);
  __free_one_page(p, zone, order);
  spin_unlock(zone + ZONE_LOCK);
  popf();
}
