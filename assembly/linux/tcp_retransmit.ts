// net/ipv4/tcp_timer.c, tcp_output.c, tcp_input.c: what was sent and not acknowledged, and its timer, as 2.6.20 to 4.14 word
// it alike. No buffers are kept: what is in flight lies between snd_una and snd_nxt, the SYN and the FIN count one.
// Left out: probes of a closed window, SACK, fast retransmission, undoing, checks of the route.

import { Sysctl } from "../abi";
import { exec, measured } from "../machine/cpu";
import { ACK, FIN, SYN } from "../wire";
import { HZ } from "./config";
import { ETIMEDOUT } from "./errno";
import { measuredRto } from "./fields";
import { read } from "./percpu";
import { timedOut } from "./retransmits";
import { LINUX_MIB_TCPTIMEOUTS, NET_INC_STATS_BH, TCP_INC_STATS_BH, TCP_MIB_RETRANSSEGS } from "./snmp";
import {
  bh_lock_sock,
  bh_unlock_sock,
  now,
  SOCK_DEAD,
  sk_reset_timer,
  sock_def_error_report,
  sock_owned_by_user,
  sock_put,
} from "./sock";
import { tcp_sock } from "./structs";
import * as map from "./system_map";
import { tcp_send_active_reset } from "./tcp";
import { tcp_done } from "./tcp_input";
import { TCP_CLOSE, TCP_CLOSING, TCP_FIN_WAIT1, TCP_LAST_ACK, TCP_SYN_RECV, TCP_SYN_SENT } from "./tcp_states";
import { variableOf } from "./tcp_sysctls";
import { TCP_TIMEOUT_INIT } from "./tcp_timeouts";
import { transmitFrom } from "./transmit";

export const TCP_RTO_MAX: u32 = 120 * HZ;
export const TCP_RTO_MIN: u32 = HZ / 5;
/** icsk_pending: which timer runs in icsk_retransmit_timer. */
const ICSK_TIME_RETRANS: u8 = 1;
/** tcp_orphan_retries(): of a peer that answers, when net.ipv4.tcp_orphan_retries is 0. */
const ORPHAN_RETRIES: i32 = 8;

/** inet_csk_reset_xmit_timer(), inlined. */
export function startRetransmitTimer(sk: tcp_sock, when: u32): void {
  const timeout = now() + min(when, TCP_RTO_MAX);
  sk.icsk_pending = ICSK_TIME_RETRANS;
  sk.icsk_timeout = timeout;
  sk_reset_timer(sk, sk.icsk_retransmit_timer, timeout);
}

/** Whether a FIN is the last of what is to be sent: its number is write_seq - 1. */
export function finQueued(state: u8): bool {
  return state == TCP_FIN_WAIT1 || state == TCP_CLOSING || state == TCP_LAST_ACK;
}

/** The most recent acknowledgement took something off. `sk.snd_una` is what it says. Inlined in tcp_ack(). */
export function tcp_clean_rtx_queue(sk: tcp_sock): void {
  exec(map.tcp_clean_rtx_queue);
  const left = sk.snd_nxt - sk.snd_una;
  const mss = max<u32>(sk.mss_cache, 1);
  sk.packets_out = (left + mss - 1) / mss;
  sk.icsk_retransmits = 0;
  sk.icsk_backoff = 0;
  const cwnd = sk.snd_cwnd;
  if (cwnd < sk.snd_ssthresh) sk.snd_cwnd = cwnd + 1; // tcp_slow_start()
  const rto = measuredRto(sk);
  sk.icsk_rto = rto != 0 ? rto : TCP_TIMEOUT_INIT;
  if (left != 0) startRetransmitTimer(sk, sk.icsk_rto);
  else sk.icsk_pending = 0; // inet_csk_clear_xmit_timer(): it runs on, and finds nothing to do
}

/** The retransmission timer of a connection, a softirq; its reference on the socket is the one that is put. */
export function tcp_write_timer(data: u32): void {
  exec(map.tcp_write_timer);
  const sk = changetype<tcp_sock>(data);
  bh_lock_sock(sk);
  if (sock_owned_by_user(sk)) sk_reset_timer(sk, sk.icsk_retransmit_timer, now() + HZ / 20);
  else tcp_write_timer_handler(sk);
  bh_unlock_sock(sk);
  sock_put(sk);
}

function tcp_write_timer_handler(sk: tcp_sock): void {
  if (sk.sk_state == TCP_CLOSE || sk.icsk_pending == 0) return;
  const timeout = sk.icsk_timeout;
  if (<i32>(timeout - now()) > 0) {
    sk_reset_timer(sk, sk.icsk_retransmit_timer, timeout);
    return;
  }
  sk.icsk_pending = 0;
  tcp_retransmit_timer(sk);
}

function tcp_retransmit_timer(sk: tcp_sock): void {
  if (sk.packets_out == 0) return;
  if (tcp_write_timeout(sk)) return;
  if (sk.icsk_retransmits == 0) NET_INC_STATS_BH(LINUX_MIB_TCPTIMEOUTS);
  tcp_retransmit_skb(sk);
  sk.icsk_backoff = sk.icsk_backoff + 1;
  sk.icsk_retransmits = sk.icsk_retransmits + 1;
  sk.icsk_rto = min(sk.icsk_rto << 1, TCP_RTO_MAX);
  startRetransmitTimer(sk, sk.icsk_rto);
}

/** Whether the peer has been silent for too long: then the connection is over. */
function tcp_write_timeout(sk: tcp_sock): bool {
  exec(map.tcp_write_timeout);
  const state = sk.sk_state;
  let retry_until: i32;
  const syn = state == TCP_SYN_SENT || state == TCP_SYN_RECV;
  if (syn) {
    const own = sk.icsk_syn_retries;
    retry_until = own != 0 ? own : read(variableOf(Sysctl.tcp_syn_retries));
  } else {
    retry_until = read(variableOf(Sysctl.tcp_retries2));
    if ((sk.sk_flags & SOCK_DEAD) != 0) {
      const alive = sk.icsk_rto < TCP_RTO_MAX;
      retry_until = alive ? ORPHAN_RETRIES : 0;
      // Left out: an orphan that does without its peer's answer when memory or orphans run out.
    }
  }
  if (!timedOut(sk, retry_until, syn)) return false;
  tcp_write_err(sk);
  return true;
}

/** Inlined. */
function tcp_write_err(sk: tcp_sock): void {
  const soft = sk.sk_err_soft;
  sk.sk_err = soft != 0 ? soft : ETIMEDOUT;
  sk.sk_error_report;
  sock_def_error_report(sk);
  tcp_done(sk);
}

/** Sends the first of what is in flight again. */
function tcp_retransmit_skb(sk: tcp_sock): void {
  exec(map.tcp_retransmit_skb);
  const una = sk.snd_una;
  const state = sk.sk_state;
  if (sk.icsk_retransmits == 0 && state != TCP_SYN_SENT) sk.retrans_stamp = now(); // of a SYN: when it was first sent
  measured(map.tcp_transmit_skb);
  if (state == TCP_SYN_SENT) {
    transmitFrom(changetype<usize>(sk), SYN, una, 0);
  } else if (state == TCP_SYN_RECV) {
    transmitFrom(changetype<usize>(sk), SYN | ACK, una, sk.rcv_nxt);
  } else {
    const end = sk.snd_nxt;
    const fin = finQueued(state) && end == sk.write_seq;
    const data = min(end - una - (fin ? 1 : 0), sk.mss_cache);
    const last = fin && una + data + 1 == end;
    transmitFrom(changetype<usize>(sk), last ? FIN | ACK : ACK, una, sk.rcv_nxt, data);
  }
  TCP_INC_STATS_BH(TCP_MIB_RETRANSSEGS);
}

/** tcp_out_of_resources(): more orphans than the host wants; the newest is given up at once. */
export function tooManyOrphans(sk: tcp_sock, orphans: i32): bool {
  if (orphans <= read(variableOf(Sysctl.tcp_max_orphans))) return false;
  tcp_send_active_reset(sk);
  return true;
}
