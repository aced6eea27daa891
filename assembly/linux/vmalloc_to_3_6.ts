// mm/vmalloc.c: vmlist, as 2.6.20 and 3.6.5 have it.
import { peek } from "../machine/ram";
import { PAGE_OFFSET } from "./memory_map";
import { vmlist } from "./vmalloc";

/** The vm_struct of area `index`, in order of address; 0: no more. */
export function areaAt(index: u32): u32 {
  let at = peek<u32>(vmlist - PAGE_OFFSET);
  for (let i: u32 = 0; at != 0 && i < index; i++) at = peek<u32>(at - PAGE_OFFSET);
  return at;
}
