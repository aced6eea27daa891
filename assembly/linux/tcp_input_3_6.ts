// net/ipv4/tcp_input.c: timestamps, and whether a segment is acceptable, as 3.6.5, 4.3 and 4.14 word it. What is left out
// stands in each kernel's own file.
import { exec, ld, measured } from "../machine/cpu";
import { inet_csk_clear_xmit_timers, inet_csk_destroy_sock } from "./inet_connection_sock";
import {
  jiffies,
  read,
  sysctl_tcp_adv_win_scale,
  sysctl_tcp_app_win,
  sysctl_tcp_wmem,
  tcp_cong_list,
  tcp_init_congestion_ops,
} from "./percpu";
import { __kfree_skb, CB_END_SEQ, CB_SEQ } from "./skbuff";
import {
  LINUX_MIB_PAWSESTABREJECTED,
  LINUX_MIB_TCPCHALLENGEACK,
  LINUX_MIB_TCPSYNCHALLENGE,
  NET_INC_STATS_BH,
  TCP_INC_STATS_BH,
  TCP_MIB_ATTEMPTFAILS,
} from "./snmp";
import { SHUTDOWN_MASK, SOCK_DEAD, set_sk_shutdown, sk_userlocks, sock_def_wakeup } from "./sock";
import { sk_buff, tcp_sock, tcphdr } from "./structs";
import * as map from "./system_map";
import { tcp_set_state } from "./tcp";
import {
  ALIGNED_TIMESTAMP,
  after,
  CA_INIT,
  HEADERS,
  RX_TSTAMP_OK,
  resetStackOptions,
  SAW_TSTAMP,
  TH_RST,
  TH_SYN,
  tcp_parse_options,
  tcp_paws_discard,
  tcp_reset,
  tcp_sequence,
  tmp_opt,
} from "./tcp_input";
import { tcp_send_ack } from "./tcp_output";
import { TCP_CLOSE, TCP_SYN_RECV } from "./tcp_states";
import { get_seconds } from "./timekeeping";

/** Inlined: takes the timestamp of a segment into rx_opt. */
function tcp_fast_parse_options(skb: sk_buff, th: tcphdr, sk: tcp_sock): bool {
  const rx_opt = sk.rx_opt;
  const doff = th.res1_bits >> 4;
  const bits = rx_opt.saw_tstamp_bits;
  if (doff == 5) {
    rx_opt.saw_tstamp_bits = bits & ~SAW_TSTAMP;
    return false;
  }
  if ((bits & RX_TSTAMP_OK) != 0 && doff == 8 && tcp_parse_aligned_timestamp(sk, th)) return true;
  resetStackOptions();
  tmp_opt.tstamp_ok = (bits & RX_TSTAMP_OK) != 0;
  tcp_parse_options(skb, tmp_opt, true);
  rx_opt.saw_tstamp_bits = tmp_opt.saw_tstamp ? bits | SAW_TSTAMP : bits & ~SAW_TSTAMP;
  rx_opt.rcv_tsval = tmp_opt.rcv_tsval;
  rx_opt.rcv_tsecr = tmp_opt.rcv_tsecr;
  return true;
}

function tcp_parse_aligned_timestamp(sk: tcp_sock, th: tcphdr): bool {
  exec(map.tcp_parse_aligned_timestamp);
  const options = changetype<usize>(th) + tcphdr.SIZE;
  if (ld<u32>(options, 0) != ALIGNED_TIMESTAMP) return false;
  const rx_opt = sk.rx_opt;
  rx_opt.saw_tstamp_bits = rx_opt.saw_tstamp_bits | SAW_TSTAMP;
  rx_opt.rcv_tsval = bswap<u32>(ld<u32>(options, 4));
  rx_opt.rcv_tsecr = bswap<u32>(ld<u32>(options, 8));
  return true;
}

/** Inlined. */
function tcp_replace_ts_recent(sk: tcp_sock, seq: u32): void {
  const rx_opt = sk.rx_opt;
  if ((rx_opt.saw_tstamp_bits & SAW_TSTAMP) == 0 || after(seq, sk.rcv_wup)) return;
  if (<i32>(rx_opt.rcv_tsval - rx_opt.ts_recent) < 0) return;
  rx_opt.ts_recent = rx_opt.rcv_tsval;
  rx_opt.ts_recent_stamp = get_seconds();
}

export function tcp_init_congestion_control(sk: tcp_sock): void {
  exec(map.tcp_init_congestion_control);
  if (sk.icsk_ca_ops == tcp_init_congestion_ops) {
    const ca = read(tcp_cong_list);
    sk.icsk_ca_ops = ca;
    ld<u32>(ca, CA_INIT);
  }
  measured(map.bictcp_init);
}

/** tcp.c: the connection is over. A child in the accept queue stays there, closed. */
export function tcp_done(sk: tcp_sock): void {
  exec(map.tcp_done);
  if (sk.sk_state == TCP_SYN_RECV) TCP_INC_STATS_BH(TCP_MIB_ATTEMPTFAILS);
  tcp_set_state(sk, TCP_CLOSE);
  inet_csk_clear_xmit_timers(sk);
  set_sk_shutdown(sk, SHUTDOWN_MASK);
  if ((sk.sk_flags & SOCK_DEAD) == 0) {
    sk.sk_state_change;
    sock_def_wakeup(sk);
  } else inet_csk_destroy_sock(sk);
}

/** RFC 5961: answers a suspicious segment with an ACK. Left out: no more than 100 a second. */
export function tcp_send_challenge_ack(sk: tcp_sock): void {
  NET_INC_STATS_BH(LINUX_MIB_TCPCHALLENGEACK);
  tcp_send_ack(sk);
}

/** Checks of a segment for a connection. True: go on; false: it was dropped and freed. */
export function tcp_validate_incoming(sk: tcp_sock, skb: sk_buff, th: tcphdr): bool {
  exec(map.tcp_validate_incoming);
  if (!acceptable(sk, skb, th)) {
    __kfree_skb(skb);
    return false;
  }
  return true;
}

export function acceptable(sk: tcp_sock, skb: sk_buff, th: tcphdr): bool {
  const cb = changetype<usize>(skb);
  const flags = th.fin_bits;
  if (tcp_fast_parse_options(skb, th, sk) && (sk.rx_opt.saw_tstamp_bits & SAW_TSTAMP) != 0 && tcp_paws_discard(sk)) {
    if ((flags & TH_RST) == 0) {
      NET_INC_STATS_BH(LINUX_MIB_PAWSESTABREJECTED);
      tcp_send_ack(sk);
      return false;
    }
  }
  const seq = ld<u32>(cb, CB_SEQ);
  const inWindow = tcp_sequence(sk, seq, ld<u32>(cb, CB_END_SEQ));
  if ((flags & TH_RST) != 0) {
    if (!inWindow) return false;
    if (seq == sk.rcv_nxt) tcp_reset(sk);
    else tcp_send_challenge_ack(sk);
    return false;
  }
  if (!inWindow && (flags & TH_SYN) == 0) {
    tcp_send_ack(sk);
    return false;
  }
  if (inWindow) tcp_replace_ts_recent(sk, seq);
  if ((flags & TH_SYN) != 0) {
    NET_INC_STATS_BH(LINUX_MIB_TCPSYNCHALLENGE);
    tcp_send_challenge_ack(sk);
    return false;
  }
  return true;
}

/** Chooses the windows of a new connection: of its 510 instructions most are one loop of divisions. */
export function tcp_init_buffer_space(sk: tcp_sock): void {
  exec(map.tcp_init_buffer_space);
  sk_userlocks(sk);
  read(sysctl_tcp_adv_win_scale);
  const rcvbuf = sk.sk_rcvbuf;
  sk.advmss; // tcp_fixup_rcvbuf(): the receive buffer is large enough
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
  sk.rcv_ssthresh = min<u32>(sk.rcv_ssthresh, clamp);
  sk.snd_cwnd_stamp = read(jiffies);
}
