// net/ipv4/tcp_output.c of Linux 4.14: the SYN-ACK (a measured block: its skb and headers lie in the block's
// footprint) and the sizes of segments that a child begins with.
// Sending data: tcp_send.ts, tcp_retransmit.ts. An ACK is a measured block.
export * from "../linux/tcp_output";
export * from "./tcp_output_3_6";

import { MSS } from "../linux/tcp_output";
import { exec, ld, measured } from "../machine/cpu";
import { ACK } from "../wire";
import { read, sysctl_rmem_max, sysctl_tcp_rmem, sysctl_tcp_workaround_signed_windows } from "./percpu";
import { WSCALE_OK } from "./request_sock";
import {
  LINUX_MIB_TCPSYNRETRANS,
  NET_INC_STATS_BH,
  TCP_INC_STATS_BH,
  TCP_MIB_OUTSEGS,
  TCP_MIB_RETRANSSEGS,
} from "./snmp";
import { tcp_request_sock, tcp_sock } from "./structs";
import * as map from "./system_map";
import { tcp_v4_send_synack } from "./tcp_ipv4";
import { tcp_mtu_to_mss } from "./tcp_output_3_6";
import { transmitFrom, transmitSynack } from "./transmit";

/** Sends a bare ACK: a measured block. */
export function tcp_send_ack(sk: tcp_sock): void {
  measured(map.tcp_send_ack);
  transmitFrom(changetype<usize>(sk), ACK, sk.snd_nxt, sk.rcv_nxt);
}

/** Makes the SYN-ACK of a request. It holds the request while it is on its way, no memory of the listener's. */
export function tcp_make_synack(sk: tcp_sock, dst: u32, req: tcp_request_sock): void {
  exec(map.tcp_make_synack);
  ld<u32>(dst, 0); // dst->dev
  sk.rx_opt.user_mss;
  req.cookie_ts_bits;
  req.txhash;
  req.tstamp_ok_bits;
  req.ir_loc_addr;
  req.ir_num;
  req.ir_rmt_port;
  req.ir_mark;
  req.ts_recent;
  req.ts_off;
  req.rcv_nxt;
  req.rsk_rcv_wnd;
  transmitSynack(changetype<usize>(sk), changetype<usize>(req), req.snt_isn, req.rcv_nxt);
  TCP_INC_STATS_BH(TCP_MIB_OUTSEGS);
}

/** The operations' rtx_syn_ack: a SYN-ACK once more, by another path if there are several (txhash). */
export function tcp_rtx_synack(sk: tcp_sock, req: tcp_request_sock): i32 {
  exec(map.tcp_rtx_synack);
  req.af_specific;
  measured(map.prandom_u32);
  req.txhash = 1;
  const res = tcp_v4_send_synack(sk, req, 0);
  if (res == 0) {
    TCP_INC_STATS_BH(TCP_MIB_RETRANSSEGS);
    NET_INC_STATS_BH(LINUX_MIB_TCPSYNRETRANS);
    sk.fastopen_rsk;
  }
  return res;
}

/** The window for a socket with the default receive buffer: all of it, up to twenty segments at first. */
export function tcp_select_initial_window(space: u32, req: tcp_request_sock): void {
  exec(map.tcp_select_initial_window);
  if (req.rsk_window_clamp == 0) req.rsk_window_clamp = 65535 << 14;
  read(sysctl_tcp_workaround_signed_windows);
  req.rsk_rcv_wnd = space;
  // How far the window may have to be scaled: the instructions of the loop are those of 3.6's trace.
  read(sysctl_rmem_max);
  read(sysctl_tcp_rmem + 4);
  const room = min<u32>(space, req.rsk_window_clamp);
  req.rsk_rcv_wnd = min<u32>(req.rsk_rcv_wnd, 2 * 10 * MSS);
  req.rsk_window_clamp = min<u32>(room, req.rsk_window_clamp);
}

/** What tcp_select_initial_window() leaves in a variable of its caller. */
export function chosenWscale(req: tcp_request_sock): u8 {
  return (req.tstamp_ok_bits & WSCALE_OK) != 0 ? WSCALE : 0;
}

/** tcp_rmem's maximum of 4 MiB needs 7 bits more than a window has. */
const WSCALE: u8 = 7;

export function tcp_sync_mss(sk: tcp_sock, pmtu: u32): u32 {
  exec(map.tcp_sync_mss);
  if (<u32>sk.icsk_mtup_search_high > pmtu) sk.icsk_mtup_search_high = pmtu;
  const mss_now = tcp_mtu_to_mss(sk, pmtu);
  sk.max_window;
  sk.icsk_pmtu_cookie = pmtu;
  sk.icsk_mtup_enabled;
  sk.mss_cache = mss_now;
  return mss_now;
}
