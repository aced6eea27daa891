// net/inet/tcp.c of Linux 1.2.13, its timer: a socket has one for all that may have to be sent again. It is also what
// repeats a SYN-ACK: a half-open connection is a whole socket.

import { exec, ld } from "../machine/cpu";
import { giveUp } from "../wire";
import { def_callback1, def_callback2 } from "./af_inet";
import { HZ } from "./config";
import { dev_queue_xmit } from "./dev";
import { ETIMEDOUT } from "./errno";
import { ip_send_check, newId } from "./ip";
import { add_timer, del_timer, jiffies } from "./sched";
import { IP_HEADER, LINK_HEADER, SK_BUFF, skb_device_locked, skb_unlink } from "./skbuff";
import { release_sock } from "./sock";
import { iphdr, proto, sk_buff, sock } from "./structs";
import { cli, restore_flags, save_flags, sti } from "./system";
import * as map from "./system_map";
import { tcp_set_state } from "./tcp";
import { headerOf, refresh, TCP_TIMEOUT_LEN, tcp_read_wakeup, tcp_write_wakeup } from "./tcp_output";
import { TCP_CLOSE, TCP_CLOSING, TCP_FIN_WAIT1, TCP_FIN_WAIT2, TCP_SYN_RECV, TCP_TIME_WAIT } from "./tcp_states";
import { reset_timer, TIME_CLOSE, TIME_KEEPOPEN, TIME_PROBE0, TIME_WRITE } from "./timer";

export const TCP_TIMEOUT_INIT: u32 = 3 * HZ;
export const TCP_TIMEWAIT_LEN: u32 = 60 * HZ;
export const TCP_FIN_TIMEOUT: u32 = 3 * 60 * HZ;
export const TCP_ACK_TIME: u32 = 3 * HZ;
/** More retransmissions than this, and the connection is given up. */
const TCP_RETR2: i32 = 15;
export const RTO_MAX: u32 = 120 * HZ;

export function reset_xmit_timer(sk: sock, why: i32, when: u32): void {
  exec(map.reset_xmit_timer);
  del_timer(sk.retransmit_timer);
  sk.ip_xmit_timeout = why;
  sk.retransmit_timer.expires = <i32>when < 0 ? 3 : when;
  add_timer(sk.retransmit_timer);
}

/** Sends the first buffer again that is not acknowledged, or all of them. */
export function tcp_do_retransmit(sk: sock, all: bool): void {
  exec(map.tcp_do_retransmit);
  const prot = changetype<proto>(sk.prot);
  let sent: u16 = 0;
  for (let at = sk.send_head; at != 0; at = changetype<sk_buff>(at).link3) {
    const skb = changetype<sk_buff>(at);
    skb.when = ld<u32>(jiffies, 0);
    const iph = changetype<iphdr>(at + SK_BUFF + LINK_HEADER);
    iph.ihl_bits;
    newId(iph);
    ip_send_check(iph);
    refresh(sk, headerOf(skb), skb.len - LINK_HEADER - IP_HEADER);
    if (!skb_device_locked(skb)) {
      skb_unlink(skb);
      dev_queue_xmit(skb);
    }
    sent++;
    prot.retransmits = prot.retransmits + 1;
    if (!all || sent >= sk.cong_window) return;
  }
}

/** Sends again, and doubles the time until the next one. */
export function tcp_retransmit_time(sk: sock, all: bool): void {
  exec(map.tcp_retransmit_time);
  tcp_do_retransmit(sk, all);
  sk.retransmits = sk.retransmits + 1;
  sk.backoff = sk.backoff + 1;
  const rto = min(sk.rto << 1, RTO_MAX);
  sk.rto = rto;
  reset_xmit_timer(sk, TIME_WRITE, rto);
}

export function tcp_retransmit(sk: sock): void {
  exec(map.tcp_retransmit);
  sk.ssthresh = sk.cong_window >> 1;
  sk.cong_count = 0;
  sk.cong_window = 1;
  tcp_retransmit_time(sk, false);
}

/** After a timeout: gives the connection up when it was one too many. */
function tcp_write_timeout(sk: sock): void {
  exec(map.tcp_write_timeout);
  sk.state;
  if (sk.retransmits <= TCP_RETR2) return;
  sk.err = <u16>ETIMEDOUT;
  def_callback1(sk);
  del_timer(sk.retransmit_timer);
  const state = sk.state;
  if (state == TCP_FIN_WAIT1 || state == TCP_FIN_WAIT2 || state == TCP_CLOSING) {
    tcp_set_state(sk, TCP_TIME_WAIT);
    reset_timer(sk, TIME_CLOSE, TCP_TIMEWAIT_LEN);
    return;
  }
  if (state == TCP_SYN_RECV) giveUp();
  tcp_set_state(sk, TCP_CLOSE); // it stays in its listener's queue
}

/** A window probe, and the next one later. */
function tcp_send_probe0(sk: sock): void {
  exec(map.tcp_send_probe0);
  if (sk.zapped != 0) return;
  tcp_write_wakeup(sk);
  sk.backoff = sk.backoff + 1;
  const rto = min(sk.rto << 1, RTO_MAX);
  sk.rto = rto;
  reset_xmit_timer(sk, TIME_PROBE0, rto);
  sk.retransmits = sk.retransmits + 1;
  const prot = changetype<proto>(sk.prot);
  prot.retransmits = prot.retransmits + 1;
}

/** sk->retransmit_timer fires. */
export function retransmit_timer(data: u32): void {
  exec(map.retransmit_timer);
  const sk = changetype<sock>(data);
  const why = sk.ip_xmit_timeout;
  cli();
  if (sk.inuse != 0) {
    sk.retransmit_timer.expires = HZ;
    add_timer(sk.retransmit_timer);
    sti();
    return;
  }
  sk.inuse = 1;
  sti();
  if (sk.ack_backlog != 0 && sk.zapped == 0) {
    tcp_read_wakeup(sk);
    if (sk.dead == 0) def_callback2(sk);
  }
  if (why == TIME_PROBE0) {
    tcp_send_probe0(sk);
    tcp_write_timeout(sk);
  } else if (why == TIME_WRITE) {
    writeTimer(sk);
  } else if (why == TIME_KEEPOPEN) {
    reset_xmit_timer(sk, TIME_KEEPOPEN, TCP_TIMEOUT_LEN);
    tcp_write_wakeup(sk);
    sk.retransmits = sk.retransmits + 1;
    tcp_write_timeout(sk);
  }
  release_sock(sk);
}

function writeTimer(sk: sock): void {
  save_flags();
  cli();
  const head = sk.send_head;
  if (head == 0) {
    restore_flags();
    return;
  }
  const due = changetype<sk_buff>(head).when + sk.rto;
  const now = ld<u32>(jiffies, 0);
  if (now < due) {
    reset_xmit_timer(sk, TIME_WRITE, due - now);
    restore_flags();
    return;
  }
  restore_flags();
  tcp_retransmit(sk);
  tcp_write_timeout(sk);
}
