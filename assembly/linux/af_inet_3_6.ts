// net/ipv4/af_inet.c: a port by its protocol, and the families that bind() takes, as 3.6.5, 4.3 and 4.14 word it.
import { Family } from "../abi";
import { random } from "../random";
import { inet_csk_get_port } from "./inet_connection_sock";
import { read, sysctl_local_port_range } from "./percpu";
import { codeOf } from "./protocols";
import { proto, tcp_sock } from "./structs";
import * as map from "./system_map";

export const MC_ALL: u8 = 64;

/** The port that `sk` is to have, by its protocol. Datagram sockets get any they ask for, or any at all. */
export function get_port(sk: tcp_sock, snum: u32): i32 {
  if (changetype<proto>(sk.sk_prot).get_port == codeOf(map.inet_csk_get_port)) return inet_csk_get_port(sk, snum);
  const low = read(sysctl_local_port_range);
  const free = low + <i32>(random() % <u32>(read(sysctl_local_port_range + 4) - low + 1));
  sk.inet_num = <u16>(snum != 0 ? snum : free);
  return 0;
}

/** bind() to an IPv4 socket: AF_UNSPEC is taken for AF_INET when it says nothing else, as some old programs say. */
export function wrongFamily(family: i32, address: u32): bool {
  return family != Family.inet && (family != Family.unspec || address != 0);
}
