// Entry for test/linux/slab.test.ts: what the allocators answer from 3.6.5 on.
import { cacheAt, cacheFreePointer, kmem_cache_shrink } from "./slab";
import { __purge_vmap_area_lazy, vzalloc } from "./vmalloc";

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

export function geometry(cache: u32, which: u32): u32 {
  return which == 0 ? cacheFreePointer(cache) : 0;
}
