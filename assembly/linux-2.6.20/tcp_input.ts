// net/ipv4/tcp_input.c of Linux 2.6.20: LISTEN, and a child from SYN_RECV on.
// Left out: out-of-order data (dropped after an ACK), urgent data, SACK, delayed ACKs (data and FIN are acknowledged at
// once), memory accounting. Data has no contents: its skb is freed, rcv_nxt and copied_seq say what waits to be read.
export * from "../linux/tcp_input";

import {
  ALIGNED_TIMESTAMP,
  after,
  before,
  CA_INIT,
  HEADERS,
  RX_TSTAMP_OK,
  resetStackOptions,
  SAW_TSTAMP,
  TH_ACK,
  TH_RST,
  TH_SYN,
  tcp_check_space,
  tcp_data_queue,
  tcp_parse_options,
  tcp_paws_discard,
  tcp_reset,
  tcp_sequence,
  tcp_urg,
  tmp_opt,
} from "../linux/tcp_input";
import { exec, ld, measured } from "../machine/cpu";
import { inet_csk_clear_xmit_timers, inet_csk_destroy_sock } from "./inet_connection_sock";
import {
  jiffies,
  read,
  sysctl_tcp_adv_win_scale,
  sysctl_tcp_app_win,
  sysctl_tcp_rmem,
  sysctl_tcp_wmem,
  tcp_cong_list,
  tcp_init_congestion_ops,
} from "./percpu";
import { __kfree_skb, CB_ACK_SEQ, CB_END_SEQ, CB_SEQ, kfree_skb } from "./skbuff";
import { LINUX_MIB_TCPABORTONSYN, NET_INC_STATS_BH, TCP_INC_STATS_BH, TCP_MIB_CURRESTAB, TCP_MIB_INERRS } from "./snmp";
import { SHUTDOWN_MASK, SOCK_DEAD, set_sk_shutdown, sock_def_wakeup } from "./sock";
import { sk_buff, tcp_sock, tcphdr } from "./structs";
import * as map from "./system_map";
import { tcp_set_state } from "./tcp";
import { Closing, closing } from "./tcp_closing";
import { tcp_rcv_synsent_state_process } from "./tcp_connect";
import { tcp_v4_conn_request } from "./tcp_ipv4";
import { initializeRcvMss, tcp_mtup_init, tcp_send_ack } from "./tcp_output";
import { tcp_clean_rtx_queue } from "./tcp_retransmit";
import { tcp_data_snd_check } from "./tcp_send";
import { TCP_CLOSE, TCP_ESTABLISHED, TCP_LISTEN, TCP_SYN_RECV, TCP_SYN_SENT } from "./tcp_states";

/** Takes the timestamp of a segment into rx_opt. */
function tcp_fast_parse_options(skb: sk_buff, th: tcphdr, sk: tcp_sock): bool {
  exec(map.tcp_fast_parse_options);
  const rx_opt = sk.rx_opt;
  const doff = th.res1_bits >> 4;
  const bits = rx_opt.saw_tstamp_bits;
  if (doff == 5) {
    rx_opt.saw_tstamp_bits = bits & ~SAW_TSTAMP;
    return false;
  }
  const options = changetype<usize>(th) + tcphdr.SIZE;
  if ((bits & RX_TSTAMP_OK) != 0 && doff == 8 && ld<u32>(options, 0) == ALIGNED_TIMESTAMP) {
    rx_opt.saw_tstamp_bits = bits | SAW_TSTAMP;
    rx_opt.rcv_tsval = bswap<u32>(ld<u32>(options, 4));
    rx_opt.rcv_tsecr = bswap<u32>(ld<u32>(options, 8));
    return true;
  }
  resetStackOptions();
  tmp_opt.tstamp_ok = (bits & RX_TSTAMP_OK) != 0;
  tcp_parse_options(skb, tmp_opt, true);
  rx_opt.saw_tstamp_bits = tmp_opt.saw_tstamp ? bits | SAW_TSTAMP : bits & ~SAW_TSTAMP;
  rx_opt.rcv_tsval = tmp_opt.rcv_tsval;
  rx_opt.rcv_tsecr = tmp_opt.rcv_tsecr;
  return true;
}

/** Inlined. */
function tcp_replace_ts_recent(sk: tcp_sock, seq: u32): void {
  const rx_opt = sk.rx_opt;
  if ((rx_opt.saw_tstamp_bits & SAW_TSTAMP) == 0 || after(seq, sk.rcv_wup)) return;
  if (<i32>(rx_opt.rcv_tsval - rx_opt.ts_recent) < 0) return;
  rx_opt.ts_recent = rx_opt.rcv_tsval;
  rx_opt.ts_recent_stamp = read(jiffies);
}

/** Takes an acknowledgement: 0 if it is for something never sent, or old. */
function tcp_ack(sk: tcp_sock, skb: sk_buff): i32 {
  exec(map.tcp_ack);
  const prior_snd_una = sk.snd_una;
  const ack = ld<u32>(changetype<usize>(skb), CB_ACK_SEQ);
  const ack_seq = ld<u32>(changetype<usize>(skb), CB_SEQ);
  if (after(ack, sk.snd_nxt) || before(ack, prior_snd_una)) return 0;
  // What is in flight.
  sk.packets_out;
  sk.left_out;
  sk.sacked_out;
  sk.lost_out;
  sk.retrans_out;
  sk.fackets_out;
  sk.frto_counter;
  sk.icsk_ca_state;
  if (after(ack, prior_snd_una) || after(ack_seq, sk.snd_wl1) || sk.snd_wl1 == ack_seq) {
    const wscale = sk.rx_opt.snd_wscale_bits & 15;
    const nwin = (<u32>bswap<u16>(changetype<tcphdr>(skb.h_th).window)) << wscale;
    sk.snd_wl1 = ack_seq;
    if (sk.snd_wnd != nwin) {
      sk.snd_wnd = nwin;
      sk.pred_flags = 0;
      if (nwin > sk.max_window) sk.max_window = nwin;
    }
  }
  sk.snd_una = ack;
  sk.sk_err_soft = 0;
  sk.rcv_tstamp = read(jiffies);
  sk.icsk_probes_out = 0;
  sk.sk_send_head;
  if (sk.packets_out != 0) tcp_clean_rtx_queue(sk);
  sk.sk_write_queue.next;
  sk.sk_dst_cache; // dst_confirm()
  return 1;
}

function tcp_rtt_estimator(sk: tcp_sock, mrtt: u32): void {
  exec(map.tcp_rtt_estimator);
  const m = max<u32>(mrtt, 1);
  sk.srtt;
  sk.srtt = m << 3;
  sk.mdev = m << 1;
  sk.mdev_max = max<u32>(m << 1, 200);
  sk.rttvar = max<u32>(m << 1, 200);
  sk.rtt_seq = sk.snd_nxt;
}

/** Chooses the windows of a new connection: of its 510 instructions most are one loop of divisions. */
function tcp_init_buffer_space(sk: tcp_sock): void {
  exec(map.tcp_init_buffer_space);
  sk.sk_shutdown_bits; // sk_userlocks
  read(sysctl_tcp_adv_win_scale);
  let rcvbuf = sk.sk_rcvbuf;
  const rcvmem = 4 * (<i32>sk.advmss + HEADERS);
  rcvbuf = min(max(rcvbuf, rcvmem), read(sysctl_tcp_rmem + 4)); // tcp_fixup_rcvbuf()
  sk.sk_rcvbuf = rcvbuf;
  // tcp_fixup_sndbuf()
  const sndmem = 3 * (<i32>sk.rx_opt.mss_clamp + HEADERS);
  sk.sk_sndbuf = min(max(sk.sk_sndbuf, sndmem), read(sysctl_tcp_wmem + 4));
  sk.rcvq_space_space = sk.rcv_wnd;
  const maxwin = <u32>rcvbuf - (<u32>rcvbuf >> 2);
  let clamp = sk.window_clamp;
  read(sysctl_tcp_app_win);
  // As in the trace: the window is capped by the buffer, by the share of the application and by two segments.
  if (clamp >= maxwin) clamp = maxwin;
  sk.window_clamp = clamp;
  clamp = max<u32>(clamp, 2 * <u32>sk.advmss);
  sk.window_clamp = clamp;
  sk.window_clamp = clamp;
  sk.rcv_ssthresh = min<u32>(sk.rcv_ssthresh, clamp);
  sk.snd_cwnd_stamp = read(jiffies);
}

function tcp_init_congestion_control(sk: tcp_sock): void {
  exec(map.tcp_init_congestion_control);
  if (sk.icsk_ca_ops == tcp_init_congestion_ops) {
    const ca = read(tcp_cong_list);
    ld<u32>(ca, 0);
    sk.icsk_ca_ops = ca;
    ld<u32>(ca, CA_INIT);
  }
  measured(map.bictcp_init);
}

/** Inlined: the connection is over. A child in the accept queue stays there, closed. */
export function tcp_done(sk: tcp_sock): void {
  tcp_set_state(sk, TCP_CLOSE);
  inet_csk_clear_xmit_timers(sk);
  set_sk_shutdown(sk, SHUTDOWN_MASK);
  if ((sk.sk_flags & SOCK_DEAD) == 0) {
    sk.sk_state_change;
    sock_def_wakeup(sk);
  } else inet_csk_destroy_sock(sk);
}

/** Checks of a segment for a connection. True: go on; false: it was dropped and freed. */
function tcp_validate(sk: tcp_sock, skb: sk_buff, th: tcphdr): bool {
  const cb = changetype<usize>(skb);
  const flags = th.fin_bits;
  if (tcp_fast_parse_options(skb, th, sk) && (sk.rx_opt.saw_tstamp_bits & SAW_TSTAMP) != 0 && tcp_paws_discard(sk)) {
    if ((flags & TH_RST) == 0) {
      tcp_send_ack(sk);
      __kfree_skb(skb);
      return false;
    }
  }
  if (!tcp_sequence(sk, ld<u32>(cb, CB_SEQ), ld<u32>(cb, CB_END_SEQ))) {
    if ((flags & TH_RST) == 0) tcp_send_ack(sk);
    __kfree_skb(skb);
    return false;
  }
  if ((flags & TH_RST) != 0) {
    tcp_reset(sk);
    __kfree_skb(skb);
    return false;
  }
  tcp_replace_ts_recent(sk, ld<u32>(cb, CB_SEQ));
  return true;
}

/** A segment for an established child. 1: the caller answers with a reset. */
export function tcp_rcv_established(sk: tcp_sock, skb: sk_buff, th: tcphdr, len: u32): i32 {
  exec(map.tcp_rcv_established);
  sk.pred_flags;
  len;
  if (!tcp_validate(sk, skb, th)) return 0;
  const flags = th.fin_bits;
  if ((flags & TH_SYN) != 0 && !before(ld<u32>(changetype<usize>(skb), CB_SEQ), sk.rcv_nxt)) {
    TCP_INC_STATS_BH(TCP_MIB_INERRS);
    NET_INC_STATS_BH(LINUX_MIB_TCPABORTONSYN);
    tcp_reset(sk);
    return 1;
  }
  if ((flags & TH_ACK) != 0) tcp_ack(sk, skb);
  tcp_urg(sk, skb, th);
  const answer = tcp_data_queue(sk, skb, th);
  tcp_data_snd_check(sk);
  if (answer) tcp_send_ack(sk);
  return 0;
}

/** A segment for a socket that is not established. 1: the caller answers with a reset. */
export function tcp_rcv_state_process(sk: tcp_sock, skb: sk_buff, th: tcphdr, len: u32): i32 {
  exec(map.tcp_rcv_state_process);
  len;
  sk.rx_opt.saw_tstamp_bits = sk.rx_opt.saw_tstamp_bits & ~SAW_TSTAMP;
  const state = sk.sk_state;
  if (state == TCP_CLOSE) {
    __kfree_skb(skb);
    return 0;
  }
  if (state == TCP_LISTEN) {
    const flags = th.fin_bits;
    if ((flags & TH_ACK) != 0) return 1;
    if ((flags & TH_RST) == 0 && (flags & TH_SYN) != 0) {
      sk.icsk_af_ops;
      if (tcp_v4_conn_request(sk, skb) < 0) return 1;
    }
    kfree_skb(skb);
    return 0;
  }
  if (state == TCP_SYN_SENT) return tcp_rcv_synsent_state_process(sk, skb, th);

  exec(map.tcp_rcv_state_process_child);
  if (!tcp_validate(sk, skb, th)) return 0;
  const flags = th.fin_bits;
  const cb = changetype<usize>(skb);
  if ((flags & TH_SYN) != 0 && !before(ld<u32>(cb, CB_SEQ), sk.rcv_nxt)) {
    NET_INC_STATS_BH(LINUX_MIB_TCPABORTONSYN);
    tcp_reset(sk);
    return 1;
  }
  if ((flags & TH_ACK) == 0) {
    __kfree_skb(skb);
    return 0;
  }
  const acceptable = tcp_ack(sk, skb);
  let wanted = true;
  if (state == TCP_SYN_RECV) {
    if (acceptable == 0) return 1;
    sk.copied_seq = sk.rcv_nxt;
    tcp_set_state_established(sk);
    sk.sk_state_change;
    sock_def_wakeup(sk);
    sk.sk_socket; // no process has it yet: nobody to signal
    sk.snd_una = ld<u32>(cb, CB_ACK_SEQ);
    sk.snd_wnd = (<u32>bswap<u16>(th.window)) << (sk.rx_opt.snd_wscale_bits & 15);
    sk.snd_wl1 = ld<u32>(cb, CB_SEQ);
    const rx_opt = sk.rx_opt;
    if ((rx_opt.saw_tstamp_bits & SAW_TSTAMP) != 0 && rx_opt.rcv_tsecr != 0 && sk.srtt == 0) {
      tcp_rtt_estimator(sk, read(jiffies) - rx_opt.rcv_tsecr);
      sk.icsk_rto = (sk.srtt >> 3) + sk.rttvar; // tcp_set_rto(), inlined
      sk.icsk_backoff = 0;
    }
    if ((rx_opt.saw_tstamp_bits & RX_TSTAMP_OK) != 0) sk.advmss = sk.advmss - 12;
    sk.icsk_af_ops;
    measured(map.inet_sk_rebuild_header);
    measured(map.tcp_init_metrics);
    tcp_init_congestion_control(sk);
    sk.lsndtime = read(jiffies);
    tcp_mtup_init(sk);
    initializeRcvMss(sk);
    tcp_init_buffer_space(sk);
    sk.pred_flags = ((<u32>sk.tcp_header_len) << 26) | (0x10 << 16) | (sk.snd_wnd >> (rx_opt.snd_wscale_bits & 15));
  } else {
    const verdict = closing(sk, skb, th, state);
    if (verdict == Closing.done || verdict == Closing.reset) return <i32>verdict;
    wanted = verdict == Closing.queue;
  }
  tcp_urg(sk, skb, th);
  sk.sk_state;
  let answer = false;
  if (wanted) answer = tcp_data_queue(sk, skb, th);
  else __kfree_skb(skb);
  if (sk.sk_state != TCP_CLOSE) {
    sk.sk_send_head;
    if (state != TCP_SYN_RECV) tcp_data_snd_check(sk);
    sk.icsk_ack_pending; // tcp_ack_snd_check()
    if (answer) tcp_send_ack(sk);
  }
  measured(map.tcp_current_mss);
  measured(map.__tcp_push_pending_frames);
  tcp_check_space(sk);
  return 0;
}

/** tcp_set_state(sk, TCP_ESTABLISHED), inlined. */
function tcp_set_state_established(sk: tcp_sock): void {
  TCP_INC_STATS_BH(TCP_MIB_CURRESTAB);
  sk.sk_state = TCP_ESTABLISHED;
}
