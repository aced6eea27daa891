// mm/page_alloc.c, mm/mmzone.c, arch/x86/mm/highmem_32.c from 3.6.5 on: the ways into the page allocator. Its inner
// part: page_alloc.ts.
// Left out: reclaim, compaction, cpusets, migrate types, NUMA.
import { cli, exec, ld, popf, st, turn } from "../machine/cpu";
import { destroy_compound_page, isCompound, prep_compound_page } from "./compound";
import { __GFP_COLD, __GFP_COMP, __GFP_DMA, __GFP_HIGH, __GFP_WAIT, __GFP_ZERO } from "./gfp";
import { list_add, list_del } from "./list";
import { PAGE_SIZE } from "./memory_map";
import { PAGE_LRU, this_cpu_pcp, ZONE_LOCK, ZONE_WATERMARK } from "./mmzone";
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
  page_group_by_mobility_disabled,
  page_to_pfn,
  page_zone,
  pageOfAddress,
  rmqueue_bulk,
  zonelists,
} from "./page_alloc";
import { spin_lock, spin_unlock } from "./spinlock";
import { memset } from "./string";
import { page } from "./structs";
import * as map from "./system_map";

const ALLOC_WMARK_LOW: u32 = 1;
const ALLOC_WMARK_MASK: u32 = 3;

/** Pages of 2^order, as a virtual address; 0 if there are none. */
export function __get_free_pages(flags: u32, order: u32): u32 {
  exec(map.__get_free_pages);
  const p = __alloc_pages_nodemask(flags, order);
  return p == 0 ? 0 : page_address(p);
}

/** alloc_pages() is inlined down to __alloc_pages_nodemask(). Returns a struct page or 0. */
export function alloc_pages(flags: u32, order: u32): u32 {
  return __alloc_pages_nodemask(flags, order);
}

export function __alloc_pages_nodemask(flags: u32, order: u32): u32 {
  exec(map.__alloc_pages_nodemask);
  ld<u32>(page_group_by_mobility_disabled, 0);
  ld<u32>(page_group_by_mobility_disabled, 4); // gfp_allowed_mask
  const zonelist = zonelists + (flags & __GFP_DMA ? 8 : 0);
  if (ld<u32>(zonelist, 0) == 0) return 0;
  const preferred = next_zones_zonelist(zonelist);
  const p = get_page_from_freelist(flags, order, preferred, ALLOC_WMARK_LOW);
  if (p != 0) return p;
  // The slow path wakes kswapd. What cannot wait may go deeper.
  let how = ALLOC_WMARK_MIN;
  if (!(flags & __GFP_WAIT)) how |= ALLOC_HARDER;
  if (flags & __GFP_HIGH) how |= ALLOC_HIGH;
  return get_page_from_freelist(flags, order, preferred, how);
}

/** The next entry of a zonelist that the request may use: its zone, then its index. */
function next_zones_zonelist(z: u32): u32 {
  exec(map.next_zones_zonelist);
  ld<u32>(z, 4);
  ld<u32>(z, 0);
  return z;
}

function get_page_from_freelist(flags: u32, order: u32, zonelist: u32, how: u32): u32 {
  exec(map.get_page_from_freelist);
  const classzone = ld<u32>(zonelist, 4);
  let z = zonelist;
  while (turn(map.get_page_from_freelist_turn, ld<u32>(z, 0) != 0)) {
    next_zones_zonelist(z);
    const zone = ld<u32>(z, 0);
    z += 8;
    const mark = ld<u32>(zone, ZONE_WATERMARK + (how & ALLOC_WMARK_MASK) * 4);
    if (!__zone_watermark_ok(zone, order, mark, classzone, how)) continue;
    const p = buffered_rmqueue(zone, order, flags);
    if (p != 0) return p;
  }
  return 0;
}

function __zone_watermark_ok(zone: u32, order: u32, mark: u32, classzone: u32, how: u32): bool {
  exec(map.__zone_watermark_ok);
  let min = <i32>mark;
  if (how & ALLOC_HIGH) min -= min / 2;
  if (how & ALLOC_HARDER) min -= min / 4;
  return enoughFree(zone, order, min, classzone);
}

/** Inlined. */
function buffered_rmqueue(zone: u32, order: u32, flags: u32): u32 {
  let p: u32 = 0;
  cli();
  if (order == 0) {
    const pcp = this_cpu_pcp(zone, 0);
    const list = pcp + PCP_LIST;
    if (ld<u32>(list, 0) == list) {
      st<u32>(pcp, PCP_COUNT, ld<u32>(pcp, PCP_COUNT) + rmqueue_bulk(zone, ld<u32>(pcp, PCP_BATCH), list));
    }
    const entry = ld<u32>(list, flags & __GFP_COLD ? 4 : 0);
    if (entry != list) {
      p = entry - PAGE_LRU;
      list_del(entry);
      st<u32>(pcp, PCP_COUNT, ld<u32>(pcp, PCP_COUNT) - 1);
    }
  } else {
    spin_lock(zone + ZONE_LOCK);
    p = __rmqueue(zone, order);
    spin_unlock(zone + ZONE_LOCK);
  }
  if (p == 0) {
    popf();
    return 0;
  }
  __count_vm_event(PGALLOC);
  popf();
  prep_new_page(p, order, flags);
  return p;
}

function prep_new_page(p: u32, order: u32, flags: u32): void {
  for (let i: u32 = 0; turn(map.check_new_page_turn, i < 1 << order); i++) {
    const checked = changetype<page>(p + i * PAGE_STRUCT);
    checked._mapcount;
    checked.mapping;
    checked._count;
    checked.flags = checked.flags & ~PG_BAD;
  }
  const first = changetype<page>(p);
  first.private_ = 0;
  first._count = 1;
  if (flags & __GFP_ZERO) {
    for (let i: u32 = 0; i < 1 << order; i++) {
      exec(map.clear_highpage);
      const address = kmap_atomic(p + i * PAGE_STRUCT);
      memset(address, 0, PAGE_SIZE);
      __kunmap_atomic(address);
    }
  }
  if (order != 0 && flags & __GFP_COMP) prep_compound_page(p, order);
}

/** No page lies in high memory here. */
function kmap_atomic(p: u32): u32 {
  exec(map.kmap_atomic);
  changetype<page>(p).flags;
  return kmap_atomic_prot(p);
}

function kmap_atomic_prot(p: u32): u32 {
  exec(map.kmap_atomic_prot);
  changetype<page>(p).flags;
  return page_address(p);
}

function __kunmap_atomic(address: u32): void {
  exec(map.__kunmap_atomic);
  page_to_pfn(pageOfAddress(address)); // one load of static data: the bounds of the fixmap
}

function free_pages_prepare(p: u32, order: u32): void {
  exec(map.free_pages_prepare);
  for (let i: u32 = 0; turn(map.free_pages_check_turn, i < 1 << order); i++) {
    const freed = changetype<page>(p + i * PAGE_STRUCT);
    freed._mapcount;
    freed.mapping;
    freed._count;
    freed.flags;
  }
  if (order != 0 && isCompound(p)) destroy_compound_page(p, order);
}

export function free_hot_cold_page(p: u32, cold: u32): void {
  exec(map.free_hot_cold_page);
  const zone = page_zone(p);
  free_pages_prepare(p, 0);
  cli();
  __count_vm_event(PGFREE);
  const pcp = this_cpu_pcp(zone, cold);
  list_add(p + PAGE_LRU, pcp + PCP_LIST);
  const count = ld<u32>(pcp, PCP_COUNT) + 1;
  st<u32>(pcp, PCP_COUNT, count);
  if (count >= ld<u32>(pcp, PCP_HIGH)) {
    const batch = ld<u32>(pcp, PCP_BATCH);
    free_pcppages_bulk(zone, batch, pcp);
    st<u32>(pcp, PCP_COUNT, count - batch);
  }
  popf();
}

/** Gives the longest unused pages of a per-CPU list back. */
function free_pcppages_bulk(zone: u32, count: u32, pcp: u32): void {
  exec(map.free_pcppages_bulk);
  spin_lock(zone + ZONE_LOCK);
  for (let left = count; turn(map.free_pcppages_bulk_turn, left != 0); left--) {
    const entry = ld<u32>(pcp + PCP_LIST, 4);
    list_del(entry);
    __free_one_page(entry - PAGE_LRU, zone, 0);
  }
  spin_unlock(zone + ZONE_LOCK);
}

export function __free_pages_ok(p: u32, order: u32): void {
  exec(map.__free_pages_ok);
  free_pages_prepare(p, order);
  cli();
  __count_vm_event(PGFREE);
  free_one_page(page_zone(p), p, order);
  popf();
}

function free_one_page(zone: u32, p: u32, order: u32): void {
  exec(map.free_one_page);
  spin_lock(zone + ZONE_LOCK);
  __free_one_page(p, zone, order);
  spin_unlock(zone + ZONE_LOCK);
}
