// net/ipv4/tcp_output.c of Linux 4.3: the SYN-ACK (a measured block: its skb and headers lie in the block's
// footprint) and the sizes of segments that a child begins with.
// Sending data: tcp_send.ts, tcp_retransmit.ts. An ACK is a measured block.
export * from "../linux/tcp_output";
export * from "./tcp_output_3_6";
export * from "./tcp_output_before_4_14";
export * from "./tcp_output_to_4_3";

import { exec, ld } from "../machine/cpu";
import { RT_DEV } from "./skbuff";
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
import { transmitSynack } from "./transmit";

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

/** What tcp_select_initial_window() leaves in a variable of its caller. */
export const WSCALE: u8 = 6;
