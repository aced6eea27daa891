// net/ipv4/af_inet.c: bind() under the lock, as 3.6.5 and 4.3 word it.
import { get_port } from "./af_inet";
import { EADDRINUSE, EINVAL } from "./errno";
import { SOCK_BINDADDR_LOCK, SOCK_BINDPORT_LOCK, set_sk_userlocks, sk_dst_reset, sk_userlocks } from "./sock";
import { tcp_sock } from "./structs";
import { TCP_CLOSE } from "./tcp_states";

export function bindOwned(sk: tcp_sock, address: u32, snum: u32): i32 {
  if (sk.sk_state != TCP_CLOSE || sk.inet_num != 0) return -EINVAL;
  const saddr = bswap<u32>(address);
  sk.sk_rcv_saddr = saddr;
  sk.inet_saddr = saddr;
  if (get_port(sk, snum) != 0) {
    sk.inet_saddr = 0;
    sk.sk_rcv_saddr = 0;
    return -EADDRINUSE;
  }
  if (sk.sk_rcv_saddr != 0) set_sk_userlocks(sk, sk_userlocks(sk) | SOCK_BINDADDR_LOCK);
  if (snum != 0) set_sk_userlocks(sk, sk_userlocks(sk) | SOCK_BINDPORT_LOCK);
  sk.inet_sport = bswap<u16>(sk.inet_num);
  sk.sk_daddr = 0;
  sk.inet_dport = 0;
  sk_dst_reset(sk);
  return 0;
}
