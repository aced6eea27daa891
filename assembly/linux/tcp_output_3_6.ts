// net/ipv4/tcp_output.c: what 3.6.5, 4.3 and 4.14 word alike.
import { exec } from "../machine/cpu";
import { inet_connection_sock_af_ops, tcp_sock } from "./structs";
import * as map from "./system_map";

export function tcp_mtu_to_mss(sk: tcp_sock, pmtu: u32): u32 {
  exec(map.tcp_mtu_to_mss);
  const af_ops = changetype<inet_connection_sock_af_ops>(sk.icsk_af_ops);
  const overhead = af_ops.net_header_len + af_ops.net_frag_header_len; // no fragments with IPv4
  const mss_now = min<u32>(pmtu - overhead - sk.tcp_header_len, sk.rx_opt.mss_clamp);
  return mss_now - sk.icsk_ext_hdr_len;
}
