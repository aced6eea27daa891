// net/ipv4/inet_connection_sock.c: what 3.6.5, 4.3 and 4.14 word alike.

import { exec, ld, st } from "../machine/cpu";
import { trap } from "../machine/trap";
import { atomic_inc } from "./atomic";
import { sk_stream_kill_queues } from "./inet_connection_sock";
import { inet_unhash } from "./inet_hashtables";
import { hlist_unhashed } from "./list";
import { percpu_counter_add } from "./percpu_counter";
import { ORPHANS } from "./percpu_shares";
import { outputRoute } from "./receive_ring";
import { DST_REFCNT } from "./skbuff";
import { SOCK_DEAD, sock_put } from "./sock";
import { proto, tcp_sock } from "./structs";
import * as map from "./system_map";
import { tcp_v4_destroy_sock } from "./tcp";
import { TCP_CLOSE } from "./tcp_states";

/** net/ipv4/inet_connection_sock.c: ip_local_port_range, read under a seqlock. */
export function inet_get_local_port_range(): void {
  exec(map.inet_get_local_port_range);
}

export function inet_csk_destroy_sock(sk: tcp_sock): void {
  exec(map.inet_csk_destroy_sock);
  if (sk.sk_state != TCP_CLOSE || !(sk.sk_flags & SOCK_DEAD)) trap();
  if (!hlist_unhashed(changetype<usize>(sk.sk_node))) trap();
  if (sk.inet_num != 0 && sk.icsk_bind_hash == 0) trap();
  const prot = changetype<proto>(sk.sk_prot);
  prot.destroy;
  tcp_v4_destroy_sock(sk);
  sk_stream_kill_queues(sk);
  prot.orphan_count;
  percpu_counter_add(ORPHANS, -1);
  sock_put(sk);
}

/** Inlined name of proto.unhash. */
export function sk_unhash(sk: tcp_sock): void {
  changetype<proto>(sk.sk_prot).unhash;
  inet_unhash(sk);
}

/**
 * net/ipv4/route.c: a measured block that finds the one route out. A flow on the stack is in its figures; one that lies
 * elsewhere has its own accesses, its addresses being at `saddr`.
 */
export function ip_route_output_flow(flow: u32 = 0, saddr: u32 = 0): u32 {
  exec(map.ip_route_output_flow);
  if (flow != 0) lookUpFlow(flow, saddr);
  atomic_inc(outputRoute + DST_REFCNT);
  return outputRoute;
}

/** What __ip_route_output_key() and fib_table_lookup() do with a struct flowi4, as in the trace of a final ACK. */
function lookUpFlow(flow: u32, saddr: u32): void {
  ld<u8>(flow, 12);
  const oif = ld<i32>(flow, 0);
  st<i32>(flow, 4, 1); // the loopback device
  st<u8>(flow, 12, 0);
  st<u8>(flow, 13, 0);
  ld<u32>(saddr, 0);
  ld<u32>(saddr, 4);
  ld<u8>(flow, 15);
  ld<i32>(flow, 0);
  ld<u32>(saddr, 4);
  ld<u32>(saddr, 0);
  st<i32>(flow, 0, oif);
  ld<u8>(saddr, 0);
  ld<u32>(saddr, 4);
  ld<u8>(flow, 15);
}
