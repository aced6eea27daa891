// net/ipv4/af_inet.c, and net/ipv6/af_inet6.c as far as IPv6 sockets do the same: what 4.3 and 4.14 word alike.
import { setValue } from "../abi";
import { exec } from "../machine/cpu";
import { AF_INET6, IS_ICSK, MC_ALL, MC_LOOP, protocolError, SOCK_STREAM, SS_UNCONNECTED, TCP6_PINFO } from "./af_inet";
import { EINVAL, ENOBUFS, ENOPROTOOPT } from "./errno";
import { GFP_KERNEL } from "./gfp";
import { codeOf, inetsw_dgram, inetsw_stream, inetsw6_dgram, inetsw6_stream, ipv6_specific } from "./protocols";
import { ipv6_only_sock, set_ipv6_only, sk_alloc, sock_init_data } from "./sock";
import { inet_protosw, proto, socket, tcp_sock } from "./structs";
import * as map from "./system_map";
import { tcp_v4_init_sock } from "./tcp";

export function inet_create(sock: socket, family: i32, wanted: i32): i32 {
  exec(map.inet_create);
  sock.state = SS_UNCONNECTED;
  const wrong = protocolError(sock.type, wanted);
  if (wrong != 0) return wrong;
  const stream = sock.type == SOCK_STREAM;
  const answer = changetype<inet_protosw>(
    family == AF_INET6 ? (stream ? inetsw6_stream : inetsw6_dgram) : stream ? inetsw_stream : inetsw_dgram,
  );
  const protocol = answer.protocol;
  sock.ops = answer.ops;
  const prot = answer.prot;
  answer.flags;
  const at = sk_alloc(<u16>family, GFP_KERNEL, prot);
  if (at == 0) return -ENOBUFS;

  const sk = changetype<tcp_sock>(at);
  sk.recverr_bits = (sk.recverr_bits & ~IS_ICSK) | (stream ? IS_ICSK : 0);
  sk.inet_id = 0;
  sock_init_data(changetype<usize>(sock), sk);
  sk.sk_destruct = codeOf(map.inet_sock_destruct);
  sk.sk_family = <u16>family;
  sk.sk_protocol = <u8>protocol;
  sk.sk_backlog_rcv = changetype<proto>(prot).backlog_rcv;
  sk.uc_ttl = 0xffff;
  sk.recverr_bits = sk.recverr_bits | MC_LOOP | MC_ALL;
  sk.mc_ttl = 1;
  sk.mc_index = 0;
  sk.rcv_tos = 0;
  sk.mc_list = 0;
  if (family == AF_INET6 && stream) sk.pinet6 = at + TCP6_PINFO;
  sk.inet_num;
  if (changetype<proto>(prot).init == codeOf(map.tcp_v4_init_sock)) {
    tcp_v4_init_sock(sk);
    if (family == AF_INET6) sk.icsk_af_ops = ipv6_specific;
  }
  return 0;
}

/** setsockopt(IPV6_V6ONLY): refused once the socket is bound, and on sockets that are not IPv6. */
export function set_v6only(sk: tcp_sock, on: bool): i32 {
  if (sk.sk_family != <u16>AF_INET6) return -ENOPROTOOPT;
  if (sk.inet_num != 0) return -EINVAL;
  set_ipv6_only(sk, on);
  return 0;
}

/** getsockopt(IPV6_V6ONLY): leaves it in abi.ts. */
export function get_v6only(sk: tcp_sock): i32 {
  setValue(0);
  if (sk.sk_family != <u16>AF_INET6) return -ENOPROTOOPT;
  setValue(ipv6_only_sock(sk) ? 1 : 0);
  return 0;
}
