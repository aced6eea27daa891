// net/ipv4/tcp_minisocks.c: what 2.6.20 and later kernels word alike.
import { after } from "./tcp_input";

/** Whether a segment has a byte in the window. */
export function tcp_in_window(seq: u32, end_seq: u32, s_win: u32, e_win: u32): bool {
  if (seq == s_win) return true;
  if (after(end_seq, s_win) && after(e_win, seq)) return true;
  return seq == e_win && seq == end_seq;
}

export const TCPOLEN_TSTAMP_ALIGNED: u16 = 12;
