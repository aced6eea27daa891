// net/ipv4/tcp_ipv4.c: what 4.3 and 4.14 word alike.
import { exec, measured } from "../machine/cpu";
import { trap } from "../machine/trap";
import { ACK } from "../wire";
import { inet_csk_route_req } from "./inet_connection_sock";
import { headerOf, ip_hdr, isSummed } from "./skbuff";
import { TCP_INC_STATS_BH, TCP_MIB_OUTSEGS } from "./snmp";
import { sk_buff, tcp_request_sock, tcp_sock } from "./structs";
import * as map from "./system_map";
import { transmitReply } from "./transmit";

/** tcp_checksum_complete(), inlined. The segment was summed by the device or on arrival. */
export function tcp_checksum_complete(skb: sk_buff): bool {
  if (!isSummed(skb)) trap();
  return false;
}

export function tcp_v4_send_ack(skb: sk_buff, seq: u32, ack: u32, _win: u32, _ts: u32): void {
  exec(map.tcp_v4_send_ack);
  const th = headerOf(skb);
  th.source;
  th.dest;
  const iph = ip_hdr(skb);
  iph.saddr;
  iph.daddr;
  measured(map.ip_send_unicast_reply);
  transmitReply(ACK, seq, ack);
  TCP_INC_STATS_BH(TCP_MIB_OUTSEGS);
}

/** The operations' route_req. */
export function tcp_v4_route_req(sk: tcp_sock, req: tcp_request_sock): u32 {
  exec(map.tcp_v4_route_req);
  return inet_csk_route_req(sk, req);
}
