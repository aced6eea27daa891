// net/ipv4/inet_connection_sock.c of Linux 3.6.5: the route of an answer, and the copy of a listener.
// Left out: source routes; routing itself is a measured block.
import { exec, st } from "../machine/cpu";
import { atomic_inc } from "./atomic";
import { GFP_ATOMIC } from "./gfp";
import { outputRoute } from "./receive_ring";
import { sk_clone_lock } from "./sock";
import { request_sock_queue, tcp_request_sock, tcp_sock } from "./structs";
import * as map from "./system_map";
import { TCP_SYN_RECV } from "./tcp_states";

/** The route to the peer of a request, held. */
export function inet_csk_route_req(sk: tcp_sock, req: tcp_request_sock): u32 {
  exec(map.inet_csk_route_req);
  req.opt;
  sk.sk_bound_dev_if;
  req.rmt_addr;
  req.loc_addr;
  sk.tos;
  sk.sk_flags;
  sk.sk_protocol;
  sk.inet_sport;
  sk.sk_mark;
  sk.sk_net;
  req.rmt_port;
  return ip_route_output_flow();
}

/** net/ipv4/route.c: a measured block that finds the one route out. */
function ip_route_output_flow(): u32 {
  exec(map.ip_route_output_flow);
  atomic_inc(outputRoute + 64);
  return outputRoute;
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
  st<u32>(flow, 20, req.loc_addr);
  st<u32>(flow, 24, req.rmt_addr);
  st<u16>(flow, 28, req.rmt_port);
  st<u16>(flow, 30, newsk.inet_sport);
  return ip_route_output_flow();
}

/** Offset of inet->cork.fl (facts/layouts-flat.json). */
const CORK_FLOW: u32 = 468;

/** A child of the listener in SYN_RECV, locked. Null: no memory. */
export function inet_csk_clone_lock(sk: tcp_sock, req: tcp_request_sock): tcp_sock {
  exec(map.inet_csk_clone_lock);
  const newsk = changetype<tcp_sock>(sk_clone_lock(sk, GFP_ATOMIC));
  if (changetype<usize>(newsk) == 0) return newsk;
  newsk.sk_state = TCP_SYN_RECV;
  newsk.icsk_bind_hash = 0;
  newsk.inet_dport = req.rmt_port;
  newsk.inet_num = bswap<u16>(req.loc_port);
  newsk.inet_sport = req.loc_port;
  newsk.sk_write_space = SK_STREAM_WRITE_SPACE;
  newsk.icsk_retransmits = 0;
  newsk.icsk_backoff = 0;
  newsk.icsk_probes_out = 0;
  const queue = changetype<usize>(newsk.icsk_accept_queue); // memset: five stores of a constant size
  for (let i: usize = 0; i < request_sock_queue.SIZE; i += 4) st<u32>(queue, i, 0);
  return newsk;
}

/** sk_stream_write_space: where it lies in System.map; nothing calls it. */
const SK_STREAM_WRITE_SPACE: u32 = 0xc115e2c0;
