// net/ipv4/tcp_minisocks.c of Linux 3.6.5: a request becomes a child.
// TIME_WAIT sockets: tcp_timewait.ts. Left out: keepalive timers of the child, modules of congestion control.
export * from "../linux/tcp_minisocks";
export * from "./tcp_minisocks_before_4_14";
export * from "./tcp_minisocks_to_3_6";

import { TCPOLEN_TSTAMP_ALIGNED, tcp_in_window } from "../linux/tcp_minisocks";
import { exec, ld } from "../machine/cpu";
import { decide, Outcome } from "../wire";
import { inet_csk_clone_lock } from "./inet_connection_sock";
import {
  read,
  sysctl_tcp_abort_on_overflow,
  sysctl_tcp_early_retrans,
  sysctl_tcp_fack,
  sysctl_tcp_reordering,
  sysctl_tcp_thin_dupack,
} from "./percpu";
import { inet_csk_reqsk_queue_add, inet_csk_reqsk_queue_removed, inet_csk_reqsk_queue_unlink } from "./reqsk";
import { CB_ACK_SEQ, CB_END_SEQ, CB_SEQ } from "./skbuff";
import {
  LINUX_MIB_PAWSESTABREJECTED,
  LINUX_MIB_TCPDEFERACCEPTDROP,
  NET_INC_STATS_BH,
  TCP_INC_STATS_BH,
  TCP_MIB_ATTEMPTFAILS,
  TCP_MIB_PASSIVEOPENS,
} from "./snmp";
import { skb_queue_head_init } from "./sock";
import { sk_buff, tcp_request_sock, tcp_sock, tcphdr } from "./structs";
import * as map from "./system_map";
import { tcp_init_xmit_timers } from "./tcp";
import { after, resetStackOptions, TH_ACK, TH_RST, TH_SYN, tcp_parse_options, tmp_opt } from "./tcp_input";
import {
  ACKED,
  ECN_OK,
  SACK_OK,
  TSTAMP_OK,
  tcp_v4_reqsk_send_ack,
  tcp_v4_rtx_synack,
  tcp_v4_syn_recv_sock,
  WSCALE_OK,
} from "./tcp_ipv4";
import { embryonicReset } from "./tcp_minisocks_to_3_6";
import { TCP_TIMEOUT_INIT } from "./tcp_timeouts";
import { get_seconds } from "./timekeeping";

/** sock_flag bits. */
const SOCK_KEEPOPEN: u32 = 1 << 3;

/** A segment for a half-open request. Returns the child, the listener (go on with it) or null (done with it). */
export function tcp_check_req(sk: tcp_sock, skb: sk_buff, req: tcp_request_sock, prev: u32): tcp_sock {
  exec(map.tcp_check_req);
  const nothing = changetype<tcp_sock>(0);
  const th = changetype<tcphdr>(skb.transport_header);
  let flg = th.fin_bits & (TH_RST | TH_SYN | TH_ACK);
  let paws_reject = false;
  resetStackOptions();
  if (th.res1_bits >> 4 > 5) {
    tcp_parse_options(skb, tmp_opt, false);
    if (tmp_opt.saw_tstamp) {
      get_seconds();
      req.retrans; // ts_recent_stamp: the request is never 24 days old
      paws_reject = <i32>(tmp_opt.rcv_tsval - req.ts_recent) < 0;
    }
  }

  const cb = changetype<usize>(skb);
  const seq = ld<u32>(cb, CB_SEQ);
  if (seq == req.rcv_isn && flg == TH_SYN && !paws_reject) {
    req.rsk_ops;
    tcp_v4_rtx_synack(sk, req);
    decide(Outcome.resent);
    return nothing;
  }
  if ((flg & TH_ACK) != 0 && ld<u32>(cb, CB_ACK_SEQ) != req.snt_isn + 1) return sk;

  const end_seq = ld<u32>(cb, CB_END_SEQ);
  const rcv_nxt = req.rcv_isn + 1;
  if (paws_reject || !tcp_in_window(seq, end_seq, rcv_nxt, rcv_nxt + req.rcv_wnd)) {
    if ((flg & TH_RST) == 0) tcp_v4_reqsk_send_ack(skb, req);
    if (paws_reject) NET_INC_STATS_BH(LINUX_MIB_PAWSESTABREJECTED);
    return nothing;
  }
  exec(map.tcp_check_req_in_window);
  if (tmp_opt.saw_tstamp && !after(seq, rcv_nxt)) req.ts_recent = tmp_opt.rcv_tsval;
  if (seq == req.rcv_isn) flg &= ~TH_SYN; // the part of the segment that came before is cut off
  if ((flg & (TH_RST | TH_SYN)) != 0) {
    TCP_INC_STATS_BH(TCP_MIB_ATTEMPTFAILS);
    return embryonicReset(sk, skb, req, prev, flg);
  }
  if ((flg & TH_ACK) == 0) return nothing;
  // How long the SYN-ACK took: by the peer's echo of our clock, or not at all if it was sent more than once.
  if (tmp_opt.saw_tstamp && tmp_opt.rcv_tsecr != 0) req.snt_synack = tmp_opt.rcv_tsecr;
  else if (req.retrans != 0) req.snt_synack = 0;

  if (req.retrans < sk.icsk_accept_queue.rskq_defer_accept && end_seq == rcv_nxt) {
    req.tstamp_ok_bits = req.tstamp_ok_bits | ACKED;
    NET_INC_STATS_BH(LINUX_MIB_TCPDEFERACCEPTDROP);
    return nothing;
  }
  sk.icsk_af_ops;
  const child = tcp_v4_syn_recv_sock(sk, skb, req);
  if (changetype<usize>(child) == 0) {
    if (read(sysctl_tcp_abort_on_overflow) == 0) {
      req.tstamp_ok_bits = req.tstamp_ok_bits | ACKED;
      decide(Outcome.acked);
      return nothing;
    }
    return embryonicReset(sk, skb, req, prev, flg);
  }
  exec(map.tcp_check_req_child);
  inet_csk_reqsk_queue_unlink(sk, req, prev);
  inet_csk_reqsk_queue_removed(sk, req);
  inet_csk_reqsk_queue_add(sk, req, child);
  decide(Outcome.established);
  return child;
}

/** tcp_congestion_ops.owner: where the trace read it. */
const CA_OWNER: u32 = 32;

/** A child: a copy of the listener, made what the handshake says. Null: no memory. */
export function tcp_create_openreq_child(sk: tcp_sock, req: tcp_request_sock, skb: sk_buff): tcp_sock {
  exec(map.tcp_create_openreq_child);
  const newtp = inet_csk_clone_lock(sk, req);
  if (changetype<usize>(newtp) == 0) return newtp;

  sk.cookie_values; // none: TCP cookie transactions are off
  newtp.pred_flags = 0;
  newtp.rcv_nxt = req.rcv_isn + 1;
  const snd_nxt = req.snt_isn + 1;
  sk.cookie_values; // tcp_s_data_size()
  newtp.snd_nxt = snd_nxt;
  newtp.snd_una = snd_nxt;
  newtp.snd_sml = snd_nxt;
  newtp.ucopy_task = 0;
  newtp.ucopy_len = 0;
  newtp.ucopy_memory = 0;
  skb_queue_head_init(newtp.ucopy_prequeue);
  req.snt_isn;
  newtp.snd_wl1 = req.rcv_isn;

  newtp.srtt = 0;
  newtp.mdev = TCP_TIMEOUT_INIT;
  newtp.icsk_rto = TCP_TIMEOUT_INIT;
  newtp.packets_out = 0;
  newtp.retrans_out = 0;
  newtp.sacked_out = 0;
  newtp.fackets_out = 0;
  newtp.snd_ssthresh = 0x7fffffff;
  newtp.snd_cwnd = 10;
  newtp.snd_cwnd_cnt = 0;
  newtp.bytes_acked = 0;
  newtp.frto_counter = 0;
  newtp.frto_highmark = 0;
  newtp.prior_cwnd = 0;
  read(sysctl_tcp_early_retrans); // tcp_enable_early_retrans()
  read(sysctl_tcp_thin_dupack);
  newtp.reordering = <u8>read(sysctl_tcp_reordering);
  newtp.do_early_retrans_bits = newtp.do_early_retrans_bits & ~1;
  ld<u32>(newtp.icsk_ca_ops, CA_OWNER); // try_module_get(): built in
  newtp.icsk_ca_state = 0;
  tcp_init_xmit_timers(newtp);
  skb_queue_head_init(newtp.out_of_order_queue);
  newtp.rcv_wup = req.rcv_isn + 1;
  sk.cookie_values;
  newtp.write_seq = req.snt_isn + 1;
  newtp.pushed_seq = newtp.write_seq;
  newtp.copied_seq = req.rcv_isn + 1;

  const rx_opt = newtp.rx_opt;
  rx_opt.num_sacks = 0;
  newtp.urg_data = 0;
  newtp.sk_flags & SOCK_KEEPOPEN;
  newtp.sk_socket = 0;
  // saw_tstamp and dsack 0; bits: tstamp_ok 1, wscale_ok 3, sack_ok 4
  rx_opt.saw_tstamp_bits =
    (req.tstamp_ok_bits & TSTAMP_OK ? 2 : 0) |
    (req.tstamp_ok_bits & WSCALE_OK ? 8 : 0) |
    (req.tstamp_ok_bits & SACK_OK ? 16 : 0);
  if ((req.tstamp_ok_bits & SACK_OK) != 0) read(sysctl_tcp_fack);
  newtp.window_clamp = req.window_clamp;
  newtp.rcv_ssthresh = req.rcv_wnd;
  newtp.rcv_wnd = req.rcv_wnd;
  let snd_wscale: u8 = 0;
  if ((req.tstamp_ok_bits & WSCALE_OK) != 0) {
    const wscale = req.snd_wscale_bits;
    snd_wscale = wscale & 15;
    rx_opt.snd_wscale_bits = wscale;
  } else {
    rx_opt.snd_wscale_bits = 0;
    newtp.window_clamp = min<u32>(newtp.window_clamp, 65535);
  }
  const window = (<u32>bswap<u16>(changetype<tcphdr>(skb.transport_header).window)) << snd_wscale;
  newtp.snd_wnd = window;
  newtp.max_window = window;
  if ((req.tstamp_ok_bits & TSTAMP_OK) != 0) {
    rx_opt.ts_recent = req.ts_recent;
    rx_opt.ts_recent_stamp = get_seconds();
    newtp.tcp_header_len = 20 + TCPOLEN_TSTAMP_ALIGNED;
  } else {
    rx_opt.ts_recent_stamp = 0;
    newtp.tcp_header_len = 20;
  }
  const length = skb.len;
  if (length >= 536 + <u32>newtp.tcp_header_len) {
    newtp.icsk_ack_last_seg_size = <u16>(length - newtp.tcp_header_len);
  }
  rx_opt.mss_clamp = req.mss;
  newtp.ecn_flags = (req.tstamp_ok_bits & ECN_OK) != 0 ? 1 : 0;
  TCP_INC_STATS_BH(TCP_MIB_PASSIVEOPENS);
  return newtp;
}
