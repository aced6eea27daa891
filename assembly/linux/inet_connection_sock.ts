// net/ipv4/inet_connection_sock.c: what 2.6.20 and later kernels word alike: timers, and the end of a socket.
import { exec, storeString } from "../machine/cpu";
import { ICSK_ACK } from "./inet_connection_sock";
import { now, sk_reset_timer, sk_stop_timer } from "./sock";
import { tcp_sock } from "./structs";
import * as map from "./system_map";
import { setup_timer } from "./timer";

/** inet_csk_delack_init: zeroes icsk_ack. Inlined. */
export function inet_csk_delack_init(sk: tcp_sock): void {
  storeString(changetype<usize>(sk) + ICSK_ACK, 0, 20);
}

/** net/core/stream.c: the queues are empty. */
export function sk_stream_kill_queues(sk: tcp_sock): void {
  exec(map.sk_stream_kill_queues);
  sk.sk_receive_queue.next;
  sk.sk_error_queue.next;
  sk.sk_write_queue.next;
  sk.sk_forward_alloc;
  sk.sk_wmem_queued;
  sk.sk_forward_alloc;
}

export function inet_csk_init_xmit_timers(sk: tcp_sock, retransmit: u32, delack: u32, keepalive: u32): void {
  exec(map.inet_csk_init_xmit_timers);
  const data = changetype<usize>(sk);
  setup_timer(sk.icsk_retransmit_timer, retransmit, data);
  setup_timer(sk.icsk_delack_timer, delack, data);
  setup_timer(sk.sk_timer, keepalive, data);
  sk.icsk_pending = 0;
  sk.icsk_ack_pending = 0;
}

export function inet_csk_clear_xmit_timers(sk: tcp_sock): void {
  exec(map.inet_csk_clear_xmit_timers);
  sk.icsk_pending = 0;
  sk.icsk_ack_pending = 0;
  sk.icsk_ack_blocked = 0;
  sk_stop_timer(sk, sk.icsk_retransmit_timer);
  sk_stop_timer(sk, sk.icsk_delack_timer);
  sk_stop_timer(sk, sk.sk_timer);
}

/** The timer of a listener's SYN table is its sk_timer, as the keepalive timer of a connection. */
export function inet_csk_delete_keepalive_timer(sk: tcp_sock): void {
  exec(map.inet_csk_delete_keepalive_timer);
  sk_stop_timer(sk, sk.sk_timer);
}

export function inet_csk_reset_keepalive_timer(sk: tcp_sock, len: u32): void {
  exec(map.inet_csk_reset_keepalive_timer);
  sk_reset_timer(sk, sk.sk_timer, now() + len);
}
