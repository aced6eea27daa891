// View.netstat of abi.ts: the counters of /proc/net/netstat that the subject moves, summed over the CPUs.
import { viewWord } from "../abi";
import { sumOfCpus } from "./percpu";
import {
  LINUX_MIB_LISTENDROPS,
  LINUX_MIB_LISTENOVERFLOWS,
  LINUX_MIB_SYNCOOKIESFAILED,
  LINUX_MIB_SYNCOOKIESRECV,
  LINUX_MIB_SYNCOOKIESSENT,
  LINUX_MIB_TCPREQQFULLDOCOOKIES,
  LINUX_MIB_TCPREQQFULLDROP,
  LINUX_MIB_TCPTIMEOUTS,
  netField,
} from "./snmp";

/** Writes the counters, in the order of abi.ts; the words written. */
export function describeNetstat(): i32 {
  word(0, LINUX_MIB_LISTENOVERFLOWS);
  word(1, LINUX_MIB_LISTENDROPS);
  word(2, LINUX_MIB_SYNCOOKIESSENT);
  word(3, LINUX_MIB_SYNCOOKIESRECV);
  word(4, LINUX_MIB_SYNCOOKIESFAILED);
  word(5, LINUX_MIB_TCPREQQFULLDROP);
  word(6, LINUX_MIB_TCPREQQFULLDOCOOKIES);
  word(7, LINUX_MIB_TCPTIMEOUTS);
  return 8;
}

/** Field 0 is none: a kernel that does not count this. */
function word(index: i32, field: u32): void {
  viewWord(index, field == 0 ? 0 : sumOfCpus(netField(field)));
}
