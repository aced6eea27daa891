// The slab caches that a kernel has made: what SLAB and SLUB note alike, for boot and for the views. Free of charge.
import { trap } from "../machine/trap";
import { slabsOf } from "./slab";

/** Named caches in order of creation, then the kmalloc classes: addresses. */
const CACHES: u32 = 64;
const caches: usize = memory.data(64 * 4, 16);
const classes: usize = memory.data(32 * 4, 16);
let cachesMade: u32 = 0;
let classesMade: u32 = 0;

export function forgetCaches(): void {
  cachesMade = 0;
  classesMade = 0;
}

export function noteCache(cache: u32): void {
  if (cachesMade == CACHES) trap();
  store<u32>(caches + ((<usize>cachesMade) << 2), cache);
  cachesMade++;
}

export function noteClass(cache: u32): void {
  store<u32>(classes + ((<usize>classesMade) << 2), cache);
  classesMade++;
}

/** How many there are. */
export function cachesNoted(): u32 {
  return cachesMade + classesMade;
}

/** Address of kmalloc class `index`; 0: no more. */
export function classAt(index: u32): u32 {
  return index < classesMade ? load<u32>(classes + ((<usize>index) << 2)) : 0;
}

export function alignUp(value: u32, to: u32): u32 {
  return (value + to - 1) & ~(to - 1);
}

/** Address of cache `index`: the named ones, then the kmalloc classes that have slabs; 0: no more. */
export function cacheAt(index: u32): u32 {
  if (index < cachesMade) return load<u32>(caches + ((<usize>index) << 2));
  let left = index - cachesMade;
  for (let i: u32 = 0; i < classesMade; i++) {
    const cache = load<u32>(classes + ((<usize>i) << 2));
    if (slabsOf(cache) == 0) continue;
    if (left == 0) return cache;
    left--;
  }
  return 0;
}
