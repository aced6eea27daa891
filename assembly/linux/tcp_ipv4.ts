// net/ipv4/tcp_ipv4.c: what 2.6.20 and 3.6.5 word alike. What is left out stands in each kernel's own file.
import { exec } from "../machine/cpu";
import { trap } from "../machine/trap";
import { random } from "../random";
import { bootDeathRow } from "./death_row";
import { bootTimewait } from "./inet_timewait_sock";
import { bootRing } from "./receive_ring";
import { kfree_skb } from "./skbuff";
import { bootSnmp } from "./snmp";
import { servingSoftirq } from "./spinlock";
import { sk_buff, tcp_request_sock } from "./structs";
import { bootSyncookies } from "./syncookies";
import * as map from "./system_map";
import { bootTcpInput } from "./tcp_input";
import { lookUp, tcp_v4_send_ack } from "./tcp_ipv4";
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

/** The ops table's `lookup`: finds a listener as a SYN does, nothing else. Addresses and ports in host order. */
export function lookup(saddr: u32, sport: u32, daddr: u32, dport: u32, dev: i32): i32 {
  servingSoftirq(true);
  const found = lookUp(bswap<u32>(saddr), bswap<u16>(<u16>sport), bswap<u32>(daddr), bswap<u16>(<u16>dport), dev);
  servingSoftirq(false);
  return found;
}

export function discardIt(skb: sk_buff): i32 {
  kfree_skb(skb);
  return 0;
}

/** Answers a segment that lies outside a request's window with an ACK. */
export function tcp_v4_reqsk_send_ack(skb: sk_buff, req: tcp_request_sock): void {
  exec(map.tcp_v4_reqsk_send_ack);
  tcp_v4_send_ack(skb, req.snt_isn + 1, req.rcv_isn + 1, req.rcv_wnd, req.ts_recent);
}

/** kfree(NULL): returns at once. */
function kfree_null(): void {
  exec(map.kfree_null);
}

export function tcp_v4_reqsk_destructor(req: tcp_request_sock): void {
  exec(map.tcp_v4_reqsk_destructor);
  if (req.opt != 0) trap(); // no segment carries IP options: kfree(NULL)
  kfree_null();
}

/** drivers/char/random.c: a measured block (half an MD4 and the clock). */
export function secure_tcp_sequence_number(): u32 {
  exec(map.secure_tcp_sequence_number);
  return random();
}
