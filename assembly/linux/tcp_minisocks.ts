// net/ipv4/tcp_minisocks.c: what 2.6.20 and 3.6.5 word alike.
import { decide, Outcome } from "../wire";
import { inet_csk_reqsk_queue_drop } from "./reqsk";
import { LINUX_MIB_EMBRYONICRSTS, NET_INC_STATS_BH } from "./snmp";
import { sk_buff, tcp_request_sock, tcp_sock } from "./structs";
import { after, TH_RST } from "./tcp_input";
import { tcp_v4_send_reset } from "./tcp_ipv4";

/** Whether a segment has a byte in the window. */
export function tcp_in_window(seq: u32, end_seq: u32, s_win: u32, e_win: u32): bool {
  if (seq == s_win) return true;
  if (after(end_seq, s_win) && after(e_win, seq)) return true;
  return seq == e_win && seq == end_seq;
}

/** The label embryonic_reset: gives the request up. */
export function embryonicReset(sk: tcp_sock, skb: sk_buff, req: tcp_request_sock, prev: u32, flg: u8): tcp_sock {
  NET_INC_STATS_BH(LINUX_MIB_EMBRYONICRSTS);
  if ((flg & TH_RST) == 0) tcp_v4_send_reset(sk, skb);
  else decide(Outcome.closed);
  inet_csk_reqsk_queue_drop(sk, req, prev);
  return changetype<tcp_sock>(0);
}
