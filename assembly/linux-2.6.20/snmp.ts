// include/net/snmp.h, include/linux/snmp.h of Linux 2.6.20: per-CPU counters behind an array of pointers.
// Left out: the counters' copies for process context; every count here is made with bottom halves off.

import { ld, st } from "../machine/cpu";
import { cpuCount } from "../machine/cpu_state";
import { poke } from "../machine/ram";
import { PAGE_OFFSET, staticData } from "./memory_map";
import { CPU_NUMBER, MIB, ofCpu, thisCpu } from "./percpu";

export const TCP_MIB_ACTIVEOPENS: u32 = 5;
export const TCP_MIB_PASSIVEOPENS: u32 = 6;
export const TCP_MIB_ATTEMPTFAILS: u32 = 7;
export const TCP_MIB_ESTABRESETS: u32 = 8;
export const TCP_MIB_CURRESTAB: u32 = 9;
export const TCP_MIB_INSEGS: u32 = 10;
export const TCP_MIB_OUTSEGS: u32 = 11;
export const TCP_MIB_RETRANSSEGS: u32 = 12;
export const TCP_MIB_INERRS: u32 = 13;
export const TCP_MIB_OUTRSTS: u32 = 14;
/** What tcp_send_active_reset() counts: nothing yet (that came with 2.6.24; from memory). */
export const TCP_MIB_ACTIVERSTS: u32 = 0;

export const LINUX_MIB_SYNCOOKIESSENT: u32 = 1;
export const LINUX_MIB_SYNCOOKIESRECV: u32 = 2;
export const LINUX_MIB_SYNCOOKIESFAILED: u32 = 3;
export const LINUX_MIB_EMBRYONICRSTS: u32 = 4;
export const LINUX_MIB_PAWSESTABREJECTED: u32 = 16;
export const LINUX_MIB_DELAYEDACKLOST: u32 = 19;
export const LINUX_MIB_LISTENOVERFLOWS: u32 = 20;
export const LINUX_MIB_LISTENDROPS: u32 = 21;
export const LINUX_MIB_TCPPUREACKS: u32 = 28;
export const LINUX_MIB_TCPTIMEOUTS: u32 = 49;
export const LINUX_MIB_TCPABORTONSYN: u32 = 58;
/** This kernel does not count these. */
export const LINUX_MIB_TCPDEFERACCEPTDROP: u32 = 0;
export const LINUX_MIB_TCPCHALLENGEACK: u32 = 0;
export const LINUX_MIB_TCPACKSKIPPEDSYNRECV: u32 = 0;
export const LINUX_MIB_TCPREQQFULLDOCOOKIES: u32 = 0;
export const LINUX_MIB_TCPREQQFULLDROP: u32 = 0;

/** tcp_statistics and net_statistics: one word each, a pointer to struct percpu_data, which holds one per CPU. */
let tcp_statistics: u32 = 0;
let net_statistics: u32 = 0;
/** Where each begins in percpu.ts's MIB. */
const TCP: u32 = MIB;
const NET: u32 = MIB + 64;

export function bootSnmp(): void {
  tcp_statistics = statistics(TCP);
  net_statistics = statistics(NET);
}

function statistics(offset: u32): u32 {
  const data = staticData(4 * cpuCount);
  for (let i: u32 = 0; i < cpuCount; i++) poke<u32>(data + 4 * i - PAGE_OFFSET, ofCpu(i, offset));
  const variable = staticData(4);
  poke<u32>(variable - PAGE_OFFSET, data);
  return variable;
}

function SNMP_INC_STATS_BH(mib: u32, field: u32): void {
  const data = ld<u32>(mib, 0);
  const mibs = ld<u32>(data + (ld<u32>(thisCpu(CPU_NUMBER), 0) << 2), 0);
  st<u32>(mibs, field << 2, ld<u32>(mibs, field << 2) + 1);
}

export function TCP_INC_STATS_BH(field: u32): void {
  SNMP_INC_STATS_BH(tcp_statistics, field);
}

export function NET_INC_STATS_BH(field: u32): void {
  SNMP_INC_STATS_BH(net_statistics, field);
}

/** Where a Linux MIB counter lies in each CPU's area. */
export function netField(field: u32): u32 {
  return NET + (field << 2);
}

/** Where a TCP MIB counter lies in each CPU's area. */
export function tcpField(field: u32): u32 {
  return TCP + (field << 2);
}

/** The same in process context. */
export function TCP_INC_STATS(field: u32): void {
  SNMP_INC_STATS_BH(tcp_statistics, field);
}

export function TCP_DEC_STATS(field: u32): void {
  const data = ld<u32>(tcp_statistics, 0);
  const mibs = ld<u32>(data + (ld<u32>(thisCpu(CPU_NUMBER), 0) << 2), 0);
  st<u32>(mibs, field << 2, ld<u32>(mibs, field << 2) - 1);
}
