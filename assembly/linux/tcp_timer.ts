// net/ipv4/tcp_timer.c: the keepalive timer as 2.6.20 and 3.6.5 have it alike. Of a listener it is the timer of its SYN
// table, of an orphan in FIN_WAIT2 the end of its waiting. Left out: keepalive probes.
import { exec } from "../machine/cpu";
import { HZ } from "./config";
import { inet_csk_reqsk_queue_prune, inet_csk_reset_keepalive_timer } from "./inet_connection_sock";
import { bh_lock_sock, bh_unlock_sock, sock_owned_by_user, sock_put } from "./sock";
import { tcp_sock } from "./structs";
import * as map from "./system_map";
import { finWait2TimedOut } from "./tcp_closing";
import { TCP_RTO_MAX } from "./tcp_retransmit";
import { TCP_LISTEN } from "./tcp_states";
import { TCP_TIMEOUT_INIT } from "./tcp_timeouts";

/** How often a SYN table is swept. */
const TCP_SYNQ_INTERVAL: u32 = HZ / 5;

/** A softirq; the timer's reference on the socket is the one that is put. */
export function tcp_keepalive_timer(data: u32): void {
  exec(map.tcp_keepalive_timer);
  const sk = changetype<tcp_sock>(data);
  bh_lock_sock(sk);
  if (sock_owned_by_user(sk)) inet_csk_reset_keepalive_timer(sk, HZ / 20);
  else if (sk.sk_state == TCP_LISTEN) tcp_synack_timer(sk);
  else finWait2TimedOut(sk);
  bh_unlock_sock(sk);
  sock_put(sk);
}

/** Inlined. */
function tcp_synack_timer(sk: tcp_sock): void {
  inet_csk_reqsk_queue_prune(sk, TCP_SYNQ_INTERVAL, TCP_TIMEOUT_INIT, TCP_RTO_MAX);
}
