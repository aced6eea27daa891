// net/ipv4/tcp_output.c of Linux 4.3: the SYN-ACK (a measured block: its skb and headers lie in the block's
// footprint) and the sizes of segments that a child begins with.
// Sending data: tcp_send.ts, tcp_retransmit.ts. An ACK is a measured block.
import { exec, ld, measured } from "../machine/cpu";
import { ACK } from "../wire";
import {
  read,
  sysctl_rmem_max,
  sysctl_tcp_base_mss,
  sysctl_tcp_mtu_probing,
  sysctl_tcp_rmem,
  sysctl_tcp_workaround_signed_windows,
} from "./percpu";
import { RT_DEV } from "./skbuff";
import {
  LINUX_MIB_TCPSYNRETRANS,
  NET_INC_STATS_BH,
  TCP_INC_STATS_BH,
  TCP_MIB_OUTSEGS,
  TCP_MIB_RETRANSSEGS,
} from "./snmp";
import { inet_connection_sock_af_ops, tcp_request_sock, tcp_sock } from "./structs";
import * as map from "./system_map";
import { tcp_v4_send_synack } from "./tcp_ipv4";
import { tcp_select_window } from "./tcp_receive";
import { transmitFrom, transmitSynack } from "./transmit";

/** Sends a bare ACK: a measured block. */
export function tcp_send_ack(sk: tcp_sock): void {
  measured(map.tcp_send_ack);
  tcp_select_window(sk);
  transmitFrom(changetype<usize>(sk), ACK, sk.snd_nxt, sk.rcv_nxt);
}

export function tcp_mtup_init(sk: tcp_sock): void {
  exec(map.tcp_mtup_init);
  const af_ops = changetype<inet_connection_sock_af_ops>(sk.icsk_af_ops);
  sk.icsk_mtup_enabled = read(sysctl_tcp_mtu_probing) > 1 ? 1 : 0;
  sk.icsk_mtup_search_high = sk.rx_opt.mss_clamp + 20 + af_ops.net_header_len + sk.icsk_ext_hdr_len;
  // tcp_mss_to_mtu()
  sk.icsk_mtup_search_low = read(sysctl_tcp_base_mss) + sk.tcp_header_len + af_ops.net_header_len;
  sk.icsk_mtup_probe_size = 0;
}

/** tcp_input.c. */
export function tcp_initialize_rcv_mss(sk: tcp_sock): void {
  exec(map.tcp_initialize_rcv_mss);
  const hint = min<u32>(min<u32>(sk.advmss, sk.mss_cache), sk.rcv_wnd >> 1);
  sk.icsk_ack_rcv_mss = <u16>max<u32>(min<u32>(hint, 536), 88);
}

/** Makes the SYN-ACK of a request. */
export function tcp_make_synack(sk: tcp_sock, dst: u32, req: tcp_request_sock): void {
  exec(map.tcp_make_synack);
  ld<u32>(dst, RT_DEV); // dst->dev; the SYN-ACK takes over the route's count
  sk.sk_wmem_alloc;
  sk.sk_sndbuf;
  req.rcv_wnd;
  req.tstamp_ok_bits;
  req.ir_loc_addr;
  req.ir_rmt_port;
  req.ts_recent;
  req.ir_num;
  transmitSynack(changetype<usize>(sk), changetype<usize>(req), req.snt_isn, req.rcv_nxt);
  TCP_INC_STATS_BH(TCP_MIB_OUTSEGS);
}

/** A SYN-ACK once more: the requests' operation rtx_syn_ack. */
export function tcp_rtx_synack(sk: tcp_sock, req: tcp_request_sock): i32 {
  exec(map.tcp_rtx_synack);
  const res = tcp_v4_send_synack(sk, req, 0);
  if (res == 0) {
    TCP_INC_STATS_BH(TCP_MIB_RETRANSSEGS);
    NET_INC_STATS_BH(LINUX_MIB_TCPSYNRETRANS);
  }
  return res;
}

/** The window for a socket with the default receive buffer: all of it, up to ten segments at first. */
export function tcp_select_initial_window(space: u32, req: tcp_request_sock): void {
  exec(map.tcp_select_initial_window);
  if (req.window_clamp == 0) req.window_clamp = 65535 << 14;
  read(sysctl_tcp_workaround_signed_windows);
  req.rcv_wnd = space;
  // How far the window may have to be scaled: the instructions of the loop are those of the trace.
  read(sysctl_rmem_max);
  read(sysctl_tcp_rmem + 4);
  const room = min<u32>(space, req.window_clamp);
  req.rcv_wnd = min<u32>(req.rcv_wnd, 10 * MSS);
  req.window_clamp = min<u32>(room, req.window_clamp);
}

const MSS: u32 = 1448;

/** What tcp_select_initial_window() leaves in a variable of its caller. */
export const WSCALE: u8 = 6;

export function tcp_sync_mss(sk: tcp_sock, pmtu: u32): u32 {
  exec(map.tcp_sync_mss);
  if (<u32>sk.icsk_mtup_search_high > pmtu) sk.icsk_mtup_search_high = pmtu;
  const mss_now = tcp_mtu_to_mss(sk, pmtu);
  sk.max_window;
  sk.icsk_pmtu_cookie = pmtu;
  sk.mss_cache = mss_now;
  return mss_now;
}

function tcp_mtu_to_mss(sk: tcp_sock, pmtu: u32): u32 {
  exec(map.tcp_mtu_to_mss);
  const af_ops = changetype<inet_connection_sock_af_ops>(sk.icsk_af_ops);
  const overhead = af_ops.net_header_len + af_ops.net_frag_header_len; // no fragments with IPv4
  const mss_now = min<u32>(pmtu - overhead - sk.tcp_header_len, sk.rx_opt.mss_clamp);
  return mss_now - sk.icsk_ext_hdr_len;
}
