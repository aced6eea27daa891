// net/ipv4/tcp.c: what 2.6.20 and later kernels word alike. What is left out stands in each kernel's own file.
import { exec, measured } from "../machine/cpu";
import { ACK, RST } from "../wire";
import { inet_csk_init_xmit_timers } from "./inet_connection_sock";
import { codeOf } from "./protocols";
import { tcp_sock } from "./structs";
import * as map from "./system_map";
import { tcp_close_state } from "./tcp";
import { tcp_write_xmit } from "./tcp_send";
import {
  TCP_CLOSE_WAIT,
  TCP_CLOSING,
  TCP_ESTABLISHED,
  TCP_FIN_WAIT1,
  TCP_FIN_WAIT2,
  TCP_LAST_ACK,
  TCP_SYN_RECV,
} from "./tcp_states";
import { transmitFrom } from "./transmit";

const SEND_SHUTDOWN: i32 = 2;

export function tcp_init_xmit_timers(sk: tcp_sock): void {
  exec(map.tcp_init_xmit_timers);
  inet_csk_init_xmit_timers(
    sk,
    codeOf(map.tcp_write_timer),
    codeOf(map.tcp_delack_timer),
    codeOf(map.tcp_keepalive_timer),
  );
}

export function tcp_shutdown(sk: tcp_sock, how: i32): void {
  exec(map.tcp_shutdown);
  if (!(how & SEND_SHUTDOWN)) return;
  const state = sk.sk_state;
  if (state == TCP_ESTABLISHED || state == TCP_SYN_RECV || state == TCP_CLOSE_WAIT) {
    if (tcp_close_state(sk)) tcp_send_fin(sk);
  }
}

/** The FIN goes behind whatever waits to be sent. Its state says that it is to be sent. */
export function tcp_send_fin(sk: tcp_sock): void {
  exec(map.tcp_send_fin);
  sk.write_seq = sk.write_seq + 1;
  tcp_write_xmit(sk);
}

export function tcp_send_active_reset(sk: tcp_sock): void {
  exec(map.tcp_send_active_reset);
  const seq = sk.snd_nxt;
  measured(map.tcp_transmit_skb);
  transmitFrom(changetype<usize>(sk), RST | ACK, seq, sk.rcv_nxt);
}

/** A connection in one of these states must be told that it is gone. Inlined. */
export function tcp_need_reset(state: u8): bool {
  return (
    state == TCP_ESTABLISHED ||
    state == TCP_CLOSE_WAIT ||
    state == TCP_FIN_WAIT1 ||
    state == TCP_FIN_WAIT2 ||
    state == TCP_SYN_RECV
  );
}

/** Whether a FIN was sent already. */
export function keepsOnClosing(state: u8): bool {
  return state == TCP_FIN_WAIT1 || state == TCP_FIN_WAIT2 || state == TCP_LAST_ACK || state == TCP_CLOSING;
}

export const SOCK_USE_WRITE_QUEUE: u32 = 1 << 8;
