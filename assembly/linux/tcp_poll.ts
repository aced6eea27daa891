// net/ipv4/tcp.c (tcp_poll), net/core/datagram.c (datagram_poll): what may be done with a socket now.
import { exec } from "../machine/cpu";
import { POLLOUT_AFTER_SHUTDOWN } from "./options";
import { SHUTDOWN_MASK } from "./sock";
import { tcp_sock } from "./structs";
import * as map from "./system_map";
import { unread } from "./tcp_receive";
import { TCP_CLOSE, TCP_LISTEN, TCP_SYN_RECV, TCP_SYN_SENT } from "./tcp_states";

const POLLIN: i32 = 1;
const POLLOUT: i32 = 4;
const POLLERR: i32 = 8;
const POLLHUP: i32 = 16;
const POLLRDHUP: i32 = 0x2000;
const RCV_SHUTDOWN: u8 = 1;
const SEND_SHUTDOWN: u8 = 2;

export function tcp_poll(sk: tcp_sock): i32 {
  exec(map.tcp_poll);
  const state = sk.sk_state;
  if (state == TCP_LISTEN) return sk.icsk_accept_queue.rskq_accept_head != 0 ? POLLIN : 0;
  const shutdown = sk.sk_shutdown_bits & SHUTDOWN_MASK;
  let mask = sk.sk_err != 0 ? POLLERR : 0;
  if (shutdown == SHUTDOWN_MASK || state == TCP_CLOSE) mask |= POLLHUP;
  if ((shutdown & RCV_SHUTDOWN) != 0) mask |= POLLIN | POLLRDHUP;
  if (state == TCP_SYN_SENT || state == TCP_SYN_RECV) return mask;
  if (unread(sk) != 0) mask |= POLLIN;
  if ((shutdown & SEND_SHUTDOWN) == 0) {
    if (<i32>(sk.write_seq - sk.snd_una) < sk.sk_sndbuf) mask |= POLLOUT;
  } else if (POLLOUT_AFTER_SHUTDOWN) {
    mask |= POLLOUT;
  }
  return mask;
}

/** Nothing is ever sent to a datagram socket of this model. */
export function datagram_poll(sk: tcp_sock): i32 {
  const shutdown = sk.sk_shutdown_bits & SHUTDOWN_MASK;
  let mask = sk.sk_err != 0 ? POLLERR : 0;
  if ((shutdown & RCV_SHUTDOWN) != 0) mask |= POLLIN | POLLRDHUP;
  if (shutdown == SHUTDOWN_MASK) mask |= POLLHUP;
  return mask | POLLOUT;
}
