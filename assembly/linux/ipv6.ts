// include/linux/ipv6.h of 4.3 and 4.14: sockets that take IPv6 alone. It is a bit of every sock; older kernels follow a
// pointer, in files of their own.
import { ipv6_only_sock } from "./sock";
import { tcp_sock } from "./structs";

export { ipv6_only_sock } from "./sock";

export function inet_v6_ipv6only(sk: tcp_sock): bool {
  return ipv6_only_sock(sk);
}
