// include/net/snmp.h, include/linux/snmp.h of Linux 4.3: per-CPU counters, found by %fs and a pointer in struct net.
// Left out: the counters' copies for process context; every count here is made with bottom halves off.
import { ld, st } from "../machine/cpu";
import { poke } from "../machine/ram";
import { PAGE_OFFSET, staticData } from "./memory_map";
import { MIB, thisCpu } from "./percpu";

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
/** What tcp_send_active_reset() counts. */
export const TCP_MIB_ACTIVERSTS: u32 = TCP_MIB_OUTRSTS;

/** Numbers of the later ones from memory: only their places depend on them. */
export const LINUX_MIB_SYNCOOKIESSENT: u32 = 1;
export const LINUX_MIB_SYNCOOKIESRECV: u32 = 2;
export const LINUX_MIB_SYNCOOKIESFAILED: u32 = 3;
export const LINUX_MIB_EMBRYONICRSTS: u32 = 4;
export const LINUX_MIB_PAWSESTABREJECTED: u32 = 16;
export const LINUX_MIB_DELAYEDACKLOST: u32 = 19;
export const LINUX_MIB_LISTENOVERFLOWS: u32 = 20;
export const LINUX_MIB_LISTENDROPS: u32 = 21;
export const LINUX_MIB_TCPPUREACKS: u32 = 28;
export const LINUX_MIB_TCPTIMEOUTS: u32 = 48;
export const LINUX_MIB_TCPABORTONDATA: u32 = 59;
export const LINUX_MIB_TCPABORTONCLOSE: u32 = 60;
export const LINUX_MIB_TCPBACKLOGDROP: u32 = 75;
export const LINUX_MIB_TCPDEFERACCEPTDROP: u32 = 77;
export const LINUX_MIB_TCPTIMEWAITOVERFLOW: u32 = 79;
export const LINUX_MIB_TCPREQQFULLDOCOOKIES: u32 = 80;
export const LINUX_MIB_TCPREQQFULLDROP: u32 = 81;
export const LINUX_MIB_TCPCHALLENGEACK: u32 = 87;
export const LINUX_MIB_TCPSYNCHALLENGE: u32 = 88;
export const LINUX_MIB_TCPSYNRETRANS: u32 = 100;
export const LINUX_MIB_TCPACKSKIPPEDSYNRECV: u32 = 107;

/** net->mib.tcp_statistics and net_statistics: one word each, the offset of the counters in a CPU's area. */
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
  const variable = staticData(4, 4);
  poke<u32>(variable - PAGE_OFFSET, offset);
  return variable;
}

function SNMP_INC_STATS_BH(mib: u32, field: u32): void {
  const mibs = thisCpu(ld<u32>(mib, 0));
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
  const mibs = thisCpu(ld<u32>(tcp_statistics, 0));
  st<u32>(mibs, field << 2, ld<u32>(mibs, field << 2) - 1);
}

export function NET_INC_STATS(field: u32): void {
  SNMP_INC_STATS_BH(net_statistics, field);
}
