// How views and audits read emulated memory. Free of charge.
import { translate } from "../machine/mmu";
import { peek } from "../machine/ram";
import { PAGE_OFFSET } from "./memory_map";

/** A word of low memory. */
export function word(address: u32): u32 {
  return peek<u32>(address - PAGE_OFFSET);
}

/** What lies at a virtual address, which may be vmalloc()ed. */
export function at<T>(address: u32): T {
  return peek<T>(translate(address));
}
