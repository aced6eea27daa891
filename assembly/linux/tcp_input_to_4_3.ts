// net/ipv4/tcp_input.c: the windows of a new connection, as 3.6.5 and 4.3 choose them.
import { exec } from "../machine/cpu";
import { jiffies, read, sysctl_tcp_adv_win_scale, sysctl_tcp_app_win, sysctl_tcp_wmem } from "./percpu";
import { tcp_sock } from "./structs";
import * as map from "./system_map";
import { HEADERS } from "./tcp_input";

/** Chooses the windows of a new connection: of its 510 instructions most are one loop of divisions. */
export function tcp_init_buffer_space(sk: tcp_sock): void {
  exec(map.tcp_init_buffer_space);
  sk.sk_shutdown_bits; // sk_userlocks
  read(sysctl_tcp_adv_win_scale);
  const rcvbuf = sk.sk_rcvbuf;
  sk.advmss; // tcp_fixup_rcvbuf(): the receive buffer is large enough
  // tcp_fixup_sndbuf()
  const sndmem = 3 * (<i32>sk.rx_opt.mss_clamp + HEADERS);
  sk.sk_sndbuf = min(max(sk.sk_sndbuf, sndmem), read(sysctl_tcp_wmem + 4));
  sk.rcvq_space_space = sk.rcv_wnd;
  const maxwin = <u32>rcvbuf - (<u32>rcvbuf >> 2);
  let clamp = sk.window_clamp;
  read(sysctl_tcp_app_win);
  // As in the trace: the window is capped by the buffer, by the share of the application and by two segments.
  if (clamp >= maxwin) clamp = maxwin;
  sk.window_clamp = clamp;
  clamp = max<u32>(clamp, 2 * <u32>sk.advmss);
  sk.window_clamp = clamp;
  sk.rcv_ssthresh = min<u32>(sk.rcv_ssthresh, clamp);
  sk.snd_cwnd_stamp = read(jiffies);
}
