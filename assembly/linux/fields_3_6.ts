// include/net/inet_sock.h, sock.h, tcp.h: what 3.6.5, 4.3 and 4.14 word alike.
import { tcp_sock } from "./structs";

export function inet_daddr(sk: tcp_sock): u32 {
  return sk.sk_daddr;
}

export function set_inet_daddr(sk: tcp_sock, value: u32): void {
  sk.sk_daddr = value;
}

export function inet_rcv_saddr(sk: tcp_sock): u32 {
  return sk.sk_rcv_saddr;
}

export function set_inet_rcv_saddr(sk: tcp_sock, value: u32): void {
  sk.sk_rcv_saddr = value;
}

export function inet_saddr(sk: tcp_sock): u32 {
  return sk.inet_saddr;
}

export function set_inet_saddr(sk: tcp_sock, value: u32): void {
  sk.inet_saddr = value;
}

export function inet_sport(sk: tcp_sock): u16 {
  return sk.inet_sport;
}

export function set_inet_sport(sk: tcp_sock, value: u16): void {
  sk.inet_sport = value;
}

export function inet_dport(sk: tcp_sock): u16 {
  return sk.inet_dport;
}

export function set_inet_dport(sk: tcp_sock, value: u16): void {
  sk.inet_dport = value;
}

export function inet_num(sk: tcp_sock): u16 {
  return sk.inet_num;
}

export function set_inet_num(sk: tcp_sock, value: u16): void {
  sk.inet_num = value;
}

/** Four bits of a byte. */
export function nonagle(sk: tcp_sock): u8 {
  return sk.nonagle_bits & 15;
}

export function set_nonagle(sk: tcp_sock, value: u8): void {
  sk.nonagle_bits = (sk.nonagle_bits & 0xf0) | value;
}
