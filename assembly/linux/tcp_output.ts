// net/ipv4/tcp_output.c: what 2.6.20 and later kernels word alike.
import { exec } from "../machine/cpu";
import { read, sysctl_tcp_base_mss, sysctl_tcp_mtu_probing } from "./percpu";
import { inet_connection_sock_af_ops, tcp_sock } from "./structs";
import * as map from "./system_map";

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
  initializeRcvMss(sk);
}

/** The same inlined. */
export function initializeRcvMss(sk: tcp_sock): void {
  const hint = min<u32>(min<u32>(sk.advmss, sk.mss_cache), sk.rcv_wnd >> 1);
  sk.icsk_ack_rcv_mss = <u16>max<u32>(min<u32>(hint, 536), 88);
}

export const MSS: u32 = 1448;
