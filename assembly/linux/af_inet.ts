// net/ipv4/af_inet.c: what 2.6.20 and 3.6.5 word alike. What is left out stands in each kernel's own file.
import { isLocal } from "../addresses";
import { exec, measured } from "../machine/cpu";
import { bindOwned } from "./af_inet";
import { EADDRNOTAVAIL, EINVAL, ENOTCONN, EOPNOTSUPP } from "./errno";
import { error, inet_csk_accept, inet_csk_listen_start } from "./inet_connection_sock";
import { codeOf } from "./protocols";
import { lock_sock, release_sock, SHUTDOWN_MASK, set_sk_shutdown, sock_graft, sock_orphan, sock_put } from "./sock";
import { proto, socket, tcp_sock } from "./structs";
import * as map from "./system_map";
import { tcp_close, tcp_disconnect, tcp_shutdown } from "./tcp";
import { TCP_CLOSE, TCP_LISTEN, TCP_SYN_RECV, TCP_SYN_SENT } from "./tcp_states";

export const SOCK_STREAM: u16 = 1;

export const SS_UNCONNECTED: u32 = 1;

const SS_CONNECTING: u32 = 2;

const SS_CONNECTED: u32 = 3;

const SS_DISCONNECTING: u32 = 4;

export const AF_INET6: i32 = 10;

const FREEBIND: u8 = 4;

const RCV_SHUTDOWN: i32 = 1;

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
