// What the host sees of the allocators (abi.ts, View). Free of charge.
import { viewWord } from "../abi";
import { peek, poke } from "../machine/ram";
import { CacheName, NAME_BYTES, nameOf } from "./cache_names";
import { PAGE_OFFSET, PAGE_SIZE } from "./memory_map";
import {
  activeObjects,
  cacheAt,
  cacheName,
  cacheObjectSize,
  cacheOrder,
  cachePerSlab,
  cacheSize,
  slabsOf,
} from "./slab";
import { CLASS_PREFIX } from "./slab_prefix";
import { areaAt } from "./vmalloc";

export { sizeClassOf } from "./slab";

let letters: u32 = 0;
let word: u32 = 0;
let written: i32 = 0;

function letter(code: u32): void {
  word |= code << (letters * 8);
  if (++letters == 4) flush();
}

function flush(): void {
  viewWord(written++, word);
  word = 0;
  letters = 0;
}

function number(value: u32): void {
  if (value >= 10) number(value / 10);
  letter(48 + (value % 10));
}

/** Writes a cache's name as words from `at` on; returns the words written in all. */
function writeName(cache: u32, at: i32): i32 {
  written = at;
  word = letters = 0;
  const name = cacheName(cache);
  const from = name == CacheName.kmalloc ? CLASS_PREFIX : nameOf(name);
  for (let i: usize = 0; i < NAME_BYTES && load<u8>(from + i) != 0; i++) letter(load<u8>(from + i));
  if (name == CacheName.kmalloc) number(cacheObjectSize(cache));
  letter(0);
  if (letters != 0) flush();
  return written;
}

/** View.slab. */
export function describeSlab(index: i32): i32 {
  if (index < 0) return 0;
  const cache = cacheAt(index);
  if (cache == 0) return 0;
  viewWord(0, activeObjects(cache));
  viewWord(1, slabsOf(cache) * cachePerSlab(cache));
  viewWord(2, cacheObjectSize(cache));
  viewWord(3, cacheSize(cache));
  viewWord(4, cachePerSlab(cache));
  viewWord(5, 1 << cacheOrder(cache));
  return writeName(cache, 6);
}

/** vm_struct.nr_pages, in both kernels. */
const NR_PAGES: u32 = 20; // offsetof(struct vm_struct, nr_pages)
/** vm_struct.phys_addr, which vmalloc leaves 0 and nobody on this path reads: the emulator notes the bytes asked for. */
const REQUESTED: u32 = 24; // offsetof(struct vm_struct, phys_addr)

/** Remembers for the view how many bytes a vmalloc area was asked for. Free of charge. */
export function noteRequest(area: u32, bytes: u32): void {
  poke<u32>(area + REQUESTED - PAGE_OFFSET, bytes);
}

/** View.vmalloc. */
export function describeVmalloc(index: i32): i32 {
  if (index < 0) return 0;
  const area = areaAt(index);
  if (area == 0) return 0;
  viewWord(0, peek<u32>(area + 4 - PAGE_OFFSET));
  viewWord(1, peek<u32>(area + REQUESTED - PAGE_OFFSET));
  viewWord(2, peek<u32>(area + NR_PAGES - PAGE_OFFSET));
  return 3;
}

/** View.memory. */
export function describeMemory(): i32 {
  let classes: u32 = 0;
  let named: u32 = 0;
  for (let i: u32 = 0; cacheAt(i) != 0; i++) {
    const cache = cacheAt(i);
    const bytes = activeObjects(cache) * cacheSize(cache);
    if (cacheName(cache) == CacheName.kmalloc) classes += bytes;
    else named += bytes;
  }
  let areas: u32 = 0;
  for (let i: u32 = 0; areaAt(i) != 0; i++) areas += peek<u32>(areaAt(i) + 8 - PAGE_OFFSET) - PAGE_SIZE;
  viewWord(0, classes);
  viewWord(1, areas);
  viewWord(2, named);
  return 3;
}
