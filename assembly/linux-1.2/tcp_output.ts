// net/inet/tcp.c of Linux 1.2.13, what it sends: ACKs, resets, FINs, data. Left out: urgent data, and the partial packets
// of Nagle's rule (each write is a segment of its own).
import { exec, ld, turn } from "../machine/cpu";
import { HZ } from "./config";
import { ip_build_header, ip_my_addr, ip_queue_xmit } from "./ip";
import { count, TcpOutSegs } from "./proto";
import {
  FREE_WRITE,
  IP_HEADER,
  kfree_skb,
  LINK_HEADER,
  SK_BUFF,
  skb_peek,
  skb_queue_tail,
  skb_unlink,
  TCP_HEADER,
} from "./skbuff";
import { MAX_WINDOW, release_sock, sock_rspace, sock_wmalloc } from "./sock";
import { memcpy } from "./string";
import { sk_buff, sock, tcphdr } from "./structs";
import * as map from "./system_map";
import {
  TCP_CLOSE,
  TCP_CLOSE_WAIT,
  TCP_CLOSING,
  TCP_ESTABLISHED,
  TCP_FIN_WAIT1,
  TCP_LAST_ACK,
  TCP_TIME_WAIT,
} from "./tcp_states";
import { reset_xmit_timer } from "./tcp_timer";
import { delete_timer, TIME_KEEPOPEN, TIME_PROBE0, TIME_WRITE } from "./timer";

export const FIN: u8 = 0x01;
export const SYN: u8 = 0x02;
export const RST: u8 = 0x04;
export const PSH: u8 = 0x08;
export const ACK: u8 = 0x10;

/** Room for a segment without data, and for a SYN with its one option (include/net: tcp.h, MAX_HEADER is 18). */
export const MAX_ACK_SIZE: u32 = 58;
export const MAX_SYN_SIZE: u32 = 62;
export const TCP_TIMEOUT_LEN: u32 = 15 * 60 * HZ;

export function before(a: u32, b: u32): bool {
  return <i32>(a - b) < 0;
}

export function after(a: u32, b: u32): bool {
  return <i32>(b - a) < 0;
}

/** Where the TCP header of a buffer to send lies. */
export function headerOf(skb: sk_buff): tcphdr {
  return changetype<tcphdr>(<u32>changetype<usize>(skb) + SK_BUFF + LINK_HEADER + IP_HEADER);
}

/** The window to announce: half of the memory that is left, but never less than before. */
export function tcp_select_window(sk: sock): u16 {
  exec(map.tcp_select_window);
  let window = sock_rspace(sk);
  const clamp = <i32>sk.window_clamp;
  if (clamp != 0) window = min(clamp, window);
  const least = min(<i32>sk.mss, MAX_WINDOW / 2);
  const now = sk.window;
  return window < least || window < <i32>now ? now : <u16>window;
}

/** The checksum: reads the segment's words. */
export function tcp_check(th: tcphdr, length: u32, saddr: u32): void {
  exec(map.tcp_check);
  if (saddr == 0) ip_my_addr();
  const words = length >> 2;
  let word: u32 = 0;
  const at = changetype<usize>(th);
  while (turn(map.tcp_check_turn, word + 8 <= words)) {
    for (let i: u32 = 0; i < 8; i++) ld<u32>(at, (word + i) << 2);
    word += 8;
  }
  for (; word < words; word++) ld<u32>(at, word << 2);
}

export function tcp_send_check(th: tcphdr, _sk: sock, length: u32): void {
  exec(map.tcp_send_check);
  th.check = 0;
  tcp_check(th, length, 1);
  th.check = 0;
}

/** Sets window and acknowledgement of what goes out, as of now. */
export function refresh(sk: sock, th: tcphdr, length: u32): void {
  th.ack_seq = bswap<u32>(sk.acked_seq);
  th.window = bswap<u16>(tcp_select_window(sk));
  tcp_send_check(th, sk, length);
}

/** Sends a buffer that is complete, or queues it until the window lets it go. */
export function tcp_send_skb(sk: sock, skb: sk_buff): void {
  exec(map.tcp_send_skb);
  const th = headerOf(skb);
  const size = skb.len - LINK_HEADER - IP_HEADER;
  th.fin_bits;
  count(TcpOutSegs);
  const edge = bswap<u32>(th.seq) + size - TCP_HEADER;
  skb.h_seq = edge;
  if (
    after(edge, sk.window_seq) ||
    (sk.retransmits != 0 && sk.ip_xmit_timeout == TIME_WRITE) ||
    sk.packets_out >= sk.cong_window
  ) {
    th.check = 0;
    skb_queue_tail(sk.write_queue, skb);
    if (
      before(sk.window_seq, changetype<sk_buff>(sk.write_queue.next).h_seq) &&
      sk.send_head == 0 &&
      sk.ack_backlog == 0
    ) {
      reset_xmit_timer(sk, TIME_PROBE0, sk.rto);
    }
    return;
  }
  refresh(sk, th, size);
  sk.sent_seq = sk.write_seq;
  ip_queue_xmit(sk, skb, false);
  reset_xmit_timer(sk, TIME_WRITE, sk.rto);
}

/** Acknowledges `ack`, answering the segment of `th`. */
export function tcp_send_ack(sequence: u32, ack: u32, sk: sock, th: tcphdr): void {
  exec(map.tcp_send_ack);
  if (sk.zapped != 0) return;
  const at = sock_wmalloc(sk, MAX_ACK_SIZE, true);
  if (at == 0) {
    sk.ack_backlog = sk.ack_backlog + 1;
    if (sk.ip_xmit_timeout != TIME_WRITE && tcp_connected(sk.state)) reset_xmit_timer(sk, TIME_WRITE, HZ);
    return;
  }
  const skb = changetype<sk_buff>(at);
  const head = start(skb, sk, TCP_HEADER);
  memcpy(<u32>changetype<usize>(head), <u32>changetype<usize>(th), TCP_HEADER);
  head.dest = th.source;
  head.source = th.dest;
  head.seq = bswap<u32>(sequence);
  head.fin_bits = ACK;
  const window = tcp_select_window(sk);
  sk.window = window;
  head.window = bswap<u16>(window);
  if (ack == sk.acked_seq) {
    sk.ack_backlog = 0;
    sk.bytes_rcv = 0;
    sk.ack_timed = 0;
    if (sk.send_head == 0 && skb_peek(sk.write_queue) == 0 && sk.ip_xmit_timeout == TIME_WRITE) {
      if (sk.keepopen != 0) reset_xmit_timer(sk, TIME_KEEPOPEN, TCP_TIMEOUT_LEN);
      else delete_timer(sk);
    }
  }
  head.ack_seq = bswap<u32>(ack);
  head.res1_bits = <u8>(TCP_HEADER << 2);
  tcp_send_check(head, sk, TCP_HEADER);
  count(TcpOutSegs);
  ip_queue_xmit(sk, skb, true);
}

/** A buffer's beginning: its length, owner, and the IP header. Its TCP header. */
export function start(skb: sk_buff, sk: sock, length: u32): tcphdr {
  skb.len = length;
  skb.sk = <u32>changetype<usize>(sk);
  skb.localroute = sk.localroute;
  const below = ip_build_header(skb, sk.saddr, sk.daddr, <u8>sk.ip_tos, <u8>sk.ip_ttl);
  skb.len = skb.len + below;
  return headerOf(skb);
}

/** Whether a state counts as connected. Inlined. */
export function tcp_connected(state: u8): bool {
  return state == TCP_ESTABLISHED || state == TCP_CLOSE_WAIT || state == TCP_FIN_WAIT1 || state == 5 || state == 3;
}

/** Sends an ACK that is owed. */
export function tcp_read_wakeup(sk: sock): void {
  exec(map.tcp_read_wakeup);
  if (sk.ack_backlog == 0) return;
  const state = sk.state;
  if (state == TCP_CLOSE || state == TCP_TIME_WAIT) return;
  const at = sock_wmalloc(sk, MAX_ACK_SIZE, true);
  if (at == 0) {
    reset_xmit_timer(sk, TIME_WRITE, HZ);
    return;
  }
  const skb = changetype<sk_buff>(at);
  const th = start(skb, sk, TCP_HEADER);
  memcpy(<u32>changetype<usize>(th), <u32>changetype<usize>(sk.dummy_th), TCP_HEADER);
  th.seq = bswap<u32>(sk.sent_seq);
  th.fin_bits = ACK;
  sk.ack_backlog = 0;
  sk.bytes_rcv = 0;
  const window = tcp_select_window(sk);
  sk.window = window;
  th.window = bswap<u16>(window);
  th.ack_seq = bswap<u32>(sk.acked_seq);
  th.res1_bits = <u8>(TCP_HEADER << 2);
  tcp_send_check(th, sk, TCP_HEADER);
  ip_queue_xmit(sk, skb, true);
  count(TcpOutSegs);
}

/** Sends a FIN, behind whatever waits to be sent. */
export function tcp_send_fin(sk: sock): void {
  exec(map.tcp_send_fin);
  release_sock(sk);
  const at = sock_wmalloc(sk, MAX_ACK_SIZE, true);
  sk.inuse = 1;
  if (at == 0) return;
  const skb = changetype<sk_buff>(at);
  const th = start(skb, sk, TCP_HEADER);
  memcpy(<u32>changetype<usize>(th), <u32>changetype<usize>(sk.dummy_th), TCP_HEADER);
  const seq = sk.write_seq;
  th.seq = bswap<u32>(seq);
  sk.write_seq = seq + 1;
  skb.h_seq = sk.write_seq;
  th.ack_seq = bswap<u32>(sk.acked_seq);
  const window = tcp_select_window(sk);
  sk.window = window;
  th.window = bswap<u16>(window);
  th.fin_bits = ACK | FIN;
  th.res1_bits = <u8>(TCP_HEADER << 2);
  tcp_send_check(th, sk, TCP_HEADER);
  if (skb_peek(sk.write_queue) != 0) {
    skb.free = 0;
    skb_queue_tail(sk.write_queue, skb);
    return;
  }
  sk.sent_seq = sk.write_seq;
  ip_queue_xmit(sk, skb, false);
  reset_xmit_timer(sk, TIME_WRITE, sk.rto);
}

/** Answers a segment of no connection with a reset, from `saddr` to `daddr` (network order). */
export function tcp_reset(saddr: u32, daddr: u32, th: tcphdr): void {
  exec(map.tcp_reset);
  const bits = th.fin_bits;
  if (bits & RST) return;
  const at = sock_wmalloc(changetype<sock>(0), MAX_ACK_SIZE, true);
  if (at == 0) return;
  const skb = changetype<sk_buff>(at);
  skb.len = TCP_HEADER;
  skb.sk = 0;
  skb.localroute = 0;
  const below = ip_build_header(skb, saddr, daddr, 0, 255);
  skb.len = skb.len + below;
  const head = headerOf(skb);
  memcpy(<u32>changetype<usize>(head), <u32>changetype<usize>(th), TCP_HEADER);
  head.dest = th.source;
  head.source = th.dest;
  head.window = 0;
  if (bits & ACK) {
    head.fin_bits = RST;
    head.seq = th.ack_seq;
    head.ack_seq = 0;
  } else {
    head.fin_bits = RST | ACK;
    head.ack_seq = bswap<u32>(bits & SYN ? th.seq + 1 : th.seq);
    head.seq = 0;
  }
  head.res1_bits = <u8>(TCP_HEADER << 2);
  tcp_send_check(head, changetype<sock>(0), TCP_HEADER);
  ip_queue_xmit(changetype<sock>(0), skb, true);
  count(TcpOutSegs);
}

/** Sends what waits, as far as window and congestion let it. */
export function tcp_write_xmit(sk: sock): void {
  exec(map.tcp_write_xmit);
  if (sk.zapped != 0) return;
  for (let at = skb_peek(sk.write_queue); at != 0; at = skb_peek(sk.write_queue)) {
    const skb = changetype<sk_buff>(at);
    const edge = skb.h_seq;
    if (!mayGo(sk, edge)) return;
    skb_unlink(skb);
    if (before(edge, sk.rcv_ack_seq + 1)) {
      sk.retransmits = 0;
      kfree_skb(skb, FREE_WRITE);
      continue;
    }
    refresh(sk, headerOf(skb), skb.len - LINK_HEADER - IP_HEADER);
    sk.sent_seq = edge;
    ip_queue_xmit(sk, skb, skb.free != 0);
    reset_xmit_timer(sk, TIME_WRITE, sk.rto);
  }
}

/** Whether a queued buffer that ends at `edge` may be sent now. */
export function mayGo(sk: sock, edge: u32): bool {
  return (
    before(edge, sk.window_seq + 1) &&
    (sk.retransmits == 0 || sk.ip_xmit_timeout != TIME_WRITE || before(edge, sk.rcv_ack_seq + 1)) &&
    sk.packets_out < sk.cong_window
  );
}

/** Sends an old sequence number, so that the peer answers. */
export function tcp_write_wakeup(sk: sock): void {
  exec(map.tcp_write_wakeup);
  if (sk.zapped != 0) return;
  const state = sk.state;
  if (
    state != TCP_ESTABLISHED &&
    state != TCP_CLOSE_WAIT &&
    state != TCP_FIN_WAIT1 &&
    state != TCP_LAST_ACK &&
    state != TCP_CLOSING
  ) {
    return;
  }
  const at = sock_wmalloc(sk, MAX_ACK_SIZE, true);
  if (at == 0) return;
  const skb = changetype<sk_buff>(at);
  skb.free = 1;
  const th = start(skb, sk, TCP_HEADER);
  memcpy(<u32>changetype<usize>(th), <u32>changetype<usize>(sk.dummy_th), TCP_HEADER);
  th.seq = bswap<u32>(sk.sent_seq - 1);
  th.fin_bits = ACK;
  th.res1_bits = <u8>(TCP_HEADER << 2);
  refresh(sk, th, TCP_HEADER);
  ip_queue_xmit(sk, skb, true);
  count(TcpOutSegs);
}

/** sk->partial: never set here. */
export function tcp_dequeue_partial(sk: sock): void {
  exec(map.tcp_dequeue_partial);
  sk.partial;
}
