// net/ipv4/tcp_output.c of Linux 3.6.5: the SYN-ACK (a measured block: its skb and headers lie in the block's
// footprint) and the sizes of segments that a child begins with.
// Sending data: tcp_send.ts, tcp_retransmit.ts. An ACK is a measured block.
export * from "../linux/tcp_output";
export * from "./tcp_output_3_6";
export * from "./tcp_output_before_4_14";
export * from "./tcp_output_to_4_3";

import { exec, ld } from "../machine/cpu";
import { TCP_INC_STATS_BH, TCP_MIB_OUTSEGS } from "./snmp";
import { tcp_request_sock, tcp_sock } from "./structs";
import * as map from "./system_map";
import { WSCALE_OK } from "./tcp_ipv4";
import { tcp_select_initial_window } from "./tcp_output_to_4_3";
import { transmitSynack } from "./transmit";

/** Makes the SYN-ACK of a request; chooses the window that it offers, the first time. */
export function tcp_make_synack(sk: tcp_sock, dst: u32, req: tcp_request_sock): void {
  exec(map.tcp_make_synack);
  ld<u32>(dst, 12); // dst->dev; the SYN-ACK takes over the route's count
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
  req.loc_port;
  transmitSynack(changetype<usize>(sk), changetype<usize>(req), req.snt_isn, req.rcv_isn + 1);
  TCP_INC_STATS_BH(TCP_MIB_OUTSEGS);
}

/** What tcp_select_initial_window() leaves in a variable of its caller. */
const WSCALE: u8 = 6;
