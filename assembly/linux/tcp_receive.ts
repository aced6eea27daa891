// net/ipv4/tcp.c: receiving, as 2.6.20 to 4.14 word it alike. What has come and was not read lies between copied_seq and
// rcv_nxt; there are no buffers. Left out: urgent data, prequeue and backlog, splicing.
import { exec, measured } from "../machine/cpu";
import { EAGAIN, ENOTCONN } from "./errno";
import { lock_sock, release_sock, SOCK_DONE } from "./sock";
import { sock_error } from "./sockopt";
import { tcp_sock } from "./structs";
import * as map from "./system_map";
import { TCP_CLOSE, TCP_LISTEN, TCP_SYN_RECV, TCP_SYN_SENT } from "./tcp_states";

const RCV_SHUTDOWN: u8 = 1;

/** Bytes that came and were not read; the FIN (SOCK_DONE) counts none. */
export function unread(sk: tcp_sock): u32 {
  const state = sk.sk_state;
  if (state == TCP_LISTEN || state == TCP_SYN_SENT || state == TCP_SYN_RECV) return 0;
  const bytes = sk.rcv_nxt - sk.copied_seq;
  return bytes != 0 && (sk.sk_flags & SOCK_DONE) != 0 ? bytes - 1 : bytes;
}

/** Reads up to `size` bytes; never waits. 0: the peer sends no more. */
export function tcp_recvmsg(sk: tcp_sock, size: i32): i32 {
  exec(map.tcp_recvmsg);
  lock_sock(sk);
  const result = receiveOwned(sk, size);
  release_sock(sk);
  return result;
}

function receiveOwned(sk: tcp_sock, size: i32): i32 {
  const state = sk.sk_state;
  if (state == TCP_LISTEN) return -ENOTCONN;
  const bytes = min<u32>(unread(sk), max(size, 0));
  if (bytes != 0) {
    measured(map.copy_from_user); // to the user, as long a way
    sk.copied_seq = sk.copied_seq + bytes;
    return bytes;
  }
  if (size <= 0) return 0;
  if ((sk.sk_flags & SOCK_DONE) != 0) return 0;
  const error = sock_error(sk);
  if (error != 0) return error;
  if ((sk.sk_shutdown_bits & RCV_SHUTDOWN) != 0) return 0;
  return state == TCP_CLOSE ? -ENOTCONN : -EAGAIN;
}

/** What was not read is read by nobody any more. */
export function forgetUnread(sk: tcp_sock): void {
  sk.copied_seq = sk.rcv_nxt;
}

/** tcp_select_window(), inlined: what an ACK offers: the free part of the receive buffer, never less than before. */
export function tcp_select_window(sk: tcp_sock): void {
  const nxt = sk.rcv_nxt;
  const offered = max<i32>(sk.rcv_wup + sk.rcv_wnd - nxt, 0);
  const buffer = sk.sk_rcvbuf;
  const room = max<i32>(buffer - (buffer >> 2) - <i32>(nxt - sk.copied_seq), 0);
  sk.rcv_wup = nxt;
  sk.rcv_wnd = max<u32>(offered, min<u32>(room, sk.rcv_ssthresh));
}
