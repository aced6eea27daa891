// net/ipv4/inet_connection_sock.c: what 3.6.5 and 4.3 word alike: ports, listening, the routes of requests.
import { isToken } from "../addresses";
import { exec, ld, st, turn } from "../machine/cpu";
import { trap } from "../machine/trap";
import { EADDRINUSE } from "./errno";
import { ir_loc_addr, ir_rmt_addr, ir_rmt_port } from "./fields";
import {
  AF_INET6,
  BUCKET_NODE,
  CORK_FLOW,
  foundPort,
  inet_csk_delack_init,
  inet_csk_get_port,
  ip_route_output_flow,
} from "./inet_connection_sock";
import { inet_bind_hash, inet_hash } from "./inet_hashtables";
import { inet_v6_ipv6only } from "./ipv6";
import { __reqsk_queue_destroy, reqsk_queue_alloc } from "./request_sock";
import { LINUX_MIB_TCPTIMEOUTS, NET_INC_STATS_BH } from "./snmp";
import { sk_dst_reset } from "./sock";
import { inet_bind_bucket, proto, tcp_request_sock, tcp_sock } from "./structs";
import * as map from "./system_map";
import { TCP_CLOSE, TCP_LISTEN } from "./tcp_states";

/** The bucket of a port in a chain, 0 if there is none. */
export function bucketOf(first: u32, port: u32): u32 {
  for (let node = first; turn(map.inet_csk_get_port_turn, node != 0); node = ld<u32>(node, 0)) {
    const tb = changetype<inet_bind_bucket>(node - BUCKET_NODE);
    if (tb.port == port) return node - BUCKET_NODE;
  }
  return 0;
}

export function inBucket(sk: tcp_sock, tb: inet_bind_bucket): i32 {
  if (sk.icsk_bind_hash == 0) inet_bind_hash(sk, tb, foundPort);
  if (sk.icsk_bind_hash != <u32>changetype<usize>(tb)) trap();
  return 0;
}

export function inet_csk_listen_start(sk: tcp_sock, nr_table_entries: u32): i32 {
  exec(map.inet_csk_listen_start);
  const rc = reqsk_queue_alloc(sk.icsk_accept_queue, nr_table_entries);
  if (rc != 0) return rc;

  sk.sk_max_ack_backlog = 0;
  sk.sk_ack_backlog = 0;
  inet_csk_delack_init(sk);

  // Announced before the port is sure: harmless, the socket is in no table yet, and get_port() must see a listener.
  sk.sk_state = TCP_LISTEN;
  changetype<proto>(sk.sk_prot).get_port;
  if (inet_csk_get_port(sk, sk.inet_num) == 0) {
    sk.inet_sport = bswap<u16>(sk.inet_num);
    sk_dst_reset(sk);
    changetype<proto>(sk.sk_prot).hash;
    inet_hash(sk);
    return 0;
  }
  sk.sk_state = TCP_CLOSE;
  __reqsk_queue_destroy(sk.icsk_accept_queue);
  return -EADDRINUSE;
}

/** net/ipv4/tcp_timer.c. */
export function tcp_syn_ack_timeout(): void {
  exec(map.tcp_syn_ack_timeout);
  NET_INC_STATS_BH(LINUX_MIB_TCPTIMEOUTS);
}

/** The route to the peer of a request, held. */
export function inet_csk_route_req(sk: tcp_sock, req: tcp_request_sock): u32 {
  exec(map.inet_csk_route_req);
  req.opt;
  sk.sk_bound_dev_if;
  ir_rmt_addr(req);
  ir_loc_addr(req);
  sk.tos;
  sk.sk_flags;
  sk.sk_protocol;
  sk.inet_sport;
  sk.sk_mark;
  ir_rmt_port(req);
  return ip_route_output_flow();
}

/** The route of a child, held; the flow that was looked up stays in inet->cork.fl. */
export function inet_csk_route_child_sock(newsk: tcp_sock, req: tcp_request_sock): u32 {
  exec(map.inet_csk_route_child_sock);
  newsk.inet_opt;
  const flow = changetype<usize>(newsk) + CORK_FLOW;
  st<i32>(flow, 0, newsk.sk_bound_dev_if);
  st<i32>(flow, 4, 0);
  st<u32>(flow, 8, newsk.sk_mark);
  st<u8>(flow, 12, newsk.tos);
  st<u8>(flow, 13, 0);
  st<u8>(flow, 14, newsk.sk_protocol);
  st<u8>(flow, 15, <u8>newsk.sk_flags);
  st<u32>(flow, 20, ir_loc_addr(req));
  st<u32>(flow, 24, ir_rmt_addr(req));
  st<u16>(flow, 28, ir_rmt_port(req));
  st<u16>(flow, 30, newsk.inet_sport);
  return ip_route_output_flow(flow, flow + 20);
}

/**
 * Whether two sockets' addresses meet. IPv6 sockets have inet6_csk_bind_conflict and ipv6_rcv_saddr_equal for it: one
 * bound to :: meets all, but no IPv4 address if it is v6only; others meet their like. IPv4 sockets compare IPv4
 * addresses; an IPv6 one has a loopback address there that is nobody's. Here rcv_saddr holds a token for it.
 */
export function addressesMeet(sk: tcp_sock, sk2: tcp_sock, address: u32): bool {
  const address2 = sk2.sk_rcv_saddr;
  if (sk.sk_family != AF_INET6) return address == 0 || address2 == 0 || address == address2;
  const mapped = address != 0 && !isToken(bswap<u32>(address));
  const mapped2 = sk2.sk_family != AF_INET6 || (address2 != 0 && !isToken(bswap<u32>(address2)));
  if (mapped && mapped2) return address2 == 0 || address == address2;
  if (address2 == 0 && !mapped2 && !(mapped && inet_v6_ipv6only(sk2))) return true;
  if (address == 0 && !(mapped2 && inet_v6_ipv6only(sk))) return true;
  return address == address2 && !mapped2;
}

export const GIVE_UP: i32 = -1;

/** How often a port is looked for again because the best one was lost to another socket. */
export const ATTEMPTS: i32 = 5;
