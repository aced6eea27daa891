// The active side of a handshake as 2.6.20 to 4.14 word it alike: tcp_v4_connect of net/ipv4/tcp_ipv4.c, tcp_connect of
// tcp_output.c, tcp_rcv_synsent_state_process of tcp_input.c. Left out: Fast Open, ECN, source routes, the metrics of
// former connections. IPv6 addresses (tokens) take the way of IPv4 ones, at its cost.
import { isBroadcast, isMulticast, sourceFor } from "../addresses";
import { exec, ld, measured } from "../machine/cpu";
import { ACK, SYN } from "../wire";
import { HZ } from "./config";
import { EACCES, ENETUNREACH } from "./errno";
import {
  inet_rcv_saddr,
  inet_saddr,
  set_inet_daddr,
  set_inet_dport,
  set_inet_rcv_saddr,
  set_inet_saddr,
} from "./fields";
import { ip_route_output_flow } from "./inet_connection_sock";
import { inet_hash_connect } from "./inet_hash_connect";
import { __kfree_skb, CB_ACK_SEQ, CB_SEQ } from "./skbuff";
import { TCP_INC_STATS, TCP_MIB_ACTIVEOPENS } from "./snmp";
import { __sk_dst_reset, now, sock_def_wakeup } from "./sock";
import { sk_buff, tcp_sock, tcphdr } from "./structs";
import * as map from "./system_map";
import { tcp_set_state } from "./tcp";
import { resetStackOptions, TH_ACK, TH_RST, TH_SYN, tcp_parse_options, tcp_reset, tmp_opt } from "./tcp_input";
import { secure_tcp_sequence_number } from "./tcp_ipv4";
import { tcp_initialize_rcv_mss, tcp_mtup_init, tcp_send_ack, tcp_sync_mss } from "./tcp_output";
import { startRetransmitTimer, tcp_clean_rtx_queue } from "./tcp_retransmit";
import { TCP_CLOSE, TCP_ESTABLISHED, TCP_SYN_RECV, TCP_SYN_SENT } from "./tcp_states";
import { TCP_TIMEOUT_INIT } from "./tcp_timeouts";
import { transmitFrom } from "./transmit";

const LOOPBACK: u32 = 0x7f000001;

/** The device's MTU, and the largest segment that it lets us announce. */
const ROUTE_MTU: u32 = 1500;

const ROUTE_ADVMSS: u16 = 1460;

/** The window that a SYN offers: ten segments at most. */
const SYN_WINDOW: u32 = 14480;

const WSCALE: u8 = 6;

/** Addresses in host order; 0 is this host. */
export function tcp_v4_connect(sk: tcp_sock, address: u32, port: u32): i32 {
  exec(map.tcp_v4_connect);
  const daddr = address != 0 ? address : LOOPBACK;
  if (isMulticast(daddr) || isBroadcast(daddr)) return isBroadcast(daddr) ? -EACCES : -ENETUNREACH;
  __sk_dst_reset(sk);
  sk.sk_dst_cache = ip_route_output_flow();
  if (inet_saddr(sk) == 0) {
    const saddr = bswap<u32>(sourceFor(daddr));
    set_inet_saddr(sk, saddr);
    set_inet_rcv_saddr(sk, saddr);
  }
  inet_rcv_saddr(sk);
  sk.rx_opt.ts_recent_stamp = 0;
  sk.rx_opt.ts_recent = 0;
  sk.rx_opt.mss_clamp = 536;
  set_inet_daddr(sk, bswap<u32>(daddr));
  set_inet_dport(sk, bswap<u16>(<u16>port));
  sk.icsk_ext_hdr_len = 0;
  tcp_set_state(sk, TCP_SYN_SENT);
  const result = inet_hash_connect(sk);
  if (result != 0) {
    tcp_set_state(sk, TCP_CLOSE);
    set_inet_dport(sk, 0);
    return result;
  }
  sk.write_seq = secure_tcp_sequence_number();
  tcp_connect(sk);
  return 0;
}

/** Sends the SYN: its buffer, its way through IP and the device are measured. */
function tcp_connect(sk: tcp_sock): void {
  exec(map.tcp_connect);
  sk.tcp_header_len = 20 + 12;
  tcp_mtup_init(sk);
  tcp_sync_mss(sk, ROUTE_MTU);
  const user_mss = sk.rx_opt.user_mss;
  sk.advmss = user_mss != 0 ? min(user_mss, ROUTE_ADVMSS) : ROUTE_ADVMSS;
  tcp_initialize_rcv_mss(sk);
  sk.window_clamp = 65535 << 14;
  sk.rcv_wnd = SYN_WINDOW;
  sk.rcv_ssthresh = SYN_WINDOW;
  sk.sk_err = 0;
  sk.snd_wnd = 0;
  sk.snd_wl1 = 0;
  const isn = sk.write_seq;
  sk.snd_una = isn;
  sk.snd_sml = isn;
  sk.rcv_nxt = 0;
  sk.rcv_wup = 0;
  sk.copied_seq = 0;
  sk.icsk_rto = TCP_TIMEOUT_INIT;
  sk.icsk_retransmits = 0;
  sk.icsk_backoff = 0;
  sk.retrans_stamp = now();
  sk.write_seq = isn + 1;
  sk.snd_nxt = isn + 1;
  sk.pushed_seq = isn + 1;
  sk.packets_out = 1;
  TCP_INC_STATS(TCP_MIB_ACTIVEOPENS);
  measured(map.tcp_transmit_skb);
  transmitFrom(changetype<usize>(sk), SYN, isn, 0);
  startRetransmitTimer(sk, sk.icsk_rto);
}

/**
 * A segment for a socket in SYN_SENT. 0: it is done with, and freed; 1: the caller answers with a reset and frees it.
 */
export function tcp_rcv_synsent_state_process(sk: tcp_sock, skb: sk_buff, th: tcphdr): i32 {
  exec(map.tcp_rcv_synsent_state_process);
  resetStackOptions();
  tmp_opt.user_mss = sk.rx_opt.user_mss;
  tmp_opt.mss_clamp = 536;
  tcp_parse_options(skb, tmp_opt, false);
  const flags = th.fin_bits;
  const cb = changetype<usize>(skb);
  const seq = ld<u32>(cb, CB_SEQ);
  if ((flags & TH_ACK) != 0) {
    if (ld<u32>(cb, CB_ACK_SEQ) != sk.snd_nxt) return 1; // unless it is a reset itself: no answer
    if ((flags & TH_RST) != 0) {
      tcp_reset(sk);
      __kfree_skb(skb);
      return 0;
    }
    if ((flags & TH_SYN) == 0) {
      __kfree_skb(skb);
      return 0;
    }
    peerSaid(sk, seq, th);
    sk.snd_una = ld<u32>(cb, CB_ACK_SEQ);
    tcp_clean_rtx_queue(sk);
    sk.copied_seq = sk.rcv_nxt;
    tcp_set_state(sk, TCP_ESTABLISHED);
    measured(map.inet_sk_rebuild_header);
    measured(map.tcp_init_metrics);
    measured(map.bictcp_init);
    sk.lsndtime = now();
    sk.sk_state_change;
    sock_def_wakeup(sk);
    tcp_send_ack(sk);
    __kfree_skb(skb);
    return 0;
  }
  if ((flags & TH_RST) == 0 && (flags & TH_SYN) != 0) {
    // Both ends called at once.
    tcp_set_state(sk, TCP_SYN_RECV);
    peerSaid(sk, seq, th);
    measured(map.tcp_transmit_skb);
    transmitFrom(changetype<usize>(sk), SYN | ACK, sk.snd_una, sk.rcv_nxt);
  }
  __kfree_skb(skb);
  return 0;
}

/** What the peer's SYN says of its numbers, window and options. Inlined. */
function peerSaid(sk: tcp_sock, seq: u32, th: tcphdr): void {
  const rx_opt = sk.rx_opt;
  sk.rcv_nxt = seq + 1;
  sk.rcv_wup = seq + 1;
  sk.snd_wl1 = seq;
  const window: u32 = bswap<u16>(th.window); // never scaled in a SYN
  sk.snd_wnd = window;
  sk.max_window = window;
  // saw_tstamp 0, tstamp_ok 1, wscale_ok 3, sack_ok 4
  rx_opt.saw_tstamp_bits = (tmp_opt.saw_tstamp ? 3 : 0) | (tmp_opt.wscale_ok ? 8 : 0) | (tmp_opt.sack_ok ? 16 : 0);
  rx_opt.snd_wscale_bits = tmp_opt.wscale_ok ? tmp_opt.snd_wscale | (WSCALE << 4) : 0;
  if (!tmp_opt.wscale_ok) sk.window_clamp = min<u32>(sk.window_clamp, 65535);
  if (tmp_opt.saw_tstamp) {
    rx_opt.ts_recent = tmp_opt.rcv_tsval;
    rx_opt.ts_recent_stamp = now() / HZ;
    sk.tcp_header_len = 20 + 12;
    sk.advmss = sk.advmss - 12;
  } else {
    sk.tcp_header_len = 20;
  }
  rx_opt.mss_clamp = tmp_opt.mss_clamp;
  tcp_sync_mss(sk, ROUTE_MTU);
}
