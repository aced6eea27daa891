// mm/slub.c (3.6.5, 4.3 and 4.14, which differ little): the slab allocator without queues.
// Left out: NUMA, debugging, sysfs, statistics, pfmemalloc, constructors (their work is not charged), merging of caches
// that are alike, but for how much zeroing clears. SLAB_DESTROY_BY_RCU frees at once. Boot builds the caches' own structures in
// static memory, free of charge. A prefetch costs its instructions and does not bring the line.
//
//   kmem_cache ── cpu_slab ──> per CPU: freelist, tid, page, partial
//              └─ node ──────> list_lock, nr_partial, partial ──> page ──> page
//
//   page (a slab): freelist, inuse | objects | frozen, slab (its cache)
//   free object:   the next free object's address, at `offset`
export { cacheAt } from "./slab_list";

import { cli, exec, ld, lockedAdd, lockedCmpxchg, popf, st, sti, turn } from "../machine/cpu";
import { cpuCount } from "../machine/cpu_state";
import { peek, poke } from "../machine/ram";
import { trap } from "../machine/trap";
import { CacheName } from "./cache_names";
import { L1_CACHE_BYTES, NR_CPUS } from "./config";
import { __GFP_COMP, __GFP_WAIT, __GFP_ZERO } from "./gfp";
import { KMEM_CACHE_NAME, KMEM_CACHE_NODE, KMEM_CACHE_SIZE } from "./kmem_cache";
import { list_add_tail, list_del } from "./list";
import { fls, ilog2 } from "./log2";
import { PAGE_OFFSET, PAGE_SHIFT, PAGE_SIZE } from "./memory_map";
import { PG_slab } from "./mmzone";
import {
  __free_pages,
  __get_free_pages,
  alloc_pages,
  bootAlloc,
  compound_order,
  headOf,
  page_address,
  page_zone,
  pageOfAddress,
  virt_to_head_page,
} from "./page_alloc";
import { ofCpu, THIS_CPU_OFF, thisCpu } from "./percpu";
import { SLAB_DESTROY_BY_RCU, SLAB_HWCACHE_ALIGN, SLAB_RECLAIM_ACCOUNT } from "./slab_flags";
import { alignUp, cachesNoted, classAt, forgetCaches, noteCache, noteClass } from "./slab_list";
import { bootSpinLock, spin_lock, spin_lock_irqsave, spin_unlock, spin_unlock_irqrestore } from "./spinlock";
import { memset } from "./string";
import { kmem_cache, kmem_cache_cpu, kmem_cache_node, page } from "./structs";
import * as map from "./system_map";
import { mod_zone_page_state, NR_SLAB_RECLAIMABLE, NR_SLAB_UNRECLAIMABLE } from "./vmstat";

const ARCH_KMALLOC_MINALIGN: u32 = 8;
const ARCH_SLAB_MINALIGN: u32 = 8;
const slub_max_order: u32 = 3;
const MAX_ORDER: u32 = 11;
/** Bigger ones come from the page allocator. */
const SLUB_MAX_SIZE: u32 = 2 * PAGE_SIZE;
const KMALLOC_SHIFT_HIGH: u32 = 13;
/** Where the caches' kmem_cache_cpu lie in a CPU's area (percpu.ts), 16 bytes each. */
const CPU_SLABS: u32 = 2560;

/** Fields of struct kmem_cache that boot fills in; structs.ts has the charged accessors. */
const enum Field {
  cpu_slab = 0, // offsetof(struct kmem_cache, cpu_slab)
  flags = 4, // offsetof(struct kmem_cache, flags)
  min_partial = 8, // offsetof(struct kmem_cache, min_partial)
  size = 12, // offsetof(struct kmem_cache, size)
  object_size = 16, // offsetof(struct kmem_cache, object_size)
  offset = 20, // offsetof(struct kmem_cache, offset)
  cpu_partial = 24, // offsetof(struct kmem_cache, cpu_partial)
  oo = 28, // offsetof(struct kmem_cache, oo)
  min = 36, // offsetof(struct kmem_cache, min)
  allocflags = 40, // offsetof(struct kmem_cache, allocflags)
  inuse = 52, // offsetof(struct kmem_cache, inuse)
  align = 56, // offsetof(struct kmem_cache, align)
}

// In page->counters: objects in use, 15 bits of objects in the slab, and whether a CPU has it for itself.
const FROZEN: u32 = 0x80000000;

/** kmalloc_caches[0..13]; index 1 is 96 bytes, 2 is 192. */
let kmalloc_caches: u32 = 0;
/** size_index[(size - 1) / 8]: the cache of small sizes, one byte each. */
let size_index: u32 = 0;

// ---- Boot, free of charge

/** kmem_cache_init(): the caches for kmalloc. After bootPages(). */
export function bootSlab(): void {
  forgetCaches();
  kmalloc_caches = bootAlloc((KMALLOC_SHIFT_HIGH + 1) * 4, 64);
  size_index = bootAlloc(24, 64);
  for (let shift: u32 = 3; shift <= KMALLOC_SHIFT_HIGH; shift++) {
    bootClass(shift, 1 << shift);
    if (shift == 6) bootClass(1, 96);
    if (shift == 7) bootClass(2, 192);
  }
  for (let size: u32 = 8; size <= 192; size += 8) {
    const index = size > 128 ? 2 : size > 64 && size <= 96 ? 1 : max(3, fls(size - 1));
    poke<u8>(size_index + (size - 1) / 8 - PAGE_OFFSET, <u8>index);
  }
}

function bootClass(index: u32, size: u32): void {
  const cache = createCache(CacheName.kmalloc, size, ARCH_KMALLOC_MINALIGN, 0, false);
  noteClass(cache);
  poke<u32>(kmalloc_caches + index * 4 - PAGE_OFFSET, cache);
}

/** Makes a cache; its address. `ctor` says whether it has a constructor. At boot, free of charge. */
export function kmem_cache_create(name: CacheName, size: u32, align: u32, flags: u32, ctor: bool): u32 {
  const cache = createCache(name, size, align, flags, ctor);
  const at = cache - PAGE_OFFSET;
  poke<u32>(at + Field.object_size, mergedSize(peek<u32>(at + Field.size), size, flags, ctor));
  noteCache(cache);
  return cache;
}

/**
 * kmem_cache_create() would not make a cache but share a kmalloc class whose objects take the same room (find_mergeable()),
 * and zeroing clears all of its object. That much of merging is here: struct file, of 192 bytes with its alignment, is
 * zeroed in 48 words. What must not be merged, a constructor or RCU's rule forbids.
 */
function mergedSize(size: u32, objectSize: u32, flags: u32, ctor: bool): u32 {
  if (ctor || flags & (SLAB_DESTROY_BY_RCU | SLAB_RECLAIM_ACCOUNT)) return objectSize;
  for (let i: u32 = 0; classAt(i) != 0; i++) {
    if (field(classAt(i), Field.size) == size) return field(classAt(i), Field.object_size);
  }
  return objectSize;
}

/** kmem_cache_open() and calculate_sizes(). */
function createCache(name: CacheName, objectSize: u32, wanted: u32, flags: u32, ctor: bool): u32 {
  let align = wanted;
  if (flags & SLAB_HWCACHE_ALIGN) {
    let line = L1_CACHE_BYTES;
    while (objectSize <= line / 2) line /= 2;
    align = max(align, line);
  }
  align = alignUp(max(align, ARCH_SLAB_MINALIGN), 4);
  const inuse = alignUp(objectSize, 4);
  // Who may look at a free object, or has set it up, must not find a pointer in it: it goes behind.
  const behind = ctor || (flags & SLAB_DESTROY_BY_RCU) != 0;
  const size = alignUp(inuse + (behind ? 4 : 0), align);
  const order = calculate_order(size);
  const least = fls((size - 1) >> PAGE_SHIFT);

  const cache = bootAlloc(alignUp(KMEM_CACHE_SIZE, 64), 64); // from a cache of caches whose objects begin on lines
  const at = cache - PAGE_OFFSET;
  const number = cachesNoted();
  if (CPU_SLABS + (number + 1) * 16 > PAGE_SIZE) trap();
  poke<u32>(at + Field.cpu_slab, CPU_SLABS + number * 16);
  poke<u32>(at + Field.flags, flags);
  poke<u32>(at + Field.min_partial, min(10, max(5, ilog2(size) / 2)));
  poke<u32>(at + Field.size, size);
  poke<u32>(at + Field.object_size, objectSize);
  poke<u32>(at + Field.offset, behind ? inuse : 0);
  poke<u32>(at + Field.cpu_partial, size >= PAGE_SIZE ? 2 : size >= 1024 ? 6 : size >= 256 ? 13 : 30);
  poke<u32>(at + Field.oo, (order << 16) | ((PAGE_SIZE << order) / size));
  poke<u32>(at + Field.min, (least << 16) | ((PAGE_SIZE << least) / size));
  poke<u32>(at + Field.allocflags, order != 0 ? __GFP_COMP : 0);
  poke<u32>(at + Field.inuse, inuse);
  poke<u32>(at + Field.align, align);
  poke<u32>(at + KMEM_CACHE_NAME, name);
  const n = bootAlloc(64, 64);
  poke<u32>(at + KMEM_CACHE_NODE, n);
  bootSpinLock(n);
  poke<u32>(n + 8 - PAGE_OFFSET, n + 8);
  poke<u32>(n + 12 - PAGE_OFFSET, n + 8);
  for (let i: u32 = 0; i < cpuCount; i++) {
    const c = ofCpu(i, CPU_SLABS + number * 16) - PAGE_OFFSET;
    poke<u32>(c, 0);
    poke<u32>(c + 4, i); // init_tid()
    poke<u32>(c + 8, 0);
    poke<u32>(c + 12, 0);
  }
  return cache;
}

/** The order that holds enough objects and wastes at most 1/16, else 1/8, else 1/4 of the slab. */
function calculate_order(size: u32): u32 {
  let objects = min(4 * (fls(NR_CPUS) + 1), (PAGE_SIZE << slub_max_order) / size);
  for (; objects > 1; objects--) {
    for (let fraction: u32 = 16; fraction >= 4; fraction /= 2) {
      const order = slab_order(size, objects, slub_max_order, fraction);
      if (order <= slub_max_order) return order;
    }
  }
  const order = slab_order(size, 1, slub_max_order, 1);
  return order <= slub_max_order ? order : slab_order(size, 1, MAX_ORDER, 1);
}

function slab_order(size: u32, objects: u32, maxOrder: u32, fraction: u32): u32 {
  let order = max(0, <i32>fls(objects * size - 1) - <i32>PAGE_SHIFT);
  for (; <u32>order <= maxOrder; order++) {
    const bytes = PAGE_SIZE << order;
    if (bytes < objects * size) continue;
    if (bytes % size <= bytes / fraction) break;
  }
  return order;
}

// ---- This CPU's slab

/** this_cpu_ptr(s->cpu_slab). Inlined. */
function cpuSlab(s: kmem_cache): kmem_cache_cpu {
  const offset = s.cpu_slab;
  ld<u32>(thisCpu(THIS_CPU_OFF), 0);
  return changetype<kmem_cache_cpu>(thisCpu(offset));
}

function get_freepointer(s: kmem_cache, object: u32): u32 {
  return ld<u32>(object + s.offset, 0);
}

function set_freepointer(s: kmem_cache, object: u32, value: u32): void {
  st<u32>(object + s.offset, 0, value);
}

/** A transaction number of a CPU: the next one, so that a change in between is noticed. */
function next_tid(tid: u32): u32 {
  return tid + NR_CPUS;
}

/** this_cpu_cmpxchg_double of freelist and tid: cmpxchg8b without lock, one load and one store of eight bytes. */
function cmpxchgCpuSlab(s: kmem_cache, freelist: u32, tid: u32): void {
  const at = thisCpu(s.cpu_slab);
  ld<u64>(at, 0);
  st<u64>(at, 0, ((<u64>next_tid(tid)) << 32) | freelist);
}

function prefetch_freepointer(_s: kmem_cache, _object: u32): void {
  exec(map.prefetch_freepointer);
}

/** slab_alloc(), inlined: the first of this CPU's free objects, whose own first word names the next. */
function slab_alloc(cache: u32, flags: u32): u32 {
  const s = changetype<kmem_cache>(cache);
  const c = cpuSlab(s);
  const tid = c.tid;
  const object = c.freelist;
  if (object == 0) return __slab_alloc(cache, flags, c);
  const next = get_freepointer(s, object);
  cmpxchgCpuSlab(s, next, tid);
  s.offset;
  prefetch_freepointer(s, next);
  return object;
}

/** An object of a cache; 0 if there is no memory. */
export function kmem_cache_alloc(cache: u32, flags: u32): u32 {
  exec(map.kmem_cache_alloc);
  const object = slab_alloc(cache, flags);
  if (flags & __GFP_ZERO && object != 0) {
    exec(map.slab_alloc_zero);
    memset(object, 0, changetype<kmem_cache>(cache).object_size);
  }
  return object;
}

/** What lies in page->counters. */
function objectsOf(counters: u32): u32 {
  return (counters >> 16) & 0x7fff;
}

function inuseOf(counters: u32): u32 {
  return counters & 0xffff;
}

/** cmpxchg_double of page->freelist and page->counters: a locked cmpxchg8b. Inlined. */
function cmpxchg_double_slab(p: page, freelist: u32, counters: u32, newFreelist: u32, newCounters: u32): void {
  const expected = ((<u64>counters) << 32) | freelist;
  const at = changetype<usize>(p) + 8;
  if (lockedCmpxchg<u64>(at, expected, ((<u64>newCounters) << 32) | newFreelist) != expected) trap();
}

/** The slow way: interrupts are off. */
function __slab_alloc(cache: u32, flags: u32, first: kmem_cache_cpu): u32 {
  exec(map.__slab_alloc);
  const s = changetype<kmem_cache>(cache);
  cli();
  let c = first;
  for (;;) {
    if (c.page != 0) {
      changetype<page>(c.page).flags; // pfmemalloc_match()
      let object = c.freelist; // an interrupt may have filled it
      if (object == 0) object = getFreelist(changetype<page>(c.page));
      if (object != 0) return takeFreelist(s, c, object);
      c.page = 0;
    }
    const partial = c.partial;
    if (partial == 0) break;
    c.page = partial;
    c.partial = changetype<page>(partial).next;
    c.freelist = 0;
  }
  const partial = get_partial(s, c);
  if (partial != 0) return takeFreelist(s, c, partial);
  const p = new_slab(s, flags);
  c = cpuSlab(s);
  if (p == 0) {
    popf();
    return 0;
  }
  if (c.page != 0) flush_slab(s, c);
  const object = changetype<page>(p).freelist;
  changetype<page>(p).freelist = 0;
  c.page = p;
  return takeFreelist(s, c, object);
}

/** load_freelist: the first object goes to the caller, the others to this CPU. */
function takeFreelist(s: kmem_cache, c: kmem_cache_cpu, object: u32): u32 {
  c.freelist = get_freepointer(s, object);
  c.tid = next_tid(c.tid);
  popf();
  return object;
}

/** Takes all free objects of this CPU's slab; without any, the slab is nobody's from now on. Inlined. */
function getFreelist(p: page): u32 {
  const freelist = p.freelist;
  exec(map.get_freelist);
  const counters = p.counters;
  p.inuse; // the halfword of the counters that has the number of objects
  const all = (counters & ~(FROZEN | 0xffff)) | objectsOf(counters);
  cmpxchg_double_slab(p, freelist, counters, 0, freelist != 0 ? all | FROZEN : all);
  return freelist;
}

function nodeOf(s: kmem_cache): kmem_cache_node {
  return changetype<kmem_cache_node>(ld<u32>(changetype<usize>(s), KMEM_CACHE_NODE));
}

function addressOf(p: page): u32 {
  return <u32>changetype<usize>(p);
}

function add_partial(n: kmem_cache_node, p: page): void {
  n.nr_partial++;
  list_add_tail(<u32>changetype<usize>(p.lru), <u32>changetype<usize>(n.partial));
}

function remove_partial(n: kmem_cache_node, p: page): void {
  list_del(<u32>changetype<usize>(p.lru));
  n.nr_partial--;
}

/** get_partial_node(), inlined: a partial slab of the node becomes this CPU's, some more its spares. */
function get_partial(s: kmem_cache, c: kmem_cache_cpu): u32 {
  const n = nodeOf(s);
  exec(map.get_partial_node);
  if (n.nr_partial == 0) return 0;
  spin_lock(<u32>changetype<usize>(n));
  const head = <u32>changetype<usize>(n.partial);
  let object: u32 = 0;
  let entry = ld<u32>(head, 0);
  while (turn(map.get_partial_node_turn, entry != head)) {
    const p = changetype<page>(entry - 20);
    const following = ld<u32>(entry, 0);
    // acquire_slab(): for this CPU with all its objects, as a spare just frozen.
    const freelist = p.freelist;
    const counters = p.counters;
    let available: u32 = 0;
    if (object == 0) {
      const full = (counters & ~0xffff) | objectsOf(counters);
      cmpxchg_double_slab(p, freelist, counters, 0, full | FROZEN);
      remove_partial(n, p);
      c.page = addressOf(p);
      object = freelist;
      available = objectsOf(counters) - inuseOf(counters);
    } else {
      cmpxchg_double_slab(p, freelist, counters, freelist, counters | FROZEN);
      remove_partial(n, p);
      available = put_cpu_partial(s, p, false);
    }
    if (available > <u32>s.cpu_partial / 2) break;
    entry = following;
  }
  spin_unlock(<u32>changetype<usize>(n));
  return object;
}

/** Makes a frozen slab one of this CPU's spares; with `drain`, too many of them go to the node first. Inlined. */
function put_cpu_partial(s: kmem_cache, p: page, drain: bool): u32 {
  const c = cpuSlab(s);
  exec(map.put_cpu_partial);
  let old = c.partial;
  let pages: u32 = 0;
  let pobjects: u32 = 0;
  if (old != 0) {
    pobjects = changetype<page>(old).pobjects;
    pages = changetype<page>(old).pages;
    if (drain && pobjects > <u32>s.cpu_partial) {
      cli();
      unfreeze_partials(s);
      popf();
      pobjects = 0;
      pages = 0;
      old = 0;
    }
  }
  const counters = p.counters;
  pobjects += objectsOf(counters) - inuseOf(counters);
  p.pages = <u16>(pages + 1);
  p.pobjects = <u16>pobjects;
  p.next = old;
  c.partial; // this_cpu_cmpxchg
  c.partial = addressOf(p);
  return pobjects;
}

/** Gives this CPU's spare slabs to the node, or back to the page allocator if they are empty. */
function unfreeze_partials(s: kmem_cache): void {
  exec(map.unfreeze_partials);
  const c = cpuSlab(s);
  const n = nodeOf(s);
  let discarded: u32 = 0;
  let locked = false;
  while (turn(map.unfreeze_partials_turn, c.partial != 0)) {
    const p = changetype<page>(c.partial);
    c.partial = p.next;
    if (!locked) spin_lock(<u32>changetype<usize>(n));
    locked = true;
    const freelist = p.freelist;
    const counters = p.counters;
    cmpxchg_double_slab(p, freelist, counters, freelist, counters & ~FROZEN);
    if (inuseOf(counters) == 0 && n.nr_partial > s.min_partial) {
      p.next = discarded;
      discarded = addressOf(p);
    } else {
      add_partial(n, p);
    }
  }
  if (locked) spin_unlock(<u32>changetype<usize>(n));
  while (discarded != 0) {
    const p = changetype<page>(discarded);
    discarded = p.next;
    discard_slab(s, p);
  }
}

/** Pages for a slab, all objects chained; 0 if there is no memory, even for the least order. */
function new_slab(s: kmem_cache, flags: u32): u32 {
  exec(map.new_slab);
  if (flags & __GFP_WAIT) sti();
  const wanted = (flags & ~__GFP_ZERO) | s.allocflags;
  let oo = ld<u32>(changetype<usize>(s), Field.oo);
  let at = alloc_pages(wanted, oo >> 16);
  if (at == 0) {
    oo = ld<u32>(changetype<usize>(s), Field.min);
    at = alloc_pages(wanted, oo >> 16);
  }
  if (flags & __GFP_WAIT) cli();
  if (at == 0) return 0;
  const p = changetype<page>(at);
  const objects = oo & 0xffff;
  mod_zone_page_state(page_zone(at), statOf(s), 1 << (oo >> 16));
  const n = <u32>changetype<usize>(nodeOf(s));
  lockedAdd<i32>(n + 16, 1); // inc_slabs_node(): nr_slabs, total_objects
  lockedAdd<i32>(n + 20, objects);
  p.slab = <u32>changetype<usize>(s);
  p.flags |= PG_slab;
  const start = page_address(at);
  const size = <u32>s.size;
  let last = start;
  for (let i: u32 = 1; turn(map.new_slab_turn, i < objects); i++) {
    s.ctor;
    set_freepointer(s, last, last + size);
    last += size;
  }
  set_freepointer(s, last, 0);
  p.freelist = start;
  p.counters = FROZEN | (objects << 16) | objects;
  return at;
}

function statOf(s: kmem_cache): u32 {
  return s.flags & SLAB_RECLAIM_ACCOUNT ? NR_SLAB_RECLAIMABLE : NR_SLAB_UNRECLAIMABLE;
}

function discard_slab(s: kmem_cache, p: page): void {
  exec(map.discard_slab);
  const n = <u32>changetype<usize>(nodeOf(s));
  lockedAdd<i32>(n + 16, -1);
  lockedAdd<i32>(n + 20, -(<i32>objectsOf(p.counters)));
  __free_slab(s, p);
}

function __free_slab(s: kmem_cache, p: page): void {
  exec(map.__free_slab);
  const order = compound_order(addressOf(p));
  mod_zone_page_state(page_zone(addressOf(p)), statOf(s), -(1 << order));
  p.flags &= ~PG_slab;
  p._mapcount = <u32>-1; // reset_page_mapcount(): it shares its place with the counters
  p.mapping = 0;
  __free_pages(addressOf(p), order);
}

/** Takes a CPU's slab away from it: its free objects go back into the slab one by one, the slab where it belongs. */
function deactivate_slab(s: kmem_cache, at: u32, first: u32): void {
  exec(map.deactivate_slab);
  const p = changetype<page>(at);
  let freelist = first;
  while (turn(map.deactivate_slab_turn, freelist != 0)) {
    const next = get_freepointer(s, freelist);
    const prior = p.freelist;
    const counters = p.counters;
    set_freepointer(s, freelist, prior);
    cmpxchg_double_slab(p, prior, counters, freelist, counters - 1);
    freelist = next;
  }
  const n = nodeOf(s);
  const counters = p.counters;
  const head = p.freelist;
  const empty = inuseOf(counters) == 0 && n.nr_partial > s.min_partial;
  const lock = <u32>changetype<usize>(n);
  if (!empty && head != 0) {
    spin_lock(lock);
    add_partial(n, p);
    spin_unlock(lock);
  }
  cmpxchg_double_slab(p, head, counters, head, counters & ~FROZEN);
  if (empty) discard_slab(s, p);
}

function flush_slab(s: kmem_cache, c: kmem_cache_cpu): void {
  deactivate_slab(s, c.page, c.freelist);
  c.tid = next_tid(c.tid);
  c.page = 0;
  c.freelist = 0;
}

// ---- Freeing

/** slab_free(), inlined: if the object is of this CPU's slab, it becomes the first of its free objects. */
function slab_free(cache: u32, p: page, object: u32): void {
  const s = changetype<kmem_cache>(cache);
  const c = cpuSlab(s);
  const tid = c.tid;
  if (c.page != addressOf(p)) {
    __slab_free(s, p, object);
    return;
  }
  set_freepointer(s, object, c.freelist);
  cmpxchgCpuSlab(s, object, tid);
}

export function kmem_cache_free(cache: u32, object: u32): void {
  exec(map.kmem_cache_free);
  slab_free(cache, changetype<page>(virt_to_head_page(object)), object);
}

export function kfree(address: u32): void {
  exec(map.kfree);
  if (address == 0) return;
  const at = virt_to_head_page(address);
  const p = changetype<page>(at);
  if (!(p.flags & PG_slab)) {
    __free_pages(at, compound_order(at)); // bigger than the greatest class
    return;
  }
  slab_free(p.slab, p, address);
}

/** The slow way: into the slab itself, which no CPU or another one has. */
function __slab_free(s: kmem_cache, p: page, object: u32): void {
  exec(map.__slab_free);
  const prior = p.freelist;
  const counters = p.counters;
  set_freepointer(s, object, prior);
  const frozen = (counters & FROZEN) != 0;
  let changed = counters - 1;
  const empty = inuseOf(changed) == 0;
  let locked = false;
  if ((empty || prior == 0) && !frozen) {
    if (prior == 0) {
      changed |= FROZEN; // it was full: it becomes one of this CPU's spares
    } else {
      spin_lock_irqsave(<u32>changetype<usize>(nodeOf(s)));
      locked = true;
    }
  }
  cmpxchg_double_slab(p, prior, counters, object, changed);
  if (!locked) {
    if (changed & FROZEN && !frozen) put_cpu_partial(s, p, true);
    return;
  }
  exec(map.__slab_free_list);
  const n = nodeOf(s);
  const discard = empty && n.nr_partial > s.min_partial;
  if (discard) remove_partial(n, p);
  spin_unlock_irqrestore(<u32>changetype<usize>(n));
  if (discard) discard_slab(s, p);
}

/** Gives back what a cache does not use: this CPU's slabs, then the empty ones of the node. */
export function kmem_cache_shrink(cache: u32): void {
  exec(map.kmem_cache_shrink);
  const s = changetype<kmem_cache>(cache);
  const c = cpuSlab(s);
  cli();
  if (c.page != 0) flush_slab(s, c);
  unfreeze_partials(s);
  popf();
  const n = nodeOf(s);
  const head = <u32>changetype<usize>(n.partial);
  spin_lock_irqsave(<u32>changetype<usize>(n));
  let entry = ld<u32>(head, 0);
  while (turn(map.kmem_cache_shrink_turn, entry != head)) {
    const p = changetype<page>(entry - 20);
    entry = ld<u32>(entry, 0);
    if (inuseOf(p.counters) != 0) continue;
    remove_partial(n, p);
    discard_slab(s, p);
  }
  spin_unlock_irqrestore(<u32>changetype<usize>(n));
}

// ---- kmalloc

/** A size that is known when compiling: the class is picked there, one load finds its cache. */
export function kmalloc(size: u32, flags: u32): u32 {
  const index = classIndex(size);
  return index == 0 ? __kmalloc(size, flags) : kmem_cache_alloc(ld<u32>(kmalloc_caches, index * 4), flags);
}

/** kzalloc() is kmalloc() with __GFP_ZERO; of a size that is not known when compiling, as __kzalloc() here. */
export function kzalloc(size: u32, flags: u32): u32 {
  return __kmalloc(size, flags | __GFP_ZERO);
}

/** The name under which 2.6.20 has it. */
export function __kzalloc(size: u32, flags: u32): u32 {
  return kzalloc(size, flags);
}

/** Free of charge: index in kmalloc_caches, 0: too big for them. */
function classIndex(size: u32): u32 {
  if (size > SLUB_MAX_SIZE) return 0;
  return size <= 192 ? peek<u8>(size_index + (size - 1) / 8 - PAGE_OFFSET) : fls(size - 1);
}

/** Memory of a size; 0 if there is none. */
export function __kmalloc(size: u32, flags: u32): u32 {
  exec(map.__kmalloc);
  if (size > SLUB_MAX_SIZE) {
    return __get_free_pages(flags | __GFP_COMP, fls((size - 1) >> PAGE_SHIFT)); // kmalloc_large()
  }
  const index: u32 = size <= 192 ? ld<u8>(size_index + (size - 1) / 8, 0) : fls(size - 1);
  const cache = ld<u32>(kmalloc_caches, index * 4);
  const object = slab_alloc(cache, flags);
  if (flags & __GFP_ZERO && object != 0) {
    exec(map.__kmalloc_zero);
    memset(object, 0, changetype<kmem_cache>(cache).object_size);
  }
  return object;
}

/** Bytes that an allocation really has. */
export function ksize(address: u32): u32 {
  exec(map.ksize);
  if (address == 0) return 0;
  const at = virt_to_head_page(address);
  const p = changetype<page>(at);
  if (!(p.flags & PG_slab)) return PAGE_SIZE << compound_order(at);
  const s = changetype<kmem_cache>(p.slab);
  return s.flags & SLAB_DESTROY_BY_RCU ? s.inuse : s.size;
}

// ---- Views, free of charge

function field(at: u32, offset: u32): u32 {
  return peek<u32>(at + offset - PAGE_OFFSET);
}

export function cacheName(cache: u32): CacheName {
  return field(cache, KMEM_CACHE_NAME);
}

/** Of the objects that were asked for: object_size is what zeroing clears. */
export function cacheObjectSize(cache: u32): u32 {
  return field(cache, Field.inuse);
}

export function cacheSize(cache: u32): u32 {
  return field(cache, Field.size);
}

export function cachePerSlab(cache: u32): u32 {
  return field(cache, Field.oo) & 0xffff;
}

export function cacheOrder(cache: u32): u32 {
  return field(cache, Field.oo) >> 16;
}

/** Where a free object's pointer lies. */
export function cacheFreePointer(cache: u32): u32 {
  return field(cache, Field.offset);
}

/** Slabs of a cache. */
export function slabsOf(cache: u32): u32 {
  return field(field(cache, KMEM_CACHE_NODE), 16);
}

/** Objects of a cache that are allocated: those of all slabs without the free ones that are found. */
export function activeObjects(cache: u32): u32 {
  const n = field(cache, KMEM_CACHE_NODE);
  let free: u32 = 0;
  for (let at = field(n, 8); at != n + 8; at = field(at, 0)) free += freeIn(at - 20);
  for (let number: u32 = 0; number < cpuCount; number++) {
    const c = ofCpu(number, field(cache, Field.cpu_slab));
    for (let object = field(c, 0); object != 0; object = field(object, field(cache, Field.offset))) free++;
    if (field(c, 8) != 0) free += freeIn(field(c, 8));
    for (let p = field(c, 12); p != 0; p = field(p, 20)) free += freeIn(p);
  }
  return field(n, 20) - free;
}

function freeIn(p: u32): u32 {
  return objectsOf(field(p, 12)) - inuseOf(field(p, 12));
}

/** Object bytes of the kmalloc class that an address came from; 0: from none. */
export function sizeClassOf(address: u32): u32 {
  const p = headOf(pageOfAddress(address));
  if (!(field(p, 0) & PG_slab)) return 0;
  const cache = field(p, 28);
  return cacheName(cache) == CacheName.kmalloc ? cacheSize(cache) : 0;
}
