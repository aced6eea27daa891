// net/ipv4/tcp_ipv4.c of Linux 3.6.5: what a segment meets, from IP input to the socket.
// Left out: prequeue (nobody waits in recv()), MD5 signatures, IPsec, PAWS for recycled TIME_WAIT
// (tcp_tw_recycle is off), receive steering, the message about SYN flooding, IPv6 headers (addresses of IPv6 are
// tokens that take this way, at its cost). A socket that a process
// owns cannot come up while whole operations run: it traps.
export * from "../linux/tcp_ipv4";
export * from "./tcp_ipv4_3_6";
export * from "./tcp_ipv4_before_4_14";
export * from "./tcp_ipv4_to_3_6";
export * from "./tcp_ipv4_to_4_3";

import { discardIt, PKT_TYPE, ROUTE_ADVMSS, ROUTE_MTU, SKB_GSO_TCPV4 } from "../linux/tcp_ipv4";
import { exec, ld, measured, st } from "../machine/cpu";
import { trap } from "../machine/trap";
import { decide, Outcome } from "../wire";
import {
  inet_csk_reqsk_queue_hash_add,
  inet_csk_route_child_sock,
  inet_csk_route_req,
  inet_csk_search_req,
  searchedPrev,
} from "./inet_connection_sock";
import { __inet_hash_nolisten, __inet_inherit_port, __inet_lookup, __inet_lookup_established } from "./inet_hashtables";
import { inet_twsk_put } from "./inet_timewait_sock";
import { jiffies, read, sysctl_max_syn_backlog, sysctl_tcp_syncookies } from "./percpu";
import { synack } from "./receive_ring";
import {
  inet_csk_reqsk_queue_is_full,
  inet_csk_reqsk_queue_len,
  inet_csk_reqsk_queue_young,
  listenOptOf,
  reqsk_alloc,
  reqsk_free,
} from "./reqsk";
import {
  CB_ACK_SEQ,
  CB_END_SEQ,
  CB_IP_DSFIELD,
  CB_OPTLEN,
  CB_SACKED,
  CB_SEQ,
  CB_WHEN,
  dst_release,
  RTCF_BROADCAST,
  RTCF_MULTICAST,
} from "./skbuff";
import {
  LINUX_MIB_LISTENDROPS,
  LINUX_MIB_LISTENOVERFLOWS,
  LINUX_MIB_TCPREQQFULLDOCOOKIES,
  LINUX_MIB_TCPREQQFULLDROP,
  NET_INC_STATS_BH,
  TCP_INC_STATS_BH,
  TCP_MIB_INERRS,
  TCP_MIB_INSEGS,
  TCP_MIB_RETRANSSEGS,
} from "./snmp";
import { sk_acceptq_is_full, sock_put } from "./sock";
import { _raw_spin_lock, spin_unlock } from "./spinlock";
import { dst_entry, iphdr, rtable, sk_buff, tcp_request_sock, tcp_sock, tcp_timewait_sock, tcphdr } from "./structs";
import { cookie_v4_init_sequence } from "./syncookies";
import * as map from "./system_map";
import {
  resetStackOptions,
  TH_SYN,
  tcp_clear_options,
  tcp_parse_options,
  tcp_valid_rtt_meas,
  tmp_opt,
} from "./tcp_input";
import { DST_OPS_DEFAULT_ADVMSS, DST_OPS_MTU, inet_iif, RTAX_ADVMSS, sk_setup_caps } from "./tcp_ipv4_3_6";
import { cookieOrListener, SACK_OK, secure_tcp_sequence_number, TSTAMP_OK, WSCALE_OK } from "./tcp_ipv4_before_4_14";
import { tcp_checksum_complete } from "./tcp_ipv4_to_3_6";
import {
  inet_sk_rx_dst_set,
  NO_SRCCHECK,
  sk_filter,
  tcp_v4_checksum_init,
  tcp_v4_do_rcv,
  tcp_v4_send_reset,
} from "./tcp_ipv4_to_4_3";
import { tcp_check_req, tcp_create_openreq_child } from "./tcp_minisocks";
import { tcp_initialize_rcv_mss, tcp_make_synack, tcp_mtup_init, tcp_sync_mss } from "./tcp_output";
import { TCP_TIME_WAIT } from "./tcp_states";
import { TCP_TIMEOUT_INIT } from "./tcp_timeouts";
import { tcp_v4_time_wait } from "./tcp_timewait";

export function tcp_v4_rcv(skb: sk_buff): i32 {
  exec(map.tcp_v4_rcv);
  if ((skb.pkt_type_bits & PKT_TYPE) != 0) return discardIt(skb);
  TCP_INC_STATS_BH(TCP_MIB_INSEGS);
  if (skb.len - skb.data_len < tcphdr.SIZE) return discardIt(skb);
  let th = changetype<tcphdr>(skb.transport_header);
  const header: u32 = (th.res1_bits >> 4) << 2;
  if (header < tcphdr.SIZE) {
    TCP_INC_STATS_BH(TCP_MIB_INERRS);
    return discardIt(skb);
  }
  if (skb.len - skb.data_len < header) return discardIt(skb);
  tcp_v4_checksum_init(skb);

  th = changetype<tcphdr>(skb.transport_header);
  const cb = changetype<usize>(skb);
  const seq = bswap<u32>(th.seq);
  st<u32>(cb, CB_SEQ, seq);
  const flags = th.fin_bits;
  st<u32>(cb, CB_END_SEQ, seq + ((flags >> 1) & 1) + (flags & 1) + skb.len - header);
  st<u32>(cb, CB_ACK_SEQ, bswap<u32>(th.ack_seq));
  st<u32>(cb, CB_WHEN, 0);
  const iph = changetype<iphdr>(skb.network_header);
  st<u8>(cb, CB_IP_DSFIELD, iph.tos);
  st<u8>(cb, CB_SACKED, 0);

  if (skb.sk != 0) trap(); // skb_steal_sock()
  let sk = __inet_lookup(iph.saddr, th.source, iph.daddr, th.dest, inet_iif(skb));
  if (changetype<usize>(sk) == 0) {
    if (!tcp_checksum_complete(skb)) tcp_v4_send_reset(null, skb);
    return discardIt(skb);
  }
  if (sk.sk_state == TCP_TIME_WAIT) {
    sk = tcp_v4_time_wait(changetype<tcp_timewait_sock>(changetype<usize>(sk)), skb, inet_iif(skb));
    if (changetype<usize>(sk) == 0) return 0;
  }
  if (sk.min_ttl != 0) trap();
  sk_filter(sk);
  skb.dev = 0;

  const slock = changetype<usize>(sk.sk_lock);
  _raw_spin_lock(slock);
  let ret = 0;
  // A process that owns the socket: sk_add_backlog(). The steps of many CPUs will come here.
  if (sk.sk_lock.owned != 0) trap();
  if (sk.ucopy_task != 0) trap(); // tcp_prequeue()
  ret = tcp_v4_do_rcv(sk, skb);
  spin_unlock(slock);
  sock_put(sk);
  return ret;
}

/** Inlined in tcp_v4_do_rcv: whom a segment for a listener is really for. Null: nobody; the listener itself: go on. */
export function tcp_v4_hnd_req(sk: tcp_sock, skb: sk_buff): tcp_sock {
  const th = changetype<tcphdr>(skb.transport_header);
  const iph = changetype<iphdr>(skb.network_header);
  const req = inet_csk_search_req(sk, th.source, iph.saddr, iph.daddr);
  if (req != 0) return tcp_check_req(sk, skb, changetype<tcp_request_sock>(req), searchedPrev);

  exec(map.tcp_v4_do_rcv_lookup);
  const hnum = bswap<u16>(th.dest);
  const nsk = __inet_lookup_established(iph.saddr, th.source, iph.daddr, hnum, inet_iif(skb));
  if (changetype<usize>(nsk) != 0) {
    if (nsk.sk_state == TCP_TIME_WAIT) {
      inet_twsk_put(changetype<tcp_timewait_sock>(changetype<usize>(nsk)));
      return changetype<tcp_sock>(0);
    }
    _raw_spin_lock(changetype<usize>(nsk.sk_lock));
    return nsk;
  }
  const flags = th.fin_bits;
  return (flags & TH_SYN) == 0 ? cookieOrListener(sk, skb) : sk;
}

/** Sends the SYN-ACK of a request; `dst` 0: looks up the route. */
export function tcp_v4_send_synack(sk: tcp_sock, req: tcp_request_sock, dst: u32): i32 {
  exec(map.tcp_v4_send_synack);
  const route = dst != 0 ? dst : inet_csk_route_req(sk, req);
  tcp_make_synack(sk, route, req);
  req.loc_addr;
  req.rmt_addr;
  measured(map.__tcp_v4_send_check);
  changetype<sk_buff>(synack).queue_mapping = 0;
  req.loc_addr;
  req.rmt_addr;
  req.opt;
  measured(map.ip_build_and_send_pkt);
  return 0;
}

/** The operations' rtx_syn_ack: a SYN-ACK once more. */
export function tcp_v4_rtx_synack(sk: tcp_sock, req: tcp_request_sock): i32 {
  exec(map.tcp_v4_rtx_synack);
  TCP_INC_STATS_BH(TCP_MIB_RETRANSSEGS);
  return tcp_v4_send_synack(sk, req, 0);
}

/** What a listener does with a SYN. */
export function tcp_v4_conn_request(sk: tcp_sock, skb: sk_buff): i32 {
  exec(map.tcp_v4_conn_request);
  let iph = changetype<iphdr>(skb.network_header);
  const saddr = iph.saddr;
  const daddr = iph.daddr;
  let isn = ld<u32>(changetype<usize>(skb), CB_WHEN);
  if ((changetype<rtable>(skb._skb_refdst & ~1).rt_flags & (RTCF_BROADCAST | RTCF_MULTICAST)) != 0) return 0;

  let want_cookie = false;
  if (inet_csk_reqsk_queue_is_full(sk) && isn == 0) {
    want_cookie = tcp_syn_flood_action(sk);
    if (!want_cookie) return 0;
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
  if (want_cookie && !tmp_opt.saw_tstamp) tcp_clear_options(tmp_opt);
  tmp_opt.tstamp_ok = tmp_opt.saw_tstamp;
  tcp_openreq_init(req, skb);

  req.loc_addr = daddr;
  req.rmt_addr = saddr;
  sk.recverr_bits; // inet->transparent
  req.tstamp_ok_bits = req.tstamp_ok_bits & ~NO_SRCCHECK;
  req.opt = 0;
  if (ld<u8>(changetype<usize>(skb), CB_OPTLEN) != 0) trap(); // tcp_v4_save_options()
  if (want_cookie) {
    isn = cookie_v4_init_sequence(sk, skb, req);
    req.cookie_ts = tmp_opt.tstamp_ok ? 1 : 0;
  } else {
    exec(map.tcp_v4_conn_request_queue);
    changetype<tcphdr>(skb.transport_header).fin_bits; // TCP_ECN_create_request()
    if (isn == 0) {
      const backlog = read(sysctl_max_syn_backlog);
      // The last quarter of the global limit is for peers that are known to be alive; none is known here.
      if (read(sysctl_tcp_syncookies) == 0 && backlog - inet_csk_reqsk_queue_len(sk) < backlog >> 2) {
        reqsk_free(req);
        return 0;
      }
      iph = changetype<iphdr>(skb.network_header);
      iph.daddr;
      iph.saddr;
      const th = changetype<tcphdr>(skb.transport_header);
      th.dest;
      th.source;
      isn = secure_tcp_sequence_number();
    }
  }
  req.snt_isn = isn;
  req.snt_synack = read(jiffies);
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
  req.cookie_ts = 0;
  req.rcv_isn = ld<u32>(changetype<usize>(skb), CB_SEQ);
  req.mss = tmp_opt.mss_clamp;
  req.ts_recent = tmp_opt.saw_tstamp ? tmp_opt.rcv_tsval : 0;
  req.snd_wscale_bits = (req.snd_wscale_bits & 0xf0) | tmp_opt.snd_wscale;
  req.tstamp_ok_bits =
    (tmp_opt.tstamp_ok ? TSTAMP_OK : 0) | (tmp_opt.sack_ok ? SACK_OK : 0) | (tmp_opt.wscale_ok ? WSCALE_OK : 0);
  const th = changetype<tcphdr>(skb.transport_header);
  req.rmt_port = th.source;
  req.loc_port = th.dest;
}

/** Whether to answer with a cookie when the table is full. The message that it prints, once a listener, is left out. */
function tcp_syn_flood_action(sk: tcp_sock): bool {
  exec(map.tcp_syn_flood_action);
  const want_cookie = read(sysctl_tcp_syncookies) != 0;
  NET_INC_STATS_BH(want_cookie ? LINUX_MIB_TCPREQQFULLDOCOOKIES : LINUX_MIB_TCPREQQFULLDROP);
  const lopt = listenOptOf(sk);
  if (lopt.synflood_warned == 0) lopt.synflood_warned = 1;
  return want_cookie;
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
  const newsk = tcp_create_openreq_child(sk, req, skb);
  if (changetype<usize>(newsk) == 0) {
    NET_INC_STATS_BH(LINUX_MIB_LISTENDROPS);
    dst_release(route);
    return nothing;
  }
  newsk.sk_gso_type = SKB_GSO_TCPV4;
  inet_sk_rx_dst_set(newsk, skb);
  newsk.sk_daddr = req.rmt_addr;
  newsk.sk_rcv_saddr = req.loc_addr;
  newsk.inet_saddr = req.loc_addr;
  newsk.inet_opt = req.opt;
  req.opt = 0;
  newsk.mc_index = inet_iif(skb);
  newsk.mc_ttl = changetype<iphdr>(skb.network_header).ttl;
  newsk.rcv_tos = changetype<iphdr>(skb.network_header).tos;
  newsk.icsk_ext_hdr_len = 0;
  newsk.inet_id = <u16>newsk.write_seq ^ <u16>read(jiffies);

  const dst = route != 0 ? route : inet_csk_route_child_sock(newsk, req);
  sk_setup_caps(newsk, dst);
  tcp_mtup_init(newsk);
  const entry = changetype<dst_entry>(dst);
  ld<u32>(entry.ops, DST_OPS_MTU); // dst_mtu()
  measured(map.ipv4_mtu);
  tcp_sync_mss(newsk, ROUTE_MTU);
  ld<u32>(entry._metrics & ~3, RTAX_ADVMSS); // dst_metric_advmss(): none of the route's own
  ld<u32>(entry.ops, DST_OPS_DEFAULT_ADVMSS);
  measured(map.ipv4_default_advmss);
  newsk.advmss = ROUTE_ADVMSS;
  const user_mss = sk.rx_opt.user_mss;
  if (user_mss != 0 && user_mss < newsk.advmss) newsk.advmss = user_mss;
  tcp_initialize_rcv_mss(newsk);
  const sent = req.snt_synack;
  if (sent != 0) tcp_valid_rtt_meas(newsk, <u32>read(jiffies) - sent);
  newsk.total_retrans = req.retrans;

  __inet_inherit_port(sk, newsk);
  __inet_hash_nolisten(newsk);
  return newsk;
}

/** sk_route_caps; sk_route_nocaps lies behind it. */
export const SK_ROUTE_CAPS: u32 = 184; // offsetof(struct sock, sk_route_caps)
