// net/ipv4/tcp_timer.c of Linux 2.6.20: how long a peer may be silent: a number of retransmissions.
import { tcp_sock } from "./structs";

/** Inlined. */
export function timedOut(sk: tcp_sock, retry_until: i32, _syn: bool): bool {
  return <i32>sk.icsk_retransmits >= retry_until;
}
