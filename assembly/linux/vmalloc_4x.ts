// mm/vmalloc.c, arch/x86/mm/tlb.c (flush_tlb_kernel_range) of 4.3 and 4.14: memory that is contiguous for the kernel only.
// Its vmap_areas: vmalloc_3_6.ts.
// Left out: vmap() and its blocks (purge_fragmented_blocks), the upper levels of the page tables (boot makes them:
// memory_map.ts), RCU (a purged vmap_area is freed at once), areas that are freed by interrupts.
//
//   vmap_area_root (tree) and vmap_area_list, by address ──> vmap_area: va_start, va_end, flags, vm ──> vm_struct
//   vm_struct: addr, size (with a guard page), pages ──> pages[]
//
// vfree() clears the page tables at once, but the addresses stay taken until __purge_vmap_area_lazy() flushes the TLBs.
// (4.14 keeps what waits for it in a list of its own and has no flags for it; the difference is left out.)
import { exec, ld, lockedXchg, turn } from "../machine/cpu";
import { peek } from "../machine/ram";
import { __GFP_HIGHMEM, __GFP_ZERO } from "./gfp";
import { PAGE_OFFSET, PAGE_SHIFT, PAGE_SIZE, pteOf } from "./memory_map";
import { bootAlloc } from "./page_alloc";
import { kfree, kmalloc } from "./slab";
import { _raw_spin_lock, spin_unlock } from "./spinlock";
import { vm_struct, vmap_area } from "./structs";
import * as map from "./system_map";
import { noteRequest } from "./view_slab";
import {
  __vmalloc_area_node,
  alloc_vmap_area,
  bootVmapAreas,
  find_vmap_area,
  free_vmap_area_noflush,
  LIST,
  readDirectory,
  totalram_pages,
  VM_ALLOC,
  VM_STRUCT,
  VM_VM_AREA,
  vmap_area_list,
  vmap_area_lock,
} from "./vmalloc";
import { VMAP_AREA_VM } from "./vmap_area";

/** The vm_struct of area `index`, in order of address; 0: no more. Free of charge. */
export function areaAt(index: u32): u32 {
  let left = index;
  const list = vmap_area_list - PAGE_OFFSET;
  for (let at = peek<u32>(list) - PAGE_OFFSET; at != list; at = peek<u32>(at) - PAGE_OFFSET) {
    const va = at - LIST;
    if (!(peek<u32>(va + FLAGS) & VM_VM_AREA)) continue;
    if (left == 0) return peek<u32>(va + VMAP_AREA_VM);
    left--;
  }
  return 0;
}

const FLAGS: u32 = 8; // offsetof(struct vmap_area, flags)

const VM_UNINITIALIZED: u32 = 0x20;

/** Free of charge. After bootPages(). */
export function bootVmalloc(): void {
  const at = bootAlloc(192, 64);
  bootVmapAreas(at);
}

export function vmallocPages(size: u32, flags: u32): u32 {
  const bytes = (size + PAGE_SIZE - 1) & ~(PAGE_SIZE - 1);
  if (bytes == 0 || bytes >> PAGE_SHIFT > ld<u32>(totalram_pages, 0)) return 0;
  const area = __get_vm_area_node(bytes, VM_ALLOC | VM_UNINITIALIZED, flags);
  if (area == 0) return 0;
  noteRequest(area, size);
  const address = __vmalloc_area_node(changetype<vm_struct>(area), flags);
  if (address == 0) return 0;
  changetype<vm_struct>(area).flags &= ~VM_UNINITIALIZED;
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
  _raw_spin_lock(vmap_area_lock); // setup_vmalloc_vm()
  area.flags = areaFlags;
  area.addr = v.va_start;
  area.size = v.va_end - v.va_start;
  area.caller = 0;
  v.vm = at;
  v.flags |= VM_VM_AREA;
  spin_unlock(vmap_area_lock);
  return at;
}

/** Takes an area out of the list and unmaps it; its vm_struct, or 0. The addresses stay taken. */
export function remove_vm_area(address: u32): u32 {
  exec(map.remove_vm_area);
  const at = find_vmap_area(address);
  if (at == 0) return 0;
  const va = changetype<vmap_area>(at);
  if (!(va.flags & VM_VM_AREA)) return 0;
  const area = changetype<vm_struct>(va.vm);
  _raw_spin_lock(vmap_area_lock);
  va.vm = 0;
  va.flags &= ~VM_VM_AREA;
  spin_unlock(vmap_area_lock);
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
