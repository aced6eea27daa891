// net/ipv4/af_inet.c: what 2.6.20 and later kernels word alike. What is left out stands in each kernel's own file.
import { Family, Sysctl, value } from "../abi";
import { isBroadcast, isLocal, isMulticast, LOOPBACK6 } from "../addresses";
import { exec, measured } from "../machine/cpu";
import { bindOwned, get_port, get_v6only, wrongFamily } from "./af_inet";
import { capable } from "./credentials";
import {
  EACCES,
  EADDRNOTAVAIL,
  EAFNOSUPPORT,
  EAGAIN,
  EALREADY,
  ECONNABORTED,
  EDESTADDRREQ,
  EINPROGRESS,
  EINVAL,
  EISCONN,
  ENETUNREACH,
  ENOTCONN,
  EOPNOTSUPP,
  EPROTONOSUPPORT,
  ESOCKTNOSUPPORT,
} from "./errno";
import {
  inet_daddr,
  inet_dport,
  inet_num,
  inet_rcv_saddr,
  inet_saddr,
  inet_sport,
  set_inet_daddr,
  set_inet_dport,
  set_inet_sport,
  set_max_ack_backlog,
} from "./fields";
import { error, inet_csk_accept, inet_csk_listen_start } from "./inet_connection_sock";
import { BAD_PROTOCOL, PING_SOCKET } from "./options";
import { read } from "./percpu";
import { codeOf } from "./protocols";
import { lock_sock, release_sock, SHUTDOWN_MASK, set_sk_shutdown, sock_graft, sock_orphan, sock_put } from "./sock";
import { tellName } from "./socket";
import { sock_error } from "./sockopt";
import { proto, socket, tcp_sock } from "./structs";
import * as map from "./system_map";
import { tcp_close, tcp_disconnect, tcp_shutdown } from "./tcp";
import { tcp_v4_connect } from "./tcp_connect";
import { tcp_recvmsg } from "./tcp_receive";
import { tcp_sendmsg } from "./tcp_send";
import { TCP_CLOSE, TCP_ESTABLISHED, TCP_LISTEN, TCP_SYN_RECV, TCP_SYN_SENT } from "./tcp_states";
import { variableOf } from "./tcp_sysctls";

export const SOCK_STREAM: u16 = 1;

export const SS_UNCONNECTED: u32 = 1;

const SS_CONNECTING: u32 = 2;

const SS_CONNECTED: u32 = 3;

const SS_DISCONNECTING: u32 = 4;

export const AF_INET6: i32 = 10;

const FREEBIND: u8 = 4;

const RCV_SHUTDOWN: i32 = 1;

export const SOCK_DGRAM: u16 = 2;

const SOCK_RAW: u16 = 3;

const IPPROTO_ICMP: i32 = 1;

const IPPROTO_TCP: i32 = 6;

const IPPROTO_UDP: i32 = 17;

/** Ports below it are the superuser's. */
const PROT_SOCK: u32 = 1024;

/** What socket() finds wrong with a protocol; 0: nothing. Inlined in inet_create(). */
export function protocolError(type: u16, protocol: i32): i32 {
  if (type != SOCK_STREAM && type != SOCK_DGRAM) return type == SOCK_RAW ? -EPROTONOSUPPORT : -ESOCKTNOSUPPORT;
  if (protocol < 0 || protocol > 255) return BAD_PROTOCOL;
  const own = type == SOCK_STREAM ? IPPROTO_TCP : IPPROTO_UDP;
  if (protocol == 0 || protocol == own) return 0;
  return type == SOCK_DGRAM && protocol == IPPROTO_ICMP ? PING_SOCKET : -EPROTONOSUPPORT;
}

/** Address and port in host order. With inet6_bind() of IPv6 sockets, which no trace ran. */
export function inet_bind(sock: socket, family: i32, wanted: u32, snum: u32): i32 {
  exec(map.inet_bind);
  const sk = changetype<tcp_sock>(sock.sk);
  changetype<proto>(sk.sk_prot).bind;
  const six = sk.sk_family == <u16>AF_INET6;
  if (six && family != Family.inet6 && family != Family.mapped) return -EINVAL; // shorter than a sockaddr_in6
  if (!six && wrongFamily(family, wanted)) return -EAFNOSUPPORT;
  // An IPv6 name given to an IPv4 socket: where that looks for an address lies the flow label, 0.
  const address = !six && (family == Family.inet6 || family == Family.mapped) ? 0 : wanted;
  measured(map.inet_addr_type);
  if (!mayBind(sk, six, address)) return -EADDRNOTAVAIL;
  if (snum != 0 && snum < PROT_SOCK && !capable()) return -EACCES;

  lock_sock(sk);
  const result = bindOwned(sk, address, snum);
  release_sock(sk);
  return result;
}

function mayBind(sk: tcp_sock, six: bool, address: u32): bool {
  if (address == 0 || isLocal(address)) return true;
  if ((sk.recverr_bits & FREEBIND) != 0 || read(variableOf(Sysctl.ip_nonlocal_bind)) != 0) return true;
  return !six && (isMulticast(address) || isBroadcast(address));
}

/** Never waits. A second call finds out what became of the first. */
export function inet_stream_connect(sock: socket, family: i32, address: u32, port: u32): i32 {
  exec(map.inet_stream_connect);
  const sk = changetype<tcp_sock>(sock.sk);
  lock_sock(sk);
  const result = connectOwned(sock, sk, family, address, port);
  release_sock(sk);
  return result;
}

function connectOwned(sock: socket, sk: tcp_sock, family: i32, address: u32, port: u32): i32 {
  if (family == Family.unspec) {
    const error = tcp_disconnect(sk);
    sock.state = error != 0 ? SS_DISCONNECTING : SS_UNCONNECTED;
    return error;
  }
  let result: i32;
  switch (sock.state) {
    case SS_CONNECTED:
      return -EISCONN;
    case SS_CONNECTING:
      result = -EALREADY;
      break;
    case SS_UNCONNECTED: {
      if (sk.sk_state != TCP_CLOSE) return -EISCONN;
      const error = connectTo(sk, family, address, port);
      if (error < 0) return error;
      sock.state = SS_CONNECTING;
      result = -EINPROGRESS;
      break;
    }
    default:
      return -EINVAL;
  }
  const state = sk.sk_state;
  if (state == TCP_SYN_SENT || state == TCP_SYN_RECV) return result;
  if (state == TCP_CLOSE) {
    const error = sock_error(sk);
    sock.state = SS_UNCONNECTED;
    if (tcp_disconnect(sk) != 0) sock.state = SS_DISCONNECTING;
    return error != 0 ? error : -ECONNABORTED;
  }
  sock.state = SS_CONNECTED;
  return 0;
}

/** By the socket's family. */
function connectTo(sk: tcp_sock, family: i32, address: u32, port: u32): i32 {
  if (sk.sk_family == <u16>AF_INET6) {
    if (family != Family.inet6 && family != Family.mapped) return -EINVAL;
    const six = family == Family.inet6;
    if (!six && get_v6only(sk) == 0 && value != 0) return -ENETUNREACH;
    return tcp_v4_connect(sk, six && address == 0 ? LOOPBACK6 : address, port);
  }
  if (family != Family.inet) return -EAFNOSUPPORT;
  return tcp_v4_connect(sk, address, port);
}

/** Datagram sockets remember the other end, no more. */
export function inet_dgram_connect(sock: socket, family: i32, address: u32, port: u32): i32 {
  exec(map.inet_dgram_connect);
  const sk = changetype<tcp_sock>(sock.sk);
  const away = family == Family.unspec;
  if (!away && inet_num(sk) == 0) inet_autobind(sk);
  set_inet_daddr(sk, away ? 0 : bswap<u32>(address));
  set_inet_dport(sk, away ? 0 : bswap<u16>(<u16>port));
  sk.sk_state = away ? TCP_CLOSE : TCP_ESTABLISHED;
  return 0;
}

/** Leaves the name in abi.ts. */
export function inet_getname(sock: socket, peer: bool): i32 {
  exec(map.inet_getname);
  const sk = changetype<tcp_sock>(sock.sk);
  if (peer) {
    const port = inet_dport(sk);
    const state = sk.sk_state;
    if (port == 0 || state == TCP_CLOSE || state == TCP_SYN_SENT) return -ENOTCONN;
    tellName(sk.sk_family, bswap<u32>(inet_daddr(sk)), bswap<u16>(port));
    return 0;
  }
  const address = inet_rcv_saddr(sk);
  tellName(sk.sk_family, bswap<u32>(address != 0 ? address : inet_saddr(sk)), bswap<u16>(inet_sport(sk)));
  return 0;
}

export function inet_sendmsg(sock: socket, length: i32): i32 {
  exec(map.inet_sendmsg);
  const sk = changetype<tcp_sock>(sock.sk);
  if (inet_num(sk) == 0 && inet_autobind(sk) != 0) return -EAGAIN;
  if (sock.type == SOCK_STREAM) return tcp_sendmsg(sk, length);
  return inet_dport(sk) == 0 ? -EDESTADDRREQ : length; // a datagram that goes nowhere
}

export function inet_recvmsg(sock: socket, length: i32): i32 {
  exec(map.inet_recvmsg);
  const sk = changetype<tcp_sock>(sock.sk);
  return sock.type == SOCK_STREAM ? tcp_recvmsg(sk, length) : -EAGAIN;
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
    exec(map.inet_listen_first);
    const result = inet_csk_listen_start(sk, backlog);
    if (result != 0) return result;
  }
  set_max_ack_backlog(sk, backlog);
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

/** Bits of inet_sock's byte of flags. */
export const IS_ICSK: u8 = 2;

export const MC_LOOP: u8 = 16;

/** A port for a socket that has none, before it connects or sends. */
export function inet_autobind(sk: tcp_sock): i32 {
  exec(map.inet_autobind);
  lock_sock(sk);
  if (inet_num(sk) == 0) {
    if (get_port(sk, 0) != 0) {
      release_sock(sk);
      return -EAGAIN;
    }
    set_inet_sport(sk, bswap<u16>(inet_num(sk)));
  }
  release_sock(sk);
  return 0;
}
