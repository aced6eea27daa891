// net/ipv4/tcp.c of 2.6.20 and 3.6: tcp_disconnect().
import { exec } from "../machine/cpu";
import { ECONNRESET } from "./errno";
import { inet_num, set_inet_dport, set_inet_rcv_saddr, set_inet_saddr } from "./fields";
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
import { TCP_INIT_CWND, tcp_need_reset, tcp_send_active_reset, tcp_set_state } from "./tcp";
import { forgetUnread } from "./tcp_receive";
import { TCP_CLOSE, TCP_LISTEN, TCP_SYN_SENT } from "./tcp_states";

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
  set_inet_dport(sk, 0);
  if (!(sk_userlocks(sk) & SOCK_BINDADDR_LOCK)) {
    set_inet_rcv_saddr(sk, 0);
    set_inet_saddr(sk, 0);
  }
  set_sk_shutdown(sk, 0);
  sock_reset_flag(sk, SOCK_DONE);
  sk.srtt = 0;
  let write_seq = sk.write_seq + sk.max_window + 2;
  if (write_seq == 0) write_seq = 1;
  sk.write_seq = write_seq;
  sk.icsk_backoff = 0;
  sk.snd_cwnd = TCP_INIT_CWND;
  sk.icsk_probes_out = 0;
  sk.packets_out = 0;
  sk.snd_ssthresh = 0x7fffffff;
  sk.snd_cwnd_cnt = 0;
  sk.bytes_acked = 0;
  sk.icsk_ca_state = 0;
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
  inet_num(sk);
  sk.sk_error_report;
  return 0;
}
