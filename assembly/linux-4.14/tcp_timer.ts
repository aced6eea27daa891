// net/ipv4/tcp_timer.c of Linux 4.14: the keepalive timer: of an orphan in FIN_WAIT2 the end of its waiting; and what a
// request's timer has of it. Left out: keepalive probes.
export * from "./tcp_timer_4x";

import { exec, ld } from "../machine/cpu";
import { init_net, NET_MIB_NET_STATISTICS } from "./net_namespace";
import { LINUX_MIB_TCPTIMEOUTS, NET_INC_STATS_BH } from "./snmp";
import { tcp_request_sock } from "./structs";
import * as map from "./system_map";

/** The operations' syn_ack_timeout: counts. */
export function tcp_syn_ack_timeout(_req: tcp_request_sock): void {
  exec(map.tcp_syn_ack_timeout);
  ld<u32>(init_net, NET_MIB_NET_STATISTICS);
  NET_INC_STATS_BH(LINUX_MIB_TCPTIMEOUTS);
}
