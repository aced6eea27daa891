// net/ipv4/tcp_ipv4.c: how a segment arrives, as 3.6.5, 4.3 and 4.14 word it.
import { exec, ld, measured, st } from "../machine/cpu";
import { ACK, startSegment } from "../wire";
import { __netif_receive_skb } from "./dev";
import { takeSegment } from "./receive_ring";
import { dst_release, headerOf, ip_hdr, routeInput } from "./skbuff";
import { TCP_INC_STATS_BH, TCP_MIB_OUTSEGS } from "./snmp";
import { servingSoftirq } from "./spinlock";
import { dst_entry, rtable, sk_buff, tcp_sock } from "./structs";
import * as map from "./system_map";
import { SK_ROUTE_CAPS } from "./tcp_ipv4";
import { transmitReply } from "./transmit";

/** The ops table's `receive`: gives `arriving` (wire.ts) to the kernel, in a softirq. */
export function receive(): void {
  startSegment();
  const skb = takeSegment();
  routeInput();
  servingSoftirq(true);
  __netif_receive_skb(changetype<sk_buff>(skb));
  servingSoftirq(false);
}

/** inet_iif(), inlined: the interface that the segment's route came in by. */
export function inet_iif(skb: sk_buff): i32 {
  const rt = changetype<rtable>(skb._skb_refdst & ~1);
  const iif = rt.rt_iif;
  return iif != 0 ? iif : skb.skb_iif;
}

/** net/core/sock.c: the socket sends by this route. */
export function sk_setup_caps(sk: tcp_sock, dst: u32): void {
  exec(map.sk_setup_caps);
  sk.sk_dst_cache; // __sk_dst_set()
  sk.sk_dst_cache = dst;
  dst_release(0);
  const dev = changetype<dst_entry>(dst).dev;
  const features = ld<u32>(dev, 96);
  st<u32>(changetype<usize>(sk), SK_ROUTE_CAPS, features);
  ld<u32>(changetype<usize>(sk), SK_ROUTE_CAPS + 8); // sk_route_nocaps
  st<u32>(changetype<usize>(sk), SK_ROUTE_CAPS, features);
  sk.sk_gso_max_size = ld<u32>(dev, 100);
  sk.sk_gso_max_segs = ld<u16>(dev, 104);
}

export const DST_OPS_DEFAULT_ADVMSS: u32 = 16; // offsetof(struct dst_ops, default_advmss)

export const DST_OPS_MTU: u32 = 20; // offsetof(struct dst_ops, mtu)

export const DST_OPS_CHECK: u32 = 12; // offsetof(struct dst_ops, check)

/** Its metric, a word each from RTAX_LOCK (1) on. */
export const RTAX_ADVMSS: u32 = (8 - 1) * 4;

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
