// net/ipv4/af_inet.c, and net/ipv6/af_inet6.c as far as IPv6 sockets do the same, of Linux 4.14.
// Left out: raw sockets; multicast. inet6_create, inet6_bind and inet6_release run under the IPv4 names:
// no traced kernel ran them.
//
// Which addresses are local: inet_addr_type() is a measured block (a look-up in the routing table). Every address is
// this host's but 198.51.100.0/24 and 203.0.113.0/24 (reserved for documentation): so that surveys of other hosts'
// sockets can be replayed.
export * from "../linux/af_inet";
export * from "./af_inet_3_6";
export * from "./af_inet_4x";

import { isToken } from "../addresses";
import { AF_INET6 } from "../linux/af_inet";
import { get_port } from "./af_inet_3_6";
import { EADDRINUSE, EINVAL } from "./errno";
import { sk_v6_rcv_saddr_set } from "./in6_addr";
import { SOCK_BINDADDR_LOCK, SOCK_BINDPORT_LOCK, set_sk_userlocks, sk_dst_reset, sk_userlocks } from "./sock";
import { tcp_sock } from "./structs";
import { TCP_CLOSE } from "./tcp_states";

/** Where the IPv6 part of a tcp6_sock begins. */
export const TCP6_PINFO: u32 = 1520; // offsetof(struct tcp6_sock, inet6)

/** Binds to an address as the host gives it: IPv4 ones reach an IPv6 socket mapped, its own as tokens (addresses.ts). */
function setAddress(sk: tcp_sock, address: u32): void {
  const saddr = bswap<u32>(address);
  sk.inet_saddr = saddr;
  if (sk.sk_family != <u16>AF_INET6) sk.sk_rcv_saddr = saddr;
  else sk_v6_rcv_saddr_set(changetype<usize>(sk), saddr, address != 0 && !isToken(address));
}

export function bindOwned(sk: tcp_sock, address: u32, snum: u32): i32 {
  if (sk.sk_state != TCP_CLOSE || sk.inet_num != 0) return -EINVAL;
  setAddress(sk, address);
  if (get_port(sk, snum) != 0) {
    setAddress(sk, 0); // inet_reset_saddr()
    return -EADDRINUSE;
  }
  // Not done: sk_ipv6only of a token's socket. The case bind6-lo6-any has it in the way of 0.0.0.0, as in 3.6 and 4.3.
  if (sk.sk_rcv_saddr != 0) set_sk_userlocks(sk, sk_userlocks(sk) | SOCK_BINDADDR_LOCK);
  if (snum != 0) set_sk_userlocks(sk, sk_userlocks(sk) | SOCK_BINDPORT_LOCK);
  sk.inet_sport = bswap<u16>(sk.inet_num);
  sk.sk_daddr = 0;
  sk.inet_dport = 0;
  sk_dst_reset(sk);
  return 0;
}
