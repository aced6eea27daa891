// net/ipv4/tcp.c, and of tcp_ipv4.c, tcp_timer.c, tcp_output.c, tcp_cong.c what a socket's birth and death need,
// of Linux 4.14. Left out: buffers in queues (data has numbers, no contents); congestion control
// beyond its pointer and slow start.
export * from "../linux/tcp";
export * from "./tcp_3_6";
export * from "./tcp_4x";

import { SOCK_USE_WRITE_QUEUE, tcp_init_xmit_timers } from "../linux/tcp";
import { exec, ld, st } from "../machine/cpu";
import { trap } from "../machine/trap";
import { sk_v6_rcv_saddr_set } from "./in6_addr";
import { inet_csk_clear_xmit_timers } from "./inet_connection_sock";
import { inet_put_port } from "./inet_hashtables";
import { INIT_LIST_HEAD } from "./list";
import { read, sysctl_tcp_reordering, sysctl_tcp_rmem, sysctl_tcp_wmem, tcp_init_congestion_ops } from "./percpu";
import { percpu_counter_add } from "./percpu_counter";
import { SOCKETS_ALLOCATED } from "./percpu_shares";
import { codeOf } from "./protocols";
import { __skb_queue_purge, sock_set_flag } from "./sock";
import { local_bh_disable, local_bh_enable } from "./spinlock";
import { tcp_sock } from "./structs";
import * as map from "./system_map";
import { TCP_INIT_CWND } from "./tcp_3_6";
import { TCP_TIMEOUT_INIT_US } from "./tcp_4x";
import { TCP_CLOSE } from "./tcp_states";
import { TCP_TIMEOUT_INIT } from "./tcp_timeouts";

export function tcp_init_sock(sk: tcp_sock): void {
  exec(map.tcp_init_sock);
  st<u32>(changetype<usize>(sk), OUT_OF_ORDER_QUEUE, 0); // RB_ROOT
  tcp_init_xmit_timers(sk);
  INIT_LIST_HEAD(changetype<usize>(sk.tsq_node));
  sk.icsk_rto = TCP_TIMEOUT_INIT;
  sk.mdev_us = TCP_TIMEOUT_INIT_US;
  sk.snd_cwnd = TCP_INIT_CWND;
  sk.snd_ssthresh = 0x7fffffff;
  sk.snd_cwnd_clamp = 0xffffffff;
  sk.mss_cache = 536;
  sk.app_limited = 0xffffffff;
  sk.reordering = read(sysctl_tcp_reordering);
  sk.tsoffset = 0;
  sk.icsk_ca_ops = tcp_init_congestion_ops;
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
  noOutOfOrder(sk);
  sk.fastopen_rsk;
  sk.saved_syn;
  if (sk.icsk_bind_hash != 0) inet_put_port(sk);
  percpu_counter_add(SOCKETS_ALLOCATED, -1);
}

const OUT_OF_ORDER_QUEUE: u32 = 1332; // offsetof(struct tcp_sock, out_of_order_queue)

/** skb_rbtree_purge(): no segment waits for one before it. */
export function noOutOfOrder(sk: tcp_sock): void {
  if (ld<u32>(changetype<usize>(sk), OUT_OF_ORDER_QUEUE) != 0) trap();
}

/** include/net/ip.h, inlined. */
export function inet_reset_saddr(sk: tcp_sock): void {
  sk_v6_rcv_saddr_set(changetype<usize>(sk), 0, false);
  sk.inet_saddr = 0;
}
