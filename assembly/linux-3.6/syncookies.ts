// net/ipv4/syncookies.c of Linux 3.6.5. Options survive in the low bits of the SYN-ACK's timestamp, if the peer has any.
// Left out: IP options of the segment, security, the flow that is kept in inet->cork.
export * from "../linux/syncookies";
export * from "./syncookies_to_3_6";

import { ECHOED_WSCALE, RTAX_WINDOW, secure_tcp_syn_cookie } from "../linux/syncookies";
import { exec, ld } from "../machine/cpu";
import { HZ } from "./config";
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
import { dst_entry, sk_buff, tcp_request_sock, tcp_sock } from "./structs";
import { cookie_check, get_cookie_sock, minutes, NUM_MSS } from "./syncookies_to_3_6";
import * as map from "./system_map";
import {
  resetStackOptions,
  sysctl_tcp_timestamps,
  TH_ACK,
  TH_RST,
  tcp_clear_options,
  tcp_parse_options,
  tmp_opt,
} from "./tcp_input";
import { SACK_OK, TSTAMP_OK, WSCALE_OK } from "./tcp_ipv4";
import { tcp_select_initial_window } from "./tcp_output";

/** How long after its last cookie a listener takes ACKs for cookies (TCP_TIMEOUT_FALLBACK; from memory). */
const TCP_TIMEOUT_FALLBACK: u32 = 3 * HZ;

/** The sizes that a cookie can carry; from memory of the file. */
export function msstab(index: u32): u16 {
  switch (index) {
    case 0:
      return 64;
    case 1:
      return 512;
    case 2:
      return 536;
    case 3:
      return 1024;
    case 4:
      return 1440;
    case 5:
      return 1460;
    case 6:
      return 4312;
    default:
      return 8960;
  }
}

/** The sequence number that answers a SYN; rounds the request's MSS down to one that fits in it. */
export function cookie_v4_init_sequence(sk: tcp_sock, skb: sk_buff, req: tcp_request_sock): u32 {
  exec(map.cookie_v4_init_sequence);
  const iph = ip_hdr(skb);
  const th = headerOf(skb);
  const mss = req.mss;
  sk.rx_opt.ts_recent_stamp = read(jiffies); // tcp_synq_overflow()
  let mssind = NUM_MSS - 1;
  while (mssind > 0 && mss < msstab(mssind)) mssind--;
  req.mss = msstab(mssind);
  NET_INC_STATS_BH(LINUX_MIB_SYNCOOKIESSENT);
  const ports = ((<u32>th.source) << 16) + th.dest;
  return secure_tcp_syn_cookie(iph.saddr, iph.daddr, ports, bswap<u32>(th.seq), minutes(), mssind);
}

/** Puts the options that the timestamp carried into tmp_opt. False: they are not allowed here. */
function cookie_check_timestamp(): bool {
  exec(map.cookie_check_timestamp);
  if (!tmp_opt.saw_tstamp) {
    tcp_clear_options(tmp_opt);
    return true;
  }
  if (read(sysctl_tcp_timestamps) == 0) return false;
  tmp_opt.sack_ok = true;
  if (read(sysctl_tcp_timestamps + 8) == 0) return false;
  tmp_opt.wscale_ok = true;
  tmp_opt.snd_wscale = ECHOED_WSCALE;
  return read(sysctl_tcp_timestamps + 4) != 0;
}

/** An ACK that nobody waits for: if it acknowledges a cookie, it makes a connection. Null: done with the segment. */
export function cookie_v4_check(sk: tcp_sock, skb: sk_buff): tcp_sock {
  exec(map.cookie_v4_check);
  const nothing = changetype<tcp_sock>(0);
  const th = headerOf(skb);
  const cookie = bswap<u32>(th.ack_seq) - 1;
  const flags = th.fin_bits;
  if (read(sysctl_tcp_syncookies) == 0 || (flags & TH_ACK) == 0 || (flags & TH_RST) != 0) return sk;

  exec(map.cookie_v4_check_on);
  const last_overflow = sk.rx_opt.ts_recent_stamp;
  let mss: u16 = 0;
  if (<i32>(last_overflow + TCP_TIMEOUT_FALLBACK - read(jiffies)) >= 0) mss = cookie_check(skb, cookie);
  if (mss == 0) {
    NET_INC_STATS_BH(LINUX_MIB_SYNCOOKIESFAILED);
    return sk;
  }
  NET_INC_STATS_BH(LINUX_MIB_SYNCOOKIESRECV);
  exec(map.cookie_v4_check_valid);
  resetStackOptions();
  tcp_parse_options(skb, tmp_opt, false);
  if (!cookie_check_timestamp()) return sk;

  const at = reqsk_alloc();
  if (at == 0) return nothing;
  const req = changetype<tcp_request_sock>(at);
  const iph = ip_hdr(skb);
  req.rcv_isn = bswap<u32>(th.seq) - 1;
  req.snt_isn = cookie;
  req.mss = mss;
  req.loc_port = th.dest;
  req.rmt_port = th.source;
  req.loc_addr = iph.daddr;
  req.rmt_addr = iph.saddr;
  req.snd_wscale_bits = tmp_opt.snd_wscale;
  req.tstamp_ok_bits =
    (tmp_opt.saw_tstamp ? TSTAMP_OK : 0) | (tmp_opt.sack_ok ? SACK_OK : 0) | (tmp_opt.wscale_ok ? WSCALE_OK : 0);
  req.ts_recent = tmp_opt.saw_tstamp ? tmp_opt.rcv_tsval : 0;
  req.snt_synack = tmp_opt.saw_tstamp ? tmp_opt.rcv_tsecr : 0;
  req.opt = 0;
  req.expires = 0;
  req.retrans = 0;

  sk.sk_mark;
  sk.tos;
  const dst = ip_route_output_flow();
  const clamp = sk.window_clamp;
  req.window_clamp = clamp != 0 ? clamp : ld<u32>(changetype<dst_entry>(dst)._metrics & ~3, RTAX_WINDOW);
  const space = <u32>sk.sk_rcvbuf;
  tcp_select_initial_window(space - (space >> 2), req);
  return get_cookie_sock(sk, skb, req, dst);
}
