// net/ipv4/syncookies.c of Linux 2.6.20. Such a cookie knows no options: what it makes has neither timestamps nor SACK nor
// window scaling. Left out: IP options of the segment, security.
export * from "../linux/syncookies";
export * from "./syncookies_to_3_6";

import { RTAX_WINDOW, secure_tcp_syn_cookie } from "../linux/syncookies";
import { exec, ld } from "../machine/cpu";
import { ip_route_output_flow } from "./inet_connection_sock";
import { jiffies, read, sysctl_tcp_syncookies } from "./percpu";
import { reqsk_alloc } from "./reqsk";
import { headerOf, ip_hdr } from "./skbuff";
import {
  LINUX_MIB_SYNCOOKIESFAILED,
  LINUX_MIB_SYNCOOKIESRECV,
  LINUX_MIB_SYNCOOKIESSENT,
  NET_INC_STATS_BH,
} from "./snmp";
import { sk_buff, tcp_request_sock, tcp_sock } from "./structs";
import { cookie_check, get_cookie_sock, minutes, NUM_MSS } from "./syncookies_to_3_6";
import * as map from "./system_map";
import { TH_ACK } from "./tcp_input";
import { tcp_select_initial_window } from "./tcp_output";
import { TCP_TIMEOUT_INIT } from "./tcp_timeouts";

/** The sizes that a cookie can carry; from memory of the file (msstab, there less 1 each). */
export function msstab(index: u32): u16 {
  switch (index) {
    case 0:
      return 64;
    case 1:
      return 256;
    case 2:
      return 512;
    case 3:
      return 536;
    case 4:
      return 1024;
    case 5:
      return 1440;
    case 6:
      return 1460;
    default:
      return 4312;
  }
}

/** The sequence number that answers a SYN; rounds the request's MSS down to one that fits in it. */
export function cookie_v4_init_sequence(sk: tcp_sock, skb: sk_buff, req: tcp_request_sock): u32 {
  exec(map.cookie_v4_init_sequence);
  const iph = ip_hdr(skb);
  const th = headerOf(skb);
  const mss = req.mss;
  sk.last_synq_overflow = read(jiffies);
  let mssind: u32 = 0;
  while (mssind < NUM_MSS - 1 && mss >= msstab(mssind + 1)) mssind++;
  req.mss = msstab(mssind);
  NET_INC_STATS_BH(LINUX_MIB_SYNCOOKIESSENT);
  const ports = ((<u32>th.source) << 16) + th.dest;
  return secure_tcp_syn_cookie(iph.saddr, iph.daddr, ports, bswap<u32>(th.seq), minutes(), mssind);
}

/** An ACK that nobody waits for: if it acknowledges a cookie, it makes a connection. Null: done with the segment. */
export function cookie_v4_check(sk: tcp_sock, skb: sk_buff): tcp_sock {
  exec(map.cookie_v4_check);
  const nothing = changetype<tcp_sock>(0);
  const th = headerOf(skb);
  const cookie = bswap<u32>(th.ack_seq) - 1;
  if (read(sysctl_tcp_syncookies) == 0 || (th.fin_bits & TH_ACK) == 0) return sk;

  exec(map.cookie_v4_check_on);
  let mss: u16 = 0;
  if (<i32>(sk.last_synq_overflow + TCP_TIMEOUT_INIT - read(jiffies)) >= 0) mss = cookie_check(skb, cookie);
  if (mss == 0) {
    NET_INC_STATS_BH(LINUX_MIB_SYNCOOKIESFAILED);
    return sk;
  }
  NET_INC_STATS_BH(LINUX_MIB_SYNCOOKIESRECV);
  exec(map.cookie_v4_check_valid);
  const at = reqsk_alloc();
  if (at == 0) return nothing;
  const req = changetype<tcp_request_sock>(at);
  const iph = ip_hdr(skb);
  req.rcv_isn = bswap<u32>(th.seq) - 1;
  req.snt_isn = cookie;
  req.mss = mss;
  req.rmt_port = th.source;
  req.loc_addr = iph.daddr;
  req.rmt_addr = iph.saddr;
  req.opt = 0;
  req.snd_wscale_bits = 0;
  req.tstamp_ok_bits = 0;
  req.ts_recent = 0; // the kernel leaves what lay there: it is not used without timestamps
  req.expires = 0;
  req.retrans = 0;

  sk.tos;
  const dst = ip_route_output_flow();
  req.window_clamp = ld<u32>(dst, METRICS + RTAX_WINDOW);
  const space = <u32>sk.sk_rcvbuf;
  tcp_select_initial_window(space - (space >> 2), req);
  return get_cookie_sock(sk, skb, req, dst);
}

const METRICS: usize = 44; // offsetof(struct dst_entry, metrics)
