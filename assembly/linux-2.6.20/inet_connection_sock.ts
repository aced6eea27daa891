// net/ipv4/inet_connection_sock.c of Linux 2.6.20: ports, listening, accepting, timers.
// Left out: sleeping in accept(); source routes. Routing is a measured block.
export * from "../linux/inet_connection_sock";
export * from "./inet_connection_sock_before_4_14";
export * from "./inet_connection_sock_to_3_6";

import { isToken } from "../addresses";
import { inet_csk_delack_init, sk_stream_kill_queues } from "../linux/inet_connection_sock";
import { exec, ld, storeString, turn } from "../machine/cpu";
import { trap } from "../machine/trap";
import { random } from "../random";
import { atomic_dec, atomic_inc } from "./atomic";
import { EADDRINUSE } from "./errno";
import { GFP_ATOMIC } from "./gfp";
import { timewaitOf } from "./inet_connection_sock_to_3_6";
import {
  bhash_bucket,
  inet_bind_bucket_create,
  inet_bind_hash,
  tcp_hashinfo,
  tcp_unhash,
  tcp_v4_hash,
} from "./inet_hashtables";
import { inet_v6_ipv6only } from "./ipv6";
import { hlist_empty, hlist_unhashed } from "./list";
import { read, sysctl_local_port_range } from "./percpu";
import { codeOf } from "./protocols";
import { outputRoute } from "./receive_ring";
import { __reqsk_queue_destroy, reqsk_queue_alloc } from "./request_sock";
import { SOCK_DEAD, sk_clone, sk_dst_reset, sock_put } from "./sock";
import { _spin_lock, local_bh_disable, local_bh_enable, spin_unlock } from "./spinlock";
import {
  inet_bind_bucket,
  inet_bind_hashbucket,
  proto,
  request_sock_ops,
  request_sock_queue,
  tcp_request_sock,
  tcp_sock,
} from "./structs";
import * as map from "./system_map";
import { tcp_v4_destroy_sock, tcp_v4_get_port } from "./tcp";
import { ACKED, tcp_v4_rtx_synack } from "./tcp_ipv4";
import { TCP_CLOSE, TCP_LISTEN, TCP_SYN_RECV, TCP_TIME_WAIT } from "./tcp_states";

const AF_INET6: u16 = 10;

const OWNER_NODE: u32 = 16; // offsetof(struct sock_common, skc_bind_node)

/** Whether another owner of the port stands in the way. */
export function inet_csk_bind_conflict(sk: tcp_sock, tb: inet_bind_bucket): bool {
  exec(map.inet_csk_bind_conflict);
  const address = sk.rcv_saddr;
  const reuse = sk.sk_reuse;
  for (let node = tb.owners.first; turn(map.inet_csk_bind_conflict_turn, node != 0); node = ld<u32>(node, 0)) {
    const sk2 = changetype<tcp_sock>(node - OWNER_NODE);
    if (sk == sk2 || (sk.sk_family != AF_INET6 && inet_v6_ipv6only(sk2))) continue;
    const device = sk.sk_bound_dev_if;
    if (device != 0) {
      const device2 = sk2.sk_bound_dev_if;
      if (device2 != 0 && device != device2) continue;
    }
    if (reuse == 0 || sk2.sk_reuse == 0 || sk2.sk_state == TCP_LISTEN) {
      if (addressesMeet(sk, sk2, address)) return true;
    }
  }
  return false;
}

/**
 * Whether two sockets' addresses meet. IPv6 sockets have inet6_csk_bind_conflict and ipv6_rcv_saddr_equal for it: one
 * bound to :: meets all, but no IPv4 address if it is v6only; others meet their like. IPv4 sockets compare IPv4
 * addresses; an IPv6 one has a loopback address there that is nobody's. Here rcv_saddr holds a token for it.
 */
function addressesMeet(sk: tcp_sock, sk2: tcp_sock, address: u32): bool {
  const address2 = sk2.sk_state == TCP_TIME_WAIT ? timewaitOf(sk2).tw_rcv_saddr : sk2.rcv_saddr;
  if (sk.sk_family != AF_INET6) return address == 0 || address2 == 0 || address == address2;
  if (address2 == 0 && !inet_v6_ipv6only(sk)) return true; // until 2.6.30, whatever the other's family
  const mapped = address != 0 && !isToken(bswap<u32>(address));
  const mapped2 = sk2.sk_family != AF_INET6 || (address2 != 0 && !isToken(bswap<u32>(address2)));
  if (mapped && mapped2) return address2 == 0 || address == address2;
  if (address2 == 0 && !mapped2 && !(mapped && inet_v6_ipv6only(sk2))) return true;
  if (address == 0 && !(mapped2 && inet_v6_ipv6only(sk))) return true;
  return address == address2 && !mapped2;
}

/** Gives `sk` the port `snum`, or a free one if it is 0. 0, or 1 if it cannot. */
export function inet_csk_get_port(sk: tcp_sock, wanted: u32): i32 {
  exec(map.inet_csk_get_port);
  const hashinfo = tcp_hashinfo;
  let snum = wanted;
  let lock: u32 = 0;
  let found: u32 = 0;
  local_bh_disable();
  if (snum == 0) {
    const low = read(sysctl_local_port_range);
    const high = read(sysctl_local_port_range + 4);
    let remaining = high - low + 1;
    let rover = <i32>(random() % <u32>max(high - low, 1)) + low;
    for (;;) {
      const head = bhash_bucket(hashinfo, rover);
      lock = changetype<usize>(head);
      _spin_lock(lock);
      if (bucketOf(head.chain.first, rover) == 0) break;
      spin_unlock(lock);
      if (++rover > high) rover = low;
      if (!turn(map.inet_csk_get_port_rover, --remaining > 0)) break;
    }
    if (remaining <= 0) {
      local_bh_enable();
      return 1;
    }
    snum = rover;
  } else {
    const head = bhash_bucket(hashinfo, snum);
    lock = changetype<usize>(head);
    _spin_lock(lock);
    found = bucketOf(head.chain.first, snum);
  }

  const fine = takePort(sk, snum, lock, found);
  spin_unlock(lock);
  local_bh_enable();
  return fine ? 0 : 1;
}

/** The bucket of a port in a chain, 0 if there is none. */
function bucketOf(first: u32, port: u32): u32 {
  let node = first;
  while (turn(map.inet_csk_get_port_turn, node != 0)) {
    const next = ld<u32>(node, 0); // prefetch(pos->next)
    const tb = changetype<inet_bind_bucket>(node - BUCKET_NODE);
    if (tb.port == port) return node - BUCKET_NODE;
    node = next;
  }
  return 0;
}

const BUCKET_NODE: u32 = 4; // offsetof(struct inet_bind_bucket, node)

/** The bucket's lock is held. */
function takePort(sk: tcp_sock, snum: u32, lock: u32, found: u32): bool {
  let tb = changetype<inet_bind_bucket>(found);
  if (found != 0 && !hlist_empty(changetype<usize>(tb.owners))) {
    const reuse = sk.sk_reuse;
    if (reuse > 1) return inBucket(sk, tb, snum);
    if (<i16>tb.fastreuse > 0 && reuse != 0 && sk.sk_state != TCP_LISTEN) return inBucket(sk, tb, snum);
    if (inet_csk_bind_conflict(sk, tb)) return false;
  }
  if (found == 0) {
    const made = inet_bind_bucket_create(tcp_hashinfo.bind_bucket_cachep, changetype<inet_bind_hashbucket>(lock), snum);
    if (made == 0) return false;
    tb = changetype<inet_bind_bucket>(made);
  }
  if (hlist_empty(changetype<usize>(tb.owners))) {
    tb.fastreuse = sk.sk_reuse != 0 && sk.sk_state != TCP_LISTEN ? 1 : 0;
  } else if (tb.fastreuse != 0 && (sk.sk_reuse == 0 || sk.sk_state == TCP_LISTEN)) {
    tb.fastreuse = 0;
  }
  return inBucket(sk, tb, snum);
}

function inBucket(sk: tcp_sock, tb: inet_bind_bucket, snum: u32): bool {
  if (sk.icsk_bind_hash == 0) inet_bind_hash(sk, tb, snum);
  if (sk.icsk_bind_hash != <u32>changetype<usize>(tb)) trap();
  return true;
}

// ---- Listening
export const ICSK_ACK: u32 = 576; // offsetof(struct inet_connection_sock, icsk_ack)

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
  if (tcp_v4_get_port(sk, sk.num) == 0) {
    sk.sport = bswap<u16>(sk.num);
    sk_dst_reset(sk);
    changetype<proto>(sk.sk_prot).hash;
    tcp_v4_hash(sk);
    return 0;
  }
  sk.sk_state = TCP_CLOSE;
  __reqsk_queue_destroy(sk.icsk_accept_queue);
  return -EADDRINUSE;
}

// ---- The end of a socket
export function inet_csk_destroy_sock(sk: tcp_sock): void {
  exec(map.inet_csk_destroy_sock);
  if (sk.sk_state != TCP_CLOSE || !(sk.sk_flags & SOCK_DEAD)) trap();
  if (!hlist_unhashed(changetype<usize>(sk.sk_node))) trap();
  if (sk.num != 0 && sk.icsk_bind_hash == 0) trap();
  const prot = changetype<proto>(sk.sk_prot);
  prot.destroy;
  tcp_v4_destroy_sock(sk);
  sk_stream_kill_queues(sk);
  atomic_dec(prot.orphan_count);
  sock_put(sk);
}

/** Inlined name of proto.unhash. */
export function sk_unhash(sk: tcp_sock): void {
  changetype<proto>(sk.sk_prot).unhash;
  tcp_unhash(sk);
}

// ---- Timers
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
export function ip_route_output_flow(): u32 {
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
  newsk.sk_write_space = codeOf(map.sk_stream_write_space);
  newsk.icsk_retransmits = 0;
  newsk.icsk_backoff = 0;
  newsk.icsk_probes_out = 0;
  storeString(changetype<usize>(newsk.icsk_accept_queue), 0, <u32>request_sock_queue.SIZE);
  return newsk;
}

/** What inet_csk_reqsk_queue_prune() does with a request that is due. False: it goes. Inlined. */
export function keepRequest(
  parent: tcp_sock,
  req: tcp_request_sock,
  thresh: i32,
  max_retries: i32,
  _defer_accept: i32,
): bool {
  const retrans: i32 = req.retrans;
  if (retrans >= thresh && ((req.tstamp_ok_bits & ACKED) == 0 || retrans >= max_retries)) return false;
  changetype<request_sock_ops>(req.rsk_ops).rtx_syn_ack;
  return tcp_v4_rtx_synack(parent, req) == 0;
}
