// net/ipv4/tcp.c, and of tcp_ipv4.c, tcp_timer.c, tcp_output.c, tcp_cong.c what a socket's birth and death need,
// of Linux 4.3. Left out: buffers in queues (data has numbers, no contents); congestion control
// beyond its pointer and slow start.
export * from "../linux/tcp";
export * from "./tcp_3_6";
export * from "./tcp_4x";

import { SOCK_USE_WRITE_QUEUE, tcp_init_xmit_timers } from "../linux/tcp";
import { exec } from "../machine/cpu";
import { inet_csk_clear_xmit_timers } from "./inet_connection_sock";
import { inet_put_port } from "./inet_hashtables";
import { INIT_LIST_HEAD } from "./list";
import { read, sysctl_tcp_reordering, sysctl_tcp_rmem, sysctl_tcp_wmem, tcp_init_congestion_ops } from "./percpu";
import { percpu_counter_add } from "./percpu_counter";
import { SOCKETS_ALLOCATED } from "./percpu_shares";
import { codeOf } from "./protocols";
import { __skb_queue_purge, skb_queue_head_init, sock_set_flag } from "./sock";
import { local_bh_disable, local_bh_enable } from "./spinlock";
import { tcp_sock } from "./structs";
import * as map from "./system_map";
import { TCP_INIT_CWND } from "./tcp_3_6";
import { TCP_TIMEOUT_INIT_US } from "./tcp_4x";
import { TCP_CLOSE } from "./tcp_states";
import { TCP_TIMEOUT_INIT } from "./tcp_timeouts";

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

export function noOutOfOrder(sk: tcp_sock): void {
  __skb_queue_purge(sk.out_of_order_queue);
}

/** include/net/ip.h, inlined. */
export function inet_reset_saddr(sk: tcp_sock): void {
  sk.sk_rcv_saddr = 0;
  sk.inet_saddr = 0;
}
