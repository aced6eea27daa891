// include/net/inet_sock.h, sock.h, tcp.h of Linux 2.6.20: what this kernel calls the fields that code which several kernels
// word alike needs (linux/). Inlined: each is one load or store.
export * from "./fields_to_3_6";

import { tcp_sock, tcp_timewait_sock } from "./structs";

export function inet_daddr(sk: tcp_sock): u32 {
  return sk.daddr;
}

export function set_inet_daddr(sk: tcp_sock, value: u32): void {
  sk.daddr = value;
}

export function inet_rcv_saddr(sk: tcp_sock): u32 {
  return sk.rcv_saddr;
}

export function set_inet_rcv_saddr(sk: tcp_sock, value: u32): void {
  sk.rcv_saddr = value;
}

export function inet_saddr(sk: tcp_sock): u32 {
  return sk.saddr;
}

export function set_inet_saddr(sk: tcp_sock, value: u32): void {
  sk.saddr = value;
}

export function inet_sport(sk: tcp_sock): u16 {
  return sk.sport;
}

export function set_inet_sport(sk: tcp_sock, value: u16): void {
  sk.sport = value;
}

export function inet_dport(sk: tcp_sock): u16 {
  return sk.dport;
}

export function set_inet_dport(sk: tcp_sock, value: u16): void {
  sk.dport = value;
}

export function inet_num(sk: tcp_sock): u16 {
  return sk.num;
}

export function set_inet_num(sk: tcp_sock, value: u16): void {
  sk.num = value;
}

export function nonagle(sk: tcp_sock): u8 {
  return sk.nonagle;
}

export function set_nonagle(sk: tcp_sock, value: u8): void {
  sk.nonagle = value;
}

/** A TIME_WAIT socket keeps the port's rule of sharing, and whether it took IPv6 alone. */
export function inheritToTimewait(tw: tcp_timewait_sock, sk: tcp_sock, ipv6only: bool): void {
  tw.tw_reuse = sk.sk_reuse;
  tw.tw_ipv6only_bits = ipv6only ? 1 : 0;
}
