// Entry for test/linux/slab.test.ts: the allocators of Linux 2.6.20 alone.

export * from "../linux/testing";
export { accountsOf } from "../machine/ledger";
export { profileAddress } from "../machine/profile";
export { clock, describeMemory, describeSlab, describeVmalloc, freePages, kfree, ksize, sizeClassOf, translate, vfree };

import { clock } from "../machine/cpu";
import { translate } from "../machine/mmu";
import { __GFP_HIGHMEM, __GFP_ZERO, GFP_KERNEL } from "./gfp";
import { freePages } from "./page_alloc";
import { cacheAt, cacheColours, cacheManagement, cacheOffSlab, kfree, kmem_cache_shrink, ksize } from "./slab";
import { describeMemory, describeSlab, describeVmalloc, sizeClassOf } from "./view_slab";
import { __vmalloc, vfree } from "./vmalloc";

export function vmalloc(size: u32): u32 {
  return __vmalloc(size, GFP_KERNEL | __GFP_HIGHMEM | __GFP_ZERO);
}

/** Gives back what no object uses; several times, because freeing management frees objects. */
export function shrink(): void {
  for (let round = 0; round < 3; round++) {
    let count: u32 = 0;
    while (cacheAt(count) != 0) count++;
    while (count != 0) kmem_cache_shrink(cacheAt(--count)); // backwards: a class without slabs leaves the list
  }
}

export function geometry(cache: u32, which: u32): u32 {
  if (which == 0) return cacheColours(cache);
  if (which == 1) return cacheManagement(cache);
  return cacheOffSlab(cache) ? 1 : 0;
}
