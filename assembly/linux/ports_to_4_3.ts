// net/ipv4/inet_hashtables.c: steps of inet_hash_connect (inet_hash_connect.ts) that 3.6.5 and 4.3 word alike.
import { __inet_hash_nolisten, __inet_lookup_established } from "./inet_hashtables";
import { tcp_sock } from "./structs";

/** Puts a socket that connects into the table of connections. */
export function hashConnecting(sk: tcp_sock): void {
  __inet_hash_nolisten(sk);
}

/** What is at this end of a connection, held: a sock or a TIME_WAIT socket, or 0. As the names lie in memory. */
export function occupant(laddr: u32, lport: u16, faddr: u32, fport: u16, dif: i32): u32 {
  return changetype<usize>(__inet_lookup_established(faddr, fport, laddr, lport, dif));
}
