// net/ipv4/tcp.c of 4.3 and 4.14: tcp_disconnect().
import { exec } from "../machine/cpu";
import { ECONNRESET } from "./errno";
import { inet_csk_clear_xmit_timers, inet_csk_delack_init, inet_csk_listen_stop } from "./inet_connection_sock";
import {
  __sk_dst_reset,
  __skb_queue_purge,
  SOCK_BINDADDR_LOCK,
  SOCK_DONE,
  set_sk_shutdown,
  sk_userlocks,
  sock_reset_flag,
} from "./sock";
import { tcp_sock } from "./structs";
import * as map from "./system_map";
import {
  inet_reset_saddr,
  noOutOfOrder,
  TCP_INIT_CWND,
  tcp_need_reset,
  tcp_send_active_reset,
  tcp_set_state,
} from "./tcp";
import { forgetUnread } from "./tcp_receive";
import { TCP_CLOSE, TCP_LISTEN, TCP_SYN_SENT } from "./tcp_states";

export const TCP_TIMEOUT_INIT_US: u32 = 1000000;

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
  noOutOfOrder(sk);
  sk.inet_dport = 0;
  if (!(sk_userlocks(sk) & SOCK_BINDADDR_LOCK)) inet_reset_saddr(sk);
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
