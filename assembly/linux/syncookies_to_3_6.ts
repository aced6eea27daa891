// net/ipv4/syncookies.c of 2.6.20 and 3.6: the clock of the cookies, what one that came back says, and its child.
import { measured } from "../machine/cpu";
import { HZ } from "./config";
import { jiffies, read } from "./percpu";
import { inet_csk_reqsk_queue_add, reqsk_free } from "./reqsk";
import { headerOf, ip_hdr } from "./skbuff";
import { sk_buff, tcp_request_sock, tcp_sock } from "./structs";
import { check_tcp_syn_cookie, msstab } from "./syncookies";
import * as map from "./system_map";
import { tcp_v4_syn_recv_sock } from "./tcp_ipv4";

export function minutes(): u32 {
  return <u32>read(jiffies) / (HZ * 60);
}

/** Inlined. */
export function get_cookie_sock(sk: tcp_sock, skb: sk_buff, req: tcp_request_sock, dst: u32): tcp_sock {
  sk.icsk_af_ops;
  const child = tcp_v4_syn_recv_sock(sk, skb, req, dst);
  if (changetype<usize>(child) != 0) inet_csk_reqsk_queue_add(sk, req, child);
  else reqsk_free(req);
  return child;
}

/** A cookie is good for so many of its minutes; as from memory of the file (COUNTER_TRIES). */
const COUNTER_TRIES: u32 = 4;
export const NUM_MSS: u32 = 8;

/** Inlined: the MSS that the cookie carries, 0 if it is none. */
export function cookie_check(skb: sk_buff, cookie: u32): u16 {
  const iph = ip_hdr(skb);
  const th = headerOf(skb);
  measured(map.cookie_hash);
  measured(map.cookie_hash);
  const ports = ((<u32>th.source) << 16) + th.dest;
  const seq = bswap<u32>(th.seq) - 1;
  const mssind = check_tcp_syn_cookie(cookie, iph.saddr, iph.daddr, ports, seq, minutes(), COUNTER_TRIES);
  return mssind < NUM_MSS ? msstab(mssind) : 0;
}
