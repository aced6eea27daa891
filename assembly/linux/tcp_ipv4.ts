// net/ipv4/tcp_ipv4.c: what 2.6.20 and later kernels word alike. What is left out stands in each kernel's own file.
import { exec } from "../machine/cpu";
import { bootDeathRow } from "./death_row";
import { bootTimewait } from "./inet_timewait_sock";
import { bootRing } from "./receive_ring";
import { kfree_skb } from "./skbuff";
import { bootSnmp } from "./snmp";
import { sk_buff } from "./structs";
import { bootSyncookies } from "./syncookies";
import * as map from "./system_map";
import { bootTcpInput } from "./tcp_input";
import { bootTcpSysctls } from "./tcp_sysctls";

/** Lays out what the packet path needs: ring, routes, counters. Free of charge. */
export function bootReceive(): void {
  bootRing();
  bootSnmp();
  bootTcpInput();
  bootTcpSysctls();
  bootTimewait();
  bootDeathRow();
  bootSyncookies();
}

export function discardIt(skb: sk_buff): i32 {
  kfree_skb(skb);
  return 0;
}

/** kfree(NULL): returns at once. */
export function kfree_null(): void {
  exec(map.kfree_null);
}

/** skb->pkt_type, bits 0 to 2; PACKET_HOST is 0. */
export const PKT_TYPE: u8 = 7;

/** rt->rt_type of a route to this host. */
export const RTN_LOCAL: u16 = 2;

export const SKB_GSO_TCPV4: i32 = 1;

/** The device's MTU, and the largest segment that it lets us announce. */
export const ROUTE_MTU: u32 = 1500;

export const ROUTE_ADVMSS: u16 = 1460;
