// net/ipv4/af_inet.c, and net/ipv6/af_inet6.c as far as IPv6 sockets do the same, of Linux 2.6.20.
// Left out: raw sockets; multicast. inet6_create, inet6_bind and inet6_release run under the IPv4 names:
// no traced kernel ran them.
//
// Which addresses are local: inet_addr_type() is a measured block (a look-up in the routing table). Every address is
// this host's but 198.51.100.0/24 and 203.0.113.0/24 (reserved for documentation): so that surveys of other hosts'
// sockets can be replayed.
export * from "../linux/af_inet";

import { setValue } from "../abi";
import { AF_INET6, IS_ICSK, MC_LOOP, protocolError, SOCK_STREAM, SS_UNCONNECTED } from "../linux/af_inet";
import { exec } from "../machine/cpu";
import { random } from "../random";
import { EADDRINUSE, EAGAIN, EINVAL, ENOBUFS, ENOPROTOOPT } from "./errno";
import { GFP_KERNEL } from "./gfp";
import { read, sysctl_local_port_range } from "./percpu";
import { codeOf, inetsw_dgram, inetsw_stream, inetsw6_dgram, inetsw6_stream, ipv6_specific } from "./protocols";
import {
  lock_sock,
  release_sock,
  SOCK_BINDADDR_LOCK,
  SOCK_BINDPORT_LOCK,
  set_sk_userlocks,
  sk_alloc,
  sk_dst_reset,
  sk_userlocks,
  sock_init_data,
} from "./sock";
import { inet_protosw, ipv6_pinfo, proto, socket, tcp_sock } from "./structs";
import * as map from "./system_map";
import { tcp_v4_get_port, tcp_v4_init_sock } from "./tcp";
import { TCP_CLOSE } from "./tcp_states";

/** Where the IPv6 part of a tcp6_sock begins. */
const TCP6_PINFO: u32 = 1096; // offsetof(struct tcp6_sock, inet6)

const IPV6ONLY: u8 = 0x20;

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
  answer.capability;
  sock.ops = answer.ops;
  const prot = answer.prot;
  answer.no_check;
  answer.flags;
  const at = sk_alloc(<u16>family, GFP_KERNEL, prot, true);
  if (at == 0) return -ENOBUFS;

  const sk = changetype<tcp_sock>(at);
  sk.sk_shutdown_bits = sk.sk_shutdown_bits & 0xf3; // sk_no_check
  sk.recverr_bits = (sk.recverr_bits & ~IS_ICSK) | (stream ? IS_ICSK : 0);
  sk.id = 0;
  sock_init_data(changetype<usize>(sock), sk);
  sk.sk_destruct = codeOf(map.inet_sock_destruct);
  sk.sk_family = <u16>family;
  sk.sk_protocol = <u8>protocol;
  sk.sk_backlog_rcv = changetype<proto>(prot).backlog_rcv;
  sk.uc_ttl = 0xffff;
  sk.recverr_bits = sk.recverr_bits | MC_LOOP;
  sk.mc_ttl = 1;
  sk.mc_index = 0;
  sk.mc_list = 0;
  if (family == AF_INET6 && stream) sk.pinet6 = at + TCP6_PINFO;
  sk.num;
  if (changetype<proto>(prot).init == codeOf(map.tcp_v4_init_sock)) {
    tcp_v4_init_sock(sk);
    if (family == AF_INET6) sk.icsk_af_ops = ipv6_specific;
  }
  return 0;
}

/** The port that `sk` is to have, by its protocol. Datagram sockets get any they ask for, or any at all. */
function get_port(sk: tcp_sock, snum: u32): i32 {
  if (changetype<proto>(sk.sk_prot).get_port == codeOf(map.tcp_v4_get_port)) return tcp_v4_get_port(sk, snum);
  const low = read(sysctl_local_port_range);
  const free = low + <i32>(random() % <u32>(read(sysctl_local_port_range + 4) - low + 1));
  sk.num = <u16>(snum != 0 ? snum : free);
  return 0;
}

export function bindOwned(sk: tcp_sock, address: u32, snum: u32): i32 {
  if (sk.sk_state != TCP_CLOSE || sk.num != 0) return -EINVAL;
  const saddr = bswap<u32>(address);
  sk.rcv_saddr = saddr;
  sk.saddr = saddr;
  if (get_port(sk, snum) != 0) {
    sk.saddr = 0;
    sk.rcv_saddr = 0;
    return -EADDRINUSE;
  }
  if (sk.rcv_saddr != 0) set_sk_userlocks(sk, sk_userlocks(sk) | SOCK_BINDADDR_LOCK);
  if (snum != 0) set_sk_userlocks(sk, sk_userlocks(sk) | SOCK_BINDPORT_LOCK);
  sk.sport = bswap<u16>(sk.num);
  sk.daddr = 0;
  sk.dport = 0;
  sk_dst_reset(sk);
  return 0;
}

/** A port for a socket that has none, before it connects or sends. */
export function inet_autobind(sk: tcp_sock): i32 {
  exec(map.inet_autobind);
  lock_sock(sk);
  if (sk.num == 0) {
    if (get_port(sk, 0) != 0) {
      release_sock(sk);
      return -EAGAIN;
    }
    sk.sport = bswap<u16>(sk.num);
  }
  release_sock(sk);
  return 0;
}

/** setsockopt(IPV6_V6ONLY): refused once the socket is bound, and on sockets that are not IPv6. */
export function set_v6only(sk: tcp_sock, on: bool): i32 {
  if (sk.sk_family != <u16>AF_INET6) return -ENOPROTOOPT;
  if (sk.num != 0) return -EINVAL;
  const np = changetype<ipv6_pinfo>(sk.pinet6);
  if (changetype<usize>(np) == 0) return 0; // a datagram socket: nobody asks it
  np.mc_loop_bits = on ? np.mc_loop_bits | IPV6ONLY : np.mc_loop_bits & ~IPV6ONLY;
  return 0;
}

/** getsockopt(IPV6_V6ONLY): leaves it in abi.ts. */
export function get_v6only(sk: tcp_sock): i32 {
  setValue(0);
  if (sk.sk_family != <u16>AF_INET6) return -ENOPROTOOPT;
  const at = sk.pinet6;
  if (at != 0) setValue(changetype<ipv6_pinfo>(at).mc_loop_bits & IPV6ONLY ? 1 : 0);
  return 0;
}

/** bind() to an IPv4 socket: nobody looks at the family yet. */
export function wrongFamily(_family: i32, _address: u32): bool {
  return false;
}
