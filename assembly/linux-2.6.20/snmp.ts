// include/net/snmp.h, include/linux/snmp.h of Linux 2.6.20: per-CPU counters behind an array of pointers.
// Left out: the counters' copies for process context; every count here is made with bottom halves off.
export * from "../linux/snmp";

import { tcp_statistics } from "../linux/snmp";
import { ld, st } from "../machine/cpu";
import { cpuCount } from "../machine/cpu_state";
import { poke } from "../machine/ram";
import { PAGE_OFFSET, staticData } from "./memory_map";
import { CPU_NUMBER, ofCpu, thisCpu } from "./percpu";

/** What tcp_send_active_reset() counts: nothing yet (that came with 2.6.24; from memory). */
export const TCP_MIB_ACTIVERSTS: u32 = 0;

export const LINUX_MIB_SYNCOOKIESSENT: u32 = 1;

export const LINUX_MIB_TCPPUREACKS: u32 = 28;
export const LINUX_MIB_TCPTIMEOUTS: u32 = 49;
export const LINUX_MIB_TCPABORTONSYN: u32 = 58;
/** This kernel does not count these. */
export const LINUX_MIB_TCPDEFERACCEPTDROP: u32 = 0;
export const LINUX_MIB_TCPCHALLENGEACK: u32 = 0;
export const LINUX_MIB_TCPACKSKIPPEDSYNRECV: u32 = 0;
export const LINUX_MIB_TCPREQQFULLDOCOOKIES: u32 = 0;
export const LINUX_MIB_TCPREQQFULLDROP: u32 = 0;

export function statistics(offset: u32): u32 {
  const data = staticData(4 * cpuCount);
  for (let i: u32 = 0; i < cpuCount; i++) poke<u32>(data + 4 * i - PAGE_OFFSET, ofCpu(i, offset));
  const variable = staticData(4);
  poke<u32>(variable - PAGE_OFFSET, data);
  return variable;
}

export function SNMP_INC_STATS_BH(mib: u32, field: u32): void {
  const data = ld<u32>(mib, 0);
  const mibs = ld<u32>(data + (ld<u32>(thisCpu(CPU_NUMBER), 0) << 2), 0);
  st<u32>(mibs, field << 2, ld<u32>(mibs, field << 2) + 1);
}

export function TCP_DEC_STATS(field: u32): void {
  const data = ld<u32>(tcp_statistics, 0);
  const mibs = ld<u32>(data + (ld<u32>(thisCpu(CPU_NUMBER), 0) << 2), 0);
  st<u32>(mibs, field << 2, ld<u32>(mibs, field << 2) - 1);
}
