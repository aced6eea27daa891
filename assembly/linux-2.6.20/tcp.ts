// net/ipv4/tcp.c, and of tcp_ipv4.c, tcp_timer.c, tcp_output.c, tcp_cong.c what a socket's birth and death need,
// of Linux 2.6.20. Left out: buffers in queues (data has numbers, no contents); congestion control
// beyond its pointer and slow start.
export * from "../linux/tcp";
export * from "./tcp_to_3_6";

import {
  keepsOnClosing,
  SOCK_USE_WRITE_QUEUE,
  tcp_init_xmit_timers,
  tcp_send_active_reset,
  tcp_send_fin,
} from "../linux/tcp";
import { exec } from "../machine/cpu";
import { atomic_dec, atomic_inc } from "./atomic";
import {
  inet_csk_clear_xmit_timers,
  inet_csk_destroy_sock,
  inet_csk_get_port,
  inet_csk_listen_stop,
  sk_unhash,
} from "./inet_connection_sock";
import { inet_put_port, tcp_hashinfo } from "./inet_hashtables";
import {
  read,
  sysctl_tcp_reordering,
  sysctl_tcp_rmem,
  sysctl_tcp_wmem,
  tcp_init_congestion_ops,
  tcp_sockets_allocated,
} from "./percpu";
import { codeOf, ipv4_specific } from "./protocols";
import { TCP_DEC_STATS, TCP_INC_STATS, TCP_MIB_CURRESTAB, TCP_MIB_ESTABRESETS } from "./snmp";
import {
  __skb_queue_purge,
  bh_lock_sock,
  bh_unlock_sock,
  lock_sock,
  release_sock,
  SHUTDOWN_MASK,
  SOCK_BINDPORT_LOCK,
  set_sk_shutdown,
  sk_userlocks,
  skb_queue_head_init,
  sock_hold,
  sock_orphan,
  sock_put,
  sock_set_flag,
} from "./sock";
import { SOCK_LINGER } from "./sockopt";
import { local_bh_disable, local_bh_enable } from "./spinlock";
import { tcp_sock } from "./structs";
import * as map from "./system_map";
import { orphaned } from "./tcp_closing";
import { unread } from "./tcp_receive";
import {
  TCP_CLOSE,
  TCP_CLOSE_WAIT,
  TCP_ESTABLISHED,
  TCP_FIN_WAIT1,
  TCP_LAST_ACK,
  TCP_LISTEN,
  TCP_SYN_RECV,
} from "./tcp_states";
import { TCP_TIMEOUT_INIT } from "./tcp_timeouts";
import { tcp_disconnect } from "./tcp_to_3_6";

export const TCP_INIT_CWND: u32 = 2;

export function tcp_v4_init_sock(sk: tcp_sock): i32 {
  exec(map.tcp_v4_init_sock);
  skb_queue_head_init(sk.out_of_order_queue);
  tcp_init_xmit_timers(sk);
  skb_queue_head_init(sk.ucopy_prequeue);
  sk.ucopy_task = 0;
  sk.ucopy_len = 0;
  sk.ucopy_memory = 0;
  sk.icsk_rto = TCP_TIMEOUT_INIT;
  sk.mdev = TCP_TIMEOUT_INIT;
  sk.snd_cwnd = TCP_INIT_CWND;
  sk.snd_ssthresh = 0x7fffffff;
  sk.snd_cwnd_clamp = 0xffff;
  sk.mss_cache = 536;
  sk.reordering = <u8>read(sysctl_tcp_reordering);
  sk.icsk_ca_ops = tcp_init_congestion_ops;
  sk.sk_state = TCP_CLOSE;
  sk.sk_write_space = codeOf(map.sk_stream_write_space);
  sock_set_flag(sk, SOCK_USE_WRITE_QUEUE);
  sk.icsk_af_ops = ipv4_specific;
  sk.icsk_sync_mss = codeOf(map.tcp_sync_mss);
  sk.sk_sndbuf = read(sysctl_tcp_wmem);
  sk.sk_rcvbuf = read(sysctl_tcp_rmem);
  atomic_inc(tcp_sockets_allocated);
  return 0;
}

export function tcp_v4_get_port(sk: tcp_sock, snum: u32): i32 {
  exec(map.tcp_v4_get_port);
  return inet_csk_get_port(sk, snum);
}

/** include/net/tcp.h, inlined. */
export function tcp_set_state(sk: tcp_sock, state: u8): void {
  const oldstate = sk.sk_state;
  if (state == TCP_ESTABLISHED) {
    if (oldstate != TCP_ESTABLISHED) TCP_INC_STATS(TCP_MIB_CURRESTAB);
  } else {
    if (state == TCP_CLOSE) {
      if (oldstate == TCP_CLOSE_WAIT || oldstate == TCP_ESTABLISHED) TCP_INC_STATS(TCP_MIB_ESTABRESETS);
      sk_unhash(sk);
      if (sk.icsk_bind_hash != 0 && !(sk_userlocks(sk) & SOCK_BINDPORT_LOCK)) inet_put_port(tcp_hashinfo, sk);
    }
    if (oldstate == TCP_ESTABLISHED) TCP_DEC_STATS(TCP_MIB_CURRESTAB);
  }
  sk.sk_state = state;
}

/** The next state of a connection that will send no more; whether it has a FIN to send. */
export function tcp_close_state(sk: tcp_sock): bool {
  exec(map.tcp_close_state);
  const state = sk.sk_state;
  if (state == TCP_ESTABLISHED || state == TCP_SYN_RECV) {
    tcp_set_state(sk, TCP_FIN_WAIT1);
    return true;
  }
  if (state == TCP_CLOSE_WAIT) {
    tcp_set_state(sk, TCP_LAST_ACK);
    return true;
  }
  tcp_set_state(sk, keepsOnClosing(state) ? state : TCP_CLOSE);
  return false;
}

/** close(): a listener forgets its queues, a connection says FIN; what was not read makes it a reset. */
export function tcp_close(sk: tcp_sock): void {
  exec(map.tcp_close);
  lock_sock(sk);
  set_sk_shutdown(sk, SHUTDOWN_MASK);
  if (sk.sk_state == TCP_LISTEN) {
    tcp_set_state(sk, TCP_CLOSE);
    inet_csk_listen_stop(sk);
  } else {
    const data_was_unread = unread(sk) != 0;
    __skb_queue_purge(sk.sk_receive_queue);
    sk.sk_forward_alloc;
    const flags = sk.sk_flags;
    if (data_was_unread) {
      tcp_set_state(sk, TCP_CLOSE);
      tcp_send_active_reset(sk);
    } else if ((flags & SOCK_LINGER) != 0 && sk.sk_lingertime == 0) {
      tcp_disconnect(sk);
    } else if (tcp_close_state(sk)) {
      tcp_send_fin(sk);
    }
  }

  sock_hold(sk);
  sock_orphan(sk);
  release_sock(sk);
  local_bh_disable();
  bh_lock_sock(sk);
  if (orphaned(sk)) inet_csk_destroy_sock(sk);
  bh_unlock_sock(sk);
  local_bh_enable();
  sock_put(sk);
}

export function tcp_v4_destroy_sock(sk: tcp_sock): void {
  exec(map.tcp_v4_destroy_sock);
  inet_csk_clear_xmit_timers(sk);
  sk.icsk_ca_ops;
  __skb_queue_purge(sk.sk_write_queue);
  __skb_queue_purge(sk.out_of_order_queue);
  __skb_queue_purge(sk.ucopy_prequeue);
  if (sk.icsk_bind_hash != 0) inet_put_port(tcp_hashinfo, sk);
  sk.sk_sndmsg_page;
  atomic_dec(tcp_sockets_allocated);
}
