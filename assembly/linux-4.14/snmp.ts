// include/net/snmp.h, include/linux/snmp.h of Linux 4.14: per-CPU counters, found by %fs and a pointer in struct net.
// Left out: the counters' copies for process context; every count here is made with bottom halves off.
export * from "../linux/snmp";
export * from "./snmp_3_6";
export * from "./snmp_4x";

import { TCP_MIB_OUTRSTS } from "../linux/snmp";

/** What tcp_send_active_reset() counts. */
export const TCP_MIB_ACTIVERSTS: u32 = TCP_MIB_OUTRSTS;

/** Numbers of the later ones from memory: only their places depend on them. */
export const LINUX_MIB_SYNCOOKIESSENT: u32 = 1;

export const LINUX_MIB_TCPPUREACKS: u32 = 23;
export const LINUX_MIB_TCPTIMEOUTS: u32 = 43;
export const LINUX_MIB_TCPABORTONDATA: u32 = 54;
export const LINUX_MIB_TCPABORTONCLOSE: u32 = 55;
export const LINUX_MIB_TCPBACKLOGDROP: u32 = 70;
export const LINUX_MIB_TCPDEFERACCEPTDROP: u32 = 72;
export const LINUX_MIB_TCPTIMEWAITOVERFLOW: u32 = 74;
export const LINUX_MIB_TCPREQQFULLDOCOOKIES: u32 = 75;
export const LINUX_MIB_TCPREQQFULLDROP: u32 = 76;
export const LINUX_MIB_TCPCHALLENGEACK: u32 = 82;
export const LINUX_MIB_TCPSYNCHALLENGE: u32 = 83;
export const LINUX_MIB_TCPSYNRETRANS: u32 = 95;
export const LINUX_MIB_TCPACKSKIPPEDSYNRECV: u32 = 102;
