// include/net/inet_sock.h, sock.h, tcp.h of Linux 3.6.5: what this kernel calls the fields that code which several kernels
// word alike needs (linux/). Inlined: each is one load or store.
export * from "./fields_3_6";
export * from "./fields_to_3_6";

import { tcp_sock, tcp_timewait_sock } from "./structs";

/** A TIME_WAIT socket keeps the port's rule of sharing, and whether it took IPv6 alone. */
export function inheritToTimewait(tw: tcp_timewait_sock, sk: tcp_sock, ipv6only: bool): void {
  tw.tw_reuse = sk.sk_reuse;
  tw.tw_ipv6only_bits = ipv6only ? 1 : 0;
}
