// mm/vmalloc.c, arch/x86/mm/tlb.c (flush_tlb_kernel_range) of Linux 3.6.5: memory that is contiguous for the kernel only.
// Its vmap_areas: vmalloc_3_6.ts.
// Left out: vmap() and its blocks (purge_fragmented_blocks), the upper levels of the page tables (boot makes them:
// memory_map.ts), RCU (a purged vmap_area is freed at once).
//
//   vmap_area_root (tree) and vmap_area_list, by address ──> vmap_area: va_start, va_end, flags, vm ──> vm_struct
//   vmlist, by address ──> vm_struct: addr, size (with a guard page), pages ──> pages[]
//
// vfree() clears the page tables at once, but the addresses stay taken until __purge_vmap_area_lazy() flushes the TLBs.
export * from "../linux/vmalloc";
export * from "./vmalloc_3_6";
export * from "./vmalloc_to_3_6";

import { exec, ld, lockedXchg, st, turn } from "../machine/cpu";
import { __GFP_HIGHMEM, __GFP_ZERO } from "./gfp";
import { PAGE_SHIFT, PAGE_SIZE, pteOf } from "./memory_map";
import { bootAlloc } from "./page_alloc";
import { kfree, kmalloc } from "./slab";
import { _raw_write_lock, bootRwLock, write_unlock } from "./spinlock";
import { vm_struct, vmap_area } from "./structs";
import * as map from "./system_map";
import { noteRequest } from "./view_slab";
import {
  __vmalloc_area_node,
  alloc_vmap_area,
  bootVmapAreas,
  find_vmap_area,
  free_vmap_area_noflush,
  readDirectory,
  totalram_pages,
  VM_ALLOC,
  VM_STRUCT,
  VM_VM_AREA,
} from "./vmalloc_3_6";

const VM_UNLIST: u32 = 0x20;

// Addresses of the variables.
export let vmlist: u32 = 0;

let vmlist_lock: u32 = 0;

/** Free of charge. After bootPages(). */
export function bootVmalloc(): void {
  const at = bootAlloc(192, 64);
  vmlist = at;
  vmlist_lock = at + 4;
  bootRwLock(vmlist_lock);
  bootVmapAreas(at);
}

export function vmallocPages(size: u32, flags: u32): u32 {
  const bytes = (size + PAGE_SIZE - 1) & ~(PAGE_SIZE - 1);
  if (bytes == 0 || bytes >> PAGE_SHIFT > ld<u32>(totalram_pages, 0)) return 0;
  const area = __get_vm_area_node(bytes, VM_ALLOC | VM_UNLIST, flags);
  if (area == 0) return 0;
  noteRequest(area, size);
  const address = __vmalloc_area_node(changetype<vm_struct>(area), flags);
  if (address == 0) return 0;
  insert_vmalloc_vmlist(changetype<vm_struct>(area));
  return address;
}

function __get_vm_area_node(bytes: u32, areaFlags: u32, flags: u32): u32 {
  exec(map.__get_vm_area_node);
  const at = kmalloc(VM_STRUCT, (flags & ~__GFP_HIGHMEM) | __GFP_ZERO);
  if (at == 0) return 0;
  const size = bytes + PAGE_SIZE; // a guard page behind
  const va = alloc_vmap_area(size, flags & ~(__GFP_HIGHMEM | __GFP_ZERO));
  if (va == 0) {
    kfree(at);
    return 0;
  }
  const area = changetype<vm_struct>(at);
  const v = changetype<vmap_area>(va);
  area.flags = areaFlags;
  area.addr = v.va_start;
  area.size = v.va_end - v.va_start;
  area.caller = 0;
  v.vm = at;
  v.flags |= VM_VM_AREA;
  return at;
}

/** An area becomes visible in vmlist once it is complete. */
function insert_vmalloc_vmlist(area: vm_struct): void {
  exec(map.insert_vmalloc_vmlist);
  area.flags &= ~VM_UNLIST;
  _raw_write_lock(vmlist_lock);
  let link = vmlist;
  let at = ld<u32>(link, 0);
  while (turn(map.insert_vmalloc_vmlist_turn, at != 0 && changetype<vm_struct>(at).addr < area.addr)) {
    link = at; // vm_struct.next comes first
    at = ld<u32>(link, 0);
  }
  area.next = at;
  st<u32>(link, 0, <u32>changetype<usize>(area));
  write_unlock(vmlist_lock);
}

/** Takes an area out of the list and unmaps it; its vm_struct, or 0. The addresses stay taken. */
export function remove_vm_area(address: u32): u32 {
  exec(map.remove_vm_area);
  const at = find_vmap_area(address);
  if (at == 0) return 0;
  const va = changetype<vmap_area>(at);
  if (!(va.flags & VM_VM_AREA)) return 0;
  const area = changetype<vm_struct>(va.vm);
  if (!(area.flags & VM_UNLIST)) {
    _raw_write_lock(vmlist_lock);
    let link = vmlist;
    let next = ld<u32>(link, 0);
    while (turn(map.remove_vm_area_turn, next != <u32>changetype<usize>(area))) {
      link = next;
      next = ld<u32>(link, 0);
    }
    st<u32>(link, 0, area.next);
    write_unlock(vmlist_lock);
  }
  exec(map.vunmap_page_range);
  readDirectory(address);
  const end = va.va_end;
  for (let page = va.va_start; turn(map.vunmap_page_turn, page < end); page += PAGE_SIZE) {
    lockedXchg<u32>(pteOf(page), 0);
  }
  free_vmap_area_noflush(va);
  area.size -= PAGE_SIZE;
  return <u32>changetype<usize>(area);
}
