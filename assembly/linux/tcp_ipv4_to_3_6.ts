// net/ipv4/tcp_ipv4.c: what 2.6.20 and 3.6.5 word alike.
import { exec } from "../machine/cpu";
import { trap } from "../machine/trap";
import { CHECKSUM_UNNECESSARY, IP_SUMMED } from "./skbuff";
import { sk_buff, tcp_request_sock } from "./structs";
import * as map from "./system_map";
import { tcp_v4_send_ack } from "./tcp_ipv4";

/** tcp_checksum_complete(), inlined. The segment was summed by the device or on arrival. */
export function tcp_checksum_complete(skb: sk_buff): bool {
  if ((skb.local_df_bits & IP_SUMMED) != CHECKSUM_UNNECESSARY) trap();
  return false;
}

/** Answers a segment that lies outside a request's window with an ACK. */
export function tcp_v4_reqsk_send_ack(skb: sk_buff, req: tcp_request_sock): void {
  exec(map.tcp_v4_reqsk_send_ack);
  tcp_v4_send_ack(skb, req.snt_isn + 1, req.rcv_isn + 1, req.rcv_wnd, req.ts_recent);
}
