// include/net/inet_sock.h, sock.h, tcp.h: what 4.3 and 4.14 word alike.
import { HZ } from "./config";
import { set_sk_reuse, sk_reuse } from "./sock";
import { tcp_request_sock, tcp_sock, tcp_timewait_sock } from "./structs";

/** A TIME_WAIT socket keeps the port's rules of sharing, and whether it took IPv6 alone. */
export function inheritToTimewait(tw: tcp_timewait_sock, sk: tcp_sock, _ipv6only: bool): void {
  tw.tw_reuse_bits = sk.sk_reuse_bits;
}

/** SO_REUSEADDR. */
export function reuse(sk: tcp_sock): i32 {
  return sk_reuse(sk);
}

export function set_reuse(sk: tcp_sock, value: u8): void {
  set_sk_reuse(sk, value);
}

/** The timeout that the measured round trips suggest, in jiffies; 0: none was measured. */
export function measuredRto(sk: tcp_sock): u32 {
  const srtt = sk.srtt_us;
  return srtt != 0 ? ((srtt >> 3) + sk.rttvar_us) / (1000000 / HZ) : 0;
}

export function set_max_ack_backlog(sk: tcp_sock, value: i32): void {
  sk.sk_max_ack_backlog = <u32>value;
}

/** Addresses and port of a request. */
export function ir_loc_addr(req: tcp_request_sock): u32 {
  return req.ir_loc_addr;
}

export function ir_rmt_addr(req: tcp_request_sock): u32 {
  return req.ir_rmt_addr;
}

export function ir_rmt_port(req: tcp_request_sock): u16 {
  return req.ir_rmt_port;
}
