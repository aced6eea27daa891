// net/ipv4/tcp.c, and of tcp_ipv4.c, tcp_timer.c, tcp_output.c, tcp_cong.c what a socket's birth and death need,
// of Linux 4.3. Left out: buffers in queues (data has numbers, no contents); congestion control
// beyond its pointer and slow start.
export * from "../linux/tcp";
export * from "./tcp_3_6";

import { tcp_init_xmit_timers, tcp_need_reset, tcp_send_active_reset } from "../linux/tcp";
import { exec } from "../machine/cpu";
import { HZ } from "./config";
import { inet_csk_clear_xmit_timers, inet_csk_delack_init, inet_csk_listen_stop } from "./inet_connection_sock";
import { inet_put_port } from "./inet_hashtables";
import { INIT_LIST_HEAD } from "./list";
import { read, sysctl_tcp_reordering, sysctl_tcp_rmem, sysctl_tcp_wmem, tcp_init_congestion_ops } from "./percpu";
import { percpu_counter_add } from "./percpu_counter";
import { SOCKETS_ALLOCATED } from "./percpu_shares";
import { codeOf } from "./protocols";
import {
  __sk_dst_reset,
  __skb_queue_purge,
  SOCK_BINDADDR_LOCK,
  SOCK_DONE,
  set_sk_shutdown,
  sk_userlocks,
  skb_queue_head_init,
  sock_reset_flag,
  sock_set_flag,
} from "./sock";
import { local_bh_disable, local_bh_enable } from "./spinlock";
import { tcp_sock } from "./structs";
import * as map from "./system_map";
import { tcp_set_state } from "./tcp_3_6";
import { forgetUnread } from "./tcp_receive";
import { TCP_CLOSE, TCP_LISTEN, TCP_SYN_SENT } from "./tcp_states";

/** RFC 6298: one second. */
const TCP_TIMEOUT_INIT: u32 = HZ;
const TCP_TIMEOUT_INIT_US: u32 = 1000000;

/** RFC 6928. */
const TCP_INIT_CWND: u32 = 10;

const ECONNRESET: i32 = 104;

const SOCK_USE_WRITE_QUEUE: u32 = 1 << 8;

export function tcp_init_sock(sk: tcp_sock): void {
  exec(map.tcp_init_sock);
  skb_queue_head_init(sk.out_of_order_queue);
  tcp_init_xmit_timers(sk);
  skb_queue_head_init(sk.ucopy_prequeue);
  sk.ucopy_task = 0;
  sk.ucopy_len = 0;
  sk.ucopy_memory = 0;
  INIT_LIST_HEAD(changetype<usize>(sk.tsq_node));
  sk.icsk_rto = TCP_TIMEOUT_INIT;
  sk.mdev_us = TCP_TIMEOUT_INIT_US;
  sk.snd_cwnd = TCP_INIT_CWND;
  sk.snd_ssthresh = 0x7fffffff;
  sk.snd_cwnd_clamp = 0xffffffff;
  sk.mss_cache = 536;
  sk.reordering = read(sysctl_tcp_reordering);
  sk.do_early_retrans_bits = sk.do_early_retrans_bits | 1;
  sk.icsk_ca_ops = tcp_init_congestion_ops; // tcp_assign_congestion_control()
  sk.sk_state = TCP_CLOSE;
  sk.sk_write_space = codeOf(map.sk_stream_write_space);
  sock_set_flag(sk, SOCK_USE_WRITE_QUEUE);
  sk.icsk_sync_mss = codeOf(map.tcp_sync_mss);
  sk.sk_sndbuf = read(sysctl_tcp_wmem);
  sk.sk_rcvbuf = read(sysctl_tcp_rmem);
  local_bh_disable();
  percpu_counter_add(SOCKETS_ALLOCATED, 1);
  local_bh_enable();
}

export function tcp_disconnect(sk: tcp_sock): i32 {
  exec(map.tcp_disconnect);
  const old_state = sk.sk_state;
  if (old_state != TCP_CLOSE) tcp_set_state(sk, TCP_CLOSE);
  if (old_state == TCP_LISTEN) {
    inet_csk_listen_stop(sk);
  } else if (tcp_need_reset(old_state)) {
    tcp_send_active_reset(sk);
    sk.sk_err = ECONNRESET;
  } else if (old_state == TCP_SYN_SENT) {
    sk.sk_err = ECONNRESET;
  }
  inet_csk_clear_xmit_timers(sk);
  __skb_queue_purge(sk.sk_receive_queue);
  __skb_queue_purge(sk.sk_write_queue);
  __skb_queue_purge(sk.out_of_order_queue);
  sk.inet_dport = 0;
  if (!(sk_userlocks(sk) & SOCK_BINDADDR_LOCK)) {
    sk.sk_rcv_saddr = 0;
    sk.inet_saddr = 0;
  }
  set_sk_shutdown(sk, 0);
  sock_reset_flag(sk, SOCK_DONE);
  sk.srtt_us = 0;
  let write_seq = sk.write_seq + sk.max_window + 2;
  if (write_seq == 0) write_seq = 1;
  sk.write_seq = write_seq;
  sk.icsk_backoff = 0;
  sk.snd_cwnd = TCP_INIT_CWND;
  sk.icsk_probes_out = 0;
  sk.packets_out = 0;
  sk.snd_ssthresh = 0x7fffffff;
  sk.snd_cwnd_cnt = 0;
  sk.icsk_ca_state_bits = sk.icsk_ca_state_bits & 0xc0;
  sk.retrans_out = 0;
  sk.lost_out = 0;
  sk.undo_marker = 0;
  inet_csk_delack_init(sk);
  forgetUnread(sk);
  sk.snd_una = write_seq; // nothing is in flight: what has no buffers has its numbers
  sk.snd_nxt = write_seq;
  sk.sk_send_head = 0;
  sk.rx_opt.saw_tstamp_bits = 0;
  __sk_dst_reset(sk);
  sk.inet_num;
  sk.sk_error_report;
  return 0;
}

export function tcp_v4_destroy_sock(sk: tcp_sock): void {
  exec(map.tcp_v4_destroy_sock);
  inet_csk_clear_xmit_timers(sk);
  sk.icsk_ca_ops;
  __skb_queue_purge(sk.sk_write_queue);
  __skb_queue_purge(sk.out_of_order_queue);
  __skb_queue_purge(sk.ucopy_prequeue);
  if (sk.icsk_bind_hash != 0) inet_put_port(sk);
  percpu_counter_add(SOCKETS_ALLOCATED, -1);
}
