// net/ipv4/tcp.c, tcp_ipv4.c: a socket's birth and end, as 3.6.5, 4.3 and 4.14 word them. What is left out stands in each
// kernel's own file.
import { exec } from "../machine/cpu";
import { inet_csk_destroy_sock, inet_csk_listen_stop, sk_unhash } from "./inet_connection_sock";
import { inet_put_port } from "./inet_hashtables";
import { ipv4_specific } from "./protocols";
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
  sock_hold,
  sock_orphan,
  sock_put,
} from "./sock";
import { SOCK_LINGER } from "./sockopt";
import { local_bh_disable, local_bh_enable } from "./spinlock";
import { tcp_sock } from "./structs";
import * as map from "./system_map";
import { keepsOnClosing, tcp_disconnect, tcp_init_sock, tcp_send_active_reset, tcp_send_fin } from "./tcp";
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

export function tcp_v4_init_sock(sk: tcp_sock): i32 {
  exec(map.tcp_v4_init_sock);
  tcp_init_sock(sk);
  sk.icsk_af_ops = ipv4_specific;
  return 0;
}

export function tcp_set_state(sk: tcp_sock, state: u8): void {
  exec(map.tcp_set_state);
  const oldstate = sk.sk_state;
  if (state == TCP_ESTABLISHED) {
    if (oldstate != TCP_ESTABLISHED) TCP_INC_STATS(TCP_MIB_CURRESTAB);
  } else {
    if (state == TCP_CLOSE) {
      if (oldstate == TCP_CLOSE_WAIT || oldstate == TCP_ESTABLISHED) TCP_INC_STATS(TCP_MIB_ESTABRESETS);
      sk_unhash(sk);
      if (sk.icsk_bind_hash != 0 && !(sk_userlocks(sk) & SOCK_BINDPORT_LOCK)) inet_put_port(sk);
    }
    if (oldstate == TCP_ESTABLISHED) TCP_DEC_STATS(TCP_MIB_CURRESTAB);
  }
  sk.sk_state = state;
}

/** The next state of a connection that will send no more; whether it has a FIN to send. Inlined. */
export function tcp_close_state(sk: tcp_sock): bool {
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
    const data_was_unread = sk.sk_state != TCP_CLOSE && unread(sk) != 0;
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

/** RFC 6928. */
export const TCP_INIT_CWND: u32 = 10;
