// mm/page_alloc.c: the zones, the buddy lists, and freeing into them. The ways in are each kernel's own page_alloc.ts.
// Left out: reclaim (memory runs out when the free pages do), migrate types and their fallback, memory policies,
// hibernation, statistics other than the free pages and one event counter.
//
// mem_map has a struct page of 32 bytes for every page. A free block is known by its first page (PageBuddy, order in
// `private`); it hangs in free_area[order] of its zone by that page's lru:
//
//   zone ── free_area[0..10].free_list ──> lru of first page of a block ──> ... (boot: in order of address)
//        └─ per CPU: count, high, batch, list of single pages ──> lru of a page ──> ...
import { exec, ld, lockedAdd, st, turn } from "../machine/cpu";
import { cpuCount } from "../machine/cpu_state";
import { back, peek, poke } from "../machine/ram";
import { trap } from "../machine/trap";
import { LOWMEM } from "./config";
import { list_add, list_add_tail, list_del } from "./list";
import { fls } from "./log2";
import { firstFreePage, PAGE_OFFSET, PAGE_SHIFT, PAGE_SIZE, staticData } from "./memory_map";
import {
  __ClearPageBuddy,
  __SetPageBuddy,
  BUDDY_FLAGS,
  BUDDY_MAPCOUNT,
  bootPageset,
  FREE_AREA_SIZE,
  NR_FREE,
  PAGE_COUNT,
  PAGE_LRU,
  PAGE_MAPCOUNT,
  PAGE_PRIVATE,
  PageBuddy,
  PCP_LISTS,
  PCP_SIZE,
  PG_reserved,
  pcpOf,
  ZONE_FREE_AREA,
  ZONE_FREE_PAGES,
  ZONE_LOCK,
  ZONE_LOWMEM_RESERVE,
  ZONE_SIZE,
  ZONE_WATERMARK,
  ZONES_PGSHIFT,
} from "./mmzone";
import { __free_pages_ok, free_hot_cold_page } from "./page_alloc";
import { thisCpu } from "./percpu";
import { bootSpinLock, spin_lock, spin_unlock } from "./spinlock";
import { page } from "./structs";
import * as map from "./system_map";

export const MAX_ORDER: u32 = 11;
/** sizeof(struct page). */
export const PAGE_STRUCT: u32 = 32; // sizeof(struct page)
/** struct per_cpu_pages. */
export const PCP_COUNT: u32 = 0;
export const PCP_HIGH: u32 = 4;
export const PCP_BATCH: u32 = 8;
export const PCP_LIST: u32 = 12;

/** PAGE_FLAGS_CHECK_AT_PREP: cleared in a new page. */
export const PG_BAD: u32 = 0x3c61;

const ZONES: u32 = 2;
const ZONE_DMA: u32 = 0;
const ZONE_NORMAL: u32 = 1;
/** First page that old devices cannot reach. */
const MAX_DMA_PFN: u32 = (16 << 20) >> PAGE_SHIFT;
/** Memory is backed in steps, because growing linear memory is dear to the host. */
const BACKING_STEP: u32 = 1 << 20;
/** Where the event counters lie in a CPU's area (percpu.ts). */
const VM_EVENTS: u32 = 2048;
/** Static memory for what boot allocates after the page allocator has taken over. */
const BOOT_POOL: u32 = 384 << 10;
/** So much more for each CPU's own arrays. */
const BOOT_POOL_PER_CPU: u32 = 48 << 10;

/** Address of the variable mem_map. */
let memMap: u32 = 0;
/** Address of the first struct page. */
let firstPage: u32 = 0;
let zones: u32 = 0;
/** Zone pointers in the order in which an allocation tries them: NORMAL, DMA, 0; then DMA, 0. Each with its index. */
export let zonelists: u32 = 0;
/** A variable that allocations read from 3.6 on; gfp_allowed_mask lies behind it. */
export let page_group_by_mobility_disabled: u32 = 0;
let pool: u32 = 0;
let poolEnd: u32 = 0;
/** Pages that boot gave to the allocator. */
export let totalPages: u32 = 0;

// ---- Boot
/**
 * Lays out mem_map and the zones; everything from firstFreePage() to LOWMEM becomes free. Free of charge.
 * After all staticData(); the per-CPU areas must have been laid out (bootVariables).
 */
export function bootPages(): void {
  const end = LOWMEM >> PAGE_SHIFT;
  // Rounded up to the largest block, so that a buddy behind the last page has a struct page.
  firstPage = staticData(((end + 1023) & ~1023) * PAGE_STRUCT, PAGE_SIZE);
  zones = staticData(ZONES * ZONE_SIZE);
  const variables = staticData(64);
  memMap = variables;
  poke<u32>(memMap - PAGE_OFFSET, firstPage);
  zonelists = variables + 8;
  page_group_by_mobility_disabled = staticData(64);
  const bytes = BOOT_POOL + (cpuCount - 1) * BOOT_POOL_PER_CPU;
  pool = staticData(bytes, PAGE_SIZE);
  poolEnd = pool + bytes;

  const first = firstFreePage() >> PAGE_SHIFT;
  totalPages = end - first;
  for (let pfn: u32 = 0; pfn < end; pfn++) {
    const at = firstPage + pfn * PAGE_STRUCT - PAGE_OFFSET;
    const zone = pfn < MAX_DMA_PFN ? ZONE_DMA : ZONE_NORMAL;
    poke<u32>(at, (zone << ZONES_PGSHIFT) | (pfn < first ? PG_reserved : 0));
    poke<i32>(at + PAGE_MAPCOUNT, -1);
    poke<u32>(at + PAGE_COUNT, pfn < first ? 1 : 0);
  }
  for (let zone: u32 = 0; zone < ZONES; zone++) bootZone(zone, end);
  for (let pfn = first; pfn < end; ) pfn += bootBlock(pfn, end);
  bootZonelists();
}

function bootZone(index: u32, end: u32): void {
  const zone = zones + index * ZONE_SIZE;
  const at = zone - PAGE_OFFSET;
  const present = index == ZONE_DMA ? MAX_DMA_PFN : end - MAX_DMA_PFN;
  bootPageset(zone, index);
  bootSpinLock(zone + ZONE_LOCK);
  for (let order: u32 = 0; order < MAX_ORDER; order++) {
    const area = at + ZONE_FREE_AREA + order * FREE_AREA_SIZE;
    poke<u32>(area, area + PAGE_OFFSET);
    poke<u32>(area + 4, area + PAGE_OFFSET);
  }

  // min_free_kbytes = sqrt(lowmem_kbytes * 16), shared out by size; low and high a quarter and a half above.
  const minFree = <u32>sqrt(<f64>(LOWMEM >> 10) * 16) >> (PAGE_SHIFT - 10);
  const min = <u32>((<u64>minFree * present) / end);
  poke<u32>(at + ZONE_WATERMARK, min);
  poke<u32>(at + ZONE_WATERMARK + 4, min + (min >> 2));
  poke<u32>(at + ZONE_WATERMARK + 8, min + (min >> 1));
  // lowmem_reserve_ratio 256: so many DMA pages are kept from those who could do with others.
  if (index == ZONE_DMA) poke<u32>(at + ZONE_LOWMEM_RESERVE + ZONE_NORMAL * 4, (end - MAX_DMA_PFN) / 256);

  // zone_batchsize(): a thousandth of the zone, at most 512 KiB, a quarter of that, and one less than a power of two.
  const size = max(1, min32(present / 1024, (512 << 10) >> PAGE_SHIFT) / 4);
  const batch = max(1, (1 << (fls(size + (size >> 1)) - 1)) - 1);
  for (let number: u32 = 0; number < cpuCount; number++) {
    for (let list: u32 = 0; list < PCP_LISTS; list++) {
      const pcp = pcpOf(zone, index, number) + list * PCP_SIZE - PAGE_OFFSET;
      poke<u32>(pcp + PCP_COUNT, 0);
      poke<u32>(pcp + PCP_HIGH, (list == 0 ? 6 : 2) * batch);
      poke<u32>(pcp + PCP_BATCH, list == 0 ? batch : max(1, batch / 2));
      poke<u32>(pcp + PCP_LIST, pcp + PCP_LIST + PAGE_OFFSET);
      poke<u32>(pcp + PCP_LIST + 4, pcp + PCP_LIST + PAGE_OFFSET);
    }
  }
}

function min32(a: u32, b: u32): u32 {
  return a < b ? a : b;
}

/** Frees the largest block that begins at a page and ends before `end`, behind the others; returns its pages. */
function bootBlock(pfn: u32, end: u32): u32 {
  let order = min32(ctz(pfn), MAX_ORDER - 1);
  while (pfn + (1 << order) > end) order--;
  const zone = zones + (pfn < MAX_DMA_PFN ? ZONE_DMA : ZONE_NORMAL) * ZONE_SIZE;
  const block = firstPage + pfn * PAGE_STRUCT - PAGE_OFFSET;
  poke<u32>(block, peek<u32>(block) | BUDDY_FLAGS);
  poke<i32>(block + PAGE_MAPCOUNT, BUDDY_MAPCOUNT);
  poke<u32>(block + PAGE_PRIVATE, order);
  const area = zone + ZONE_FREE_AREA + order * FREE_AREA_SIZE;
  const head = area - PAGE_OFFSET;
  const last = peek<u32>(head + 4);
  const lru = block + PAGE_LRU;
  poke<u32>(lru, area);
  poke<u32>(lru + 4, last);
  poke<u32>(last - PAGE_OFFSET, lru + PAGE_OFFSET);
  poke<u32>(head + 4, lru + PAGE_OFFSET);
  poke<u32>(head + NR_FREE, peek<u32>(head + NR_FREE) + 1);
  const free = zone + ZONE_FREE_PAGES - PAGE_OFFSET;
  poke<u32>(free, peek<u32>(free) + (1 << order));
  return 1 << order;
}

function bootZonelists(): void {
  const at = zonelists - PAGE_OFFSET;
  poke<u32>(at, zones + ZONE_NORMAL * ZONE_SIZE);
  poke<u32>(at + 4, ZONE_NORMAL);
  poke<u32>(at + 8, zones + ZONE_DMA * ZONE_SIZE);
  poke<u32>(at + 12, ZONE_DMA);
}

/** Takes zeroed static memory at boot, now that staticData() has ended. Free of charge. */
export function bootAlloc(bytes: u32, align: u32): u32 {
  const at = (pool + align - 1) & ~(align - 1);
  pool = at + bytes;
  if (pool > poolEnd) trap();
  return at;
}

// ---- Pages and their addresses; inlined
/** The struct page of a directly mapped address. */
export function virt_to_page(address: u32): u32 {
  return ld<u32>(memMap, 0) + ((address - PAGE_OFFSET) >> PAGE_SHIFT) * PAGE_STRUCT;
}

/** Number of a page's frame. */
export function page_to_pfn(p: u32): u32 {
  return (p - ld<u32>(memMap, 0)) / PAGE_STRUCT;
}

/** Address of a page's frame, without a charge: for what the compiler keeps in registers. */
export function addressOfPage(p: u32): u32 {
  return PAGE_OFFSET + (((p - firstPage) / PAGE_STRUCT) << PAGE_SHIFT);
}

/** Struct page of an address, free of charge. */
export function pageOfAddress(address: u32): u32 {
  return firstPage + ((address - PAGE_OFFSET) >> PAGE_SHIFT) * PAGE_STRUCT;
}

export function page_zone(p: u32): u32 {
  return zones + (changetype<page>(p).flags >> ZONES_PGSHIFT) * ZONE_SIZE;
}

/** __count_vm_event: one of this CPU's counters. */
export function __count_vm_event(event: u32): void {
  const at = thisCpu(VM_EVENTS + event * 4);
  st<u32>(at, 0, ld<u32>(at, 0) + 1);
}

export const PGALLOC: u32 = 0;
export const PGFREE: u32 = 1;

function area(zone: u32, order: u32): u32 {
  return zone + ZONE_FREE_AREA + order * FREE_AREA_SIZE;
}

function addTo(address: u32, amount: i32): void {
  st<u32>(address, 0, ld<u32>(address, 0) + amount);
}

// ---- The buddy lists
/** Takes a block of 2^order pages from a zone's free lists, which are locked; 0 if there is none. */
export function __rmqueue(zone: u32, order: u32): u32 {
  exec(map.__rmqueue);
  for (let current = order; turn(map.__rmqueue_turn, current < MAX_ORDER); current++) {
    const list = area(zone, current);
    const first = ld<u32>(list, 0);
    if (first == list) continue;
    const block = first - PAGE_LRU;
    if (!backed(block, order)) return 0;
    list_del(first);
    rmv_page_order(block);
    addTo(list + NR_FREE, -1);
    addTo(zone + ZONE_FREE_PAGES, -(1 << order));
    expand(zone, block, order, current);
    return block;
  }
  return 0;
}

/** Whether the host has memory for a block; free of charge. */
function backed(block: u32, order: u32): bool {
  const end = addressOfPage(block) - PAGE_OFFSET + (PAGE_SIZE << order);
  return back(min32(LOWMEM, (end + BACKING_STEP - 1) & ~(BACKING_STEP - 1))) || back(end);
}

/** Gives the upper halves of a block back until what is left has 2^low pages. Inlined. */
function expand(zone: u32, block: u32, low: u32, high: u32): void {
  while (turn(map.__rmqueue_expand, high > low)) {
    high--;
    const half = block + (1 << high) * PAGE_STRUCT;
    list_add(half + PAGE_LRU, area(zone, high));
    addTo(area(zone, high) + NR_FREE, 1);
    set_page_order(half, high);
  }
}

function set_page_order(block: u32, order: u32): void {
  changetype<page>(block).private_ = order;
  __SetPageBuddy(block);
}

function rmv_page_order(block: u32): void {
  __ClearPageBuddy(block);
  changetype<page>(block).private_ = 0;
}

function page_is_buddy(buddy: u32, order: u32): bool {
  if (!PageBuddy(buddy)) return false;
  if (changetype<page>(buddy).private_ != order) return false;
  return changetype<page>(buddy)._count == 0;
}

/** Frees a block, and joins it with its buddies while they are free too. Inlined; the zone is locked. */
export function __free_one_page(freed: u32, zone: u32, freedOrder: u32): void {
  let block = freed;
  let order = freedOrder;
  let index = page_to_pfn(block) & ((1 << MAX_ORDER) - 1);
  addTo(zone + ZONE_FREE_PAGES, 1 << order);
  while (turn(map.__free_one_page_turn, order < MAX_ORDER - 1)) {
    const buddy = block + ((index ^ (1 << order)) - index) * PAGE_STRUCT;
    if (page_zone(buddy) != zone || !page_is_buddy(buddy, order)) break;
    list_del(buddy + PAGE_LRU);
    addTo(area(zone, order) + NR_FREE, -1);
    rmv_page_order(buddy);
    const joined = index & ~(1 << order);
    block += (joined - index) * PAGE_STRUCT;
    index = joined;
    order++;
  }
  set_page_order(block, order);
  list_add(block + PAGE_LRU, area(zone, order));
  addTo(area(zone, order) + NR_FREE, 1);
}

/** Whether a zone keeps `mark` pages after giving 2^order away; `mark` has been lowered for urgent requests. Inlined. */
export function enoughFree(zone: u32, order: u32, mark: i32, classzone: u32): bool {
  let free = ld<i32>(zone, ZONE_FREE_PAGES) - (1 << order) + 1;
  if (free <= mark + ld<i32>(zone, ZONE_LOWMEM_RESERVE + classzone * 4)) return false;
  let least = mark;
  for (let o: u32 = 0; turn(map.zone_watermark_turn, o < order); o++) {
    free -= ld<i32>(area(zone, o), NR_FREE) << o; // at the next order this one's pages are of no use
    least >>= 1;
    if (free <= least) return false;
  }
  return true;
}

// ---- Views, free of charge
/** Pages free now: in the buddy lists and in the per-CPU lists. */
export function freePages(): u32 {
  let sum: u32 = 0;
  for (let index: u32 = 0; index < ZONES; index++) {
    const zone = zones + index * ZONE_SIZE;
    sum += peek<u32>(zone + ZONE_FREE_PAGES - PAGE_OFFSET);
    for (let number: u32 = 0; number < cpuCount; number++) {
      for (let list: u32 = 0; list < PCP_LISTS; list++) {
        sum += peek<u32>(pcpOf(zone, index, number) + list * PCP_SIZE + PCP_COUNT - PAGE_OFFSET);
      }
    }
  }
  return sum;
}

export const ALLOC_WMARK_MIN: u32 = 0;

export const ALLOC_HARDER: u32 = 0x10;
export const ALLOC_HIGH: u32 = 0x20;

export function page_address(p: u32): u32 {
  exec(map.page_address);
  changetype<page>(p).flags;
  page_to_pfn(p);
  return addressOfPage(p);
}

export function __free_pages(p: u32, order: u32): void {
  exec(map.__free_pages);
  if (lockedAdd<i32>(p + PAGE_COUNT, -1) != 0) return; // put_page_testzero
  if (order == 0) free_hot_cold_page(p, 0);
  else __free_pages_ok(p, order);
}

export function free_pages(address: u32, order: u32): void {
  exec(map.free_pages);
  if (address != 0) __free_pages(virt_to_page(address), order);
}

/** Fills a per-CPU list from the free lists; returns how many pages there were. Inlined. */
export function rmqueue_bulk(zone: u32, count: u32, list: u32): u32 {
  spin_lock(zone + ZONE_LOCK);
  let i: u32 = 0;
  while (turn(map.rmqueue_bulk_turn, i < count)) {
    const p = __rmqueue(zone, 0);
    if (p == 0) break;
    list_add_tail(p + PAGE_LRU, list);
    i++;
  }
  spin_unlock(zone + ZONE_LOCK);
  return i;
}
