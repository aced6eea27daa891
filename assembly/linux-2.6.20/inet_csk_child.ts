// net/ipv4/inet_connection_sock.c of Linux 2.6.20: the route of an answer, and the copy of a listener.
// Left out: source routes; routing itself is a measured block.
import { exec, storeString } from "../machine/cpu";
import { atomic_inc } from "./atomic";
import { GFP_ATOMIC } from "./gfp";
import { outputRoute } from "./receive_ring";
import { sk_clone } from "./sock";
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
  sk.sport;
  req.rmt_port;
  return ip_route_output_flow();
}

/** net/ipv4/route.c: a measured block that finds the one route out. */
function ip_route_output_flow(): u32 {
  exec(map.ip_route_output_flow);
  atomic_inc(outputRoute + 4);
  return outputRoute;
}

/** A child of the listener in SYN_RECV, locked. Null: no memory. */
export function inet_csk_clone(sk: tcp_sock, req: tcp_request_sock): tcp_sock {
  exec(map.inet_csk_clone);
  const newsk = changetype<tcp_sock>(sk_clone(sk, GFP_ATOMIC));
  if (changetype<usize>(newsk) == 0) return newsk;
  newsk.sk_state = TCP_SYN_RECV;
  newsk.icsk_bind_hash = 0;
  newsk.dport = req.rmt_port;
  newsk.sk_write_space = SK_STREAM_WRITE_SPACE;
  newsk.icsk_retransmits = 0;
  newsk.icsk_backoff = 0;
  newsk.icsk_probes_out = 0;
  storeString(changetype<usize>(newsk.icsk_accept_queue), 0, <u32>request_sock_queue.SIZE);
  return newsk;
}

/** sk_stream_write_space: where it lies in System.map; nothing calls it. */
const SK_STREAM_WRITE_SPACE: u32 = 0xc01db4c0;
