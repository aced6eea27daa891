// net/ipv4/tcp_minisocks.c: the label embryonic_reset of 4.3 and 4.14, which know a request without its predecessor.
import { decide, Outcome } from "../wire";
import { inet_csk_reqsk_queue_drop } from "./inet_connection_sock";
import { LINUX_MIB_EMBRYONICRSTS, NET_INC_STATS_BH } from "./snmp";
import { sk_buff, tcp_request_sock, tcp_sock } from "./structs";
import { TH_RST } from "./tcp_input";
import { tcp_v4_send_reset } from "./tcp_ipv4";

/** The label embryonic_reset: gives the request up. */
export function embryonicReset(sk: tcp_sock, skb: sk_buff, req: tcp_request_sock, flg: u8): tcp_sock {
  if ((flg & TH_RST) == 0) tcp_v4_send_reset(sk, skb);
  else decide(Outcome.closed);
  inet_csk_reqsk_queue_drop(sk, req);
  NET_INC_STATS_BH(LINUX_MIB_EMBRYONICRSTS);
  return changetype<tcp_sock>(0);
}
