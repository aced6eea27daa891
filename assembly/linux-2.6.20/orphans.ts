// net/ipv4/tcp.c of Linux 2.6.20: how many connections no process has any more: an atomic counter.
import { atomic_add, atomic_read } from "./atomic";
import { proto, tcp_sock } from "./structs";

export function countOrphan(sk: tcp_sock, change: i32): void {
  atomic_add(change, changetype<proto>(sk.sk_prot).orphan_count);
}

export function orphans(sk: tcp_sock): i32 {
  return atomic_read(changetype<proto>(sk.sk_prot).orphan_count);
}
