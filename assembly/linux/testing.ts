// Entry for test/linux/slab.test.ts: what the allocators of all kernels answer. Compiled once per kernel.
import { view } from "../abi";
import { placeStacks, startMachine } from "../machine/cpu";
import { startRam } from "../machine/ram";
import { CacheName } from "./cache_names";
import { GFP_ATOMIC, GFP_KERNEL } from "./gfp";
import { bootPageTables, staticData } from "./memory_map";
import { bootPages, totalPages } from "./page_alloc";
import { bootVariables } from "./percpu";
import { __kmalloc, __kzalloc, bootSlab, kmem_cache_alloc, kmem_cache_create, kmem_cache_free } from "./slab";
import { SLAB_DESTROY_BY_RCU, SLAB_HWCACHE_ALIGN, SLAB_RECLAIM_ACCOUNT } from "./slab_flags";
import { footprint } from "./system_map";
import { bootVmalloc } from "./vmalloc";

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

/** Flags: 1 SLAB_HWCACHE_ALIGN, 2 SLAB_RECLAIM_ACCOUNT, 4 SLAB_DESTROY_BY_RCU. */
export function flags(which: u32): u32 {
  return (
    (which & 1 ? SLAB_HWCACHE_ALIGN : 0) |
    (which & 2 ? SLAB_RECLAIM_ACCOUNT : 0) |
    (which & 4 ? SLAB_DESTROY_BY_RCU : 0)
  );
}
