// net/core/dev.c and net/ipv4/ip_input.c of 4.3 and 4.14: from the driver to TCP, one measured block (what
// __netif_receive_skb, ip_rcv, ip_local_deliver and raw_local_deliver do themselves) that really reads the segment's
// IP header. Left out: other protocols, packet sockets, netfilter, fragments, IP options, routing of input.
import { isForHost } from "../addresses";
import { exec } from "../machine/cpu";
import { trap } from "../machine/trap";
import { arriving } from "../wire";
import { kfree_skb, set_network_header, set_transport_header } from "./skbuff";
import { iphdr, sk_buff } from "./structs";
import * as map from "./system_map";
import { tcp_v4_rcv } from "./tcp_ipv4";

const IPPROTO_TCP: u8 = 6;

export function __netif_receive_skb(skb: sk_buff): i32 {
  exec(map.__netif_receive_skb);
  const data = skb.data;
  set_network_header(skb, data);
  set_transport_header(skb, data);
  const iph = changetype<iphdr>(data);
  const bytes: u32 = (iph.ihl_bits & 15) << 2;
  if (bytes < 20 || bytes > skb.len) trap();
  if (<u32>bswap<u16>(iph.tot_len) > skb.len) trap();
  set_transport_header(skb, data + bytes);
  skb.data = data + bytes;
  skb.len = skb.len - bytes;
  if (!isForHost(arriving.daddr)) {
    kfree_skb(skb); // ip_rcv_finish(): no route, and nothing is forwarded
    return 0;
  }
  if (iph.protocol != IPPROTO_TCP) trap();
  return tcp_v4_rcv(skb);
}
