// net/ipv4/tcp_minisocks.c of Linux 4.14: a request becomes a child.
// Left out: keepalive timers of the child, modules of congestion control, Fast Open.
export * from "../linux/tcp_minisocks";
export * from "./tcp_minisocks_4x";

import { TCPOLEN_TSTAMP_ALIGNED, tcp_in_window } from "../linux/tcp_minisocks";
import { exec, ld } from "../machine/cpu";
import { trap } from "../machine/trap";
import { decide, Outcome } from "../wire";
import { inet_csk_clone_lock, inet_csk_complete_hashdance, inet_rtx_syn_ack } from "./inet_connection_sock";
import { read, sysctl_tcp_abort_on_overflow, sysctl_tcp_fack, sysctl_tcp_reordering } from "./percpu";
import { ECN_OK, num_timeout, SACK_OK, set_ireq_acked, TSTAMP_OK, WSCALE_OK } from "./request_sock";
import { CB_ACK_SEQ, CB_END_SEQ, CB_SEQ, headerOf } from "./skbuff";
import {
  LINUX_MIB_PAWSESTABREJECTED,
  LINUX_MIB_TCPACKSKIPPEDSYNRECV,
  LINUX_MIB_TCPDEFERACCEPTDROP,
  NET_INC_STATS_BH,
  TCP_INC_STATS_BH,
  TCP_MIB_ATTEMPTFAILS,
  TCP_MIB_PASSIVEOPENS,
} from "./snmp";
import { now, sock_def_readable, sock_owned_by_user, sock_put } from "./sock";
import { spin_unlock } from "./spinlock";
import { dst_entry, sk_buff, tcp_request_sock, tcp_sock } from "./structs";
import * as map from "./system_map";
import { tcp_init_xmit_timers } from "./tcp";
import {
  after,
  resetStackOptions,
  TH_ACK,
  TH_RST,
  TH_SYN,
  tcp_oow_rate_limited,
  tcp_parse_options,
  tcp_rcv_state_process,
  tcp_synack_rtt_meas,
  tmp_opt,
} from "./tcp_input";
import { ownRequest, tcp_v4_reqsk_send_ack, tcp_v4_syn_recv_sock } from "./tcp_ipv4";
import { embryonicReset } from "./tcp_minisocks_4x";
import { chosenWscale, tcp_select_initial_window } from "./tcp_output";
import { TCP_RTO_MAX } from "./tcp_retransmit";
import { TCP_SYN_RECV } from "./tcp_states";
import { TCP_TIMEOUT_INIT } from "./tcp_timeouts";
import { get_seconds } from "./timekeeping";
import { mod_timer_pending } from "./timer";

/** sock_flag bits. */
const SOCK_KEEPOPEN: u32 = 1 << 3;

/** The offset of req->last_oow_ack_time. */
const LAST_OOW_ACK_TIME: u32 = 216; // offsetof(struct tcp_request_sock, last_oow_ack_time)

/** Inlined: an old timestamp; a reset is spared, once the peer was silent for a minute. */
function tcp_paws_reject(req: tcp_request_sock): bool {
  if (<i32>(tmp_opt.rcv_tsval - req.ts_recent) >= 0) return false;
  return true; // the request is never 24 days old, and a reset not sent a minute after the SYN
}

/**
 * A segment for a half-open request, which is held. Returns the child, the listener (go on with it) or null (done
 * with it).
 */
export function tcp_check_req(sk: tcp_sock, skb: sk_buff, req: tcp_request_sock): tcp_sock {
  exec(map.tcp_check_req);
  const nothing = changetype<tcp_sock>(0);
  const th = headerOf(skb);
  let flg = th.fin_bits & (TH_RST | TH_SYN | TH_ACK);
  let paws_reject = false;
  resetStackOptions();
  if (th.res1_bits >> 4 > 5) {
    tcp_parse_options(skb, tmp_opt, false);
    if (tmp_opt.saw_tstamp) {
      if (tmp_opt.rcv_tsecr != 0) req.ts_off;
      get_seconds();
      req.cookie_ts_bits; // ts_recent_stamp
      paws_reject = tcp_paws_reject(req);
    }
  }

  const cb = changetype<usize>(skb);
  const seq = ld<u32>(cb, CB_SEQ);
  if (seq == req.rcv_isn && flg == TH_SYN && !paws_reject) {
    againSyn(sk, skb, req);
    return nothing;
  }
  if ((flg & TH_ACK) != 0 && ld<u32>(cb, CB_ACK_SEQ) != req.snt_isn + 1) return sk;

  const end_seq = ld<u32>(cb, CB_END_SEQ);
  const rcv_nxt = req.rcv_nxt;
  if (paws_reject || !tcp_in_window(seq, end_seq, rcv_nxt, rcv_nxt + req.rsk_rcv_wnd)) {
    if ((flg & TH_RST) == 0 && !limited(skb, req)) tcp_v4_reqsk_send_ack(sk, skb, req);
    if (paws_reject) NET_INC_STATS_BH(LINUX_MIB_PAWSESTABREJECTED);
    return nothing;
  }
  exec(map.tcp_check_req_in_window);
  if (tmp_opt.saw_tstamp && !after(seq, rcv_nxt)) req.ts_recent = tmp_opt.rcv_tsval;
  if (seq == req.rcv_isn) flg &= ~TH_SYN; // the part of the segment that came before is cut off
  if ((flg & (TH_RST | TH_SYN)) != 0) {
    TCP_INC_STATS_BH(TCP_MIB_ATTEMPTFAILS);
    return embryonicReset(sk, skb, req, flg);
  }
  if ((flg & TH_ACK) == 0) return nothing;

  if (num_timeout(req) < sk.icsk_accept_queue.rskq_defer_accept && end_seq == req.rcv_isn + 1) {
    set_ireq_acked(req);
    NET_INC_STATS_BH(LINUX_MIB_TCPDEFERACCEPTDROP);
    return nothing;
  }
  sk.icsk_af_ops;
  const child = tcp_v4_syn_recv_sock(sk, skb, req, 0, changetype<usize>(req));
  if (changetype<usize>(child) == 0) {
    if (read(sysctl_tcp_abort_on_overflow) == 0) {
      set_ireq_acked(req);
      decide(Outcome.acked);
      return nothing;
    }
    return embryonicReset(sk, skb, req, flg);
  }
  exec(map.tcp_check_req_child);
  child.sk_rxhash; // sock_rps_save_rxhash()
  tcp_synack_rtt_meas(child, req);
  decide(Outcome.established);
  return inet_csk_complete_hashdance(sk, child, req, ownRequest);
}

/** Whether answers that nobody asked for went to this peer a moment ago. */
function limited(skb: sk_buff, req: tcp_request_sock): bool {
  return tcp_oow_rate_limited(skb, LINUX_MIB_TCPACKSKIPPEDSYNRECV, changetype<usize>(req) + LAST_OOW_ACK_TIME);
}

/** The SYN once more: the SYN-ACK once more, not too often; the timer begins its wait anew. */
function againSyn(sk: tcp_sock, skb: sk_buff, req: tcp_request_sock): void {
  if (limited(skb, req)) return;
  if (inet_rtx_syn_ack(sk, req) != 0) return;
  decide(Outcome.resent);
  mod_timer_pending(req.rsk_timer, now() + min<u32>(TCP_TIMEOUT_INIT << num_timeout(req), TCP_RTO_MAX));
}

/** The window that a SYN-ACK offers. */
export function tcp_openreq_init_rwin(req: tcp_request_sock, sk_listener: tcp_sock, dst: u32): void {
  exec(map.tcp_openreq_init_rwin);
  const space = <u32>sk_listener.sk_rcvbuf;
  const metrics = changetype<dst_entry>(dst)._metrics & ~3;
  sk_listener.rx_opt.user_mss; // tcp_mss_clamp()
  ld<u32>(metrics, RTAX_ADVMSS);
  const clamp = sk_listener.window_clamp;
  req.rsk_window_clamp = clamp != 0 ? clamp : ld<u32>(metrics, RTAX_WINDOW);
  sk_listener.sk_padding_bits; // SOCK_RCVBUF_LOCK
  ld<u32>(metrics, RTAX_INITRWND);
  req.tstamp_ok_bits;
  tcp_select_initial_window(space - (space >> 2), req);
  req.snd_wscale_bits = (req.snd_wscale_bits & 15) | (chosenWscale(req) << 4);
}

/** Metrics are words from RTAX_LOCK (1) on. */
const RTAX_WINDOW: usize = (3 - 1) * 4;
const RTAX_ADVMSS: usize = (8 - 1) * 4;
const RTAX_INITRWND: usize = (14 - 1) * 4;

/** A child takes its listener's congestion control, unless the route has one of its own. */
export function tcp_ca_openreq_child(sk: tcp_sock, dst: u32): void {
  exec(map.tcp_ca_openreq_child);
  ld<u32>(changetype<dst_entry>(dst)._metrics & ~3, RTAX_CC_ALGO);
  sk.icsk_ca_state_bits;
  ld<u32>(sk.icsk_ca_ops, CA_OWNER); // try_module_get(): built in
  sk.icsk_ca_state_bits = sk.icsk_ca_state_bits & ~CA_STATE; // TCP_CA_Open
}

/** icsk_ca_state: six bits. */
const CA_STATE: u8 = 0x3f;
const RTAX_CC_ALGO: usize = (16 - 1) * 4;

/** tcp_congestion_ops.owner: behind its name. */
const CA_OWNER: u32 = 72;

/** A child: a copy of the listener, made what the handshake says. Null: no memory. */
export function tcp_create_openreq_child(sk: tcp_sock, req: tcp_request_sock, skb: sk_buff): tcp_sock {
  exec(map.tcp_create_openreq_child);
  const newtp = inet_csk_clone_lock(sk, req);
  if (changetype<usize>(newtp) == 0) return newtp;

  newtp.pred_flags = 0;
  const rcv_nxt = req.rcv_isn + 1;
  newtp.rcv_wup = rcv_nxt;
  newtp.copied_seq = rcv_nxt;
  newtp.rcv_nxt = rcv_nxt;
  newtp.segs_in = 1;
  const snd_nxt = req.snt_isn + 1;
  newtp.snd_sml = snd_nxt;
  newtp.snd_una = snd_nxt;
  newtp.snd_nxt = snd_nxt;
  newtp.snd_up = snd_nxt;
  newtp.tsq_node.next = changetype<usize>(newtp.tsq_node);
  newtp.tsq_node.prev = changetype<usize>(newtp.tsq_node);
  newtp.snd_wl1 = req.rcv_isn; // tcp_init_wl()

  newtp.srtt_us = 0;
  newtp.mdev_us = 1000000; // TCP_TIMEOUT_INIT
  newtp.icsk_rto = TCP_TIMEOUT_INIT;
  newtp.icsk_ack_lrcvtime = now();
  newtp.packets_out = 0;
  newtp.retrans_out = 0;
  newtp.sacked_out = 0;
  newtp.fackets_out = 0;
  newtp.snd_ssthresh = 0x7fffffff;
  newtp.tlp_high_seq = 0;
  newtp.lsndtime = now();
  newtp.last_oow_ack_time = 0;
  newtp.total_retrans = req.num_retrans;
  newtp.snd_cwnd = 10;
  newtp.snd_cwnd_cnt = 0;
  newtp.app_limited = 0xffffffff;
  tcp_init_xmit_timers(newtp);
  newtp.write_seq = snd_nxt;
  newtp.pushed_seq = snd_nxt;
  newtp.reordering = read(sysctl_tcp_reordering);

  const rx_opt = newtp.rx_opt;
  rx_opt.num_sacks = 0;
  newtp.urg_data = 0;
  newtp.sk_flags & SOCK_KEEPOPEN;
  const options = req.tstamp_ok_bits;
  // saw_tstamp and dsack 0; bits: tstamp_ok 1, wscale_ok 3, sack_ok 4
  rx_opt.saw_tstamp_bits = (options & TSTAMP_OK ? 2 : 0) | (options & WSCALE_OK ? 8 : 0) | (options & SACK_OK ? 16 : 0);
  if ((options & SACK_OK) != 0) read(sysctl_tcp_fack);
  newtp.window_clamp = req.rsk_window_clamp;
  newtp.rcv_ssthresh = req.rsk_rcv_wnd;
  newtp.rcv_wnd = req.rsk_rcv_wnd;
  let snd_wscale: u8 = 0;
  if ((options & WSCALE_OK) != 0) {
    const wscale = req.snd_wscale_bits;
    snd_wscale = wscale & 15;
    rx_opt.snd_wscale_bits = wscale;
  } else {
    rx_opt.snd_wscale_bits = 0;
    newtp.window_clamp = min<u32>(newtp.window_clamp, 65535);
  }
  const window = (<u32>bswap<u16>(headerOf(skb).window)) << snd_wscale;
  newtp.snd_wnd = window;
  newtp.max_window = window;
  if ((options & TSTAMP_OK) != 0) {
    rx_opt.ts_recent = req.ts_recent;
    rx_opt.ts_recent_stamp = get_seconds();
    newtp.tcp_header_len = 20 + TCPOLEN_TSTAMP_ALIGNED;
  } else {
    rx_opt.ts_recent_stamp = 0;
    newtp.tcp_header_len = 20;
  }
  newtp.tsoffset = req.ts_off;
  const length = skb.len;
  if (length >= 536 + <u32>newtp.tcp_header_len) {
    newtp.icsk_ack_last_seg_size = <u16>(length - newtp.tcp_header_len);
  }
  rx_opt.mss_clamp = req.mss;
  newtp.ecn_flags = (options & ECN_OK) != 0 ? 1 : 0;
  newtp.fastopen_rsk = 0;
  newtp.syn_data_bits = newtp.syn_data_bits & ~0x12; // syn_data_acked, syn_fastopen
  TCP_INC_STATS_BH(TCP_MIB_PASSIVEOPENS);
  return newtp;
}

/** Gives the segment that completed the handshake to the child, which is locked and held. */
export function tcp_child_process(parent: tcp_sock, child: tcp_sock, skb: sk_buff): i32 {
  exec(map.tcp_child_process);
  const state = child.sk_state;
  let ret = 0;
  child.sk_napi_id; // sk_mark_napi_id()
  child.segs_in = child.segs_in + 1; // tcp_segs_in()
  if (!sock_owned_by_user(child)) {
    ret = tcp_rcv_state_process(child, skb, headerOf(skb), skb.len);
    if (state == TCP_SYN_RECV && child.sk_state != state) {
      parent.sk_data_ready;
      sock_def_readable(parent);
    }
  } else {
    // The child is owned by a process: sk_add_backlog(). The steps of many CPUs will come here.
    trap();
  }
  spin_unlock(changetype<usize>(child.sk_lock));
  sock_put(child);
  return ret;
}
