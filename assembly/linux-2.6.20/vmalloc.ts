// mm/vmalloc.c, arch/i386/kernel/smp.c (flush_tlb_all) of Linux 2.6.20: memory that is contiguous for the kernel only.
// Left out: VM_IOREMAP, vmap(), the upper levels of the page tables (boot makes them: memory_map.ts).
//
//   vmlist ──> vm_struct: addr, size (with a guard page), pages ──> next, in order of address
//                                                           └─> pages[]: struct page of each
export * from "../linux/vmalloc";
export * from "./vmalloc_to_3_6";

import { VM_VPAGES, vfree } from "../linux/vmalloc";
import { exec, ld, lockedXchg, st, turn } from "../machine/cpu";
import { directoryEntry } from "../machine/mmu";
import { poke } from "../machine/ram";
import { VMALLOC_END, VMALLOC_START } from "./config";
import { __GFP_HIGHMEM, __GFP_ZERO, GFP_KERNEL } from "./gfp";
import { PAGE_OFFSET, PAGE_SHIFT, PAGE_SIZE, pteFor, pteOf } from "./memory_map";
import { alloc_pages, bootAlloc, page_to_pfn } from "./page_alloc";
import { __kmalloc, kfree, kmalloc } from "./slab";
import { _write_lock, bootRwLock, write_unlock } from "./spinlock";
import { memset } from "./string";
import { vm_struct } from "./structs";
import * as map from "./system_map";
import { forgetPages } from "./tlb";
import { noteRequest } from "./view_slab";

const VM_STRUCT: u32 = 28; // sizeof(struct vm_struct)

const VM_ALLOC: u32 = 0x2;

/** Addresses of the variables vmlist and vmlist_lock. */
export let vmlist: u32 = 0;

let vmlist_lock: u32 = 0;

/** Free of charge. After bootPages(). */
export function bootVmalloc(): void {
  vmlist = bootAlloc(64, 64);
  vmlist_lock = vmlist + 4;
  poke<u32>(vmlist - PAGE_OFFSET, 0);
  bootRwLock(vmlist_lock);
}

/** Memory of a size, rounded up to pages; 0 if there is none. */
export function __vmalloc(size: u32, flags: u32): u32 {
  exec(map.__vmalloc);
  return __vmalloc_node(size, flags);
}

/** Zeroed memory, charged as __vmalloc(). */
export function zeroedArea(size: u32): u32 {
  return __vmalloc(size, GFP_KERNEL | __GFP_HIGHMEM | __GFP_ZERO);
}

/** Inlined in __vmalloc(). */
function __vmalloc_node(size: u32, flags: u32): u32 {
  const bytes = (size + PAGE_SIZE - 1) & ~(PAGE_SIZE - 1);
  if (bytes == 0) return 0;
  const area = __get_vm_area_node(bytes, VM_ALLOC, flags);
  if (area == 0) return 0;
  noteRequest(area, size);
  return __vmalloc_area_node(area, flags);
}

/** First fit between the areas there are; 0 if there is no room or no memory for the description. */
function __get_vm_area_node(bytes: u32, areaFlags: u32, flags: u32): u32 {
  exec(map.__get_vm_area_node);
  const at = kmalloc(VM_STRUCT, flags & ~(__GFP_HIGHMEM | __GFP_ZERO));
  if (at == 0) return 0;
  const size = bytes + PAGE_SIZE; // a guard page behind
  _write_lock(vmlist_lock);
  let address = VMALLOC_START;
  let link = vmlist;
  let found = size <= VMALLOC_END - address;
  for (;;) {
    const next = ld<u32>(link, 0);
    if (!turn(map.__get_vm_area_node_turn, found && next != 0)) break;
    const area = changetype<vm_struct>(next);
    if (area.addr < address) {
      if (area.addr + area.size >= address) address = area.addr + area.size;
    } else {
      if (size + address <= area.addr) break;
      address = area.addr + area.size;
      found = address <= VMALLOC_END - size;
    }
    link = next; // vm_struct.next comes first
  }
  if (!found) {
    write_unlock(vmlist_lock);
    kfree(at);
    return 0;
  }
  const area = changetype<vm_struct>(at);
  area.next = ld<u32>(link, 0);
  st<u32>(link, 0, at);
  area.flags = areaFlags;
  area.addr = address;
  area.size = size;
  area.pages = 0;
  area.nr_pages = 0;
  area.phys_addr = 0;
  write_unlock(vmlist_lock);
  return at;
}

/** Gets an area's pages one by one and maps them; the address, or 0. */
function __vmalloc_area_node(at: u32, flags: u32): u32 {
  exec(map.__vmalloc_area_node);
  const area = changetype<vm_struct>(at);
  const count = (area.size - PAGE_SIZE) >> PAGE_SHIFT;
  const bytes = count * 4;
  area.nr_pages = count;
  let pages: u32 = 0;
  if (bytes > PAGE_SIZE) {
    pages = __vmalloc_node(bytes, flags | __GFP_ZERO);
    area.flags |= VM_VPAGES;
  } else {
    pages = __kmalloc(bytes, flags & ~(__GFP_HIGHMEM | __GFP_ZERO));
  }
  area.pages = pages;
  if (pages == 0) {
    remove_vm_area(area.addr);
    kfree(at);
    return 0;
  }
  memset(pages, 0, bytes);
  for (let i: u32 = 0; turn(map.__vmalloc_area_node_turn, i < area.nr_pages); i++) {
    const p = alloc_pages(flags, 0);
    st<u32>(area.pages, i * 4, p);
    area.pages; // loaded again to look at what was stored
    if (p == 0) {
      area.nr_pages = i; // so many are to be freed
      vfree(area.addr);
      return 0;
    }
  }
  map_vm_area(area, pages);
  return area.addr;
}

/** The page directory's entry is looked at and followed. Inlined. */
function readDirectory(address: u32): void {
  const entry = PAGE_OFFSET + directoryEntry(address);
  ld<u32>(entry, 0);
  ld<u32>(entry, 0);
}

/** Writes the page-table entries of an area. */
function map_vm_area(area: vm_struct, pages: u32): void {
  exec(map.map_vm_area);
  const start = area.addr;
  readDirectory(start);
  const count = (area.size - PAGE_SIZE) >> PAGE_SHIFT;
  for (let i: u32 = 0; turn(map.map_vm_area_turn, i < count); i++) {
    const entry = pteOf(start + (i << PAGE_SHIFT));
    const p = ld<u32>(pages, i * 4);
    ld<u32>(entry, 0); // it must have been empty
    st<u32>(entry, 0, pteFor(page_to_pfn(p) << PAGE_SHIFT));
  }
}

/** Empties the page-table entries of an area, guard page included. */
function unmap_vm_area(area: vm_struct): void {
  exec(map.unmap_vm_area);
  const start = area.addr;
  readDirectory(start);
  const end = start + area.size;
  for (let address = start; turn(map.unmap_vm_area_turn, address < end); address += PAGE_SIZE) {
    lockedXchg<u32>(pteOf(address), 0);
  }
  flush_tlb_all(start, end);
}

function flush_tlb_all(start: u32, end: u32): void {
  exec(map.flush_tlb_all);
  forgetPages(start, end);
}

/** Takes the area at an address out of the list and unmaps it; 0: there is none. */
export function remove_vm_area(address: u32): u32 {
  exec(map.remove_vm_area);
  _write_lock(vmlist_lock);
  let link = vmlist;
  let at = ld<u32>(link, 0);
  while (turn(map.remove_vm_area_turn, at != 0 && changetype<vm_struct>(at).addr != address)) {
    link = at;
    at = ld<u32>(link, 0);
  }
  if (at != 0) {
    const area = changetype<vm_struct>(at);
    unmap_vm_area(area);
    st<u32>(link, 0, area.next);
    area.size -= PAGE_SIZE;
  }
  write_unlock(vmlist_lock);
  return at;
}
