// net/ipv4/tcp_input.c of Linux 4.14: LISTEN, and a child from SYN_RECV on. What a SYN comes to: conn_request.ts.
// Left out: out-of-order data (dropped after an ACK), urgent data, SACK, delayed ACKs (data and FIN are acknowledged at
// once), memory accounting. Data has no contents: its skb is freed, rcv_nxt and copied_seq say what waits to be read.
export * from "../linux/tcp_input";
export * from "./tcp_input_3_6";

import { Sysctl } from "../abi";
import {
  after,
  before,
  RX_TSTAMP_OK,
  SAW_TSTAMP,
  TH_ACK,
  TH_FIN,
  TH_RST,
  TH_SYN,
  tcp_check_space,
  tcp_data_queue,
  tcp_urg,
} from "../linux/tcp_input";
import { exec, ld, measured, st } from "../machine/cpu";
import { HZ } from "./config";
import { jiffies, read } from "./percpu";
import { SNT_SYNACK } from "./request_sock";
import { __kfree_skb, CB_ACK_SEQ, CB_END_SEQ, CB_SEQ, headerOf, kfree_skb } from "./skbuff";
import { NET_INC_STATS_BH } from "./snmp";
import { sock_def_wakeup } from "./sock";
import { local_bh_disable, local_bh_enable } from "./spinlock";
import { dst_entry, sk_buff, tcp_request_sock, tcp_sock, tcphdr } from "./structs";
import * as map from "./system_map";
import { tcp_set_state } from "./tcp";
import { Closing, closing } from "./tcp_closing";
import { tcp_rcv_synsent_state_process } from "./tcp_connect";
import {
  tcp_init_buffer_space,
  tcp_init_congestion_control,
  tcp_send_challenge_ack,
  tcp_validate_incoming,
} from "./tcp_input_3_6";
import { tcp_v4_conn_request } from "./tcp_ipv4";
import { tcp_mtup_init, tcp_send_ack } from "./tcp_output";
import { tcp_clean_rtx_queue } from "./tcp_retransmit";
import { tcp_data_snd_check } from "./tcp_send";
import { TCP_CLOSE, TCP_ESTABLISHED, TCP_LISTEN, TCP_SYN_RECV, TCP_SYN_SENT } from "./tcp_states";
import { variableOf } from "./tcp_sysctls";

/** Takes an acknowledgement: 0 if it is old, -1 if it is too old or for something never sent. */
function tcp_ack(sk: tcp_sock, skb: sk_buff, challenge: bool): i32 {
  exec(map.tcp_ack);
  const prior_snd_una = sk.snd_una;
  const ack = ld<u32>(changetype<usize>(skb), CB_ACK_SEQ);
  const ack_seq = ld<u32>(changetype<usize>(skb), CB_SEQ);
  if (before(ack, prior_snd_una)) {
    if (!before(ack, prior_snd_una - sk.max_window)) return 0;
    if (challenge) tcp_send_challenge_ack(sk); // RFC 5961, 5.2
    return -1;
  }
  if (after(ack, sk.snd_nxt)) return -1;
  // What is in flight.
  sk.packets_out;
  sk.sacked_out;
  sk.lost_out;
  sk.retrans_out;
  sk.fackets_out;
  sk.snd_cwnd;
  sk.undo_marker;
  sk.high_seq;
  sk.icsk_ca_state_bits;
  if (after(ack, prior_snd_una) || after(ack_seq, sk.snd_wl1) || sk.snd_wl1 == ack_seq) {
    const wscale = sk.rx_opt.snd_wscale_bits & 15;
    const nwin = (<u32>bswap<u16>(headerOf(skb).window)) << wscale;
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

/** The first measure of the round trip: that of the SYN-ACK, unless it was sent more than once. With tcp_rtt_estimator(). */
export function tcp_synack_rtt_meas(sk: tcp_sock, req: tcp_request_sock): void {
  exec(map.tcp_synack_rtt_meas);
  if (req.num_retrans != 0) return;
  measured(map.ktime_get);
  ld<u32>(changetype<usize>(req), SNT_SYNACK);
  const m: u32 = 1000; // microseconds: the peers of this model answer within a jiffy
  sk.srtt_us;
  ld<u32>(changetype<dst_entry>(sk.sk_dst_cache)._metrics & ~3, 0); // tcp_rto_min(): whether the route locks RTAX_RTO_MIN
  sk.srtt_us = m << 3;
  sk.mdev_us = m << 1;
  sk.mdev_max_us = 200000;
  sk.rttvar_us = 200000;
  sk.rtt_seq = sk.snd_nxt;
  sk.icsk_rto = 50 + 1;
  sk.icsk_backoff = 0;
}

/** A segment for an established child. 1: the caller answers with a reset. */
export function tcp_rcv_established(sk: tcp_sock, skb: sk_buff, th: tcphdr, len: u32): i32 {
  exec(map.tcp_rcv_established);
  sk.pred_flags;
  len;
  if ((th.fin_bits & (TH_ACK | TH_RST | TH_SYN)) == 0) {
    __kfree_skb(skb);
    return 0;
  }
  if (!tcp_validate_incoming(sk, skb, th)) return 0;
  const flags = th.fin_bits;
  if ((flags & TH_ACK) != 0 && tcp_ack(sk, skb, true) < 0) {
    __kfree_skb(skb);
    return 0;
  }
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
    if ((flags & TH_RST) == 0 && (flags & TH_SYN) != 0 && (flags & TH_FIN) == 0) {
      sk.icsk_af_ops;
      // Not under the listener's lock, and so not in any case with softirqs off.
      local_bh_disable();
      const acceptable = tcp_v4_conn_request(sk, skb) >= 0;
      local_bh_enable();
      if (!acceptable) return 1;
      kfree_skb(skb); // consume_skb()
      return 0;
    }
    __kfree_skb(skb);
    return 0;
  }

  if (state == TCP_SYN_SENT) return tcp_rcv_synsent_state_process(sk, skb, th);

  exec(map.tcp_rcv_state_process_child);
  if ((th.fin_bits & (TH_ACK | TH_RST | TH_SYN)) == 0) {
    __kfree_skb(skb);
    return 0;
  }
  if (!tcp_validate_incoming(sk, skb, th)) return 0;
  const flags = th.fin_bits;
  const cb = changetype<usize>(skb);
  if ((flags & TH_ACK) == 0) {
    __kfree_skb(skb);
    return 0;
  }
  const acceptable = tcp_ack(sk, skb, false);
  if (acceptable <= 0 && state != TCP_SYN_RECV) {
    tcp_send_challenge_ack(sk);
    __kfree_skb(skb);
    return 0;
  }
  let wanted = true;
  if (state == TCP_SYN_RECV) {
    if (acceptable <= 0) return 1;
    sk.copied_seq = sk.rcv_nxt;
    tcp_set_state(sk, TCP_ESTABLISHED);
    sk.sk_state_change;
    sock_def_wakeup(sk);
    sk.sk_socket; // no process has it yet: nobody to signal
    sk.snd_una = ld<u32>(cb, CB_ACK_SEQ);
    sk.snd_wnd = (<u32>bswap<u16>(th.window)) << (sk.rx_opt.snd_wscale_bits & 15);
    sk.snd_wl1 = ld<u32>(cb, CB_SEQ);
    const rx_opt = sk.rx_opt;
    if ((rx_opt.saw_tstamp_bits & RX_TSTAMP_OK) != 0) sk.advmss = sk.advmss - 12;
    sk.icsk_af_ops;
    measured(map.inet_sk_rebuild_header);
    measured(map.tcp_init_metrics);
    tcp_init_congestion_control(sk);
    sk.lsndtime = read(jiffies);
    tcp_mtup_init(sk);
    const hint = min<u32>(min<u32>(sk.advmss, sk.mss_cache), sk.rcv_wnd >> 1); // tcp_initialize_rcv_mss(), inlined
    sk.icsk_ack_rcv_mss = <u16>max<u32>(min<u32>(hint, 536), 88);
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
  tcp_check_space(sk);
  return 0;
}

/** Whether answers to segments that nobody asked for went out a moment ago: those with data are always answered. */
export function tcp_oow_rate_limited(skb: sk_buff, mib_idx: u32, last_oow_ack_time: u32): bool {
  exec(map.tcp_oow_rate_limited);
  const cb = changetype<usize>(skb);
  if (ld<u32>(cb, CB_SEQ) != ld<u32>(cb, CB_END_SEQ) && (headerOf(skb).fin_bits & TH_SYN) == 0) return false;
  const last = ld<u32>(last_oow_ack_time, 0);
  const now: u32 = read(jiffies);
  if (last != 0) {
    const elapsed = <i32>(now - last);
    if (elapsed >= 0 && elapsed < invalidRatelimit()) {
      NET_INC_STATS_BH(mib_idx);
      return true;
    }
  }
  st<u32>(last_oow_ack_time, 0, now);
  return false;
}

/** sysctl_tcp_invalid_ratelimit in jiffies: the setting is in milliseconds. */
function invalidRatelimit(): i32 {
  return (read(variableOf(Sysctl.tcp_invalid_ratelimit)) * <i32>HZ) / 1000;
}
