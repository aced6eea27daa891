// mm/slab.c, mm/util.c of Linux 2.6.20: the slab allocator.
// Left out: NUMA and alien caches, debugging, statistics, constructors (their work is not charged), destructors, the
// timer that reaps (cache_reap), caches for DMA. SLAB_DESTROY_BY_RCU frees at once. Boot builds the caches' own
// structures in static memory, free of charge, and not out of slabs.
//
//   kmem_cache ── array[cpu] ──> array_cache: avail, limit, batchcount, touched, entry[] (free objects, LIFO)
//              └─ nodelists[0] ──> kmem_list3 ── shared ──> array_cache of all CPUs
//                                             ├─ slabs_partial ─> slab ─> slab     slab: inuse, free, bufctl[num]
//                                             ├─ slabs_full                        before the objects (on-slab) or in
//                                             └─ slabs_free                        a kmalloc object (off-slab)
export { cacheAt } from "./slab_list";

import { cli, exec, ld, popf, st, sti, turn } from "../machine/cpu";
import { cpuCount } from "../machine/cpu_state";
import { peek, poke } from "../machine/ram";
import { trap } from "../machine/trap";
import { CacheName } from "./cache_names";
import { L1_CACHE_BYTES, NR_CPUS } from "./config";
import { __GFP_WAIT } from "./gfp";
import { list_add, list_add_tail, list_del, list_empty } from "./list";
import { PAGE_OFFSET, PAGE_SIZE } from "./memory_map";
import { PG_slab } from "./mmzone";
import {
  alloc_pages,
  bootAlloc,
  free_pages,
  PAGE_STRUCT,
  page_address,
  page_zone,
  pageOfAddress,
  virt_to_page,
} from "./page_alloc";
import { CPU_NUMBER, thisCpu } from "./percpu";
import { SLAB_HWCACHE_ALIGN, SLAB_RECLAIM_ACCOUNT } from "./slab_flags";
import { alignUp, forgetCaches, noteCache, noteClass } from "./slab_list";
import { _spin_lock, _spin_lock_irq, bootSpinLock, spin_unlock, spin_unlock_irq } from "./spinlock";
import { memcpy, memset } from "./string";
import { array_cache, cache_sizes, kmem_cache, kmem_list3, list_head, page, slab } from "./structs";
import * as map from "./system_map";
import { mod_zone_page_state, NR_SLAB_RECLAIMABLE, NR_SLAB_UNRECLAIMABLE } from "./vmstat";

const CFLGS_OFF_SLAB: u32 = 0x80000000;
const BUFCTL_END: u32 = 0xffffffff;
/** A CPU that has not allocated lately takes at most so many objects at a time. */
const BATCHREFILL_LIMIT: u32 = 16;
/** sizeof(struct slab), sizeof(kmem_bufctl_t), sizeof(struct array_cache). */
const SLAB: u32 = 28; // sizeof(struct slab)
const BUFCTL: u32 = 4;
const ARRAY_CACHE: u32 = 20; // sizeof(struct array_cache)
/** struct kmem_cache: array[NR_CPUS] comes first. */
const KMEM_CACHE: u32 = 112; // sizeof(struct kmem_cache)
const LIST_LOCK: u32 = 36; // offsetof(struct kmem_list3, list_lock)
const NODELISTS: u32 = 52; // offsetof(struct kmem_cache, nodelists)
/** BREAK_GFP_ORDER_HI (more than 32 MiB of memory) and MAX_GFP_ORDER. */
const slab_break_gfp_order: u32 = 1;
const MAX_GFP_ORDER: u32 = 5;

/** Fields of struct kmem_cache that boot fills in; structs.ts has the charged accessors. */
const enum Field {
  batchcount = 32, // offsetof(struct kmem_cache, batchcount)
  limit = 36, // offsetof(struct kmem_cache, limit)
  shared = 40, // offsetof(struct kmem_cache, shared)
  buffer_size = 44, // offsetof(struct kmem_cache, buffer_size)
  reciprocal_buffer_size = 48, // offsetof(struct kmem_cache, reciprocal_buffer_size)
  flags = 56, // offsetof(struct kmem_cache, flags)
  num = 60, // offsetof(struct kmem_cache, num)
  gfporder = 64, // offsetof(struct kmem_cache, gfporder)
  colour = 72, // offsetof(struct kmem_cache, colour)
  colour_off = 76, // offsetof(struct kmem_cache, colour_off)
  slabp_cache = 80, // offsetof(struct kmem_cache, slabp_cache)
  slab_size = 84, // offsetof(struct kmem_cache, slab_size)
  name = 100, // offsetof(struct kmem_cache, name)
  /** Behind the struct: the size that was asked for, which a kernel without debugging does not keep. */
  object_size = 112,
}

/** malloc_sizes: cache_sizes entries, ended by one of size ~0. */
let malloc_sizes: u32 = 0;
const MIN_CLASS: u32 = 32;
const MAX_CLASS: u32 = 131072;

// ---- Boot, free of charge

/** kmem_cache_init(): the caches for kmalloc. After bootPages(). */
export function bootSlab(): void {
  forgetCaches();
  malloc_sizes = bootAlloc(20 * 12, 64);
  let at = malloc_sizes - PAGE_OFFSET;
  for (let size = MIN_CLASS; size <= MAX_CLASS; size = nextClass(size)) {
    const cache = createCache(CacheName.kmalloc, size, 0, SLAB_HWCACHE_ALIGN);
    noteClass(cache);
    poke<u32>(at, size);
    poke<u32>(at + 4, cache);
    at += 12;
  }
  poke<u32>(at, u32.MAX_VALUE);
}

/** 32, 64, 128, 192, 256, 512, ...: 96 needs lines below 64 bytes, 192 lines below 128. */
function nextClass(size: u32): u32 {
  return size == 128 ? 192 : size == 192 ? 256 : size << 1;
}

/** Makes a cache; its address. `ctor` says whether it has a constructor. At boot, free of charge. */
export function kmem_cache_create(name: CacheName, size: u32, align: u32, flags: u32, _ctor: bool): u32 {
  const cache = createCache(name, size, align, flags);
  noteCache(cache);
  return cache;
}

function createCache(name: CacheName, objectSize: u32, wanted: u32, wantedFlags: u32): u32 {
  let flags = wantedFlags;
  let align: u32 = 4;
  let size = alignUp(objectSize, 4);
  if (flags & SLAB_HWCACHE_ALIGN) {
    align = L1_CACHE_BYTES;
    while (size <= align / 2) align /= 2;
  }
  align = max(align, wanted);
  // Big objects have their slab's management elsewhere; the first caches that boot makes are small.
  if (size >= PAGE_SIZE >> 3) flags |= CFLGS_OFF_SLAB;
  size = alignUp(size, align);

  // calculate_slab_order(): the least order that wastes at most an eighth.
  let num: u32 = 0;
  let order: u32 = 0;
  let left: u32 = 0;
  for (let o: u32 = 0; o <= MAX_GFP_ORDER; o++) {
    const bytes = PAGE_SIZE << o;
    const n = objectsIn(bytes, size, align, flags);
    if (n == 0) continue;
    if (flags & CFLGS_OFF_SLAB && n > (size - SLAB) / BUFCTL) break;
    num = n;
    order = o;
    left = bytes - n * size - (flags & CFLGS_OFF_SLAB ? 0 : alignUp(SLAB + n * BUFCTL, align));
    if (flags & SLAB_RECLAIM_ACCOUNT || o >= slab_break_gfp_order || left * 8 <= bytes) break;
  }
  let management = alignUp(SLAB + num * BUFCTL, align);
  if (flags & CFLGS_OFF_SLAB && left >= management) {
    flags &= ~CFLGS_OFF_SLAB;
    left -= management;
  }
  if (flags & CFLGS_OFF_SLAB) management = SLAB + num * BUFCTL;
  const colourOff = max(L1_CACHE_BYTES, align);

  // KMEM_CACHE bytes out of a cache of caches whose objects begin on lines, and the pointers of further CPUs.
  const cache = bootAlloc(128 + (cpuCount > NR_CPUS ? (cpuCount - NR_CPUS) * 4 : 0), 64);
  const at = cache - PAGE_OFFSET;
  poke<u32>(at + Field.buffer_size, size);
  poke<u32>(at + Field.reciprocal_buffer_size, <u32>((0x100000000 + <u64>size - 1) / size));
  poke<u32>(at + Field.flags, flags);
  poke<u32>(at + Field.num, num);
  poke<u32>(at + Field.gfporder, order);
  poke<u32>(at + Field.colour, left / colourOff);
  poke<u32>(at + Field.colour_off, colourOff);
  poke<u32>(at + Field.slab_size, management);
  poke<u32>(at + Field.name, name);
  poke<u32>(at + Field.object_size, objectSize);
  if (flags & CFLGS_OFF_SLAB) poke<u32>(at + Field.slabp_cache, classOf(management));
  bootCpuCache(cache, size, num);
  return cache;
}

/** cache_estimate(): how many objects a slab holds. */
function objectsIn(bytes: u32, size: u32, align: u32, flags: u32): u32 {
  if (flags & CFLGS_OFF_SLAB) return bytes / size;
  let n = (bytes - SLAB) / (size + BUFCTL);
  if (alignUp(SLAB + n * BUFCTL, align) + n * size > bytes) n--;
  return n;
}

/** enable_cpucache(): the arrays of each CPU and the shared one, by the size of the objects. */
function bootCpuCache(cache: u32, size: u32, num: u32): void {
  const limit: u32 = size > 131072 ? 1 : size > PAGE_SIZE ? 8 : size > 1024 ? 24 : size > 256 ? 54 : 120;
  const batchcount = (limit + 1) / 2;
  const shared: u32 = size <= PAGE_SIZE ? 8 : 0;
  const at = cache - PAGE_OFFSET;
  poke<u32>(at + Field.batchcount, batchcount);
  poke<u32>(at + Field.limit, limit);
  poke<u32>(at + Field.shared, shared);
  for (let number: u32 = 0; number < cpuCount; number++) {
    poke<u32>(at + arrayAt(number), bootArray(limit, batchcount));
  }
  const l3 = bootAlloc(64, 64) - PAGE_OFFSET;
  poke<u32>(at + NODELISTS, l3 + PAGE_OFFSET);
  for (let list: u32 = 0; list < 24; list += 8) {
    poke<u32>(l3 + list, l3 + list + PAGE_OFFSET);
    poke<u32>(l3 + list + 4, l3 + list + PAGE_OFFSET);
  }
  poke<u32>(l3 + 28, (1 + cpuCount) * batchcount + num); // free_limit
  bootSpinLock(l3 + 36 + PAGE_OFFSET);
  // do_tune_cpucache() gives the shared array a batchcount of its own that nobody uses.
  if (shared != 0) poke<u32>(l3 + 40, bootArray(shared * batchcount, 0xbaadf00d));
}

function bootArray(limit: u32, batchcount: u32): u32 {
  const array = bootAlloc(alignUp(ARRAY_CACHE + limit * 4, 64), 64);
  poke<u32>(array + 4 - PAGE_OFFSET, limit);
  poke<u32>(array + 8 - PAGE_OFFSET, batchcount);
  bootSpinLock(array + 16);
  return array;
}

/** The kmalloc cache for a size. */
function classOf(size: u32): u32 {
  let at = malloc_sizes - PAGE_OFFSET;
  while (peek<u32>(at) < size) at += 12;
  return peek<u32>(at + 4);
}

// ---- Allocating

/** Offset of a CPU's pointer in kmem_cache.array. The pointers of CPUs beyond NR_CPUS lie behind the struct. */
export function arrayAt(number: u32): u32 {
  return number < NR_CPUS ? number * 4 : KMEM_CACHE + (number - NR_CPUS) * 4;
}

/** cpu_cache_get(): this CPU's array. Inlined. */
function cpu_cache_get(cache: u32): array_cache {
  return changetype<array_cache>(ld<u32>(cache, arrayAt(ld<u32>(thisCpu(CPU_NUMBER), 0))));
}

function entryOf(ac: array_cache, index: u32): u32 {
  return <u32>changetype<usize>(ac) + ARRAY_CACHE + index * 4;
}

function nodelist(cache: u32): kmem_list3 {
  return changetype<kmem_list3>(ld<u32>(cache, NODELISTS));
}

function addressOf(list: list_head): u32 {
  return <u32>changetype<usize>(list);
}

/** __cache_alloc() and ____cache_alloc(), inlined: the newest of this CPU's free objects. */
function __cache_alloc(cache: u32, flags: u32): u32 {
  cli();
  const ac = cpu_cache_get(cache);
  const avail = ac.avail;
  let object: u32 = 0;
  if (avail != 0) {
    ac.touched = 1;
    ac.avail = avail - 1;
    object = ld<u32>(entryOf(ac, avail - 1), 0);
  } else {
    object = cache_alloc_refill(cache, flags);
  }
  popf();
  return object;
}

/** An object of a cache; 0 if there is no memory. */
export function kmem_cache_alloc(cache: u32, flags: u32): u32 {
  exec(map.kmem_cache_alloc);
  return __cache_alloc(cache, flags);
}

function cache_alloc_refill(cache: u32, flags: u32): u32 {
  exec(map.cache_alloc_refill);
  for (;;) {
    exec(map.cache_alloc_refill_pass);
    const ac = cpu_cache_get(cache);
    let batchcount = ac.batchcount;
    if (!ac.touched && batchcount > BATCHREFILL_LIMIT) batchcount = BATCHREFILL_LIMIT;
    const l3 = nodelist(cache);
    const lock = <u32>changetype<usize>(l3) + LIST_LOCK;
    _spin_lock(lock);
    const shared = l3.shared;
    if (shared == 0 || !transfer_objects(ac, changetype<array_cache>(shared), batchcount)) {
      takeFromSlabs(cache, l3, ac, batchcount);
      l3.free_objects -= ac.avail;
    }
    spin_unlock(lock);
    if (ac.avail == 0) {
      const grown = cache_grow(cache, flags);
      // Interrupts were on meanwhile: the array may have been filled.
      if (!grown && ac.avail == 0) return 0;
      if (ac.avail == 0) continue;
    }
    ac.touched = 1;
    const avail = ac.avail - 1;
    ac.avail = avail;
    return ld<u32>(entryOf(ac, avail), 0);
  }
}

/** Moves objects from one array to the other's end; false if there is none. Inlined. */
function transfer_objects(to: array_cache, from: array_cache, most: u32): bool {
  const has = from.avail;
  const room = to.limit - to.avail;
  let nr = has < most ? has : most;
  if (room < nr) nr = room;
  if (nr == 0) return false;
  memcpy(entryOf(to, to.avail), entryOf(from, has - nr), nr * 4);
  from.avail = has - nr;
  to.avail += nr;
  to.touched = 1;
  return true;
}

/** The loop of cache_alloc_refill(): partial slabs first, then free ones. */
function takeFromSlabs(cache: u32, l3: kmem_list3, ac: array_cache, batchcount: u32): void {
  const c = changetype<kmem_cache>(cache);
  const partial = addressOf(l3.slabs_partial);
  const free = addressOf(l3.slabs_free);
  let left = batchcount;
  while (left > 0) {
    let entry = ld<u32>(partial, 0);
    if (entry == partial) {
      l3.free_touched = 1;
      entry = ld<u32>(free, 0);
      if (entry == free) return;
    }
    const s = changetype<slab>(entry);
    while (turn(map.cache_alloc_refill_object, left != 0 && s.inuse < c.num)) {
      left--;
      const object = slab_get_obj(c, s);
      const avail = ac.avail;
      st<u32>(entryOf(ac, avail), 0, object);
      ac.avail = avail + 1;
    }
    list_del(entry);
    list_add(entry, s.free == BUFCTL_END ? addressOf(l3.slabs_full) : partial);
  }
}

function bufctl(s: slab, index: u32): u32 {
  return <u32>changetype<usize>(s) + SLAB + index * BUFCTL;
}

/** Takes the first free object of a slab. Inlined. */
function slab_get_obj(c: kmem_cache, s: slab): u32 {
  const index = s.free;
  const object = s.s_mem + c.buffer_size * index;
  s.inuse++;
  s.free = ld<u32>(bufctl(s, index), 0);
  return object;
}

/** Puts an object back, first in its slab's chain. Inlined. */
function slab_put_obj(c: kmem_cache, s: slab, object: u32): void {
  const offset = object - s.s_mem;
  const index = <u32>((<u64>offset * c.reciprocal_buffer_size) >> 32);
  st<u32>(bufctl(s, index), 0, s.free);
  s.free = index;
  s.inuse--;
}

/** Adds a slab to a cache. Inlined in cache_alloc_refill(). Interrupts are off, and on while pages are got. */
function cache_grow(cache: u32, flags: u32): bool {
  const c = changetype<kmem_cache>(cache);
  exec(map.cache_grow);
  const l3 = nodelist(cache);
  const lock = <u32>changetype<usize>(l3) + LIST_LOCK;
  _spin_lock(lock);
  const colour = l3.colour_next;
  l3.colour_next = colour + 1;
  if (colour + 1 >= c.colour) l3.colour_next = 0;
  spin_unlock(lock);
  const offset = colour * c.colour_off;

  if (flags & __GFP_WAIT) sti();
  const pages = kmem_getpages(c, flags);
  let s: u32 = 0;
  if (pages != 0) {
    s = alloc_slabmgmt(c, pages, offset, flags);
    if (s == 0) kmem_freepages(cache, pages);
  }
  if (s != 0) {
    slab_map_pages(cache, s, pages);
    cache_init_objs(c, changetype<slab>(s));
  }
  if (flags & __GFP_WAIT) cli();
  if (s == 0) return false;

  _spin_lock(lock);
  list_add_tail(s, addressOf(l3.slabs_free));
  l3.free_objects += c.num;
  spin_unlock(lock);
  return true;
}

/** Pages for a slab; their address. Inlined. */
function kmem_getpages(c: kmem_cache, flags: u32): u32 {
  const order = c.gfporder;
  const p = alloc_pages(flags | c.gfpflags, order);
  if (p == 0) return 0;
  mod_zone_page_state(
    page_zone(p),
    c.flags & SLAB_RECLAIM_ACCOUNT ? NR_SLAB_RECLAIMABLE : NR_SLAB_UNRECLAIMABLE,
    1 << order,
  );
  for (let i: u32 = 0; i < 1 << order; i++) changetype<page>(p + i * PAGE_STRUCT).flags |= PG_slab;
  return page_address(p);
}

/** Places a slab's management: in a kmalloc object, or before the coloured objects. Inlined. */
function alloc_slabmgmt(c: kmem_cache, pages: u32, colour: u32, flags: u32): u32 {
  let offset = colour;
  let at: u32 = 0;
  if (c.flags & CFLGS_OFF_SLAB) {
    at = kmem_cache_alloc(c.slabp_cache, flags);
    if (at == 0) return 0;
  } else {
    at = pages + offset;
    offset += c.slab_size;
  }
  const s = changetype<slab>(at);
  s.inuse = 0;
  s.colouroff = offset;
  s.s_mem = pages + offset;
  s.nodeid = 0;
  return at;
}

/** Lets each page know its cache and slab. Inlined. */
function slab_map_pages(cache: u32, s: u32, pages: u32): void {
  const first = virt_to_page(pages);
  const count: u32 = 1 << changetype<kmem_cache>(cache).gfporder;
  for (let i: u32 = 0; turn(map.slab_map_pages_turn, i < count); i++) {
    const lru = changetype<page>(first + i * PAGE_STRUCT).lru;
    lru.next = cache;
    lru.prev = s;
  }
}

/** Chains all objects of a new slab. Inlined. */
function cache_init_objs(c: kmem_cache, s: slab): void {
  let i: u32 = 0;
  while (turn(map.cache_init_objs_turn, i < c.num)) {
    c.ctor;
    st<u32>(bufctl(s, i), 0, i + 1);
    i++;
  }
  st<u32>(bufctl(s, i - 1), 0, BUFCTL_END);
  s.free = 0;
}

// ---- Freeing

function virt_to_cache(p: u32): u32 {
  return changetype<page>(p).lru.next;
}

/** __cache_free(), inlined: to the end of this CPU's array; if that is full, half of it goes first. */
function __cache_free(cache: u32, object: u32): void {
  const ac = cpu_cache_get(cache);
  if (ac.avail >= ac.limit) cache_flusharray(cache, ac);
  const avail = ac.avail;
  st<u32>(entryOf(ac, avail), 0, object);
  ac.avail = avail + 1;
}

export function kmem_cache_free(cache: u32, object: u32): void {
  exec(map.kmem_cache_free);
  const p = virt_to_page(object);
  changetype<page>(p).flags; // PageCompound
  if (virt_to_cache(p) != cache) trap(); // a bug of the emulator: the kernel's BUG_ON
  cli();
  __cache_free(cache, object);
  popf();
}

export function kfree(address: u32): void {
  exec(map.kfree);
  if (address == 0) return;
  cli();
  const p = virt_to_page(address);
  changetype<page>(p).flags; // PageCompound
  __cache_free(virt_to_cache(p), address);
  popf();
}

function cache_flusharray(cache: u32, ac: array_cache): void {
  exec(map.cache_flusharray);
  let batchcount = ac.batchcount;
  const l3 = nodelist(cache);
  const lock = <u32>changetype<usize>(l3) + LIST_LOCK;
  _spin_lock(lock);
  let room: u32 = 0;
  const shared = changetype<array_cache>(l3.shared);
  if (changetype<usize>(shared) != 0) room = shared.limit - shared.avail;
  if (room != 0) {
    if (batchcount > room) batchcount = room;
    memcpy(entryOf(shared, shared.avail), entryOf(ac, 0), batchcount * 4);
    shared.avail += batchcount;
  } else {
    free_block(cache, entryOf(ac, 0), batchcount);
  }
  spin_unlock(lock);
  ac.avail -= batchcount;
  memcpy(entryOf(ac, 0), entryOf(ac, batchcount), ac.avail * 4);
}

/** Puts objects back into their slabs; the list is locked. */
function free_block(cache: u32, objects: u32, count: u32): void {
  exec(map.free_block);
  const c = changetype<kmem_cache>(cache);
  for (let i: u32 = 0; turn(map.free_block_turn, i < count); i++) {
    const object = ld<u32>(objects, i * 4);
    const p = virt_to_page(object);
    changetype<page>(p).flags;
    const at = changetype<page>(p).lru.prev;
    const s = changetype<slab>(at);
    const l3 = nodelist(cache);
    list_del(at);
    slab_put_obj(c, s, object);
    l3.free_objects++;
    if (s.inuse != 0) {
      list_add_tail(at, addressOf(l3.slabs_partial));
    } else if (l3.free_objects > l3.free_limit) {
      l3.free_objects -= c.num;
      slab_destroy(cache, at);
    } else {
      list_add(at, addressOf(l3.slabs_free));
    }
  }
}

function slab_destroy(cache: u32, at: u32): void {
  exec(map.slab_destroy);
  const c = changetype<kmem_cache>(cache);
  const s = changetype<slab>(at);
  const pages = s.s_mem - s.colouroff;
  c.dtor;
  kmem_freepages(cache, pages);
  if (c.flags & CFLGS_OFF_SLAB) kmem_cache_free(c.slabp_cache, at);
}

function kmem_freepages(cache: u32, pages: u32): void {
  exec(map.kmem_freepages);
  const c = changetype<kmem_cache>(cache);
  const order = c.gfporder;
  const first = virt_to_page(pages);
  mod_zone_page_state(
    page_zone(first),
    c.flags & SLAB_RECLAIM_ACCOUNT ? NR_SLAB_RECLAIMABLE : NR_SLAB_UNRECLAIMABLE,
    -(1 << order),
  );
  for (let i: u32 = 0; turn(map.kmem_freepages_turn, i < 1 << order); i++) {
    changetype<page>(first + i * PAGE_STRUCT).flags &= ~PG_slab;
  }
  free_pages(pages, order);
}

/** Gives back what a cache does not use: this CPU's array, the shared one, then all free slabs. */
export function kmem_cache_shrink(cache: u32): void {
  exec(map.kmem_cache_shrink);
  const l3 = nodelist(cache);
  const lock = <u32>changetype<usize>(l3) + LIST_LOCK;
  cli();
  const ac = cpu_cache_get(cache);
  _spin_lock(lock);
  free_block(cache, entryOf(ac, 0), ac.avail);
  spin_unlock(lock);
  ac.avail = 0;
  sti();
  const shared = changetype<array_cache>(l3.shared);
  if (changetype<usize>(shared) != 0) {
    _spin_lock_irq(lock);
    free_block(cache, entryOf(shared, 0), shared.avail);
    shared.avail = 0;
    spin_unlock_irq(lock);
  }
  drain_freelist(cache, l3);
}

function drain_freelist(cache: u32, l3: kmem_list3): void {
  exec(map.drain_freelist);
  const free = addressOf(l3.slabs_free);
  const lock = <u32>changetype<usize>(l3) + LIST_LOCK;
  while (turn(map.drain_freelist_turn, !list_empty(free))) {
    _spin_lock_irq(lock);
    const at = ld<u32>(free, 4);
    list_del(at);
    l3.free_objects -= changetype<kmem_cache>(cache).num;
    spin_unlock_irq(lock);
    slab_destroy(cache, at);
  }
}

// ---- kmalloc

/** A size that is known when compiling: the class is picked there, one load finds its cache. */
export function kmalloc(size: u32, flags: u32): u32 {
  let at = malloc_sizes;
  while (peek<u32>(at - PAGE_OFFSET) < size) at += 12;
  return kmem_cache_alloc(changetype<cache_sizes>(at).cs_cachep, flags);
}

/** kzalloc() is a macro of __kzalloc(). */
export function kzalloc(size: u32, flags: u32): u32 {
  return __kzalloc(size, flags);
}

/** Zeroed memory of a size; 0 if there is none. */
export function __kzalloc(size: u32, flags: u32): u32 {
  exec(map.__kzalloc);
  const object = __kmalloc(size, flags);
  if (object != 0) memset(object, 0, size);
  return object;
}

/** Memory of a size; 0 if there is none. */
export function __kmalloc(size: u32, flags: u32): u32 {
  exec(map.__kmalloc);
  let sizes = changetype<cache_sizes>(malloc_sizes);
  while (turn(map.__kmalloc_turn, size > sizes.cs_size)) {
    sizes = changetype<cache_sizes>(changetype<usize>(sizes) + 12);
  }
  sizes.cs_dmacachep; // loaded before the flags say which of the two it is
  const cache = sizes.cs_cachep;
  return cache == 0 ? 0 : __cache_alloc(cache, flags);
}

/** Bytes that an allocation really has. */
export function ksize(address: u32): u32 {
  exec(map.ksize);
  if (address == 0) return 0;
  const p = virt_to_page(address);
  changetype<page>(p).flags;
  return changetype<kmem_cache>(virt_to_cache(p)).buffer_size;
}

// ---- Views, free of charge

function field(cache: u32, offset: u32): u32 {
  return peek<u32>(cache + offset - PAGE_OFFSET);
}

export function cacheName(cache: u32): CacheName {
  return field(cache, Field.name);
}

export function cacheObjectSize(cache: u32): u32 {
  return field(cache, Field.object_size);
}

export function cacheSize(cache: u32): u32 {
  return field(cache, Field.buffer_size);
}

export function cachePerSlab(cache: u32): u32 {
  return field(cache, Field.num);
}

export function cacheOrder(cache: u32): u32 {
  return field(cache, Field.gfporder);
}

/** Colours, and the byte of its slab where a first object begins; what slabgeom.json calls colours and mgmt_bytes. */
export function cacheColours(cache: u32): u32 {
  return field(cache, Field.colour);
}

export function cacheManagement(cache: u32): u32 {
  return field(cache, Field.slab_size);
}

export function cacheOffSlab(cache: u32): bool {
  return (field(cache, Field.flags) & CFLGS_OFF_SLAB) != 0;
}

/** Slabs of a cache. */
export function slabsOf(cache: u32): u32 {
  return countSlabs(cache, false);
}

/** Objects of a cache that are allocated. */
export function activeObjects(cache: u32): u32 {
  const l3 = field(cache, NODELISTS);
  let sum = countSlabs(cache, true);
  for (let number: u32 = 0; number < cpuCount; number++) sum -= field(field(cache, arrayAt(number)), 0);
  const shared = field(l3, 40);
  return shared == 0 ? sum : sum - field(shared, 0);
}

/** Slabs on the three lists, or the objects of theirs that are in use or in arrays. */
function countSlabs(cache: u32, objects: bool): u32 {
  const l3 = field(cache, NODELISTS);
  let sum: u32 = 0;
  for (let list: u32 = 0; list < 24; list += 8) {
    for (let at = field(l3, list); at != l3 + list; at = field(at, 0)) sum += objects ? field(at, 16) : 1;
  }
  return sum;
}

/** Object bytes of the kmalloc class that an address came from; 0: from none. */
export function sizeClassOf(address: u32): u32 {
  const p = pageOfAddress(address) - PAGE_OFFSET;
  if (!(peek<u32>(p) & PG_slab)) return 0;
  const cache = peek<u32>(p + 24); // lru.next
  return cacheName(cache) == CacheName.kmalloc ? cacheSize(cache) : 0;
}
