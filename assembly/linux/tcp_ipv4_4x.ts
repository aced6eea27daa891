// net/ipv4/tcp_ipv4.c: what 4.3 and 4.14 word alike.
import { exec } from "../machine/cpu";
import { trap } from "../machine/trap";
import { inet_csk_route_req } from "./inet_connection_sock";
import { isSummed } from "./skbuff";
import { sk_buff, tcp_request_sock, tcp_sock } from "./structs";
import * as map from "./system_map";

/** tcp_checksum_complete(), inlined. The segment was summed by the device or on arrival. */
export function tcp_checksum_complete(skb: sk_buff): bool {
  if (!isSummed(skb)) trap();
  return false;
}

/** The operations' route_req. */
export function tcp_v4_route_req(sk: tcp_sock, req: tcp_request_sock): u32 {
  exec(map.tcp_v4_route_req);
  return inet_csk_route_req(sk, req);
}
