// include/net/sock.h, include/linux/ipv6.h of Linux 4.14: the IPv6 twins of a socket's addresses.
// ::ffff:a.b.c.d stands beside every IPv4 address; of other IPv6 addresses the last word holds
// what the host gave for them (abi.ts), which the IPv4 field repeats.
import { ld, st } from "../machine/cpu";
import { tcp_sock } from "./structs";

const V6_DADDR: u32 = 40; // offsetof(struct sock_common, skc_v6_daddr)
const V6_RCV_SADDR: u32 = 56; // offsetof(struct sock_common, skc_v6_rcv_saddr)
/** 0xffff in network order: the third word of a mapped address. */
const MAPPED: u32 = 0xffff0000;

function ipv6_addr_set(at: u32, third: u32, last: u32): void {
  st<u32>(at, 0, 0);
  st<u32>(at, 4, 0);
  st<u32>(at, 8, third);
  st<u32>(at, 12, last);
}

/** Sets the peer's IPv4 address, in network order, of a sock or a request. */
export function sk_daddr_set(sk: usize, address: u32): void {
  st<u32>(sk, 0, address);
  ipv6_addr_set(<u32>sk + V6_DADDR, MAPPED, address);
}

/** Sets the own IPv4 address. */
export function sk_rcv_saddr_set(sk: usize, address: u32): void {
  st<u32>(sk, 4, address);
  ipv6_addr_set(<u32>sk + V6_RCV_SADDR, MAPPED, address);
}

/** Sets the own address of an IPv6 socket: `mapped`: of an IPv4 one. */
export function sk_v6_rcv_saddr_set(sk: usize, address: u32, mapped: bool): void {
  st<u32>(sk, 4, address);
  ipv6_addr_set(<u32>sk + V6_RCV_SADDR, mapped ? MAPPED : 0, address);
}

/** Whether an IPv6 socket's own address is a mapped one. */
export function v6Mapped(sk: tcp_sock): bool {
  return ld<u32>(changetype<usize>(sk), V6_RCV_SADDR + 8) == MAPPED;
}

export const V6_LAST: u32 = V6_RCV_SADDR + 12;
