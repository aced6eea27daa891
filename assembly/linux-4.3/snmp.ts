// include/net/snmp.h, include/linux/snmp.h of Linux 4.3: per-CPU counters, found by %fs and a pointer in struct net.
// Left out: the counters' copies for process context; every count here is made with bottom halves off.
export * from "../linux/snmp";
export * from "./snmp_3_6";
export * from "./snmp_4x";

import { TCP_MIB_OUTRSTS } from "../linux/snmp";

/** What tcp_send_active_reset() counts. */
export const TCP_MIB_ACTIVERSTS: u32 = TCP_MIB_OUTRSTS;

/** Numbers of the later ones from memory: only their places depend on them. */
export const LINUX_MIB_SYNCOOKIESSENT: u32 = 1;

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
