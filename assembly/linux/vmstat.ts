// mm/vmstat.c: one counter of a zone, kept per CPU until it overflows. Only its cost matters here: the sum is not kept.
import { exec, ld, st } from "../machine/cpu";
import { CPU_NUMBER, thisCpu } from "./percpu";
import * as map from "./system_map";

/** Where the per-CPU differences of the zones lie in a CPU's area (percpu.ts): the threshold, then a byte per counter. */
const VM_STAT_DIFF: u32 = 2432;

/** The zone does not matter: its counters of one CPU share a line. */
export function mod_zone_page_state(_zone: u32, item: u32, delta: i32): void {
  exec(map.mod_zone_page_state);
  ld<u32>(thisCpu(CPU_NUMBER), 0);
  const at = thisCpu(VM_STAT_DIFF);
  ld<u8>(at, 0);
  st<u8>(at, 1 + item, <u8>(ld<u8>(at, 1 + item) + delta));
}

export const NR_SLAB_RECLAIMABLE: u32 = 0;
export const NR_SLAB_UNRECLAIMABLE: u32 = 1;
