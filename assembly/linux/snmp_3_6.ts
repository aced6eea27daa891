// include/net/snmp.h, include/linux/snmp.h: what 3.6.5, 4.3 and 4.14 word alike.
import { ld, st } from "../machine/cpu";
import { poke } from "../machine/ram";
import { PAGE_OFFSET, staticData } from "./memory_map";
import { thisCpu } from "./percpu";
import { tcp_statistics } from "./snmp";

export function statistics(offset: u32): u32 {
  const variable = staticData(4, 4);
  poke<u32>(variable - PAGE_OFFSET, offset);
  return variable;
}

export function SNMP_INC_STATS_BH(mib: u32, field: u32): void {
  const mibs = thisCpu(ld<u32>(mib, 0));
  st<u32>(mibs, field << 2, ld<u32>(mibs, field << 2) + 1);
}

export function TCP_DEC_STATS(field: u32): void {
  const mibs = thisCpu(ld<u32>(tcp_statistics, 0));
  st<u32>(mibs, field << 2, ld<u32>(mibs, field << 2) - 1);
}
