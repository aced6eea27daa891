// net/ipv4/tcp_ipv4.c: what 2.6.20, 3.6.5 and 4.3 word alike.
import { exec } from "../machine/cpu";
import { trap } from "../machine/trap";
import { random } from "../random";
import { decide, Outcome } from "../wire";
import { servingSoftirq } from "./spinlock";
import { sk_buff, tcp_request_sock, tcp_sock } from "./structs";
import { cookie_v4_check } from "./syncookies";
import * as map from "./system_map";
import { kfree_null, lookUp } from "./tcp_ipv4";

/** The child of a cookie, the listener if the segment acknowledges none, or null if it could not become a child. */
export function cookieOrListener(sk: tcp_sock, skb: sk_buff): tcp_sock {
  const nsk = cookie_v4_check(sk, skb);
  if (changetype<usize>(nsk) != 0 && changetype<usize>(nsk) != changetype<usize>(sk)) decide(Outcome.established);
  return nsk;
}

/** The ops table's `lookup`: finds a listener as a SYN does, nothing else. Addresses and ports in host order. */
export function lookup(saddr: u32, sport: u32, daddr: u32, dport: u32, dev: i32): i32 {
  servingSoftirq(true);
  const found = lookUp(bswap<u32>(saddr), bswap<u16>(<u16>sport), bswap<u32>(daddr), bswap<u16>(<u16>dport), dev);
  servingSoftirq(false);
  return found;
}

export function tcp_v4_reqsk_destructor(req: tcp_request_sock): void {
  exec(map.tcp_v4_reqsk_destructor);
  if (req.opt != 0) trap(); // no segment carries IP options: kfree(NULL)
  kfree_null();
}

/** drivers/char/random.c: a measured block (half an MD4 and the clock). */
export function secure_tcp_sequence_number(): u32 {
  exec(map.secure_tcp_sequence_number);
  return random();
}

/** Bits of ireq->tstamp_ok_bits. */
export const TSTAMP_OK: u8 = 1;

export const SACK_OK: u8 = 2;

export const WSCALE_OK: u8 = 4;

export const ECN_OK: u8 = 8;

export const ACKED: u8 = 16;
