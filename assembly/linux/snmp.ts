// include/net/snmp.h, include/linux/snmp.h: what 2.6.20, 3.6.5, 4.3 and 4.14 word alike.
import { MIB } from "./percpu";
import { SNMP_INC_STATS_BH, statistics } from "./snmp";

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

export const LINUX_MIB_SYNCOOKIESRECV: u32 = 2;
export const LINUX_MIB_SYNCOOKIESFAILED: u32 = 3;
export const LINUX_MIB_EMBRYONICRSTS: u32 = 4;
export const LINUX_MIB_PAWSESTABREJECTED: u32 = 16;
export const LINUX_MIB_DELAYEDACKLOST: u32 = 19;
export const LINUX_MIB_LISTENOVERFLOWS: u32 = 20;
export const LINUX_MIB_LISTENDROPS: u32 = 21;

/** tcp_statistics and net_statistics: one word each, a pointer to struct percpu_data, which holds one per CPU. */
export let tcp_statistics: u32 = 0;
export let net_statistics: u32 = 0;
/** Where each begins in percpu.ts's MIB. */
const TCP: u32 = MIB;
const NET: u32 = MIB + 64;

export function bootSnmp(): void {
  tcp_statistics = statistics(TCP);
  net_statistics = statistics(NET);
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
