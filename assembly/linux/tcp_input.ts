// net/ipv4/tcp_input.c: what 2.6.20 and 3.6.5 word alike, and the sequence comparisons of include/net/tcp.h.
// Left out: SACK blocks, MD5 signatures and cookie-pair options (an arriving segment has none).
import { exec, ld } from "../machine/cpu";
import { poke } from "../machine/ram";
import { PAGE_OFFSET, staticData } from "./memory_map";
import { read } from "./percpu";
import { headerOf } from "./skbuff";
import { sk_buff, tcphdr } from "./structs";
import * as map from "./system_map";

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
