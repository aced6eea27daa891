// net/inet/tcp.c of Linux 1.2.13, what it makes of a segment. Left out: urgent data, windows that shrink.
//
// One queue of the listener, receive_queue, has all its connections, half-open and established: the SYN's own sk_buff is
// the entry, skb->sk the connection, a whole struct sock that hangs in sock_array like any other. ack_backlog counts them.

import { exec, ld, turn } from "../machine/cpu";
import { random } from "../random";
import { arriving, decide, Outcome, RST as WIRE_RST } from "../wire";
import { def_callback1, def_callback2, get_sock, put_sock, SOCK } from "./af_inet";
import { ECONNREFUSED, ECONNRESET, ENOMEM, EPIPE } from "./errno";
import { IS_MYADDR, ip_chk_addr, ip_queue_xmit, ip_rt_route } from "./ip";
import { kmalloc } from "./kmalloc";
import { count, TcpAttemptFails, TcpEstabResets, TcpInSegs, TcpOutSegs, tcp_prot } from "./proto";
import { del_timer, init_timer, jiffies, NET_TIMER, RETRANSMIT_TIMER } from "./sched";
import {
  FREE_READ,
  FREE_WRITE,
  kfree_skb,
  skb_append,
  skb_peek,
  skb_queue_head,
  skb_queue_head_init,
  skb_queue_tail,
  skb_unlink,
  TCP_HEADER,
} from "./skbuff";
import {
  MAX_WINDOW,
  RCV_SHUTDOWN,
  release_sock,
  SEND_SHUTDOWN,
  SHUTDOWN_MASK,
  sock_rspace,
  sock_wmalloc,
} from "./sock";
import { memcpy } from "./string";
import { iphdr, proto, sk_buff, sock, tcphdr } from "./structs";
import { cli, sti } from "./system";
import * as map from "./system_map";
import { DEVICE_MTU, HEADER_SIZE, mssOption, tcp_set_state } from "./tcp";
import {
  ACK,
  after,
  before,
  FIN,
  MAX_SYN_SIZE,
  mayGo,
  RST,
  SYN,
  start,
  TCP_TIMEOUT_LEN,
  tcp_check,
  tcp_reset,
  tcp_select_window,
  tcp_send_ack,
  tcp_send_check,
  tcp_write_xmit,
} from "./tcp_output";
import {
  TCP_CLOSE,
  TCP_CLOSE_WAIT,
  TCP_CLOSING,
  TCP_ESTABLISHED,
  TCP_FIN_WAIT1,
  TCP_FIN_WAIT2,
  TCP_LAST_ACK,
  TCP_LISTEN,
  TCP_SYN_RECV,
  TCP_SYN_SENT,
  TCP_TIME_WAIT,
} from "./tcp_states";
import {
  RTO_MAX,
  reset_xmit_timer,
  TCP_ACK_TIME,
  TCP_TIMEOUT_INIT,
  TCP_TIMEWAIT_LEN,
  tcp_do_retransmit,
  tcp_retransmit,
} from "./tcp_timer";
import { reset_timer, TIME_CLOSE, TIME_KEEPOPEN, TIME_PROBE0, TIME_WRITE } from "./timer";

const TCP_WINDOW_DIFF: u16 = 2048;
/** The mask of the card's network (network order). */
const PA_MASK: u32 = 0x00ffffff;
const RTO_MIN: u32 = 20;

/** tcp_init_seq(): the clock in microseconds; a random number of the seed here, for nobody knows when it booted. */
export function secret_seq(): u32 {
  exec(map.do_gettimeofday);
  ld<u32>(jiffies, 0);
  return random();
}

// ---- A connection request

/** Listener and segment are in use; the segment is charged to the listener. Addresses in network order. */
function tcp_conn_request(sk: sock, skb: sk_buff, daddr: u32, saddr: u32, seq: u32): void {
  exec(map.tcp_conn_request);
  const th = changetype<tcphdr>(skb.h_th);
  if (sk.dead != 0) {
    tcp_reset(daddr, saddr, th);
    count(TcpAttemptFails);
    kfree_skb(skb, FREE_READ);
    return;
  }
  def_callback2(sk); // wakes who accepts, though there is nothing yet
  if (sk.ack_backlog >= sk.max_ack_backlog) {
    count(TcpAttemptFails);
    kfree_skb(skb, FREE_READ);
    return;
  }
  const at = kmalloc(SOCK);
  if (at == 0) {
    count(TcpAttemptFails);
    kfree_skb(skb, FREE_READ);
    return;
  }
  const newsk = changetype<sock>(at);
  memcpy(at, <u32>changetype<usize>(sk), SOCK);
  makeChild(newsk, th, daddr, saddr, seq);
  const iph = changetype<iphdr>(skb.ip_hdr);
  newsk.ip_ttl = sk.ip_ttl;
  newsk.ip_tos = iph.tos;
  ip_rt_route(saddr);
  newsk.window_clamp = 0;
  const user = <i32>sk.user_mss;
  const mtu = user != 0 ? user : (saddr ^ daddr) & PA_MASK ? 576 - HEADER_SIZE : MAX_WINDOW;
  newsk.mtu = <u16>min(mtu, DEVICE_MTU - HEADER_SIZE);
  tcp_options(newsk, th);
  if (!answer(sk, newsk, th)) {
    sk.err = <u16>ENOMEM;
    newsk.dead = 1;
    newsk.state = TCP_CLOSE;
    release_sock(newsk);
    kfree_skb(skb, FREE_READ);
    count(TcpAttemptFails);
    return;
  }
  reset_xmit_timer(newsk, TIME_WRITE, TCP_TIMEOUT_INIT);
  skb.sk = at;
  sk.rmem_alloc = sk.rmem_alloc - skb.mem_len;
  newsk.rmem_alloc = newsk.rmem_alloc + skb.mem_len;
  skb_queue_tail(sk.receive_queue, skb);
  sk.ack_backlog = sk.ack_backlog + 1;
  release_sock(newsk);
  count(TcpOutSegs);
  decide(Outcome.synack);
}

/** Makes the copy of a listener the connection of a SYN. */
function makeChild(newsk: sock, th: tcphdr, daddr: u32, saddr: u32, seq: u32): void {
  const at = <u32>changetype<usize>(newsk);
  skb_queue_head_init(newsk.write_queue);
  skb_queue_head_init(newsk.receive_queue);
  newsk.send_head = 0;
  newsk.send_tail = 0;
  skb_queue_head_init(newsk.back_log);
  newsk.rtt = 0;
  newsk.rto = TCP_TIMEOUT_INIT;
  newsk.mdev = 0;
  newsk.max_window = 0;
  newsk.cong_window = 1;
  newsk.cong_count = 0;
  newsk.ssthresh = 0;
  newsk.backoff = 0;
  newsk.blog = 0;
  newsk.intr = 0;
  newsk.proc = 0;
  newsk.done = 0;
  newsk.partial = 0;
  newsk.pair = 0;
  newsk.wmem_alloc = 0;
  newsk.rmem_alloc = 0;
  newsk.max_unacked = <u16>MAX_WINDOW - TCP_WINDOW_DIFF;
  newsk.err = 0;
  newsk.shutdown = 0;
  newsk.ack_backlog = 0;
  newsk.acked_seq = th.seq + 1;
  newsk.copied_seq = th.seq + 1;
  newsk.fin_seq = th.seq;
  newsk.state = TCP_SYN_RECV;
  newsk.timeout = 0;
  newsk.ip_xmit_timeout = 0;
  newsk.write_seq = seq;
  newsk.window_seq = seq;
  newsk.rcv_ack_seq = seq;
  newsk.urg_data = 0;
  newsk.retransmits = 0;
  newsk.linger = 0;
  newsk.destroy = 0;
  init_timer(newsk.timer);
  newsk.timer.data = at;
  newsk.timer.function_ = NET_TIMER;
  init_timer(newsk.retransmit_timer);
  newsk.retransmit_timer.data = at;
  newsk.retransmit_timer.function_ = RETRANSMIT_TIMER;
  newsk.dummy_th.source = th.dest;
  newsk.dummy_th.dest = th.source;
  newsk.daddr = saddr;
  newsk.saddr = daddr;
  put_sock(newsk.num, newsk);
  newsk.dummy_th.res1_bits = 0x60;
  newsk.dummy_th.fin_bits = 0;
  newsk.acked_seq = th.seq + 1;
  newsk.copied_seq = th.seq + 1;
  newsk.socket = 0;
}

/** Sends the SYN-ACK; false if there is no memory for it. */
function answer(sk: sock, newsk: sock, th: tcphdr): bool {
  const at = sock_wmalloc(newsk, MAX_SYN_SIZE, true);
  if (at == 0) return false;
  const buff = changetype<sk_buff>(at);
  const head = start(buff, newsk, TCP_HEADER + 4);
  memcpy(<u32>changetype<usize>(head), <u32>changetype<usize>(th), TCP_HEADER);
  const seq = newsk.write_seq;
  buff.h_seq = seq;
  head.dest = th.source;
  head.source = newsk.dummy_th.source;
  head.seq = bswap<u32>(seq);
  newsk.write_seq = seq + 1;
  const window = tcp_select_window(newsk);
  newsk.window = window;
  newsk.sent_seq = newsk.write_seq;
  head.window = bswap<u16>(window);
  head.fin_bits = SYN | ACK;
  head.ack_seq = bswap<u32>(th.seq + 1);
  head.res1_bits = 0x60;
  mssOption(head, newsk.mtu);
  tcp_send_check(head, newsk, TCP_HEADER + 4);
  changetype<proto>(sk.prot).queue_xmit;
  ip_queue_xmit(newsk, buff, false);
  return true;
}

/** Reads the options of a SYN: only the largest segment is known; 536 without it. */
function tcp_options(sk: sock, th: tcphdr): void {
  exec(map.tcp_options);
  const bits = th.fin_bits;
  let left = ((<i32>(th.res1_bits >> 4)) << 2) - <i32>TCP_HEADER;
  let seen = false;
  let at = changetype<usize>(th) + TCP_HEADER;
  while (turn(map.tcp_options_turn, left > 0)) {
    const kind = ld<u8>(at, 0);
    const size = <i32>ld<u8>(at, 1);
    if (kind == 1) {
      at++;
      left--;
      continue;
    }
    if (kind == 0 || size <= 2) return;
    if (kind == 2 && size == 4 && bits & SYN) {
      const mss = bswap<u16>(ld<u16>(at, 2));
      if (mss < sk.mtu) sk.mtu = mss;
      seen = true;
    }
    at += size;
    left -= size;
  }
  if (bits & SYN && !seen && sk.mtu > 536) sk.mtu = 536;
  sk.mss = min(sk.max_window, sk.mtu);
}

// ---- States

/** A reset came. */
function tcp_std_reset(sk: sock, skb: sk_buff): void {
  exec(map.tcp_std_reset);
  sk.zapped = 1;
  const state = sk.state;
  sk.err = <u16>(state == TCP_SYN_SENT ? ECONNREFUSED : state == TCP_CLOSE_WAIT ? EPIPE : ECONNRESET);
  tcp_set_state(sk, TCP_CLOSE);
  sk.shutdown = SHUTDOWN_MASK;
  if (sk.dead == 0) def_callback1(sk);
  kfree_skb(skb, FREE_READ);
  release_sock(sk);
  if (arriving.flags & WIRE_RST) decide(Outcome.closed);
}

function tcp_time_wait(sk: sock): void {
  exec(map.tcp_time_wait);
  tcp_set_state(sk, TCP_TIME_WAIT);
  sk.shutdown = SHUTDOWN_MASK;
  if (sk.dead == 0) def_callback1(sk);
  reset_timer(sk, TIME_CLOSE, TCP_TIMEWAIT_LEN);
}

/** A FIN is in its turn. */
function tcp_fin(sk: sock, skb: sk_buff, th: tcphdr): void {
  exec(map.tcp_fin);
  const bits = th.fin_bits;
  sk.fin_seq = th.seq + skb.len + (bits & SYN ? 1 : 0) + 1;
  if (sk.dead == 0) def_callback1(sk);
  const state = sk.state;
  if (state == TCP_SYN_RECV || state == TCP_SYN_SENT || state == TCP_ESTABLISHED) {
    tcp_set_state(sk, TCP_CLOSE_WAIT);
  } else if (state == TCP_TIME_WAIT) {
    reset_timer(sk, TIME_CLOSE, TCP_TIMEWAIT_LEN);
  } else if (state == TCP_FIN_WAIT1) {
    if (sk.ip_xmit_timeout != TIME_WRITE) reset_xmit_timer(sk, TIME_WRITE, sk.rto);
    tcp_set_state(sk, TCP_CLOSING);
  } else if (state == TCP_FIN_WAIT2) {
    reset_timer(sk, TIME_CLOSE, TCP_TIMEWAIT_LEN);
    sk.shutdown = sk.shutdown | SHUTDOWN_MASK;
    tcp_set_state(sk, TCP_TIME_WAIT);
  } else if (state == TCP_LAST_ACK) {
    tcp_set_state(sk, TCP_LAST_ACK);
    reset_timer(sk, TIME_CLOSE, TCP_TIMEWAIT_LEN);
  }
}

// ---- Acknowledgements

/** 1: there was data, or more was sent; 2: something was acknowledged; 4: as 2, or the window changed. */
let flag: u32 = 0;

/** False: it acknowledges what was never sent. Inlined into tcp_rcv(). */
function tcp_ack(sk: sock, th: tcphdr, length: u32): bool {
  flag = 0;
  exec(map.tcp_ack);
  if (sk.zapped != 0) return true;
  const ack = bswap<u32>(th.ack_seq);
  const window = bswap<u16>(th.window);
  if (window > sk.max_window) {
    sk.max_window = window;
    sk.mss = min(window, sk.mtu);
  }
  if (sk.retransmits != 0 && sk.ip_xmit_timeout == TIME_KEEPOPEN) sk.retransmits = 0;
  if (after(ack, sk.sent_seq)) return false;
  if (before(ack, sk.rcv_ack_seq)) {
    if (sk.keepopen != 0 && sk.ip_xmit_timeout == TIME_KEEPOPEN) {
      reset_xmit_timer(sk, TIME_KEEPOPEN, TCP_TIMEOUT_LEN);
    }
    return true;
  }
  if (length != (<u32>(th.res1_bits >> 4)) << 2) flag |= 1;
  if (sk.send_tail == 0 || sk.send_head == 0) {
    sk.send_head = 0;
    sk.send_tail = 0;
    sk.packets_out = 0;
  }
  sk.window_seq = ack + window;
  growWindow(sk, ack);
  sk.rcv_ack_seq = ack;
  if (sk.ip_xmit_timeout == TIME_PROBE0) endProbe(sk);
  while (sk.send_head != 0 && before(changetype<sk_buff>(sk.send_head).h_seq, ack + 1)) tcp_clean(sk);
  if (skb_peek(sk.write_queue) != 0) sendMore(sk);
  else setTimer(sk);
  moveOn(sk, th);
  sendAgain(sk);
  return true;
}

/** Slow start and congestion avoidance. */
function growWindow(sk: sock, ack: u32): void {
  if (sk.ip_xmit_timeout != TIME_WRITE || sk.cong_window >= 2048 || !after(ack, sk.rcv_ack_seq)) return;
  if (sk.cong_window < sk.ssthresh) {
    sk.cong_window = sk.cong_window + 1;
  } else if (sk.cong_count >= sk.cong_window) {
    sk.cong_window = sk.cong_window + 1;
    sk.cong_count = 0;
  } else {
    sk.cong_count = sk.cong_count + 1;
  }
}

/** A window probe was answered. */
function endProbe(sk: sock): void {
  sk.retransmits = 0;
  const first = skb_peek(sk.write_queue);
  if (first == 0 || before(sk.window_seq, changetype<sk_buff>(first).h_seq)) return;
  sk.backoff = 0;
  sk.rto = max(min(((sk.rtt >> 2) + sk.mdev) >> 1, RTO_MAX), RTO_MIN);
}

/** The first buffer that was sent is acknowledged: takes its time, frees it. */
function tcp_clean(sk: sock): void {
  const skb = changetype<sk_buff>(sk.send_head);
  exec(map.tcp_ack_clean);
  if (sk.retransmits != 0) {
    flag |= 2;
    sk.retransmits = skb.link3 != 0 ? 1 : 0;
  }
  if (sk.packets_out > 0) sk.packets_out = sk.packets_out - 1;
  if (!(flag & 2)) {
    const took = <i32>(ld<u32>(jiffies, 0) - skb.when);
    let m = max(took, 1) - <i32>(sk.rtt >> 3);
    sk.rtt = sk.rtt + m;
    if (m < 0) m = -m;
    m -= <i32>(sk.mdev >> 2);
    sk.mdev = sk.mdev + m;
    sk.rto = max(min(((sk.rtt >> 2) + sk.mdev) >> 1, RTO_MAX), RTO_MIN);
    sk.backoff = 0;
  }
  flag |= 2 | 4;
  cli();
  const next = skb.link3;
  sk.send_head = next;
  if (next == 0) sk.send_tail = 0;
  if (skb.next != 0) skb_unlink(skb);
  sti();
  kfree_skb(skb, FREE_WRITE);
}

/** Something waits to be sent. */
function sendMore(sk: sock): void {
  const edge = changetype<sk_buff>(sk.write_queue.next).h_seq;
  if (mayGo(sk, edge)) {
    flag |= 1;
    tcp_write_xmit(sk);
  } else if (before(sk.window_seq, edge) && sk.send_head == 0 && sk.ack_backlog == 0 && sk.state != TCP_TIME_WAIT) {
    reset_xmit_timer(sk, TIME_PROBE0, sk.rto);
  }
}

/** Nothing waits: which timer must run. */
function setTimer(sk: sock): void {
  const state = sk.state;
  if (state == TCP_TIME_WAIT) {
    reset_timer(sk, TIME_CLOSE, TCP_TIMEWAIT_LEN);
  } else if (state != TCP_CLOSE) {
    if (sk.send_head != 0 || sk.ack_backlog != 0) {
      reset_xmit_timer(sk, TIME_WRITE, sk.rto);
    } else if (sk.keepopen != 0) {
      reset_xmit_timer(sk, TIME_KEEPOPEN, TCP_TIMEOUT_LEN);
    } else {
      del_timer(sk.retransmit_timer);
      sk.ip_xmit_timeout = 0;
    }
  }
}

/** What an acknowledgement makes of a state. */
function moveOn(sk: sock, th: tcphdr): void {
  const state = sk.state;
  if (state == TCP_LAST_ACK || state == TCP_FIN_WAIT1 || state == TCP_CLOSING) {
    if (sk.dead == 0) def_callback1(sk);
    if (sk.rcv_ack_seq != sk.write_seq) return;
    flag |= 1;
    if (state == TCP_LAST_ACK) {
      tcp_set_state(sk, TCP_CLOSE);
      sk.shutdown = SHUTDOWN_MASK;
    } else if (state == TCP_FIN_WAIT1) {
      sk.shutdown = sk.shutdown | SEND_SHUTDOWN;
      tcp_set_state(sk, TCP_FIN_WAIT2);
    } else {
      tcp_time_wait(sk);
    }
  } else if (state == TCP_SYN_RECV) {
    tcp_set_state(sk, TCP_ESTABLISHED);
    tcp_options(sk, th);
    sk.dummy_th.dest = th.source;
    sk.copied_seq = sk.acked_seq;
    if (sk.dead == 0) def_callback1(sk);
    if (sk.max_window == 0) {
      sk.max_window = 32;
      sk.mss = min(<u16>32, sk.mtu);
    }
    decide(Outcome.established);
  }
}

/** What was sent long ago, or after something that had to be sent twice, is sent again. */
function sendAgain(sk: sock): void {
  if ((flag != 0 && !(flag & 4)) || sk.send_head == 0) return;
  const late = changetype<sk_buff>(sk.send_head).when + sk.rto < ld<u32>(jiffies, 0);
  if (late) {
    tcp_retransmit(sk);
  } else if (flag & 2 && sk.retransmits != 0) {
    tcp_do_retransmit(sk, true);
    reset_xmit_timer(sk, TIME_WRITE, sk.rto);
  }
}

// ---- Data

/** Puts a segment into the queue of what may be read, and acknowledges it. Inlined into tcp_rcv(). */
function tcp_data(sk: sock, skb: sk_buff, length: u32): void {
  const th = changetype<tcphdr>(skb.h_th);
  const bits = th.fin_bits;
  skb.len = length - ((<u32>(th.res1_bits >> 4)) << 2);
  sk.bytes_rcv = sk.bytes_rcv + <u16>skb.len;
  if (skb.len == 0 && !(bits & FIN)) {
    exec(map.tcp_data_empty);
    if (!(bits & ACK)) tcp_send_ack(sk.sent_seq, sk.acked_seq, sk, th);
    kfree_skb(skb, FREE_READ);
    return;
  }
  exec(map.tcp_data);
  if (sk.shutdown & RCV_SHUTDOWN && skb.len != 0 && sk.dead != 0) {
    const edge = th.seq + skb.len + (bits & SYN ? 1 : 0);
    if (after(edge, sk.acked_seq + 1)) {
      sk.acked_seq = edge + (bits & FIN ? 1 : 0);
      tcp_reset(sk.saddr, sk.daddr, th);
      count(TcpEstabResets);
      tcp_set_state(sk, TCP_CLOSE);
      sk.err = <u16>EPIPE;
      sk.shutdown = SHUTDOWN_MASK;
      kfree_skb(skb, FREE_READ);
      return;
    }
  }
  enqueue(sk, skb, th);
  th.ack_seq = th.seq + skb.len + (bits & SYN ? 1 : 0) + (bits & FIN ? 1 : 0);
  if (before(th.seq, sk.acked_seq + 1)) {
    takeIn(sk, skb, th);
    for (let at = skb.next; at != <u32>changetype<usize>(sk.receive_queue); at = changetype<sk_buff>(at).next) {
      const later = changetype<sk_buff>(at);
      const itsHead = changetype<tcphdr>(later.h_th);
      if (!before(itsHead.seq, sk.acked_seq + 1)) break;
      takeIn(sk, later, itsHead);
      sk.ack_backlog = sk.max_ack_backlog;
    }
  }
  if (skb.acked == 0) missing(sk, th);
  else tcp_send_ack(sk.sent_seq, sk.acked_seq, sk, th);
  if (sk.dead == 0) def_callback2(sk);
}

/** Finds a segment's place from the end of the queue; one that it replaces is freed. */
function enqueue(sk: sock, skb: sk_buff, th: tcphdr): void {
  const list = sk.receive_queue;
  if (skb_peek(list) == 0) {
    skb_queue_head(list, skb);
    return;
  }
  let at = list.prev;
  const first = list.next;
  while (turn(map.tcp_data_turn, true)) {
    const other = changetype<sk_buff>(at);
    const its = changetype<tcphdr>(other.h_th).seq;
    if (th.seq == its && skb.len >= other.len) {
      skb_append(other, skb);
      skb_unlink(other);
      kfree_skb(other, FREE_READ);
      return;
    }
    if (after(th.seq + 1, its)) {
      skb_append(other, skb);
      return;
    }
    if (at == first) {
      skb_queue_head(list, skb);
      return;
    }
    at = other.prev;
  }
}

/** A segment is next in its turn. */
function takeIn(sk: sock, skb: sk_buff, th: tcphdr): void {
  const edge = th.ack_seq;
  if (after(edge, sk.acked_seq)) {
    sk.window = <u16>max(<i32>sk.window - <i32>(edge - sk.acked_seq), 0);
    sk.acked_seq = edge;
  }
  skb.acked = 1;
  if (th.fin_bits & FIN) tcp_fin(sk, skb, th);
}

/** Something before it is missing: makes room, and asks for it. */
function missing(sk: sock, th: tcphdr): void {
  const sequence = sk.sent_seq;
  while (sock_rspace(sk) < <i32>sk.mtu) {
    const at = skb_peek(sk.receive_queue);
    if (at == 0) break;
    const skb = changetype<sk_buff>(at);
    if (skb.acked != 0 || skb.h_th == <u32>changetype<usize>(th)) break;
    skb_unlink(skb);
    kfree_skb(skb, FREE_READ);
  }
  tcp_send_ack(sequence, sk.acked_seq, sk, th);
  sk.ack_backlog = sk.ack_backlog + 1;
  reset_xmit_timer(sk, TIME_WRITE, TCP_ACK_TIME);
}

// ---- A segment

/** Whether a segment is in the window. Inlined into tcp_rcv(). */
function tcp_sequence(sk: sock, th: tcphdr, length: u32): bool {
  const bits = th.fin_bits;
  exec(map.tcp_sequence);
  const bytes = length - ((<u32>(th.res1_bits >> 4)) << 2) + (bits & FIN ? 1 : 0);
  const window = <u32>sk.window;
  if (bytes == 0 || window != 0) {
    if (after(th.seq + bytes + 1, sk.acked_seq) && before(th.seq, sk.acked_seq + window + 1)) return true;
  }
  if (bits & RST) return false;
  if (sk.state == TCP_SYN_SENT || sk.state == TCP_SYN_RECV) {
    tcp_reset(sk.saddr, sk.daddr, th);
    return true;
  }
  tcp_send_ack(sk.sent_seq, sk.acked_seq, sk, th);
  return false;
}

function drop(sk: sock, skb: sk_buff): void {
  kfree_skb(skb, FREE_READ);
  release_sock(sk);
}

/** `redo`: it waited in the socket's back_log. */
export function tcp_rcv(skb: sk_buff, redo: bool): void {
  exec(map.tcp_rcv);
  count(TcpInSegs);
  skb.pkt_type;
  const th = changetype<tcphdr>(skb.h_th);
  const iph = changetype<iphdr>(skb.ip_hdr);
  const saddr = iph.saddr;
  const daddr = iph.daddr;
  const length = skb.len;
  const sk = changetype<sock>(get_sock(changetype<proto>(tcp_prot), th.dest, saddr, th.source, daddr));
  // A socket that was reset, or that is closed, is none.
  const found = changetype<usize>(sk) != 0 && sk.zapped == 0 && sk.state != TCP_CLOSE;
  if (!redo) {
    tcp_check(th, length, saddr);
    th.seq = bswap<u32>(th.seq);
  }
  if (!found) {
    tcp_reset(daddr, saddr, th);
    skb.sk = 0;
    kfree_skb(skb, FREE_READ);
    return;
  }
  if (!redo) {
    skb.len = length;
    skb.acked = 0;
    skb.used = 0;
    skb.free = 0;
    skb.saddr = daddr;
    skb.daddr = saddr;
    cli();
    if (sk.inuse != 0) {
      skb_queue_tail(sk.back_log, skb);
      sti();
      return;
    }
    sk.inuse = 1;
    sti();
  }
  sk.prot;
  if (sk.rmem_alloc + skb.mem_len >= <u32>sk.rcvbuf) {
    skb.sk = 0;
    drop(sk, skb);
    return;
  }
  skb.sk = <u32>changetype<usize>(sk);
  sk.rmem_alloc = sk.rmem_alloc + skb.mem_len;
  if (sk.state != TCP_ESTABLISHED) {
    if (unusual(sk, skb, th, daddr, saddr, length)) return;
  }
  if (!tcp_sequence(sk, th, length)) {
    drop(sk, skb);
    return;
  }
  const bits = th.fin_bits;
  if (bits & RST) {
    tcp_std_reset(sk, skb);
    return;
  }
  if (bits & SYN) {
    tcp_reset(daddr, saddr, th);
    tcp_std_reset(sk, skb);
    return;
  }
  const before = sk.state;
  if (bits & ACK && !tcp_ack(sk, th, length)) {
    if (sk.state == TCP_SYN_RECV) tcp_reset(daddr, saddr, th);
    drop(sk, skb);
    return;
  }
  if (before != TCP_SYN_RECV) decide(Outcome.delivered);
  tcp_data(sk, skb, length);
  release_sock(sk);
}

/** tcp_rcv(): the states other than ESTABLISHED. True: the segment is done with. */
function unusual(sk: sock, skb: sk_buff, th: tcphdr, daddr: u32, saddr: u32, length: u32): bool {
  const bits = th.fin_bits;
  const state = sk.state;
  if (state == TCP_LISTEN) {
    exec(map.tcp_rcv_listen);
    if (bits & ACK) tcp_reset(daddr, saddr, th);
    if (bits & RST || !(bits & SYN) || bits & ACK || ip_chk_addr(daddr) != IS_MYADDR) {
      drop(sk, skb);
      return true;
    }
    tcp_conn_request(sk, skb, daddr, saddr, secret_seq());
    release_sock(sk);
    return true;
  }
  if (state == TCP_SYN_RECV && bits & SYN && th.seq + 1 == sk.acked_seq) {
    drop(sk, skb); // sent again, but so is the SYN-ACK, in its own time
    return true;
  }
  if (state == TCP_SYN_SENT) return synSent(sk, skb, th, daddr, saddr, length);
  if (state == TCP_TIME_WAIT && bits & SYN && sk.dead != 0 && after(th.seq, sk.acked_seq) && !(bits & RST)) {
    reuse(sk, skb, th, daddr, saddr);
    return true;
  }
  return false;
}

/** A SYN to a connection in TIME_WAIT, as BSD does: the old one is over, and a listener may take it. */
function reuse(sk: sock, skb: sk_buff, th: tcphdr, daddr: u32, saddr: u32): void {
  const seq = sk.write_seq;
  count(TcpEstabResets);
  sk.rmem_alloc = sk.rmem_alloc - skb.mem_len;
  skb.sk = 0;
  sk.err = <u16>ECONNRESET;
  tcp_set_state(sk, TCP_CLOSE);
  sk.shutdown = SHUTDOWN_MASK;
  release_sock(sk);
  const at = get_sock(changetype<proto>(tcp_prot), th.dest, saddr, th.source, daddr);
  const listener = changetype<sock>(at);
  if (at == 0 || listener.state != TCP_LISTEN) {
    kfree_skb(skb, FREE_READ);
    return;
  }
  listener.inuse = 1;
  skb.sk = at;
  listener.rmem_alloc = listener.rmem_alloc + skb.mem_len;
  tcp_conn_request(listener, skb, daddr, saddr, seq + 128000);
  release_sock(listener);
}

/** An answer to our SYN. Always done with it. */
function synSent(sk: sock, skb: sk_buff, th: tcphdr, daddr: u32, saddr: u32, length: u32): bool {
  const bits = th.fin_bits;
  exec(map.tcp_syn_sent);
  if (!(bits & ACK)) {
    if (bits & SYN && !(bits & RST)) {
      if (sk.saddr == saddr && sk.daddr == daddr && sk.dummy_th.source == th.source && sk.dummy_th.dest == th.dest) {
        count(TcpAttemptFails);
        tcp_std_reset(sk, skb); // it talks to itself
        return true;
      }
      tcp_set_state(sk, TCP_SYN_RECV); // and no SYN-ACK is sent
    }
    drop(sk, skb);
    return true;
  }
  if (!tcp_ack(sk, th, length)) {
    count(TcpAttemptFails);
    tcp_reset(daddr, saddr, th);
    drop(sk, skb);
    return true;
  }
  if (bits & RST) {
    tcp_std_reset(sk, skb);
    return true;
  }
  if (!(bits & SYN)) {
    drop(sk, skb);
    return true;
  }
  sk.acked_seq = th.seq + 1;
  sk.fin_seq = th.seq;
  tcp_send_ack(sk.sent_seq, sk.acked_seq, sk, th);
  tcp_set_state(sk, TCP_ESTABLISHED);
  tcp_options(sk, th);
  sk.dummy_th.dest = th.source;
  sk.copied_seq = sk.acked_seq;
  if (sk.dead == 0) def_callback1(sk);
  if (sk.max_window == 0) {
    sk.max_window = 32;
    sk.mss = min(<u16>32, sk.mtu);
  }
  decide(Outcome.delivered);
  tcp_data(sk, skb, length);
  release_sock(sk);
  return true;
}
