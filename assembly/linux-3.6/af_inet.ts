// net/ipv4/af_inet.c, and net/ipv6/af_inet6.c as far as IPv6 sockets do the same, of Linux 3.6.5.
// Left out: raw sockets; multicast; SO_LINGER. inet6_create, inet6_bind and inet6_release run under the IPv4 names:
// no traced kernel ran them.
//
// Which addresses are local: inet_addr_type() is a measured block (a look-up in the routing table). Every address is
// this host's but 198.51.100.0/24 and 203.0.113.0/24 (reserved for documentation): so that surveys of other hosts'
// sockets can be replayed.
import { exec, measured } from "../machine/cpu";
import { EADDRINUSE, EADDRNOTAVAIL, EAGAIN, EINVAL, ENOBUFS, ENOPROTOOPT, ENOTCONN, EOPNOTSUPP } from "./errno";
import { GFP_KERNEL } from "./gfp";
import { error, inet_csk_accept, inet_csk_get_port, inet_csk_listen_start } from "./inet_connection_sock";
import { inet_ehash_secret } from "./inet_hashtables";
import { init_net } from "./net_namespace";
import { read } from "./percpu";
import { codeOf, inetsw_dgram, inetsw_stream, inetsw6_dgram, inetsw6_stream, ipv6_specific } from "./protocols";
import {
  lock_sock,
  release_sock,
  SHUTDOWN_MASK,
  SOCK_BINDADDR_LOCK,
  SOCK_BINDPORT_LOCK,
  set_sk_shutdown,
  set_sk_userlocks,
  sk_alloc,
  sk_dst_reset,
  sk_userlocks,
  sock_graft,
  sock_init_data,
  sock_orphan,
  sock_put,
} from "./sock";
import { inet_protosw, ipv6_pinfo, proto, socket, tcp_sock } from "./structs";
import * as map from "./system_map";
import { tcp_close, tcp_disconnect, tcp_shutdown, tcp_v4_init_sock } from "./tcp";
import { TCP_CLOSE, TCP_LISTEN, TCP_SYN_RECV, TCP_SYN_SENT } from "./tcp_states";

const SOCK_STREAM: u16 = 1;
const SS_UNCONNECTED: u32 = 1;
const SS_CONNECTING: u32 = 2;
const SS_CONNECTED: u32 = 3;
const SS_DISCONNECTING: u32 = 4;
const AF_INET6: i32 = 10;
/** Bits of inet_sock's byte of flags. */
const IS_ICSK: u8 = 2;
const FREEBIND: u8 = 4;
const MC_LOOP: u8 = 16;
const MC_ALL: u8 = 64;
const RCV_SHUTDOWN: i32 = 1;
/** Where the IPv6 part of a tcp6_sock begins. */
const TCP6_PINFO: u32 = 1196; // offsetof(struct tcp6_sock, inet6)
const IPV6ONLY: u8 = 0x10;

export function inet_create(sock: socket, family: i32): i32 {
  exec(map.inet_create);
  read(inet_ehash_secret);
  sock.state = SS_UNCONNECTED;
  const stream = sock.type == SOCK_STREAM;
  const answer = changetype<inet_protosw>(
    family == AF_INET6 ? (stream ? inetsw6_stream : inetsw6_dgram) : stream ? inetsw_stream : inetsw_dgram,
  );
  const protocol = answer.protocol;
  sock.ops = answer.ops;
  const prot = answer.prot;
  answer.no_check;
  answer.flags;
  const at = sk_alloc(init_net, <u16>family, GFP_KERNEL, prot);
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

/** Whether an address (host order) is one of this host, or none or all of them. */
function isLocal(address: u32): bool {
  const net = address >> 8;
  return net != 0xc63364 && net != 0xcb0071;
}

/** The port that `sk` is to have, by its protocol. Datagram sockets get any they ask for. */
function get_port(sk: tcp_sock, snum: u32): i32 {
  if (changetype<proto>(sk.sk_prot).get_port == codeOf(map.inet_csk_get_port)) return inet_csk_get_port(sk, snum);
  sk.inet_num = <u16>snum;
  return 0;
}

/** Address and port in host order. The process may have ports below 1024. */
export function inet_bind(sock: socket, address: u32, snum: u32): i32 {
  exec(map.inet_bind);
  const sk = changetype<tcp_sock>(sock.sk);
  changetype<proto>(sk.sk_prot).bind;
  measured(map.inet_addr_type);
  if (sk.sk_family != <u16>AF_INET6 && !isLocal(address) && !(sk.recverr_bits & FREEBIND)) return -EADDRNOTAVAIL;

  lock_sock(sk);
  const result = bindOwned(sk, address, snum);
  release_sock(sk);
  return result;
}

function bindOwned(sk: tcp_sock, address: u32, snum: u32): i32 {
  if (sk.sk_state != TCP_CLOSE || sk.inet_num != 0) return -EINVAL;
  const saddr = bswap<u32>(address);
  sk.sk_rcv_saddr = saddr;
  sk.inet_saddr = saddr;
  if (get_port(sk, snum) != 0) {
    sk.inet_saddr = 0;
    sk.sk_rcv_saddr = 0;
    return -EADDRINUSE;
  }
  if (sk.sk_rcv_saddr != 0) set_sk_userlocks(sk, sk_userlocks(sk) | SOCK_BINDADDR_LOCK);
  if (snum != 0) set_sk_userlocks(sk, sk_userlocks(sk) | SOCK_BINDPORT_LOCK);
  sk.inet_sport = bswap<u16>(sk.inet_num);
  sk.sk_daddr = 0;
  sk.inet_dport = 0;
  sk_dst_reset(sk);
  return 0;
}

export function inet_listen(sock: socket, backlog: i32): i32 {
  exec(map.inet_listen);
  const sk = changetype<tcp_sock>(sock.sk);
  lock_sock(sk);
  const result = listenOwned(sock, sk, backlog);
  release_sock(sk);
  return result;
}

function listenOwned(sock: socket, sk: tcp_sock, backlog: i32): i32 {
  if (sock.state != SS_UNCONNECTED || sock.type != SOCK_STREAM) return -EINVAL;
  const old_state = sk.sk_state;
  if (old_state != TCP_CLOSE && old_state != TCP_LISTEN) return -EINVAL;
  if (old_state != TCP_LISTEN) {
    const result = inet_csk_listen_start(sk, backlog);
    if (result != 0) return result;
  }
  sk.sk_max_ack_backlog = <u16>backlog; // u16: 65,536 is stored as 0
  return 0;
}

/** A port for a socket that has none, before it connects or sends. */
export function inet_autobind(sk: tcp_sock): i32 {
  exec(map.inet_autobind);
  lock_sock(sk);
  if (sk.inet_num == 0) {
    if (get_port(sk, 0) != 0) {
      release_sock(sk);
      return -EAGAIN;
    }
    sk.inet_sport = bswap<u16>(sk.inet_num);
  }
  release_sock(sk);
  return 0;
}

export function inet_accept(sock: socket, newsock: socket): i32 {
  exec(map.inet_accept);
  const sk1 = changetype<tcp_sock>(sock.sk);
  changetype<proto>(sk1.sk_prot).accept;
  if (sock.type != SOCK_STREAM) return -EOPNOTSUPP; // a datagram socket has sock_no_accept
  const at = inet_csk_accept(sk1);
  if (at == 0) return error;
  const sk2 = changetype<tcp_sock>(at);
  lock_sock(sk2);
  sk2.sk_state;
  sock_graft(sk2, newsock);
  newsock.state = SS_CONNECTED;
  release_sock(sk2);
  return 0;
}

/** `how`: 0 stops receiving, 1 sending, 2 both. */
export function inet_shutdown(sock: socket, wanted: i32): i32 {
  exec(map.inet_shutdown);
  const sk = changetype<tcp_sock>(sock.sk);
  const how = wanted + 1; // 0, 1, 2 become the bits RCV, SEND, both
  if ((how & ~(<i32>SHUTDOWN_MASK)) != 0 || how == 0) return -EINVAL;
  lock_sock(sk);
  if (sock.state == SS_CONNECTING) {
    const state = sk.sk_state;
    sock.state = state == TCP_SYN_SENT || state == TCP_SYN_RECV || state == TCP_CLOSE ? SS_DISCONNECTING : SS_CONNECTED;
  }
  let result = 0;
  let disconnect = false;
  const state = sk.sk_state;
  if (state == TCP_CLOSE) {
    result = -ENOTCONN;
    set_sk_shutdown(sk, (sk.sk_shutdown_bits & SHUTDOWN_MASK) | <u8>how); // wakes pollers all the same
    shutdownProtocol(sk, how);
  } else if (state == TCP_LISTEN) {
    disconnect = (how & RCV_SHUTDOWN) != 0;
  } else if (state == TCP_SYN_SENT) {
    disconnect = true;
  } else {
    set_sk_shutdown(sk, (sk.sk_shutdown_bits & SHUTDOWN_MASK) | <u8>how);
    shutdownProtocol(sk, how);
  }
  if (disconnect) {
    result = tcp_disconnect(sk);
    sock.state = result != 0 ? SS_DISCONNECTING : SS_UNCONNECTED;
  }
  sk.sk_state_change;
  release_sock(sk);
  return result;
}

function shutdownProtocol(sk: tcp_sock, how: i32): void {
  if (changetype<proto>(sk.sk_prot).shutdown == codeOf(map.tcp_shutdown)) tcp_shutdown(sk, how);
}

/** close(): the socket lets go of its sock. */
export function inet_release(sock: socket): i32 {
  exec(map.inet_release);
  const at = sock.sk;
  if (at != 0) {
    const sk = changetype<tcp_sock>(at);
    sk.mc_list; // ip_mc_drop_socket
    sk.sk_flags;
    sock.sk = 0;
    if (changetype<proto>(sk.sk_prot).close == codeOf(map.tcp_close)) {
      tcp_close(sk);
    } else {
      sock_orphan(sk); // sk_common_release
      sock_put(sk);
    }
  }
  return 0;
}

/** setsockopt(IPV6_V6ONLY): refused once the socket is bound, and on sockets that are not IPv6. */
export function set_v6only(sk: tcp_sock, on: bool): i32 {
  if (sk.sk_family != <u16>AF_INET6) return -ENOPROTOOPT;
  if (sk.inet_num != 0) return -EINVAL;
  const np = changetype<ipv6_pinfo>(sk.pinet6);
  np.recverr_bits = on ? np.recverr_bits | IPV6ONLY : np.recverr_bits & ~IPV6ONLY;
  return 0;
}
