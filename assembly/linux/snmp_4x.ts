// include/net/snmp.h of 4.3 and 4.14: a count in process context.
import { net_statistics, SNMP_INC_STATS_BH } from "./snmp";

export function NET_INC_STATS(field: u32): void {
  SNMP_INC_STATS_BH(net_statistics, field);
}
