// include/net/inet_sock.h, sock.h, tcp.h: what 2.6.20 and 3.6.5 word alike.
import { tcp_request_sock, tcp_sock } from "./structs";

/** SO_REUSEADDR. */
export function reuse(sk: tcp_sock): i32 {
  return sk.sk_reuse;
}

export function set_reuse(sk: tcp_sock, value: u8): void {
  sk.sk_reuse = value;
}

/** The timeout that the measured round trips suggest, in jiffies; 0: none was measured. */
export function measuredRto(sk: tcp_sock): u32 {
  const srtt = sk.srtt;
  return srtt != 0 ? (srtt >> 3) + sk.rttvar : 0;
}

/** A u16: 65,536 is stored as 0. */
export function set_max_ack_backlog(sk: tcp_sock, value: i32): void {
  sk.sk_max_ack_backlog = <u16>value;
}

/** Addresses and port of a request. */
export function ir_loc_addr(req: tcp_request_sock): u32 {
  return req.loc_addr;
}

export function ir_rmt_addr(req: tcp_request_sock): u32 {
  return req.rmt_addr;
}

export function ir_rmt_port(req: tcp_request_sock): u16 {
  return req.rmt_port;
}
