// net/ipv4/tcp_ipv4.c of Linux 4.14: what a segment meets, from IP input to the socket.
//
// A listener is found without a reference and used without its lock: SYNs and ACKs of one listener run side by side, and
// a process that owns it does not hold them up. A half-open request is found in ehash as if it were a connection.
//
// Left out: MD5 signatures, IPsec, receive steering, prequeue (gone since 4.14), IPv6 headers (addresses of IPv6 are
// tokens that take this way, at its cost). A socket that a process
// owns cannot come up while whole operations run: it traps.
export * from "../linux/tcp_ipv4";
export * from "./tcp_ipv4_3_6";
export * from "./tcp_ipv4_4x";

import { discardIt, kfree_null, PKT_TYPE, ROUTE_ADVMSS, ROUTE_MTU, RTN_LOCAL, SKB_GSO_TCPV4 } from "../linux/tcp_ipv4";
import { exec, ld, measured, moveString, st } from "../machine/cpu";
import { trap } from "../machine/trap";
import { random } from "../random";
import { ACK, decide, Outcome, RST } from "../wire";
import { atomic_add, atomic_inc } from "./atomic";
import { tcp_conn_request, tcp_listendrop } from "./conn_request";
import { sk_daddr_set, sk_rcv_saddr_set } from "./in6_addr";
import {
  inet_csk_prepare_forced_close,
  inet_csk_reqsk_queue_drop_and_put,
  inet_csk_route_child_sock,
  inet_csk_route_req,
} from "./inet_connection_sock";
import { __inet_inherit_port, __inet_lookup, inet_ehash_nolisten, refcounted } from "./inet_hashtables";
import { jiffies, read } from "./percpu";
import { synack } from "./receive_ring";
import { NO_SRCCHECK, reqsk_put } from "./request_sock";
import {
  CB_ACK_SEQ,
  CB_END_SEQ,
  CB_FLAGS,
  CB_IP_DSFIELD,
  CB_OPTLEN,
  CB_SACKED,
  CB_SEQ,
  CB_WHEN,
  DST_REFCNT,
  dst_release,
  headerOf,
  ip_hdr,
  isSummed,
  kfree_skb,
  RTCF_BROADCAST,
  RTCF_MULTICAST,
  setSummed,
} from "./skbuff";
import {
  LINUX_MIB_LISTENOVERFLOWS,
  NET_INC_STATS_BH,
  TCP_INC_STATS_BH,
  TCP_MIB_INERRS,
  TCP_MIB_INSEGS,
  TCP_MIB_OUTRSTS,
  TCP_MIB_OUTSEGS,
} from "./snmp";
import { bh_lock_sock, bh_unlock_sock, sk_acceptq_is_full, sock_hold, sock_owned_by_user, sock_put } from "./sock";
import { servingSoftirq } from "./spinlock";
import { dst_entry, iphdr, rtable, sk_buff, tcp_request_sock, tcp_sock, tcp_timewait_sock, tcphdr } from "./structs";
import { cookie_v4_check } from "./syncookies";
import * as map from "./system_map";
import { TH_ACK, TH_FIN, TH_RST, TH_SYN, tcp_done, tcp_rcv_established, tcp_rcv_state_process } from "./tcp_input";
import {
  DST_OPS_CHECK,
  DST_OPS_DEFAULT_ADVMSS,
  DST_OPS_MTU,
  inet_iif,
  RTAX_ADVMSS,
  sk_setup_caps,
  tcp_v4_send_ack,
} from "./tcp_ipv4_3_6";
import { tcp_checksum_complete } from "./tcp_ipv4_4x";
import { tcp_ca_openreq_child, tcp_check_req, tcp_child_process, tcp_create_openreq_child } from "./tcp_minisocks";
import { tcp_initialize_rcv_mss, tcp_make_synack, tcp_sync_mss } from "./tcp_output";
import { TCP_ESTABLISHED, TCP_LISTEN, TCP_NEW_SYN_RECV, TCP_TIME_WAIT } from "./tcp_states";
import { tcp_v4_time_wait } from "./tcp_timewait";
import { transmitReply } from "./transmit";

const SK_DROPS: u32 = 132; // offsetof(struct sock, sk_drops)

/** struct inet_skb_parm moves from the beginning of the control block to its end. */
const CB: u32 = 24; // offsetof(struct sk_buff, cb)
const CB_HEADER: u32 = CB + 20; // header of struct tcp_skb_cb
const CB_HAS_RXTSTAMP: u32 = CB + 15; // has_rxtstamp of struct tcp_skb_cb, a bit
/** sizeof(struct inet_skb_parm), with IPv6. */
const INET_SKB_PARM: u32 = 24;

/** The ops table's `lookup`: finds a listener as a SYN does, nothing else. Addresses and ports in host order. */
export function lookup(saddr: u32, sport: u32, daddr: u32, dport: u32, dev: i32): i32 {
  servingSoftirq(true);
  const sk = __inet_lookup(bswap<u32>(saddr), bswap<u16>(<u16>sport), bswap<u32>(daddr), bswap<u16>(<u16>dport), dev);
  if (refcounted) sock_gen_put(sk);
  servingSoftirq(false);
  return changetype<usize>(sk) != 0 ? 1 : 0;
}

/** Puts what a lookup found: a request or a socket. */
function sock_gen_put(sk: tcp_sock): void {
  if (sk.sk_state == TCP_NEW_SYN_RECV) reqsk_put(changetype<tcp_request_sock>(changetype<usize>(sk)));
  else sock_put(sk);
}

/** sk_drops_add(), inlined. */
function sk_drops_add(sk: tcp_sock): void {
  atomic_add(1, changetype<usize>(sk) + SK_DROPS);
}

/** sk_drops_inc(), inlined. */
export function sk_drops_inc(sk: tcp_sock): void {
  atomic_inc(changetype<usize>(sk) + SK_DROPS);
}

/** skb_checksum_init(), inlined: a short segment that the device did not sum is summed at once. */
function skb_checksum_init(skb: sk_buff): void {
  if (isSummed(skb)) return;
  exec(map.tcp_v4_rcv_sum);
  const iph = ip_hdr(skb);
  iph.saddr;
  iph.daddr;
  measured(map.__skb_checksum_complete);
  setSummed(skb);
}

function tcp_v4_fill_cb(skb: sk_buff, iph: iphdr, th: tcphdr): void {
  exec(map.tcp_v4_fill_cb);
  const cb = changetype<usize>(skb);
  moveString(cb + CB_HEADER, cb + CB, INET_SKB_PARM, 4);
  const seq = bswap<u32>(th.seq);
  st<u32>(cb, CB_SEQ, seq);
  const flags = th.fin_bits;
  const header: u32 = (th.res1_bits >> 4) << 2;
  st<u32>(cb, CB_END_SEQ, seq + ((flags >> 1) & 1) + (flags & 1) + skb.len - header);
  st<u32>(cb, CB_ACK_SEQ, bswap<u32>(th.ack_seq));
  st<u8>(cb, CB_FLAGS, flags);
  st<u32>(cb, CB_WHEN, 0);
  st<u8>(cb, CB_IP_DSFIELD, iph.tos);
  st<u8>(cb, CB_SACKED, 0);
  st<u8>(cb, CB_HAS_RXTSTAMP, 0);
}

export function tcp_v4_rcv(skb: sk_buff): i32 {
  exec(map.tcp_v4_rcv);
  if ((skb.pkt_type_bits & PKT_TYPE) != 0) return discardIt(skb);
  TCP_INC_STATS_BH(TCP_MIB_INSEGS);
  if (skb.len - skb.data_len < tcphdr.SIZE) return discardIt(skb);
  const th = changetype<tcphdr>(skb.data);
  const header: u32 = (th.res1_bits >> 4) << 2;
  if (header < tcphdr.SIZE) {
    TCP_INC_STATS_BH(TCP_MIB_INERRS);
    return discardIt(skb);
  }
  if (skb.len - skb.data_len < header) return discardIt(skb);
  skb_checksum_init(skb);
  const iph = ip_hdr(skb);
  tcp_v4_fill_cb(skb, iph, th);

  if (skb.sk != 0) trap(); // skb_steal_sock()
  while (true) {
    const sk = __inet_lookup(iph.saddr, th.source, iph.daddr, th.dest, inet_iif(skb));
    if (changetype<usize>(sk) == 0) {
      if (!tcp_checksum_complete(skb)) tcp_v4_send_reset(null, skb);
      return discardIt(skb);
    }
    const state = sk.sk_state;
    if (state == TCP_TIME_WAIT) {
      const tw = changetype<tcp_timewait_sock>(changetype<usize>(sk));
      const listener = tcp_v4_time_wait(tw, skb, inet_iif(skb));
      return changetype<usize>(listener) != 0 ? forSocket(listener, skb, false) : 0;
    }
    if (state != TCP_NEW_SYN_RECV) return forSocket(sk, skb, refcounted);
    if (forRequest(changetype<tcp_request_sock>(changetype<usize>(sk)), skb)) return 0;
  }
}

/** A segment for a half-open request, which is held. False: its listener is gone, look again. */
function forRequest(req: tcp_request_sock, skb: sk_buff): bool {
  const sk = changetype<tcp_sock>(req.rsk_listener);
  exec(map.tcp_v4_rcv_request);
  tcp_checksum_complete(skb);
  if (sk.sk_state != TCP_LISTEN) {
    inet_csk_reqsk_queue_drop_and_put(sk, req);
    return false;
  }
  // The request's own reference on the listener may go with the request.
  sock_hold(sk);
  tcp_filter(sk);
  const nsk = tcp_check_req(sk, skb, req);
  if (changetype<usize>(nsk) == 0) {
    reqsk_put(req);
    sk_drops_add(sk);
    sock_put(sk);
    discardIt(skb);
  } else if (nsk == sk) {
    reqsk_put(req);
    forSocket(sk, skb, true);
  } else if (tcp_child_process(sk, nsk, skb)) {
    tcp_v4_send_reset(nsk, skb);
    sk_drops_add(sk);
    sock_put(sk);
    discardIt(skb);
  } else {
    sock_put(sk);
  }
  return true;
}

/** A segment for a listener or a connection; `held`: with a reference on it. */
function forSocket(sk: tcp_sock, skb: sk_buff, held: bool): i32 {
  if (sk.min_ttl != 0) trap();
  tcp_filter(sk);
  skb.dev = 0;
  let ret = 0;
  if (sk.sk_state == TCP_LISTEN) {
    ret = tcp_v4_do_rcv(sk, skb);
  } else {
    sk.sk_incoming_cpu; // sk_incoming_cpu_update(): still this CPU
    bh_lock_sock(sk);
    sk.segs_in = sk.segs_in + 1; // tcp_segs_in()
    // A process that owns the socket: tcp_add_backlog(). The steps of many CPUs will come here.
    if (sock_owned_by_user(sk)) trap();
    ret = tcp_v4_do_rcv(sk, skb);
    bh_unlock_sock(sk);
  }
  if (held) sock_put(sk);
  return ret;
}

/** With sk_filter_trim_cap() of net/core/filter.c. */
function tcp_filter(sk: tcp_sock): void {
  exec(map.sk_filter_trim_cap);
  sk.sk_flags; // not a socket for emergencies
  if (sk.sk_filter != 0) trap();
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
  tcp_checksum_complete(skb);
  if (sk.sk_state == TCP_LISTEN) {
    const nsk = tcp_v4_cookie_check(sk, skb);
    if (changetype<usize>(nsk) == 0) return discardIt(skb);
    if (nsk != sk) {
      decide(Outcome.established);
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

/** Inlined: a segment that is no SYN may answer a cookie. The child, the listener (go on with it) or null (dropped). */
function tcp_v4_cookie_check(sk: tcp_sock, skb: sk_buff): tcp_sock {
  return (headerOf(skb).fin_bits & TH_SYN) == 0 ? cookie_v4_check(sk, skb) : sk;
}

/** Answers a segment with a reset, unless it is one itself. */
export function tcp_v4_send_reset(sk: tcp_sock | null, skb: sk_buff): void {
  exec(map.tcp_v4_send_reset);
  const th = headerOf(skb);
  if ((th.fin_bits & TH_RST) != 0) return;
  if (sk === null && changetype<rtable>(skb._skb_refdst & ~1).rt_type != RTN_LOCAL) return;

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

/** Answers a segment that lies outside a request's window with an ACK. */
export function tcp_v4_reqsk_send_ack(sk: tcp_sock, skb: sk_buff, req: tcp_request_sock): void {
  exec(map.tcp_v4_reqsk_send_ack);
  sk.sk_state;
  tcp_v4_send_ack(skb, req.snt_isn + 1, req.rcv_nxt, req.rsk_rcv_wnd, req.ts_recent);
}

export function tcp_v4_reqsk_destructor(req: tcp_request_sock): void {
  exec(map.tcp_v4_reqsk_destructor);
  if (req.ireq_opt != 0) trap(); // no segment carries IP options: kfree(NULL)
  kfree_null();
}

/** Sends the SYN-ACK of a request; `dst` 0: looks up the route. Not 0: it could not be sent. */
export function tcp_v4_send_synack(sk: tcp_sock, req: tcp_request_sock, dst: u32): i32 {
  exec(map.tcp_v4_send_synack);
  const route = dst != 0 ? dst : inet_csk_route_req(sk, req);
  tcp_make_synack(sk, route, req);
  ld<u32>(synack, 0);
  req.ir_loc_addr;
  req.ir_rmt_addr;
  measured(map.__tcp_v4_send_check);
  measured(map.ip_build_and_send_pkt);
  dst_release(route); // the skb took it over: it goes with it
  return 0;
}

// ---- What a listener does with a SYN: the parts of tcp_conn_request() that are IPv4's
/** The operations' init_req: the addresses of the request. */
export function tcp_v4_init_req(req: tcp_request_sock, _sk: tcp_sock, skb: sk_buff): void {
  exec(map.tcp_v4_init_req);
  const iph = ip_hdr(skb);
  sk_rcv_saddr_set(changetype<usize>(req), iph.daddr);
  sk_daddr_set(changetype<usize>(req), iph.saddr);
  if (ld<u8>(changetype<usize>(skb), CB_OPTLEN) != 0) trap(); // tcp_v4_save_options()
  req.ireq_opt = 0;
  req.tstamp_ok_bits = req.tstamp_ok_bits & ~NO_SRCCHECK;
}

/** The operations' init_seq. */
export function tcp_v4_init_seq(skb: sk_buff): u32 {
  exec(map.tcp_v4_init_seq);
  const iph = ip_hdr(skb);
  iph.daddr;
  iph.saddr;
  const th = headerOf(skb);
  th.dest;
  th.source;
  return secure_tcp_sequence_number();
}

/** net/core/secure_seq.c: a measured block (a keyed hash and the clock). */
export function secure_tcp_sequence_number(): u32 {
  measured(map.secure_tcp_seq);
  return random();
}

/** The operations' init_ts_off: what the peer's view of our clock is shifted by. */
export function tcp_v4_init_ts_off(skb: sk_buff): u32 {
  exec(map.tcp_v4_init_ts_off);
  const iph = ip_hdr(skb);
  iph.daddr;
  iph.saddr;
  measured(map.secure_tcp_ts_off);
  return 0; // our peers echo the clock itself
}

export function tcp_v4_conn_request(sk: tcp_sock, skb: sk_buff): i32 {
  exec(map.tcp_v4_conn_request);
  const rt = changetype<rtable>(skb._skb_refdst & ~1);
  if ((rt.rt_flags & (RTCF_BROADCAST | RTCF_MULTICAST)) != 0) {
    tcp_listendrop(sk);
    return 0;
  }
  return tcp_conn_request(sk, skb);
}

/** Whether the last tcp_v4_syn_recv_sock() took the request's place in ehash. */
export let ownRequest: bool = false;

/**
 * The handshake is complete: makes the child, and puts it into ehash in place of the request `unhash` (0: there is
 * none, a cookie came back). `dst` 0: looks up the route. Null: no room, no memory.
 */
export function tcp_v4_syn_recv_sock(
  sk: tcp_sock,
  skb: sk_buff,
  req: tcp_request_sock,
  dst: u32,
  unhash: u32,
): tcp_sock {
  exec(map.tcp_v4_syn_recv_sock);
  const nothing = changetype<tcp_sock>(0);
  if (sk_acceptq_is_full(sk)) {
    NET_INC_STATS_BH(LINUX_MIB_LISTENOVERFLOWS);
    dst_release(dst);
    tcp_listendrop(sk);
    return nothing;
  }
  exec(map.tcp_v4_syn_recv_sock_child);
  const newsk = tcp_create_openreq_child(sk, req, skb);
  if (changetype<usize>(newsk) == 0) {
    dst_release(dst);
    tcp_listendrop(sk);
    return nothing;
  }
  newsk.sk_gso_type = SKB_GSO_TCPV4;
  inet_sk_rx_dst_set(newsk, skb);
  sk_daddr_set(changetype<usize>(newsk), req.ir_rmt_addr);
  sk_rcv_saddr_set(changetype<usize>(newsk), req.ir_loc_addr);
  newsk.sk_bound_dev_if = req.ir_iif;
  newsk.inet_saddr = req.ir_loc_addr;
  newsk.inet_opt = req.ireq_opt;
  newsk.mc_index = inet_iif(skb);
  const iph = ip_hdr(skb);
  newsk.mc_ttl = iph.ttl;
  newsk.rcv_tos = iph.tos;
  newsk.icsk_ext_hdr_len = 0;
  newsk.inet_id = <u16>newsk.write_seq ^ <u16>read(jiffies);

  const route = dst != 0 ? dst : inet_csk_route_child_sock(sk, newsk, req);
  sk_setup_caps(newsk, route);
  tcp_ca_openreq_child(newsk, route);
  const entry = changetype<dst_entry>(route);
  ld<u32>(entry.ops, DST_OPS_MTU); // dst_mtu()
  measured(map.ipv4_mtu);
  tcp_sync_mss(newsk, ROUTE_MTU);
  ld<u32>(entry._metrics & ~3, RTAX_ADVMSS); // dst_metric_advmss(): none of the route's own
  ld<u32>(entry.ops, DST_OPS_DEFAULT_ADVMSS);
  measured(map.ipv4_default_advmss);
  const user_mss = sk.rx_opt.user_mss;
  newsk.advmss = user_mss != 0 && user_mss < ROUTE_ADVMSS ? user_mss : ROUTE_ADVMSS;
  tcp_initialize_rcv_mss(newsk);

  if (!__inet_inherit_port(sk, newsk)) {
    newsk.inet_opt = 0;
    inet_csk_prepare_forced_close(newsk);
    tcp_done(newsk);
    tcp_listendrop(sk);
    return nothing;
  }
  ownRequest = inet_ehash_nolisten(newsk, unhash);
  if (ownRequest) {
    newsk.saved_syn = req.saved_syn; // tcp_move_syn()
    req.saved_syn = 0;
    req.ireq_opt = 0;
  } else newsk.inet_opt = 0;
  return newsk;
}

/** Keeps the route that segments came by. The sock holds it until inet_sock_destruct(). */
function inet_sk_rx_dst_set(sk: tcp_sock, skb: sk_buff): void {
  exec(map.inet_sk_rx_dst_set);
  const dst = skb._skb_refdst & ~1;
  atomic_inc(dst + DST_REFCNT);
  sk.sk_rx_dst = dst;
  sk.rx_dst_ifindex = skb.skb_iif;
}

/** sk_route_caps; sk_route_nocaps lies behind it. */
export const SK_ROUTE_CAPS: u32 = 328; // offsetof(struct sock, sk_route_caps)
