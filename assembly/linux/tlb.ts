// Forgetting translations on all CPUs. The machine forgets the pages that changed (and not the whole TLB, as a reload of
// CR4 with PGE would), and the interrupts that tell the other CPUs are not modelled.
import { cpu, invlpg, runOn } from "../machine/cpu";
import { cpuCount } from "../machine/cpu_state";
import { PAGE_SIZE } from "./memory_map";

/** Free of charge. */
export function forgetPages(start: u32, end: u32): void {
  const me = cpu.number;
  for (let number: u32 = 0; number < cpuCount; number++) {
    if (number != me) runOn(number);
    for (let address = start; address < end; address += PAGE_SIZE) invlpg(address);
    if (number != me) runOn(me);
  }
}
