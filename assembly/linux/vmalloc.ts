// mm/vmalloc.c: what 2.6.20 and later kernels word alike.
import { exec, ld, turn } from "../machine/cpu";
import { VMALLOC_END, VMALLOC_START } from "./config";
import { __free_pages } from "./page_alloc";
import { kfree } from "./slab";
import { vm_struct } from "./structs";
import * as map from "./system_map";
import { remove_vm_area } from "./vmalloc";

export const VM_VPAGES: u32 = 0x10;

export function is_vmalloc_addr(address: u32): bool {
  return address >= VMALLOC_START && address < VMALLOC_END;
}

export function vfree(address: u32): void {
  exec(map.vfree);
  __vunmap(address);
}

function __vunmap(address: u32): void {
  exec(map.__vunmap);
  if (address == 0) return;
  const at = remove_vm_area(address);
  if (at == 0) return;
  const area = changetype<vm_struct>(at);
  for (let i: u32 = 0; turn(map.__vunmap_turn, i < area.nr_pages); i++) {
    __free_pages(ld<u32>(area.pages, i * 4), 0);
  }
  if (area.flags & VM_VPAGES) vfree(area.pages);
  else kfree(area.pages);
  kfree(at);
}
