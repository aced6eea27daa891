// net/ipv4/af_inet.c of 2.6.20 to 4.3: bind() under the lock.
import { get_port } from "./af_inet";
import { EADDRINUSE, EINVAL } from "./errno";
import {
  inet_num,
  inet_rcv_saddr,
  set_inet_daddr,
  set_inet_dport,
  set_inet_rcv_saddr,
  set_inet_saddr,
  set_inet_sport,
} from "./fields";
import { SOCK_BINDADDR_LOCK, SOCK_BINDPORT_LOCK, set_sk_userlocks, sk_dst_reset, sk_userlocks } from "./sock";
import { tcp_sock } from "./structs";
import { TCP_CLOSE } from "./tcp_states";

export function bindOwned(sk: tcp_sock, address: u32, snum: u32): i32 {
  if (sk.sk_state != TCP_CLOSE || inet_num(sk) != 0) return -EINVAL;
  const saddr = bswap<u32>(address);
  set_inet_rcv_saddr(sk, saddr);
  set_inet_saddr(sk, saddr);
  if (get_port(sk, snum) != 0) {
    set_inet_saddr(sk, 0);
    set_inet_rcv_saddr(sk, 0);
    return -EADDRINUSE;
  }
  if (inet_rcv_saddr(sk) != 0) set_sk_userlocks(sk, sk_userlocks(sk) | SOCK_BINDADDR_LOCK);
  if (snum != 0) set_sk_userlocks(sk, sk_userlocks(sk) | SOCK_BINDPORT_LOCK);
  set_inet_sport(sk, bswap<u16>(inet_num(sk)));
  set_inet_daddr(sk, 0);
  set_inet_dport(sk, 0);
  sk_dst_reset(sk);
  return 0;
}
