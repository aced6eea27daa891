// include/linux/ipv6.h, net/ipv6/ipv6_sockglue.c of 2.6.20 and 3.6: sockets that take IPv6 alone.
import { setValue } from "../abi";
import { AF_INET6 } from "./af_inet";
import { EINVAL, ENOPROTOOPT } from "./errno";
import { inet_num } from "./fields";
import { timewaitOf } from "./inet_connection_sock";
import { IPV6ONLY, np_flags, set_np_flags } from "./ipv6";
import { tcp_sock } from "./structs";
import { TCP_TIME_WAIT } from "./tcp_states";

const PF_INET: u16 = 2;

export function ipv6_only_sock(sk: tcp_sock): bool {
  return sk.sk_family != PF_INET && (np_flags(sk.pinet6) & IPV6ONLY) != 0;
}

/** Inlined. A TIME_WAIT socket keeps the bit elsewhere. */
export function inet_v6_ipv6only(sk: tcp_sock): bool {
  if (sk.sk_family != <u16>AF_INET6) return false;
  if (sk.sk_state == TCP_TIME_WAIT) return (timewaitOf(sk).tw_ipv6only_bits & 1) != 0;
  return (np_flags(sk.pinet6) & IPV6ONLY) != 0;
}

/** setsockopt(IPV6_V6ONLY): refused once the socket is bound, and on sockets that are not IPv6. */
export function set_v6only(sk: tcp_sock, on: bool): i32 {
  if (sk.sk_family != <u16>AF_INET6) return -ENOPROTOOPT;
  if (inet_num(sk) != 0) return -EINVAL;
  const np = sk.pinet6;
  if (np == 0) return 0; // a datagram socket: nobody asks it
  const flags = np_flags(np);
  set_np_flags(np, on ? flags | IPV6ONLY : flags & ~IPV6ONLY);
  return 0;
}

/** getsockopt(IPV6_V6ONLY): leaves it in abi.ts. */
export function get_v6only(sk: tcp_sock): i32 {
  setValue(0);
  if (sk.sk_family != <u16>AF_INET6) return -ENOPROTOOPT;
  const np = sk.pinet6;
  if (np != 0) setValue(np_flags(np) & IPV6ONLY ? 1 : 0);
  return 0;
}
