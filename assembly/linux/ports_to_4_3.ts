// net/ipv4/inet_hashtables.c: steps of inet_hash_connect (inet_hash_connect.ts) that 3.6.5 and 4.3 word alike.
import { __inet_hash_nolisten } from "./inet_hashtables";
import { tcp_sock } from "./structs";

/** Puts a socket that connects into the table of connections. */
export function hashConnecting(sk: tcp_sock): void {
  __inet_hash_nolisten(sk);
}
