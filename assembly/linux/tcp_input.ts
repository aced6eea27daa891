// net/ipv4/tcp_input.c: what 2.6.20 and later kernels word alike, and the sequence comparisons of include/net/tcp.h.
// Left out: SACK blocks, MD5 signatures and cookie-pair options (an arriving segment has none).
import { exec, ld } from "../machine/cpu";
import { poke } from "../machine/ram";
import { decide, Outcome } from "../wire";
import { PAGE_OFFSET, staticData } from "./memory_map";
import { read } from "./percpu";
import { __kfree_skb, CB_END_SEQ, CB_SEQ, headerOf } from "./skbuff";
import { SOCK_DEAD, SOCK_DONE, sock_def_error_report, sock_def_readable, sock_def_wakeup } from "./sock";
import { sk_buff, tcp_sock, tcphdr } from "./structs";
import * as map from "./system_map";
import { tcp_set_state } from "./tcp";
import { tcp_done } from "./tcp_input";
import { tcp_send_ack } from "./tcp_output";
import {
  TCP_CLOSE,
  TCP_CLOSE_WAIT,
  TCP_CLOSING,
  TCP_ESTABLISHED,
  TCP_FIN_WAIT1,
  TCP_FIN_WAIT2,
  TCP_SYN_RECV,
  TCP_SYN_SENT,
  TCP_TIME_WAIT,
} from "./tcp_states";
import { tcp_time_wait } from "./tcp_timewait";

/** th->fin_bits. */
export const TH_FIN: u8 = 0x01;

export const TH_SYN: u8 = 0x02;

export const TH_RST: u8 = 0x04;

export const TH_ACK: u8 = 0x10;

/** include/net/tcp.h: comparisons of 32-bit sequence numbers that wrap around. */
export function before(seq1: u32, seq2: u32): bool {
  return <i32>(seq1 - seq2) < 0;
}

export function after(seq2: u32, seq1: u32): bool {
  return before(seq1, seq2);
}

/** A struct tcp_options_received on the kernel stack: its accesses are in the rows' stack traffic. */
@unmanaged
export class StackOptions {
  saw_tstamp: bool = false;
  tstamp_ok: bool = false;
  wscale_ok: bool = false;
  sack_ok: bool = false;
  snd_wscale: u8 = 0;
  rcv_tsval: u32 = 0;
  rcv_tsecr: u32 = 0;
  ts_recent: u32 = 0;
  mss_clamp: u16 = 0;
  user_mss: u16 = 0;
}

export const tmp_opt: StackOptions = changetype<StackOptions>(memory.data(offsetof<StackOptions>(), 4));

/** Free of charge: forgets what an earlier segment left in it. */
export function resetStackOptions(): void {
  memory.fill(changetype<usize>(tmp_opt), 0, offsetof<StackOptions>());
}

export function tcp_clear_options(opt: StackOptions): void {
  opt.tstamp_ok = opt.sack_ok = opt.wscale_ok = false;
  opt.snd_wscale = 0;
}

const TCPOPT_EOL: u8 = 0;

const TCPOPT_NOP: u8 = 1;

const TCPOPT_MSS: u8 = 2;

const TCPOPT_WINDOW: u8 = 3;

const TCPOPT_SACK_PERM: u8 = 4;

const TCPOPT_TIMESTAMP: u8 = 8;

/** Three ints: sysctl_tcp_timestamps, sysctl_tcp_window_scaling, sysctl_tcp_sack; all 1. */
export let sysctl_tcp_timestamps: u32 = 0;

export function bootTcpInput(): void {
  sysctl_tcp_timestamps = staticData(12, 4);
  for (let i: u32 = 0; i < 3; i++) poke<u32>(sysctl_tcp_timestamps + 4 * i - PAGE_OFFSET, 1);
}

/** Reads the options of a segment byte by byte into `opt`, which lies on the stack. */
export function tcp_parse_options(skb: sk_buff, opt: StackOptions, estab: bool): void {
  exec(map.tcp_parse_options);
  const th = headerOf(skb);
  let at = changetype<usize>(th) + tcphdr.SIZE;
  let length = <i32>((th.res1_bits >> 4) << 2) - <i32>tcphdr.SIZE;
  opt.saw_tstamp = false;
  while (length > 0) {
    const opcode = ld<u8>(at, 0);
    if (opcode == TCPOPT_EOL) return;
    if (opcode == TCPOPT_NOP) {
      exec(map.tcp_parse_options_nop);
      at++;
      length--;
      continue;
    }
    exec(map.tcp_parse_options_option);
    const opsize: i32 = ld<u8>(at, 1);
    if (opsize < 2 || opsize > length) return; // silly options
    switch (opcode) {
      case TCPOPT_MSS:
        if (opsize == 4 && (th.fin_bits & TH_SYN) != 0 && !estab) {
          const in_mss = bswap<u16>(ld<u16>(at, 2));
          if (in_mss != 0) opt.mss_clamp = opt.user_mss != 0 && opt.user_mss < in_mss ? opt.user_mss : in_mss;
        }
        break;
      case TCPOPT_WINDOW:
        if (opsize == 3 && (th.fin_bits & TH_SYN) != 0 && !estab && read(sysctl_tcp_timestamps + 4) != 0) {
          opt.wscale_ok = true;
          opt.snd_wscale = min<u8>(ld<u8>(at, 2), 14);
        }
        break;
      case TCPOPT_TIMESTAMP:
        if (opsize == 10 && ((estab && opt.tstamp_ok) || (!estab && read(sysctl_tcp_timestamps) != 0))) {
          opt.saw_tstamp = true;
          opt.rcv_tsval = bswap<u32>(ld<u32>(at, 2));
          opt.rcv_tsecr = bswap<u32>(ld<u32>(at, 6));
        }
        break;
      case TCPOPT_SACK_PERM:
        if (opsize == 2 && (th.fin_bits & TH_SYN) != 0 && !estab && read(sysctl_tcp_timestamps + 8) != 0) {
          opt.sack_ok = true;
        }
        break;
    }
    at += opsize;
    length -= opsize;
  }
}

const EPIPE: i32 = 32;

const ECONNRESET: i32 = 104;

const ECONNREFUSED: i32 = 111;

const RCV_SHUTDOWN: u8 = 1;

/** Inlined: an old timestamp. */
export function tcp_paws_discard(sk: tcp_sock): bool {
  const rx_opt = sk.rx_opt;
  return <i32>(rx_opt.ts_recent - rx_opt.rcv_tsval) > 1;
}

/** Inlined: whether any of the segment lies in the window. */
export function tcp_sequence(sk: tcp_sock, seq: u32, end_seq: u32): bool {
  const wup = sk.rcv_wup;
  const nxt = sk.rcv_nxt;
  const window = max<i32>(wup + sk.rcv_wnd - nxt, 0);
  return !before(end_seq, wup) && !after(seq, nxt + window);
}

export function tcp_urg(_sk: tcp_sock, _skb: sk_buff, th: tcphdr): void {
  exec(map.tcp_urg);
  th.fin_bits;
}

/** A reset that lies in the window. */
export function tcp_reset(sk: tcp_sock): void {
  exec(map.tcp_reset);
  const state = sk.sk_state;
  if (state == TCP_CLOSE) return;
  sk.sk_err = state == TCP_SYN_SENT ? ECONNREFUSED : state == TCP_CLOSE_WAIT ? EPIPE : ECONNRESET;
  decide(Outcome.closed);
  sk.sk_flags;
  sk.sk_error_report;
  sock_def_error_report(sk);
  tcp_done(sk);
}

/** The peer sends no more. Returns whether that was acknowledged already. */
function tcp_fin(sk: tcp_sock): bool {
  exec(map.tcp_fin);
  sk.icsk_ack_pending = sk.icsk_ack_pending | 1;
  sk.sk_shutdown_bits = sk.sk_shutdown_bits | RCV_SHUTDOWN;
  sk.sk_flags = sk.sk_flags | SOCK_DONE;
  const state = sk.sk_state;
  let acked = false;
  if (state == TCP_SYN_RECV || state == TCP_ESTABLISHED) {
    tcp_set_state(sk, TCP_CLOSE_WAIT);
    sk.icsk_ack_pingpong = 1;
  } else if (state == TCP_FIN_WAIT1) {
    tcp_send_ack(sk);
    tcp_set_state(sk, TCP_CLOSING);
    acked = true;
  } else if (state == TCP_FIN_WAIT2) {
    tcp_send_ack(sk);
    tcp_time_wait(sk, TCP_TIME_WAIT, 0);
    acked = true;
  }
  if ((sk.sk_flags & SOCK_DEAD) == 0) {
    sk.sk_state_change;
    sock_def_wakeup(sk);
  }
  return acked;
}

/** Takes data in order and FIN; anything else is dropped. Returns whether it must be acknowledged. */
export function tcp_data_queue(sk: tcp_sock, skb: sk_buff, th: tcphdr): bool {
  exec(map.tcp_data_queue);
  const cb = changetype<usize>(skb);
  const seq = ld<u32>(cb, CB_SEQ);
  const end_seq = ld<u32>(cb, CB_END_SEQ);
  if (seq == end_seq) {
    __kfree_skb(skb);
    return false;
  }
  exec(map.tcp_data_queue_data);
  const rcv_nxt = sk.rcv_nxt;
  let answer = true;
  // In order, or an overlap that begins earlier; data behind a gap is not kept.
  if (!after(seq, rcv_nxt) && after(end_seq, rcv_nxt)) {
    sk.rcv_nxt = end_seq;
    if ((th.fin_bits & TH_FIN) != 0 && tcp_fin(sk)) answer = false;
    if ((sk.sk_flags & SOCK_DEAD) == 0) {
      sk.sk_data_ready;
      sock_def_readable(sk);
    }
  }
  __kfree_skb(skb);
  return answer;
}

/** Nothing was sent, so no room came about: SOCK_QUEUE_SHRUNK is not set. */
export function tcp_check_space(sk: tcp_sock): void {
  exec(map.tcp_check_space);
  sk.sk_flags;
}

/** NOP, NOP, timestamp, length 10: the options of a segment that has a timestamp and nothing else, as they lie. */
export const ALIGNED_TIMESTAMP: u32 = 0x0a080101;

/** Bits of rx_opt.saw_tstamp_bits. */
export const SAW_TSTAMP: u8 = 1;

export const RX_TSTAMP_OK: u8 = 2;

/** tcp_congestion_ops.init: where the trace read it. */
export const CA_INIT: u32 = 12;

/** What a segment in a buffer has around its data: MAX_TCP_HEADER, 16 bytes, struct sk_buff. */
export const HEADERS: i32 = 160 + 16 + <i32>sk_buff.SIZE;
