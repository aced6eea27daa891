// net/ipv4/tcp_output.c: what 3.6.5 and 4.3 word alike: windows and sizes of segments that a child begins with.
import { exec } from "../machine/cpu";
import { read, sysctl_rmem_max, sysctl_tcp_rmem, sysctl_tcp_workaround_signed_windows } from "./percpu";
import { tcp_request_sock, tcp_sock } from "./structs";
import * as map from "./system_map";
import { MSS, tcp_mtu_to_mss } from "./tcp_output";

/** The window for a socket with the default receive buffer: all of it, up to ten segments at first. */
export function tcp_select_initial_window(space: u32, req: tcp_request_sock): void {
  exec(map.tcp_select_initial_window);
  if (req.window_clamp == 0) req.window_clamp = 65535 << 14;
  read(sysctl_tcp_workaround_signed_windows);
  req.rcv_wnd = space;
  // How far the window may have to be scaled: the instructions of the loop are those of the trace.
  read(sysctl_rmem_max);
  read(sysctl_tcp_rmem + 4);
  const room = min<u32>(space, req.window_clamp);
  req.rcv_wnd = min<u32>(req.rcv_wnd, 10 * MSS);
  req.window_clamp = min<u32>(room, req.window_clamp);
}

export function tcp_sync_mss(sk: tcp_sock, pmtu: u32): u32 {
  exec(map.tcp_sync_mss);
  if (<u32>sk.icsk_mtup_search_high > pmtu) sk.icsk_mtup_search_high = pmtu;
  const mss_now = tcp_mtu_to_mss(sk, pmtu);
  sk.max_window;
  sk.icsk_pmtu_cookie = pmtu;
  sk.mss_cache = mss_now;
  return mss_now;
}
