// net/ipv4/tcp_ipv4.c: what 3.6.5 and 4.3 word alike.
import { exec, ld, measured } from "../machine/cpu";
import { trap } from "../machine/trap";
import { ACK, decide, Outcome, RST } from "../wire";
import { atomic_inc } from "./atomic";
import { __inet_lookup } from "./inet_hashtables";
import { DST_REFCNT, dst_release, headerOf, ip_hdr, isSummed, kfree_skb, setSummed } from "./skbuff";
import { TCP_INC_STATS_BH, TCP_MIB_INERRS, TCP_MIB_OUTRSTS, TCP_MIB_OUTSEGS } from "./snmp";
import { sock_put } from "./sock";
import { dst_entry, rtable, sk_buff, tcp_sock } from "./structs";
import * as map from "./system_map";
import { TH_ACK, TH_FIN, TH_RST, TH_SYN, tcp_rcv_established, tcp_rcv_state_process } from "./tcp_input";
import { DST_OPS_CHECK, RTN_LOCAL, tcp_checksum_complete, tcp_v4_hnd_req } from "./tcp_ipv4";
import { tcp_child_process } from "./tcp_minisocks";
import { TCP_ESTABLISHED, TCP_LISTEN } from "./tcp_states";
import { transmitReply } from "./transmit";

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

/** tcp_v4_checksum_init(), inlined: a short segment that the device did not sum is summed at once. */
export function tcp_v4_checksum_init(skb: sk_buff): void {
  if (isSummed(skb)) return;
  exec(map.tcp_v4_rcv_sum);
  const iph = ip_hdr(skb);
  iph.saddr;
  iph.daddr;
  measured(map.__skb_checksum_complete);
  setSummed(skb);
}

export function tcp_v4_do_rcv(sk: tcp_sock, skb: sk_buff): i32 {
  exec(map.tcp_v4_do_rcv);
  if (sk.sk_state == TCP_ESTABLISHED) {
    const rx = sk.sk_rx_dst;
    if (rx != 0) {
      if (sk.rx_dst_ifindex != skb.skb_iif) {
        dst_release(rx);
        sk.sk_rx_dst = 0;
      } else ld<u32>(changetype<dst_entry>(rx).ops, DST_OPS_CHECK); // still valid: its call is left out
    }
    decide(Outcome.delivered);
    if (tcp_rcv_established(sk, skb, headerOf(skb), skb.len)) {
      tcp_v4_send_reset(sk, skb);
      kfree_skb(skb);
    }
    return 0;
  }
  const header: u32 = (headerOf(skb).res1_bits >> 4) << 2;
  if (skb.len < header || tcp_checksum_complete(skb)) {
    TCP_INC_STATS_BH(TCP_MIB_INERRS);
    kfree_skb(skb);
    return 0;
  }
  if (sk.sk_state == TCP_LISTEN) {
    const nsk = tcp_v4_hnd_req(sk, skb);
    if (changetype<usize>(nsk) == 0) {
      kfree_skb(skb);
      return 0;
    }
    if (changetype<usize>(nsk) != changetype<usize>(sk)) {
      if (tcp_child_process(sk, nsk, skb)) {
        tcp_v4_send_reset(nsk, skb);
        kfree_skb(skb);
      }
      return 0;
    }
  } else decide(Outcome.delivered);
  if (tcp_rcv_state_process(sk, skb, headerOf(skb), skb.len)) {
    tcp_v4_send_reset(sk, skb);
    kfree_skb(skb);
  }
  return 0;
}

/** Answers a segment with a reset, unless it is one itself. */
export function tcp_v4_send_reset(_sk: tcp_sock | null, skb: sk_buff): void {
  exec(map.tcp_v4_send_reset);
  const th = headerOf(skb);
  if ((th.fin_bits & TH_RST) != 0) return;
  const dst = changetype<rtable>(skb._skb_refdst & ~1);
  if (dst.rt_type != RTN_LOCAL) return;

  exec(map.tcp_v4_send_reset_answer);
  th.source;
  th.dest;
  const flags = th.fin_bits;
  let seq: u32 = 0;
  let ack: u32 = 0;
  if ((flags & TH_ACK) != 0) seq = bswap<u32>(th.ack_seq);
  else {
    const header: u32 = (th.res1_bits >> 4) << 2;
    ack = bswap<u32>(th.seq) + ((flags & TH_SYN) >> 1) + (flags & TH_FIN) + skb.len - header;
  }
  const iph = ip_hdr(skb);
  iph.saddr;
  iph.daddr;
  measured(map.ip_send_unicast_reply);
  transmitReply((flags & TH_ACK) != 0 ? RST : RST | ACK, seq, ack);
  TCP_INC_STATS_BH(TCP_MIB_OUTSEGS);
  TCP_INC_STATS_BH(TCP_MIB_OUTRSTS);
}

export const NO_SRCCHECK: u8 = 32;
