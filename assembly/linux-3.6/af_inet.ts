// net/ipv4/af_inet.c, and net/ipv6/af_inet6.c as far as IPv6 sockets do the same, of Linux 3.6.5.
// Left out: raw sockets; multicast. inet6_create, inet6_bind and inet6_release run under the IPv4 names:
// no traced kernel ran them.
//
// Which addresses are local: inet_addr_type() is a measured block (a look-up in the routing table). Every address is
// this host's but 198.51.100.0/24 and 203.0.113.0/24 (reserved for documentation): so that surveys of other hosts'
// sockets can be replayed.
export * from "../linux/af_inet";
export * from "./af_inet_3_6";
export * from "./af_inet_before_4_14";
export { get_v6only, set_v6only } from "./ipv6";

import { AF_INET6, IS_ICSK, MC_LOOP, protocolError, SOCK_STREAM, SS_UNCONNECTED } from "../linux/af_inet";
import { exec } from "../machine/cpu";
import { MC_ALL } from "./af_inet_3_6";
import { ENOBUFS } from "./errno";
import { GFP_KERNEL } from "./gfp";
import { inet_ehash_secret } from "./inet_hashtables";
import { read } from "./percpu";
import { codeOf, inetsw_dgram, inetsw_stream, inetsw6_dgram, inetsw6_stream, ipv6_specific } from "./protocols";
import { sk_alloc, sock_init_data } from "./sock";
import { inet_protosw, proto, socket, tcp_sock } from "./structs";
import * as map from "./system_map";
import { tcp_v4_init_sock } from "./tcp";

/** Where the IPv6 part of a tcp6_sock begins. */
const TCP6_PINFO: u32 = 1196; // offsetof(struct tcp6_sock, inet6)

export function inet_create(sock: socket, family: i32, wanted: i32): i32 {
  exec(map.inet_create);
  read(inet_ehash_secret);
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
  answer.no_check;
  answer.flags;
  const at = sk_alloc(<u16>family, GFP_KERNEL, prot);
  if (at == 0) return -ENOBUFS;

  const sk = changetype<tcp_sock>(at);
  sk.sk_shutdown_bits = sk.sk_shutdown_bits & 0xf3; // sk_no_check
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
