// net/ipv4/af_inet.c, tcp_ipv4.c, net/ipv6/af_inet6.c, tcp_ipv6.c: what 3.6.5, 4.3 and 4.14 word alike.
import { staticData } from "./memory_map";
import { set } from "./protocols";

export function bootProtosw(type: u32, protocol: u32, prot: u32, ops: u32): u32 {
  const answer = staticData(24, 4);
  const head = staticData(8, 8);
  set(answer, 0, head);
  set(answer, 4, head);
  set(head, 0, answer);
  set(head, 4, answer);
  set(answer, 8, type | (protocol << 16));
  set(answer, 12, prot);
  set(answer, 16, ops);
  return answer;
}
