// net/ipv4/syncookies.c of 4.3 and 4.14: the sizes and minutes of a cookie, and what one that came back says.
import { exec, measured } from "../machine/cpu";
import { HZ } from "./config";
import { jiffies, read } from "./percpu";
import { headerOf, ip_hdr } from "./skbuff";
import { sk_buff, tcp_sock } from "./structs";
import { check_tcp_syn_cookie } from "./syncookies";
import * as map from "./system_map";

/** A cookie is good for so many of its minutes. */
const MAX_SYNCOOKIE_AGE: u32 = 2;
const TCP_SYNCOOKIE_PERIOD: u32 = 60 * HZ;
/** How long after its last cookie a listener takes ACKs for cookies. */
const TCP_SYNCOOKIE_VALID: u32 = MAX_SYNCOOKIE_AGE * TCP_SYNCOOKIE_PERIOD;
export const NUM_MSS: u32 = 4;

/** The sizes that a cookie can carry. */
export function msstab(index: u32): u16 {
  return index == 0 ? 536 : index == 1 ? 1300 : index == 2 ? 1440 : 1460;
}

/** Remembers, to the second, that the table overflowed. Inlined. */
export function tcp_synq_overflow(sk: tcp_sock): void {
  const last_overflow = sk.rx_opt.ts_recent_stamp;
  const now = read(jiffies);
  if (<i32>(last_overflow + HZ - now) < 0) sk.rx_opt.ts_recent_stamp = now;
}

/** Inlined. */
export function tcp_synq_no_recent_overflow(sk: tcp_sock): bool {
  const last_overflow = sk.rx_opt.ts_recent_stamp;
  return <i32>(last_overflow + TCP_SYNCOOKIE_VALID - read(jiffies)) < 0;
}

/** Minutes since boot. */
export function tcp_cookie_time(): u32 {
  return <u32>read(jiffies) / TCP_SYNCOOKIE_PERIOD;
}

/** The MSS that the cookie carries, 0 if it is none. */
export function __cookie_v4_check(skb: sk_buff, cookie: u32): u16 {
  exec(map.__cookie_v4_check);
  const iph = ip_hdr(skb);
  const th = headerOf(skb);
  measured(map.cookie_hash);
  measured(map.cookie_hash);
  const ports = ((<u32>th.source) << 16) + th.dest;
  const seq = bswap<u32>(th.seq) - 1;
  const time = tcp_cookie_time();
  const mssind = check_tcp_syn_cookie(cookie, iph.saddr, iph.daddr, ports, seq, time, MAX_SYNCOOKIE_AGE);
  return mssind < NUM_MSS ? msstab(mssind) : 0;
}
