// View.netstat of abi.ts: the counters of /proc/net/netstat and snmp that the subject moves, summed over the CPUs.
import { viewWord } from "../abi";
import { sumOfCpus } from "./percpu";
import {
  LINUX_MIB_EMBRYONICRSTS,
  LINUX_MIB_LISTENDROPS,
  LINUX_MIB_LISTENOVERFLOWS,
  LINUX_MIB_PAWSESTABREJECTED,
  LINUX_MIB_SYNCOOKIESFAILED,
  LINUX_MIB_SYNCOOKIESRECV,
  LINUX_MIB_SYNCOOKIESSENT,
  LINUX_MIB_TCPACKSKIPPEDSYNRECV,
  LINUX_MIB_TCPCHALLENGEACK,
  LINUX_MIB_TCPDEFERACCEPTDROP,
  LINUX_MIB_TCPREQQFULLDOCOOKIES,
  LINUX_MIB_TCPREQQFULLDROP,
  LINUX_MIB_TCPTIMEOUTS,
  netField,
  TCP_MIB_ACTIVEOPENS,
  TCP_MIB_ATTEMPTFAILS,
  TCP_MIB_CURRESTAB,
  TCP_MIB_ESTABRESETS,
  TCP_MIB_INERRS,
  TCP_MIB_INSEGS,
  TCP_MIB_OUTRSTS,
  TCP_MIB_OUTSEGS,
  TCP_MIB_PASSIVEOPENS,
  TCP_MIB_RETRANSSEGS,
  tcpField,
} from "./snmp";

/** Writes the counters, in the order of src/counters.ts; the words written. */
export function describeNetstat(): i32 {
  netstat(0, LINUX_MIB_LISTENOVERFLOWS);
  netstat(1, LINUX_MIB_LISTENDROPS);
  netstat(2, LINUX_MIB_SYNCOOKIESSENT);
  netstat(3, LINUX_MIB_SYNCOOKIESRECV);
  netstat(4, LINUX_MIB_SYNCOOKIESFAILED);
  netstat(5, LINUX_MIB_TCPREQQFULLDROP);
  netstat(6, LINUX_MIB_TCPREQQFULLDOCOOKIES);
  netstat(7, LINUX_MIB_TCPTIMEOUTS);
  netstat(8, LINUX_MIB_EMBRYONICRSTS);
  netstat(9, LINUX_MIB_TCPDEFERACCEPTDROP);
  netstat(10, LINUX_MIB_TCPCHALLENGEACK);
  netstat(11, LINUX_MIB_TCPACKSKIPPEDSYNRECV);
  netstat(12, LINUX_MIB_PAWSESTABREJECTED);
  snmp(13, TCP_MIB_ACTIVEOPENS);
  snmp(14, TCP_MIB_PASSIVEOPENS);
  snmp(15, TCP_MIB_ATTEMPTFAILS);
  snmp(16, TCP_MIB_ESTABRESETS);
  snmp(17, TCP_MIB_CURRESTAB);
  snmp(18, TCP_MIB_INSEGS);
  snmp(19, TCP_MIB_OUTSEGS);
  snmp(20, TCP_MIB_RETRANSSEGS);
  snmp(21, TCP_MIB_INERRS);
  snmp(22, TCP_MIB_OUTRSTS);
  return 23;
}

/** Field 0 is none: a kernel that does not count this. */
function netstat(index: i32, field: u32): void {
  viewWord(index, field == 0 ? u32.MAX_VALUE : sumOfCpus(netField(field)));
}

function snmp(index: i32, field: u32): void {
  viewWord(index, sumOfCpus(tcpField(field)));
}
