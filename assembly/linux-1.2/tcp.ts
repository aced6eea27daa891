// net/inet/tcp.c of Linux 1.2.13, what a process asks of it. Left out: urgent data, sleeping (the call ends instead).
import { Option, setValue } from "../abi";
import { exec, ld, st, storeString, turn } from "../machine/cpu";
import { def_callback1 } from "./af_inet";
import {
  EAFNOSUPPORT,
  EAGAIN,
  EINVAL,
  EISCONN,
  ENETUNREACH,
  ENOMEM,
  ENOPROTOOPT,
  ENOTCONN,
  EOPNOTSUPP,
  EPIPE,
} from "./errno";
import { IS_BROADCAST, IS_MULTICAST, ip_chk_addr, ip_my_addr, ip_queue_xmit, ip_rt_route } from "./ip";
import { count, TcpActiveOpens, TcpCurrEstab, TcpOutSegs } from "./proto";
import { add_timer, del_timer, RETRANSMIT_TIMER } from "./sched";
import { FREE_READ, kfree_skb, skb_dequeue, skb_peek, skb_unlink, TCP_HEADER } from "./skbuff";
import {
  MAX_WINDOW,
  RCV_SHUTDOWN,
  release_sock,
  SEND_SHUTDOWN,
  SHUTDOWN_MASK,
  sock_rspace,
  sock_wmalloc,
  sock_wspace,
} from "./sock";
import { memcpy } from "./string";
import { sk_buff, sock, tcphdr } from "./structs";
import { cli, restore_flags, save_flags, sti } from "./system";
import * as map from "./system_map";
import { secret_seq } from "./tcp_input";
import {
  ACK,
  before,
  FIN,
  MAX_SYN_SIZE,
  PSH,
  SYN,
  start,
  tcp_dequeue_partial,
  tcp_read_wakeup,
  tcp_select_window,
  tcp_send_check,
  tcp_send_fin,
  tcp_send_skb,
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
import { reset_xmit_timer, TCP_ACK_TIME, TCP_FIN_TIMEOUT, TCP_TIMEOUT_INIT } from "./tcp_timer";
import { reset_timer, TIME_CLOSE, TIME_WRITE } from "./timer";
import { verify_area } from "./user";

/** A SYN counts as so many retransmissions done when it is first sent (net/inet/tcp.h, from memory). */
const TCP_SYN_RETRIES: i32 = 10;
/** HEADER_SIZE and the card's MTU. */
export const HEADER_SIZE: i32 = 64;
export const DEVICE_MTU: i32 = 1500;
/** prot->max_header. */
const PROT_MAX_HEADER: u32 = 128;

/** Waking who selects on any listener (master_select_wakeup) costs nothing more: nobody does. */
export function tcp_set_state(sk: sock, state: u8): void {
  exec(map.tcp_set_state);
  if (sk.state == TCP_ESTABLISHED) count(TcpCurrEstab, -1);
  sk.state = state;
  if (state == TCP_ESTABLISHED) count(TcpCurrEstab);
}

// ---- Accepting

/** The first buffer of a listener's queue whose connection may be accepted. Inlined. */
function tcp_find_established(sk: sock): u32 {
  const end = <u32>changetype<usize>(sk.receive_queue);
  let at = sk.receive_queue.next;
  while (turn(map.tcp_find_established_turn, at != end)) {
    const state = changetype<sock>(changetype<sk_buff>(at).sk).state;
    if (state == TCP_ESTABLISHED || state >= TCP_FIN_WAIT1) return at;
    at = changetype<sk_buff>(at).next;
  }
  return 0;
}

/** The connection, or 0 with the reason in sk->err. */
export function tcp_accept(sk: sock): u32 {
  exec(map.tcp_accept);
  if (sk.state != TCP_LISTEN) {
    sk.err = <u16>EINVAL;
    return 0;
  }
  cli();
  sk.inuse = 1;
  save_flags();
  cli();
  const at = tcp_find_established(sk);
  const skb = changetype<sk_buff>(at);
  if (at != 0) skb_unlink(skb);
  restore_flags();
  sti();
  if (at == 0) {
    release_sock(sk);
    sk.err = <u16>EAGAIN;
    return 0;
  }
  const newsk = skb.sk;
  kfree_skb(skb, FREE_READ);
  sk.ack_backlog = sk.ack_backlog - 1;
  release_sock(sk);
  return newsk;
}

// ---- Closing

/** What closing makes of a state, and whether a FIN must be sent. */
function tcp_close_state(sk: sock, dead: bool): bool {
  const state = sk.state;
  let next: u8 = TCP_CLOSE;
  let fin = false;
  if (state == TCP_SYN_RECV || state == TCP_ESTABLISHED) {
    next = TCP_FIN_WAIT1;
    fin = true;
  } else if (state == TCP_FIN_WAIT1 || state == TCP_FIN_WAIT2 || state == TCP_CLOSING) {
    next = state;
  } else if (state == TCP_CLOSE_WAIT) {
    next = TCP_LAST_ACK;
    fin = true;
  }
  tcp_set_state(sk, next);
  if (dead && next == TCP_FIN_WAIT2) {
    if (del_timer(sk.timer)) add_timer(sk.timer);
    else reset_timer(sk, TIME_CLOSE, TCP_FIN_TIMEOUT);
  }
  return fin;
}

/** A listener's connections that nobody accepted, half-open or not, are closed: each gets a FIN. */
function tcp_close_pending(sk: sock): void {
  let at = skb_dequeue(sk.receive_queue);
  while (turn(map.tcp_close_pending_turn, at != 0)) {
    const skb = changetype<sk_buff>(at);
    const child = changetype<sock>(skb.sk);
    child.dead = 1;
    tcp_close(child, 0);
    kfree_skb(skb, FREE_READ);
    at = skb_dequeue(sk.receive_queue);
  }
}

/** `timeout` not 0: without a word. */
export function tcp_close(sk: sock, timeout: i32): void {
  exec(map.tcp_close);
  sk.inuse = 1;
  if (sk.state == TCP_LISTEN) {
    tcp_set_state(sk, TCP_CLOSE);
    tcp_close_pending(sk);
    release_sock(sk);
    return;
  }
  sk.keepopen = 1;
  sk.shutdown = SHUTDOWN_MASK;
  if (sk.dead == 0) def_callback1(sk);
  if (timeout == 0) {
    for (let at = skb_dequeue(sk.receive_queue); at != 0; at = skb_dequeue(sk.receive_queue)) {
      kfree_skb(changetype<sk_buff>(at), FREE_READ);
    }
    sk.partial;
    if (tcp_close_state(sk, true)) tcp_send_fin(sk);
  } else {
    tcp_set_state(sk, TCP_CLOSE);
  }
  release_sock(sk);
}

export function tcp_shutdown(sk: sock, how: u16): void {
  exec(map.tcp_shutdown);
  if (!(how & SEND_SHUTDOWN)) return;
  const state = sk.state;
  if (
    state == TCP_FIN_WAIT1 ||
    state == TCP_FIN_WAIT2 ||
    state == TCP_CLOSING ||
    state == TCP_LAST_ACK ||
    state == TCP_TIME_WAIT ||
    state == TCP_CLOSE ||
    state == TCP_LISTEN
  ) {
    return;
  }
  sk.inuse = 1;
  sk.shutdown = sk.shutdown | SEND_SHUTDOWN;
  sk.partial;
  if (tcp_close_state(sk, false)) tcp_send_fin(sk);
  release_sock(sk);
}

// ---- Connecting

/** Address in network order. */
export function tcp_connect(sk: sock, family: i32, address: u32, port: u16): i32 {
  exec(map.tcp_connect);
  if (sk.state != TCP_CLOSE) return -EISCONN;
  if (family != 0 && family != 2) return -EAFNOSUPPORT;
  const daddr = address == 0 ? ip_my_addr() : address;
  const kind = ip_chk_addr(daddr);
  if (kind == IS_BROADCAST || kind == IS_MULTICAST) return -ENETUNREACH;
  sk.inuse = 1;
  sk.daddr = daddr;
  const seq = secret_seq();
  sk.write_seq = seq;
  sk.window_seq = seq;
  sk.rcv_ack_seq = seq - 1;
  sk.err = 0;
  sk.dummy_th.dest = bswap<u16>(port);
  release_sock(sk);
  const at = sock_wmalloc(sk, MAX_SYN_SIZE, false);
  if (at == 0) return -ENOMEM;
  sk.inuse = 1;
  const skb = changetype<sk_buff>(at);
  skb.free = 0;
  ip_rt_route(daddr);
  const th = start(skb, sk, TCP_HEADER + 4);
  memcpy(<u32>changetype<usize>(th), <u32>changetype<usize>(sk.dummy_th), TCP_HEADER);
  th.seq = bswap<u32>(seq);
  sk.write_seq = seq + 1;
  sk.sent_seq = seq + 1;
  skb.h_seq = seq + 1;
  th.window = 2;
  th.fin_bits = SYN;
  th.urg_ptr = 0;
  th.res1_bits = 0x60;
  sk.window_clamp = 0;
  sk.mtu = <u16>(sk.user_mss != 0 ? min(<i32>sk.user_mss, DEVICE_MTU - HEADER_SIZE) : 576 - HEADER_SIZE);
  mssOption(th, sk.mtu);
  tcp_send_check(th, sk, TCP_HEADER + 4);
  tcp_set_state(sk, TCP_SYN_SENT);
  sk.rto = TCP_TIMEOUT_INIT;
  sk.retransmit_timer.function_ = RETRANSMIT_TIMER;
  sk.retransmit_timer.data = <u32>changetype<usize>(sk);
  reset_xmit_timer(sk, TIME_WRITE, sk.rto);
  sk.retransmits = TCP_SYN_RETRIES;
  ip_queue_xmit(sk, skb, false);
  reset_xmit_timer(sk, TIME_WRITE, sk.rto);
  count(TcpActiveOpens);
  count(TcpOutSegs);
  release_sock(sk);
  return 0;
}

/** The one option that is sent: the largest segment, kind 2, four bytes. */
export function mssOption(th: tcphdr, mtu: u16): void {
  const at = changetype<usize>(th);
  st<u8>(at, 20, 2);
  st<u8>(at, 21, 4);
  st<u8>(at, 22, <u8>(mtu >> 8));
  st<u8>(at, 23, <u8>mtu);
}

// ---- Data

/** Sends as much as there is room for; -EAGAIN if there is none. */
export function tcp_write(sk: sock, length: i32): i32 {
  exec(map.tcp_write);
  sk.inuse = 1;
  let copied = 0;
  let error = 0;
  while (turn(map.tcp_write_turn, copied < length)) {
    error = writable(sk);
    if (error != 0) break;
    tcp_dequeue_partial(sk);
    let copy = <i32>(sk.window_seq - sk.write_seq);
    const mss = <i32>sk.mss;
    if (copy <= 0 || copy < <i32>(sk.max_window >> 1) || copy > mss) copy = mss;
    if (copy > length - copied) copy = length - copied;
    if (copy <= 0) break;
    release_sock(sk);
    const at = sock_wmalloc(sk, copy + PROT_MAX_HEADER, false);
    sk.inuse = 1;
    if (at == 0) {
      error = -EAGAIN;
      break;
    }
    fill(sk, changetype<sk_buff>(at), copy, copied + copy == length);
    copied += copy;
    tcp_send_skb(sk, changetype<sk_buff>(at));
  }
  if (error == 0) sk.err = 0;
  release_sock(sk);
  return copied > 0 ? copied : error;
}

/** 0, or why nothing can be sent now. */
function writable(sk: sock): i32 {
  if (sk.err != 0) {
    const error = <i32>sk.err;
    sk.err = 0;
    return -error;
  }
  if (sk.shutdown & SEND_SHUTDOWN) {
    sk.err = 0;
    return -EPIPE;
  }
  const state = sk.state;
  if (state == TCP_ESTABLISHED || state == TCP_CLOSE_WAIT) return 0;
  return state == TCP_SYN_SENT || state == TCP_SYN_RECV ? -EAGAIN : -EPIPE;
}

/** Builds a data segment. What it carries is not modelled: copying it only writes. */
function fill(sk: sock, skb: sk_buff, copy: i32, last: bool): void {
  const th = start(skb, sk, TCP_HEADER);
  skb.free = 0;
  memcpy(<u32>changetype<usize>(th), <u32>changetype<usize>(sk.dummy_th), TCP_HEADER);
  th.seq = bswap<u32>(sk.write_seq);
  th.fin_bits = last ? ACK | PSH : ACK;
  th.res1_bits = <u8>(TCP_HEADER << 2);
  sk.ack_backlog = 0;
  sk.bytes_rcv = 0;
  sk.ack_timed = 0;
  th.ack_seq = bswap<u32>(sk.acked_seq);
  const window = tcp_select_window(sk);
  sk.window = window;
  th.window = bswap<u16>(window);
  const data = <u32>changetype<usize>(th) + TCP_HEADER;
  storeString(data, 0, (copy + 3) & ~3); // memcpy_fromfs()
  skb.len = skb.len + copy;
  sk.write_seq = sk.write_seq + copy;
}

/** Reads up to `length` bytes. */
export function tcp_read(sk: sock, length: i32): i32 {
  exec(map.tcp_read);
  if (sk.state == TCP_LISTEN) return -ENOTCONN;
  sk.inuse = 1;
  const copied = copyOut(sk, length);
  cleanup_rbuf(sk);
  release_sock(sk);
  return copied;
}

function copyOut(sk: sock, length: i32): i32 {
  const end = <u32>changetype<usize>(sk.receive_queue);
  let copied = 0;
  let at = skb_peek(sk.receive_queue);
  while (turn(map.tcp_read_turn, at != 0 && at != end && copied < length)) {
    const skb = changetype<sk_buff>(at);
    const th = changetype<tcphdr>(skb.h_th);
    const seq = sk.copied_seq;
    if (before(seq, th.seq)) break;
    const bits = th.fin_bits;
    const offset = seq - th.seq - (bits & SYN ? 1 : 0);
    if (offset < skb.len) {
      const used = min(<i32>(skb.len - offset), length - copied);
      sk.copied_seq = seq + used;
      const data = <usize>skb.h_th + ((th.res1_bits >> 4) << 2) + offset;
      for (let word = 0; word < used; word += 4) ld<u32>(data, word); // memcpy_tofs()
      copied += used;
      if (offset + used < skb.len) continue;
    }
    if (bits & FIN) {
      sk.copied_seq = sk.copied_seq + 1;
      skb.used = 1;
      sk.shutdown = sk.shutdown | RCV_SHUTDOWN;
      return copied;
    }
    skb.used = 1;
    at = skb.next;
  }
  return copied > 0 || length == 0 ? copied : nothingRead(sk);
}

/** Why there is nothing to read: an error, the end (0), or not yet. */
function nothingRead(sk: sock): i32 {
  if (sk.err != 0) {
    const error = <i32>sk.err;
    sk.err = 0;
    return -error;
  }
  if (sk.state == TCP_CLOSE) {
    if (sk.done != 0) return -ENOTCONN;
    sk.done = 1;
    return 0;
  }
  if (sk.shutdown & RCV_SHUTDOWN) {
    sk.done = 1;
    return 0;
  }
  return -EAGAIN;
}

/** Frees what was read, and tells the peer if its window grew much. */
function cleanup_rbuf(sk: sock): void {
  exec(map.cleanup_rbuf);
  save_flags();
  cli();
  const left = sock_rspace(sk);
  let at = skb_peek(sk.receive_queue);
  while (turn(map.cleanup_rbuf_turn, at != 0 && changetype<sk_buff>(at).used != 0)) {
    const skb = changetype<sk_buff>(at);
    skb_unlink(skb);
    skb.sk = <u32>changetype<usize>(sk);
    kfree_skb(skb, FREE_READ);
    at = skb_peek(sk.receive_queue);
  }
  restore_flags();
  const space = sock_rspace(sk);
  if (space == left) return;
  sk.ack_backlog = sk.ack_backlog + 1;
  if (space > <i32>sk.window - <i32>sk.bytes_rcv + <i32>sk.mtu) {
    tcp_read_wakeup(sk);
    return;
  }
  const active = del_timer(sk.retransmit_timer);
  if (!active || TCP_ACK_TIME < sk.timer.expires) reset_xmit_timer(sk, TIME_WRITE, TCP_ACK_TIME);
  else add_timer(sk.retransmit_timer);
}

/** `what`: 1 may read (a listener: accept), 2 may write, 4 exceptional. */
export function tcp_select(sk: sock, what: i32): bool {
  exec(map.tcp_select);
  if (sk.state == TCP_LISTEN) {
    if (what != 1) return false;
    sk.inuse = 1;
    const found = tcp_find_established(sk) != 0;
    release_sock(sk);
    return found;
  }
  if (what == 4) return sk.urg_data != 0;
  if (sk.err != 0) return true;
  const state = sk.state;
  if (what == 1) {
    if (state == TCP_SYN_SENT || state == TCP_SYN_RECV) return false;
    return (sk.shutdown & RCV_SHUTDOWN) != 0 || sk.acked_seq != sk.copied_seq;
  }
  if (sk.shutdown & SEND_SHUTDOWN || state == TCP_SYN_SENT || state == TCP_SYN_RECV) return false;
  return sock_wspace(sk) >= <i32>sk.mtu + 128 + <i32>PROT_MAX_HEADER;
}

/** `level` 1: SOL_TCP; another: what ip_setsockopt() says to options that it does not know. */
export function tcp_sockopt(sk: sock, option: i32, level: i32, value: i32, set: bool): i32 {
  if (level != 1) return option == Option.freebind ? -ENOPROTOOPT : -EOPNOTSUPP;
  return set ? tcp_setsockopt(sk, option, value) : tcp_getsockopt(sk, option);
}

function tcp_setsockopt(sk: sock, option: i32, value: i32): i32 {
  exec(map.tcp_setsockopt);
  verify_area();
  if (option == Option.maxseg) {
    if (value < 1 || value > MAX_WINDOW) return -EINVAL;
    sk.user_mss = <u16>value;
  } else if (option == Option.nodelay) sk.nonagle = value == 0 ? 0 : 1;
  else return -ENOPROTOOPT;
  return 0;
}

function tcp_getsockopt(sk: sock, option: i32): i32 {
  exec(map.tcp_getsockopt);
  let value = 0;
  if (option == Option.maxseg) value = sk.user_mss;
  else if (option == Option.nodelay) value = sk.nonagle;
  else return -ENOPROTOOPT;
  verify_area();
  verify_area();
  setValue(value);
  return 0;
}
