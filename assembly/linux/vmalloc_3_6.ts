// mm/vmalloc.c, arch/x86/mm/tlb.c (flush_tlb_kernel_range): vmap_areas, as 3.6.5, 4.3 and 4.14 word them. What is left out,
// and how it hangs together: each kernel's vmalloc.ts or vmalloc_4x.ts.
import { exec, ld, lockedAdd, st, turn } from "../machine/cpu";
import { cpuCount } from "../machine/cpu_state";
import { directoryEntry } from "../machine/mmu";
import { poke } from "../machine/ram";
import { trap } from "../machine/trap";
import { VMALLOC_END, VMALLOC_START } from "./config";
import { __GFP_HIGHMEM, __GFP_ZERO, GFP_KERNEL } from "./gfp";
import { list_add, list_del } from "./list";
import { fls } from "./log2";
import { PAGE_OFFSET, PAGE_SHIFT, PAGE_SIZE, pteFor, pteOf } from "./memory_map";
import { alloc_pages, page_to_pfn, totalPages } from "./page_alloc";
import { rb_erase, rb_insert_color, rb_left, rb_link_node, rb_prev, rb_right } from "./rbtree";
import { __kmalloc, kfree, kmalloc } from "./slab";
import { _raw_spin_lock, bootSpinLock, spin_unlock } from "./spinlock";
import { vm_struct, vmap_area } from "./structs";
import * as map from "./system_map";
import { forgetPages } from "./tlb";
import { remove_vm_area, VM_VPAGES, vfree, vmallocPages } from "./vmalloc";
import { PURGE, VMAP_AREA } from "./vmap_area";

export const VM_STRUCT: u32 = 32; // sizeof(struct vm_struct)

export const VM_ALLOC: u32 = 0x02;

const VM_LAZY_FREE: u32 = 0x01;

const VM_LAZY_FREEING: u32 = 0x02;

export const VM_VM_AREA: u32 = 0x04;

/** Offsets of rb_node and list in struct vmap_area. */
const RB: u32 = 12; // offsetof(struct vmap_area, rb_node)

export const LIST: u32 = 24; // offsetof(struct vmap_area, list)

// Addresses of the variables.
export let vmap_area_lock: u32 = 0;

export let vmap_area_list: u32 = 0;

let vmap_area_root: u32 = 0;

/** The node of the area that was made last, from where a search goes on. */
let free_vmap_cache: u32 = 0;

let cached_hole_size: u32 = 0;

let cached_vstart: u32 = 0;

let cached_align: u32 = 0;

let vmap_lazy_nr: u32 = 0;

let purge_lock: u32 = 0;

export let totalram_pages: u32 = 0;

/** Lays out the variables of the vmap_areas in 192 bytes at `at`, and an empty list of them. Free of charge. */
export function bootVmapAreas(at: u32): void {
  vmap_area_lock = at + 8;
  vmap_area_list = at + 12;
  vmap_area_root = at + 20;
  free_vmap_cache = at + 24;
  cached_hole_size = at + 28;
  cached_vstart = at + 32;
  cached_align = at + 36;
  vmap_lazy_nr = at + 64;
  purge_lock = at + 128;
  totalram_pages = at + 132;
  bootSpinLock(vmap_area_lock);
  bootSpinLock(purge_lock);
  poke<u32>(vmap_area_list - PAGE_OFFSET, vmap_area_list);
  poke<u32>(vmap_area_list + 4 - PAGE_OFFSET, vmap_area_list);
  poke<u32>(totalram_pages - PAGE_OFFSET, totalPages);
}

/** Zeroed memory of a size, rounded up to pages; 0 if there is none. __vmalloc_node_range() is inlined here. */
export function vzalloc(size: u32): u32 {
  exec(map.vzalloc);
  return vmallocPages(size, GFP_KERNEL | __GFP_HIGHMEM | __GFP_ZERO);
}

/** Zeroed memory, charged as vzalloc(). */
export function zeroedArea(size: u32): u32 {
  return vzalloc(size);
}

function __vmalloc_node_range(size: u32, flags: u32): u32 {
  exec(map.__vmalloc_node_range);
  return vmallocPages(size, flags);
}

/** First fit in the tree of areas, from where the last search ended if that cannot miss a hole. */
export function alloc_vmap_area(size: u32, flags: u32): u32 {
  exec(map.alloc_vmap_area);
  const at = kmalloc(VMAP_AREA, flags);
  if (at == 0) return 0;
  for (let purged = false; ; purged = true) {
    _raw_spin_lock(vmap_area_lock);
    const address = findHole(size);
    if (address != 0) {
      const va = changetype<vmap_area>(at);
      va.va_start = address;
      va.va_end = address + size;
      va.flags = 0;
      __insert_vmap_area(va);
      st<u32>(free_vmap_cache, 0, at + RB);
      spin_unlock(vmap_area_lock);
      return at;
    }
    spin_unlock(vmap_area_lock);
    if (purged) break;
    __purge_vmap_area_lazy();
  }
  kfree(at);
  return 0;
}

/** The search of alloc_vmap_area(); 0: the addresses are used up. */
function findHole(size: u32): u32 {
  let cached = ld<u32>(free_vmap_cache, 0);
  if (
    cached == 0 ||
    size < ld<u32>(cached_hole_size, 0) ||
    VMALLOC_START < ld<u32>(cached_vstart, 0) ||
    1 < ld<u32>(cached_align, 0)
  ) {
    st<u32>(cached_hole_size, 0, 0);
    st<u32>(free_vmap_cache, 0, 0);
    cached = 0;
  }
  st<u32>(cached_vstart, 0, VMALLOC_START);
  st<u32>(cached_align, 0, 1);
  let address = VMALLOC_START;
  let first: u32 = 0;
  if (cached != 0) {
    first = cached - RB;
    address = changetype<vmap_area>(first).va_end;
  } else {
    let node = ld<u32>(vmap_area_root, 0);
    while (turn(map.alloc_vmap_area_find, node != 0)) {
      const va = changetype<vmap_area>(node - RB);
      if (va.va_end >= address) {
        first = node - RB;
        if (va.va_start <= address) break;
        node = rb_left(node);
      } else {
        node = rb_right(node);
      }
    }
  }
  while (
    turn(
      map.alloc_vmap_area_turn,
      first != 0 && size <= VMALLOC_END - address && address + size > changetype<vmap_area>(first).va_start,
    )
  ) {
    const va = changetype<vmap_area>(first);
    const start = va.va_start;
    if (address + ld<u32>(cached_hole_size, 0) < start) st<u32>(cached_hole_size, 0, start - address);
    address = va.va_end;
    const next = ld<u32>(first, LIST);
    if (next == vmap_area_list) break;
    first = next - LIST;
  }
  return size <= VMALLOC_END - address ? address : 0;
}

function __insert_vmap_area(va: vmap_area): void {
  exec(map.__insert_vmap_area);
  const at = <u32>changetype<usize>(va);
  let link = vmap_area_root;
  let parent: u32 = 0;
  let node = ld<u32>(link, 0);
  while (turn(map.__insert_vmap_area_turn, node != 0)) {
    parent = node;
    const other = changetype<vmap_area>(node - RB);
    if (va.va_start < other.va_end) link = node + 8;
    else if (va.va_end > other.va_start) link = node + 4;
    else trap();
    node = ld<u32>(link, 0);
  }
  rb_link_node(at + RB, parent, link);
  rb_insert_color(at + RB, vmap_area_root);
  const before = rb_prev(at + RB);
  list_add(at + LIST, before != 0 ? before - RB + LIST : vmap_area_list);
}

/** Gets an area's pages one by one and maps them; the address, or 0. */
export function __vmalloc_area_node(area: vm_struct, flags: u32): u32 {
  exec(map.__vmalloc_area_node);
  const count = (area.size - PAGE_SIZE) >> PAGE_SHIFT;
  const bytes = count * 4;
  const nested = (flags & ~__GFP_HIGHMEM) | __GFP_ZERO;
  area.nr_pages = count;
  let pages: u32 = 0;
  if (bytes > PAGE_SIZE) {
    pages = __vmalloc_node_range(bytes, nested | __GFP_HIGHMEM);
    area.flags |= VM_VPAGES;
  } else {
    pages = __kmalloc(bytes, nested);
  }
  area.pages = pages;
  area.caller = 0;
  if (pages == 0) {
    const at = remove_vm_area(area.addr);
    kfree(at);
    return 0;
  }
  for (let i: u32 = 0; turn(map.__vmalloc_area_node_turn, i < area.nr_pages); i++) {
    const p = alloc_pages(flags, 0);
    st<u32>(area.pages, i * 4, p);
    if (p == 0) {
      area.nr_pages = i; // so many are to be freed
      vfree(area.addr);
      return 0;
    }
  }
  vmap_page_range_noflush(area.addr, count, pages);
  return area.addr;
}

/** The page directory's entry is looked at and followed, on each of three levels that are one here. Inlined. */
export function readDirectory(address: u32): void {
  const entry = PAGE_OFFSET + directoryEntry(address);
  ld<u32>(entry, 0);
  ld<u32>(entry, 0);
  ld<u32>(entry, 0);
}

/** map_vm_area() and vmap_page_range(), inlined, come down to this: the page-table entries. */
function vmap_page_range_noflush(start: u32, count: u32, pages: u32): void {
  exec(map.vmap_page_range_noflush);
  readDirectory(start);
  for (let i: u32 = 0; turn(map.vmap_page_range_turn, i < count); i++) {
    const entry = pteOf(start + (i << PAGE_SHIFT));
    const p = ld<u32>(pages, i * 4);
    ld<u32>(entry, 0); // it must have been empty
    st<u32>(entry, 0, pteFor(page_to_pfn(p) << PAGE_SHIFT));
  }
}

/** find_vmap_area(): the area that begins at an address. */
export function find_vmap_area(address: u32): u32 {
  exec(map.find_vm_area);
  _raw_spin_lock(vmap_area_lock);
  let node = ld<u32>(vmap_area_root, 0);
  while (turn(map.find_vm_area_turn, node != 0)) {
    const va = changetype<vmap_area>(node - RB);
    if (address < va.va_start) node = rb_left(node);
    else if (address > va.va_start) node = rb_right(node);
    else break;
  }
  spin_unlock(vmap_area_lock);
  return node == 0 ? 0 : node - RB;
}

/** So many pages may wait for the TLBs to be flushed: 32 MiB for every doubling of CPUs. */
function lazy_max_pages(): u32 {
  exec(map.lazy_max_pages);
  return fls(cpuCount) * ((32 << 20) / PAGE_SIZE);
}

export function free_vmap_area_noflush(va: vmap_area): void {
  exec(map.free_vmap_area_noflush);
  va.flags |= VM_LAZY_FREE;
  lockedAdd<i32>(vmap_lazy_nr, (va.va_end - va.va_start) >> PAGE_SHIFT);
  if (ld<u32>(vmap_lazy_nr, 0) > lazy_max_pages()) __purge_vmap_area_lazy();
}

/** Flushes the TLBs once and makes all unmapped addresses free. */
export function __purge_vmap_area_lazy(): void {
  exec(map.__purge_vmap_area_lazy);
  _raw_spin_lock(purge_lock);
  let first: u32 = 0;
  let start = u32.MAX_VALUE;
  let end: u32 = 0;
  let pages: i32 = 0;
  let entry = ld<u32>(vmap_area_list, 0);
  while (turn(map.__purge_vmap_area_turn, entry != vmap_area_list)) {
    const at = entry - LIST;
    const va = changetype<vmap_area>(at);
    entry = ld<u32>(entry, 0);
    const flags = va.flags;
    if (!(flags & VM_LAZY_FREE)) continue;
    const from = va.va_start;
    const to = va.va_end;
    start = min(start, from);
    end = max(end, to);
    pages += (to - from) >> PAGE_SHIFT;
    st<u32>(at, PURGE, first);
    first = at;
    va.flags = (flags | VM_LAZY_FREEING) & ~VM_LAZY_FREE;
  }
  if (pages != 0) {
    lockedAdd<i32>(vmap_lazy_nr, -pages);
    flush_tlb_kernel_range(start, end);
    _raw_spin_lock(vmap_area_lock);
    while (first != 0) {
      const at = first;
      first = ld<u32>(at, PURGE);
      __free_vmap_area(changetype<vmap_area>(at));
    }
    spin_unlock(vmap_area_lock);
  }
  spin_unlock(purge_lock);
}

function flush_tlb_kernel_range(start: u32, end: u32): void {
  exec(map.flush_tlb_kernel_range);
  forgetPages(start, end);
}

function __free_vmap_area(va: vmap_area): void {
  exec(map.__free_vmap_area);
  const at = <u32>changetype<usize>(va);
  const cached = ld<u32>(free_vmap_cache, 0);
  if (cached != 0) {
    if (va.va_end < ld<u32>(cached_vstart, 0)) st<u32>(free_vmap_cache, 0, 0);
    else if (va.va_start <= changetype<vmap_area>(cached - RB).va_start) st<u32>(free_vmap_cache, 0, rb_prev(at + RB));
  }
  rb_erase(at + RB, vmap_area_root);
  list_del(at + LIST);
  kfree(at);
}
