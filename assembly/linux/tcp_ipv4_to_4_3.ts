// net/ipv4/tcp_ipv4.c: what 3.6.5 and 4.3 word alike.
import { exec } from "../machine/cpu";
import { trap } from "../machine/trap";
import { atomic_inc } from "./atomic";
import { __inet_lookup } from "./inet_hashtables";
import { DST_REFCNT } from "./skbuff";
import { sock_put } from "./sock";
import { sk_buff, tcp_sock } from "./structs";
import * as map from "./system_map";

export function lookUp(saddr: u32, sport: u16, daddr: u32, dport: u16, dev: i32): i32 {
  const sk = __inet_lookup(saddr, sport, daddr, dport, dev);
  if (changetype<usize>(sk) == 0) return 0;
  sock_put(sk);
  return 1;
}

/** net/core/filter.c. */
export function sk_filter(sk: tcp_sock): void {
  exec(map.sk_filter);
  sk.sk_flags; // not a socket for emergencies
  if (sk.sk_filter != 0) trap();
}

/** net/ipv4/tcp_ipv4.c: keeps the route that segments came by. The sock holds it until inet_sock_destruct(). */
export function inet_sk_rx_dst_set(sk: tcp_sock, skb: sk_buff): void {
  const dst = skb._skb_refdst & ~1;
  atomic_inc(dst + DST_REFCNT);
  sk.sk_rx_dst = dst;
  sk.rx_dst_ifindex = skb.skb_iif;
}
