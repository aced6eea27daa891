// net/ipv4/tcp_output.c of Linux 2.6.20: the SYN-ACK (a measured block: its skb and headers lie in the block's
// footprint) and the sizes of segments that a child begins with.
// Sending data: tcp_send.ts, tcp_retransmit.ts. An ACK is a measured block.
export * from "../linux/tcp_output";
export * from "./tcp_output_before_4_14";

import { MSS } from "../linux/tcp_output";
import { exec } from "../machine/cpu";
import { atomic_inc } from "./atomic";
import { read, sysctl_rmem_max, sysctl_tcp_rmem, sysctl_tcp_workaround_signed_windows } from "./percpu";
import { TCP_INC_STATS_BH, TCP_MIB_OUTSEGS } from "./snmp";
import { inet_connection_sock_af_ops, tcp_request_sock, tcp_sock } from "./structs";
import * as map from "./system_map";
import { WSCALE_OK } from "./tcp_ipv4";
import { transmitSynack } from "./transmit";

/** Makes the SYN-ACK of a request; chooses the window that it offers, the first time. */
export function tcp_make_synack(sk: tcp_sock, dst: u32, req: tcp_request_sock): void {
  exec(map.tcp_make_synack);
  atomic_inc(dst + 4); // dst_clone()
  sk.sk_wmem_alloc;
  sk.sk_sndbuf;
  if (req.rcv_wnd == 0) {
    exec(map.tcp_make_synack_window);
    sk.window_clamp;
    const space = sk.sk_rcvbuf;
    tcp_select_initial_window(<u32>space - (<u32>space >> 2), req);
    const wscale: u8 = (req.tstamp_ok_bits & WSCALE_OK) != 0 ? WSCALE : 0;
    req.snd_wscale_bits = (req.snd_wscale_bits & 15) | (wscale << 4);
  }
  req.rcv_wnd;
  req.tstamp_ok_bits;
  req.loc_addr;
  req.rmt_port;
  req.ts_recent;
  sk.sport;
  transmitSynack(changetype<usize>(sk), changetype<usize>(req), req.snt_isn, req.rcv_isn + 1);
  TCP_INC_STATS_BH(TCP_MIB_OUTSEGS);
}

/** The window for a socket with the default receive buffer: all of it, up to four segments at first. */
export function tcp_select_initial_window(space: u32, req: tcp_request_sock): void {
  exec(map.tcp_select_initial_window);
  if (req.window_clamp == 0) req.window_clamp = 65535 << 14;
  read(sysctl_tcp_workaround_signed_windows);
  req.rcv_wnd = space;
  // How far the window may have to be scaled: the instructions of the loop are those of the trace.
  read(sysctl_rmem_max);
  read(sysctl_tcp_rmem + 4);
  const room = min<u32>(space, req.window_clamp);
  req.rcv_wnd = min<u32>(req.rcv_wnd, 4 * MSS);
  req.window_clamp = min<u32>(room, req.window_clamp);
}

/** What tcp_select_initial_window() leaves in a variable of its caller. */
const WSCALE: u8 = 2;

export function tcp_sync_mss(sk: tcp_sock, pmtu: u32): u32 {
  exec(map.tcp_sync_mss);
  if (<u32>sk.icsk_mtup_search_high > pmtu) sk.icsk_mtup_search_high = pmtu;
  let mss_now = pmtu - changetype<inet_connection_sock_af_ops>(sk.icsk_af_ops).net_header_len - sk.tcp_header_len;
  mss_now = min<u32>(mss_now, sk.rx_opt.mss_clamp);
  mss_now -= sk.icsk_ext_hdr_len;
  sk.max_window;
  sk.icsk_pmtu_cookie = pmtu;
  sk.mss_cache = mss_now;
  return mss_now;
}
