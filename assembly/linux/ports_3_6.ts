// net/ipv4/inet_hashtables.c: a step of inet_hash_connect (inet_hash_connect.ts) that 3.6.5, 4.3 and 4.14 word alike.
import { __inet_lookup_established } from "./inet_hashtables";

/** What is at this end of a connection, held: a sock or a TIME_WAIT socket, or 0. As the names lie in memory. */
export function occupant(laddr: u32, lport: u16, faddr: u32, fport: u16, dif: i32): u32 {
  return changetype<usize>(__inet_lookup_established(faddr, fport, laddr, lport, dif));
}
