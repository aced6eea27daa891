// Entry for test/linux/slab.test.ts: the allocators of Linux 3.6.5 alone.
export { accountsOf } from "../machine/ledger";
export { profileAddress } from "../machine/profile";

import { view } from "../abi";
import { clock, placeStacks, startMachine } from "../machine/cpu";
import { translate } from "../machine/mmu";
import { startRam } from "../machine/ram";
import { CacheName } from "./cache_names";
import { GFP_ATOMIC, GFP_KERNEL } from "./gfp";
import { bootPageTables, staticData } from "./memory_map";
import { bootPages, freePages, totalPages } from "./page_alloc";
import { bootVariables } from "./percpu";
import {
  __kmalloc,
  __kzalloc,
  bootSlab,
  cacheAt,
  cacheFreePointer,
  kfree,
  kmem_cache_alloc,
  kmem_cache_create,
  kmem_cache_free,
  kmem_cache_shrink,
  ksize,
} from "./slab";
import { SLAB_DESTROY_BY_RCU, SLAB_HWCACHE_ALIGN, SLAB_RECLAIM_ACCOUNT } from "./slab_flags";
import { footprint } from "./system_map";
import { describeMemory, describeSlab, describeVmalloc, sizeClassOf } from "./view_slab";
import { __purge_vmap_area_lazy, bootVmalloc, vfree, vzalloc } from "./vmalloc";

export { clock, describeMemory, describeSlab, describeVmalloc, freePages, kfree, ksize, sizeClassOf, translate, vfree };

export function boot(cpus: u32): void {
  startMachine(cpus);
  startRam(8 << 20);
  bootPageTables();
  bootVariables(1024, 0, 0);
  placeStacks(staticData(footprint + 64, 4096), staticData(8192 * cpus, 8192), 8192);
  bootPages();
  bootSlab();
  bootVmalloc();
}

export function viewAddress(): usize {
  return view;
}

export function pages(): u32 {
  return totalPages;
}

export function create(name: u32, size: u32, align: u32, flags: u32, ctor: bool): u32 {
  return kmem_cache_create(<CacheName>name, size, align, flags, ctor);
}

export function alloc(cache: u32, atomic: bool): u32 {
  return kmem_cache_alloc(cache, atomic ? GFP_ATOMIC : GFP_KERNEL);
}

export function free(cache: u32, object: u32): void {
  kmem_cache_free(cache, object);
}

export function malloc(size: u32): u32 {
  return __kmalloc(size, GFP_KERNEL);
}

export function zalloc(size: u32): u32 {
  return __kzalloc(size, GFP_KERNEL);
}

export function vmalloc(size: u32): u32 {
  return vzalloc(size);
}

/** Gives back what no object uses; several times, because freeing management frees objects. */
export function shrink(): void {
  __purge_vmap_area_lazy();
  for (let round = 0; round < 3; round++) {
    let count: u32 = 0;
    while (cacheAt(count) != 0) count++;
    while (count != 0) kmem_cache_shrink(cacheAt(--count)); // backwards: a class without slabs leaves the list
  }
}

/** Flags: 1 SLAB_HWCACHE_ALIGN, 2 SLAB_RECLAIM_ACCOUNT, 4 SLAB_DESTROY_BY_RCU. */
export function flags(which: u32): u32 {
  return (
    (which & 1 ? SLAB_HWCACHE_ALIGN : 0) |
    (which & 2 ? SLAB_RECLAIM_ACCOUNT : 0) |
    (which & 4 ? SLAB_DESTROY_BY_RCU : 0)
  );
}

export function geometry(cache: u32, which: u32): u32 {
  return which == 0 ? cacheFreePointer(cache) : 0;
}
