// The audit of a SLUB cache: each slab's free objects are in its chain, and the lists are as long as they say. Free of
// charge.
import { fault } from "./audit";
import { KMEM_CACHE_NODE } from "./kmem_cache";
import { cacheFreePointer, cachePerSlab } from "./slab";
import { word } from "./view_memory";

const NR_PARTIAL: u32 = 4; // offsetof(struct kmem_cache_node, nr_partial)
const PARTIAL: u32 = 8; // offsetof(struct kmem_cache_node, partial)
const FREELIST: u32 = 8; // offsetof(struct page, freelist)
const COUNTERS: u32 = 12; // offsetof(struct page, counters)
const LRU: u32 = 20; // offsetof(struct page, lru)

export function auditCache(cache: u32): void {
  const n = word(cache + KMEM_CACHE_NODE);
  let partial: u32 = 0;
  for (let at = word(n + PARTIAL); at != n + PARTIAL; at = word(at)) {
    if (word(word(at + 4)) != at) fault(at);
    auditPage(cache, at - LRU);
    partial++;
  }
  if (partial != word(n + NR_PARTIAL)) fault(n);
}

/** A slab that no CPU has for itself: what is not in use is in its chain. */
function auditPage(cache: u32, page: u32): void {
  const counters = word(page + COUNTERS);
  const inuse = counters & 0xffff;
  const objects = (counters >> 16) & 0x7fff;
  let free: u32 = 0;
  for (let object = word(page + FREELIST); object != 0; object = word(object + cacheFreePointer(cache))) {
    if (++free > objects) break;
  }
  if (counters >> 31 != 0 || inuse + free != objects || objects > cachePerSlab(cache)) fault(page);
}
