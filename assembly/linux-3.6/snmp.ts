// include/net/snmp.h, include/linux/snmp.h of Linux 3.6.5: per-CPU counters, found by %fs and a pointer in struct net.
// Left out: the counters' copies for process context; every count here is made with bottom halves off.
export * from "../linux/snmp";
export * from "./snmp_3_6";

import { TCP_MIB_OUTRSTS } from "../linux/snmp";

/** What tcp_send_active_reset() counts. */
export const TCP_MIB_ACTIVERSTS: u32 = TCP_MIB_OUTRSTS;

export const LINUX_MIB_SYNCOOKIESSENT: u32 = 1;

export const LINUX_MIB_TCPPUREACKS: u32 = 28;
export const LINUX_MIB_TCPTIMEOUTS: u32 = 48;
export const LINUX_MIB_TCPDEFERACCEPTDROP: u32 = 75;
export const LINUX_MIB_TCPREQQFULLDOCOOKIES: u32 = 78;
export const LINUX_MIB_TCPREQQFULLDROP: u32 = 79;
export const LINUX_MIB_TCPCHALLENGEACK: u32 = 85;
export const LINUX_MIB_TCPSYNCHALLENGE: u32 = 86;
/** This kernel does not count these. */
export const LINUX_MIB_TCPACKSKIPPEDSYNRECV: u32 = 0;
