// net/ipv4/tcp_ipv4.c of Linux 2.6.20: what a segment meets, from IP input to the socket.
// Left out: prequeue (nobody waits in recv()), MD5 signatures, IPsec, PAWS for recycled TIME_WAIT
// (tcp_tw_recycle is off), IPv6 headers (addresses of IPv6 are
// tokens that take this way, at its cost). A socket that a process owns cannot come up while whole operations run: it
// traps.
export * from "../linux/tcp_ipv4";
export * from "./tcp_ipv4_before_4_14";
export * from "./tcp_ipv4_to_3_6";

import { discardIt, PKT_TYPE, ROUTE_ADVMSS, ROUTE_MTU, RTN_LOCAL, SKB_GSO_TCPV4 } from "../linux/tcp_ipv4";
import { exec, ld, measured, st } from "../machine/cpu";
import { trap } from "../machine/trap";
import { ACK, decide, Outcome, RST, startSegment } from "../wire";
import { netif_receive_skb } from "./dev";
import {
  inet_csk_reqsk_queue_hash_add,
  inet_csk_route_req,
  inet_csk_search_req,
  searchedPrev,
} from "./inet_connection_sock";
import {
  __inet_hash,
  __inet_inherit_port,
  __inet_lookup,
  __inet_lookup_established,
  tcp_hashinfo,
} from "./inet_hashtables";
import { inet_twsk_put } from "./inet_timewait_sock";
import { jiffies, read, sysctl_max_syn_backlog, sysctl_tcp_syncookies } from "./percpu";
import { synack, takeSegment } from "./receive_ring";
import {
  inet_csk_reqsk_queue_is_full,
  inet_csk_reqsk_queue_len,
  inet_csk_reqsk_queue_young,
  reqsk_alloc,
  reqsk_free,
} from "./reqsk";
import {
  CB_ACK_SEQ,
  CB_END_SEQ,
  CB_FLAGS,
  CB_OPTLEN,
  CB_SACKED,
  CB_SEQ,
  CB_WHEN,
  dst_release,
  kfree_skb,
  RTCF_BROADCAST,
  RTCF_MULTICAST,
  routeInput,
} from "./skbuff";
import {
  LINUX_MIB_LISTENDROPS,
  LINUX_MIB_LISTENOVERFLOWS,
  NET_INC_STATS_BH,
  TCP_INC_STATS_BH,
  TCP_MIB_INERRS,
  TCP_MIB_INSEGS,
  TCP_MIB_OUTRSTS,
  TCP_MIB_OUTSEGS,
} from "./snmp";
import { sk_acceptq_is_full, sock_put } from "./sock";
import { _spin_lock, local_bh_disable, local_bh_enable, servingSoftirq, spin_unlock } from "./spinlock";
import { dst_entry, iphdr, rtable, sk_buff, tcp_request_sock, tcp_sock, tcp_timewait_sock, tcphdr } from "./structs";
import { cookie_v4_init_sequence } from "./syncookies";
import * as map from "./system_map";
import {
  resetStackOptions,
  TH_ACK,
  TH_FIN,
  TH_RST,
  TH_SYN,
  tcp_clear_options,
  tcp_parse_options,
  tcp_rcv_established,
  tcp_rcv_state_process,
  tmp_opt,
} from "./tcp_input";
import { cookieOrListener, SACK_OK, secure_tcp_sequence_number, TSTAMP_OK, WSCALE_OK } from "./tcp_ipv4_before_4_14";
import { tcp_checksum_complete } from "./tcp_ipv4_to_3_6";
import { tcp_check_req, tcp_child_process, tcp_create_openreq_child } from "./tcp_minisocks";
import { tcp_initialize_rcv_mss, tcp_make_synack, tcp_mtup_init, tcp_sync_mss } from "./tcp_output";
import { TCP_ESTABLISHED, TCP_LISTEN, TCP_TIME_WAIT } from "./tcp_states";
import { TCP_TIMEOUT_INIT } from "./tcp_timeouts";
import { tcp_v4_time_wait } from "./tcp_timewait";
import { transmitReply } from "./transmit";

/** Offset of sk->sk_policy[0]. */
const SK_POLICY: u32 = 72; // offsetof(struct sock, sk_policy)

/** The ops table's `receive`: gives `arriving` (wire.ts) to the kernel, in a softirq. */
export function receive(): void {
  startSegment();
  const skb = takeSegment();
  routeInput();
  servingSoftirq(true);
  netif_receive_skb(changetype<sk_buff>(skb));
  servingSoftirq(false);
}

export function lookUp(saddr: u32, sport: u16, daddr: u32, dport: u16, dev: i32): i32 {
  const sk = __inet_lookup(tcp_hashinfo, saddr, sport, daddr, dport, dev);
  if (changetype<usize>(sk) == 0) return 0;
  sock_put(sk);
  return 1;
}

/** inet_iif(), inlined: the interface that the segment's route came in by. */
function inet_iif(skb: sk_buff): i32 {
  return changetype<rtable>(skb.dst).rt_iif;
}

export function tcp_v4_rcv(skb: sk_buff): i32 {
  exec(map.tcp_v4_rcv);
  if ((skb.pkt_type_bits & PKT_TYPE) != 0) return discardIt(skb);
  TCP_INC_STATS_BH(TCP_MIB_INSEGS);
  if (skb.len - skb.data_len < tcphdr.SIZE) return discardIt(skb);
  let th = changetype<tcphdr>(skb.h_th);
  const header: u32 = (th.res1_bits >> 4) << 2;
  if (header < tcphdr.SIZE) {
    TCP_INC_STATS_BH(TCP_MIB_INERRS);
    return discardIt(skb);
  }
  if (skb.len - skb.data_len < header) return discardIt(skb);
  tcp_checksum_complete(skb);

  th = changetype<tcphdr>(skb.h_th);
  const cb = changetype<usize>(skb);
  const seq = bswap<u32>(th.seq);
  st<u32>(cb, CB_SEQ, seq);
  const flags = th.fin_bits;
  st<u32>(cb, CB_END_SEQ, seq + ((flags >> 1) & 1) + (flags & 1) + skb.len - header);
  st<u32>(cb, CB_ACK_SEQ, bswap<u32>(th.ack_seq));
  st<u32>(cb, CB_WHEN, 0);
  const iph = changetype<iphdr>(skb.nh_iph);
  st<u8>(cb, CB_FLAGS, iph.tos);
  st<u8>(cb, CB_SACKED, 0);

  let sk = __inet_lookup(tcp_hashinfo, iph.saddr, th.source, iph.daddr, th.dest, inet_iif(skb));
  if (changetype<usize>(sk) == 0) {
    if (!tcp_checksum_complete(skb)) tcp_v4_send_reset(null, skb);
    return discardIt(skb);
  }
  if (sk.sk_state == TCP_TIME_WAIT) {
    sk = tcp_v4_time_wait(changetype<tcp_timewait_sock>(changetype<usize>(sk)), skb, inet_iif(skb));
    if (changetype<usize>(sk) == 0) return 0;
  }
  ld<u32>(changetype<usize>(sk), SK_POLICY); // xfrm4_policy_check()
  sk_filter(sk);
  skb.dev = 0;

  const slock = changetype<usize>(sk.sk_lock);
  _spin_lock(slock);
  let ret = 0;
  // A process that owns the socket: sk_add_backlog(). The steps of many CPUs will come here.
  if (sk.sk_lock.owner != 0) trap();
  if (sk.ucopy_task != 0) trap(); // tcp_prequeue()
  ret = tcp_v4_do_rcv(sk, skb);
  spin_unlock(slock);
  sock_put(sk);
  return ret;
}

/** Inlined: a filter would run under rcu_read_lock_bh(). */
function sk_filter(sk: tcp_sock): void {
  local_bh_disable();
  if (sk.sk_filter != 0) trap();
  local_bh_enable();
}

export function tcp_v4_do_rcv(sk: tcp_sock, skb: sk_buff): i32 {
  exec(map.tcp_v4_do_rcv);
  if (sk.sk_state == TCP_ESTABLISHED) {
    decide(Outcome.delivered);
    if (tcp_rcv_established(sk, skb, changetype<tcphdr>(skb.h_th), skb.len)) {
      tcp_v4_send_reset(sk, skb);
      kfree_skb(skb);
    }
    return 0;
  }
  const header: u32 = (changetype<tcphdr>(skb.h_th).res1_bits >> 4) << 2;
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
  if (tcp_rcv_state_process(sk, skb, changetype<tcphdr>(skb.h_th), skb.len)) {
    tcp_v4_send_reset(sk, skb);
    kfree_skb(skb);
  }
  return 0;
}

/** Inlined in tcp_v4_do_rcv: whom a segment for a listener is really for. Null: nobody; the listener itself: go on. */
function tcp_v4_hnd_req(sk: tcp_sock, skb: sk_buff): tcp_sock {
  const th = changetype<tcphdr>(skb.h_th);
  const iph = changetype<iphdr>(skb.nh_iph);
  const req = inet_csk_search_req(sk, th.source, iph.saddr, iph.daddr);
  if (req != 0) return tcp_check_req(sk, skb, changetype<tcp_request_sock>(req), searchedPrev);

  exec(map.tcp_v4_do_rcv_lookup);
  const hnum = bswap<u16>(th.dest);
  const nsk = __inet_lookup_established(tcp_hashinfo, iph.saddr, th.source, iph.daddr, hnum, inet_iif(skb));
  if (changetype<usize>(nsk) != 0) {
    if (nsk.sk_state == TCP_TIME_WAIT) {
      inet_twsk_put(changetype<tcp_timewait_sock>(changetype<usize>(nsk)));
      return changetype<tcp_sock>(0);
    }
    _spin_lock(changetype<usize>(nsk.sk_lock));
    return nsk;
  }
  const flags = th.fin_bits;
  if ((flags & (TH_RST | TH_SYN)) == 0 && (flags & TH_ACK) != 0) return cookieOrListener(sk, skb);
  return sk;
}

/** Answers a segment with a reset, unless it is one itself. */
export function tcp_v4_send_reset(_sk: tcp_sock | null, skb: sk_buff): void {
  exec(map.tcp_v4_send_reset);
  const th = changetype<tcphdr>(skb.h_th);
  if ((th.fin_bits & TH_RST) != 0) return;
  const dst = changetype<rtable>(skb.dst);
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
  const iph = changetype<iphdr>(skb.nh_iph);
  iph.saddr;
  iph.daddr;
  measured(map.ip_send_reply);
  transmitReply((flags & TH_ACK) != 0 ? RST : RST | ACK, seq, ack);
  TCP_INC_STATS_BH(TCP_MIB_OUTSEGS);
  TCP_INC_STATS_BH(TCP_MIB_OUTRSTS);
}

export function tcp_v4_send_ack(skb: sk_buff, seq: u32, ack: u32, _win: u32, _ts: u32): void {
  exec(map.tcp_v4_send_ack);
  const th = changetype<tcphdr>(skb.h_th);
  th.source;
  th.dest;
  const iph = changetype<iphdr>(skb.nh_iph);
  iph.saddr;
  iph.daddr;
  measured(map.ip_send_reply);
  transmitReply(ACK, seq, ack);
  TCP_INC_STATS_BH(TCP_MIB_OUTSEGS);
}

/** Sends the SYN-ACK of a request; `dst` 0: looks up the route. */
export function tcp_v4_send_synack(sk: tcp_sock, req: tcp_request_sock, dst: u32): i32 {
  exec(map.tcp_v4_send_synack);
  const route = dst != 0 ? dst : inet_csk_route_req(sk, req);
  tcp_make_synack(sk, route, req);
  const skb = changetype<sk_buff>(synack);
  const th = changetype<tcphdr>(skb.h_th);
  skb.csum;
  skb.len;
  measured(map.csum_partial);
  skb.len;
  req.loc_addr;
  req.rmt_addr;
  th.check = 0;
  req.loc_addr;
  req.rmt_addr;
  req.opt;
  measured(map.ip_build_and_send_pkt);
  dst_release(route);
  return 0;
}

/** The operations' rtx_syn_ack: a SYN-ACK once more. */
export function tcp_v4_rtx_synack(sk: tcp_sock, req: tcp_request_sock): i32 {
  return tcp_v4_send_synack(sk, req, 0);
}

/** What a listener does with a SYN. */
export function tcp_v4_conn_request(sk: tcp_sock, skb: sk_buff): i32 {
  exec(map.tcp_v4_conn_request);
  let iph = changetype<iphdr>(skb.nh_iph);
  const saddr = iph.saddr;
  const daddr = iph.daddr;
  let isn = ld<u32>(changetype<usize>(skb), CB_WHEN);
  if ((changetype<rtable>(skb.dst).rt_flags & (RTCF_BROADCAST | RTCF_MULTICAST)) != 0) return 0;

  let want_cookie = false;
  if (inet_csk_reqsk_queue_is_full(sk) && isn == 0) {
    if (read(sysctl_tcp_syncookies) == 0) return 0;
    want_cookie = true;
  }
  if (sk_acceptq_is_full(sk) && inet_csk_reqsk_queue_young(sk) > 1) return 0;

  exec(map.tcp_v4_conn_request_answer);
  const at = reqsk_alloc();
  if (at == 0) return 0;
  const req = changetype<tcp_request_sock>(at);

  resetStackOptions();
  tmp_opt.mss_clamp = 536;
  tmp_opt.user_mss = sk.rx_opt.user_mss;
  tcp_parse_options(skb, tmp_opt, false);
  if (want_cookie) {
    tcp_clear_options(tmp_opt);
    tmp_opt.saw_tstamp = false;
  }
  if (tmp_opt.saw_tstamp && tmp_opt.rcv_tsval == 0) tmp_opt.saw_tstamp = false;
  tmp_opt.tstamp_ok = tmp_opt.saw_tstamp;
  tcp_openreq_init(req, skb);

  req.loc_addr = daddr;
  req.rmt_addr = saddr;
  req.opt = 0;
  if (ld<u8>(changetype<usize>(skb), CB_OPTLEN) != 0) trap(); // tcp_v4_save_options()
  if (want_cookie) {
    isn = cookie_v4_init_sequence(sk, skb, req);
  } else {
    exec(map.tcp_v4_conn_request_queue);
    changetype<tcphdr>(skb.h_th).fin_bits; // TCP_ECN_create_request()
    if (isn == 0) {
      const backlog = read(sysctl_max_syn_backlog);
      // The last quarter of the global limit is for peers that are known to be alive; none is known here.
      if (read(sysctl_tcp_syncookies) == 0 && backlog - inet_csk_reqsk_queue_len(sk) < backlog >> 2) {
        reqsk_free(req);
        return 0;
      }
      iph = changetype<iphdr>(skb.nh_iph);
      iph.daddr;
      iph.saddr;
      const th = changetype<tcphdr>(skb.h_th);
      th.dest;
      th.source;
      isn = secure_tcp_sequence_number();
    }
  }
  req.snt_isn = isn;
  if (tcp_v4_send_synack(sk, req, 0) != 0) {
    reqsk_free(req);
    return 0;
  }
  if (want_cookie) {
    reqsk_free(req);
    decide(Outcome.cookie);
  } else {
    inet_csk_reqsk_queue_hash_add(sk, req, TCP_TIMEOUT_INIT);
    decide(Outcome.synack);
  }
  return 0;
}

/** Inlined: takes what the SYN says into a request. */
function tcp_openreq_init(req: tcp_request_sock, skb: sk_buff): void {
  req.rcv_wnd = 0;
  req.rcv_isn = ld<u32>(changetype<usize>(skb), CB_SEQ);
  req.mss = tmp_opt.mss_clamp;
  req.ts_recent = tmp_opt.saw_tstamp ? tmp_opt.rcv_tsval : 0;
  req.snd_wscale_bits = (req.snd_wscale_bits & 0xf0) | tmp_opt.snd_wscale;
  req.tstamp_ok_bits =
    (tmp_opt.tstamp_ok ? TSTAMP_OK : 0) | (tmp_opt.sack_ok ? SACK_OK : 0) | (tmp_opt.wscale_ok ? WSCALE_OK : 0);
  req.rmt_port = changetype<tcphdr>(skb.h_th).source;
}

/** The handshake is complete: makes the child and hashes it. `route` 0: looks it up. Null: no room, no memory. */
export function tcp_v4_syn_recv_sock(sk: tcp_sock, skb: sk_buff, req: tcp_request_sock, route: u32 = 0): tcp_sock {
  exec(map.tcp_v4_syn_recv_sock);
  const nothing = changetype<tcp_sock>(0);
  if (sk_acceptq_is_full(sk)) {
    NET_INC_STATS_BH(LINUX_MIB_LISTENOVERFLOWS);
    NET_INC_STATS_BH(LINUX_MIB_LISTENDROPS);
    dst_release(route);
    return nothing;
  }
  exec(map.tcp_v4_syn_recv_sock_child);
  const dst = route != 0 ? route : inet_csk_route_req(sk, req);
  const newsk = tcp_create_openreq_child(sk, req, skb);
  if (changetype<usize>(newsk) == 0) {
    NET_INC_STATS_BH(LINUX_MIB_LISTENDROPS);
    dst_release(dst);
    return nothing;
  }
  newsk.sk_gso_type = SKB_GSO_TCPV4;
  sk_setup_caps(newsk, dst);
  newsk.daddr = req.rmt_addr;
  newsk.rcv_saddr = req.loc_addr;
  newsk.saddr = req.loc_addr;
  newsk.opt = req.opt;
  req.opt = 0;
  newsk.mc_index = inet_iif(skb);
  newsk.mc_ttl = changetype<iphdr>(skb.nh_iph).ttl;
  newsk.icsk_ext_hdr_len = 0;
  newsk.id = <u16>newsk.write_seq ^ <u16>read(jiffies);

  tcp_mtup_init(newsk);
  tcp_sync_mss(newsk, ROUTE_MTU);
  const entry = changetype<dst_entry>(dst);
  entry.dev; // dst_metric(dst, RTAX_ADVMSS)
  newsk.advmss = ROUTE_ADVMSS;
  tcp_initialize_rcv_mss(newsk);

  __inet_hash(tcp_hashinfo, newsk, false);
  __inet_inherit_port(tcp_hashinfo, sk, newsk);
  return newsk;
}

/** net/core/sock.c, inlined: the socket sends by this route. */
function sk_setup_caps(sk: tcp_sock, dst: u32): void {
  sk.sk_dst_cache = dst;
  const dev = changetype<dst_entry>(dst).dev;
  sk.sk_route_caps = ld<i32>(dev, 96);
  if ((sk.sk_route_caps & 1) != 0) trap();
}
