// net/ipv4/inet_connection_sock.c of Linux 3.6.5: ports, listening, accepting, timers.
// Left out: sleeping in accept(); source routes. Routing is a measured block.
export * from "../linux/inet_connection_sock";
export * from "./inet_connection_sock_3_6";
export * from "./inet_connection_sock_before_4_14";
export * from "./inet_connection_sock_to_3_6";
export * from "./inet_connection_sock_to_4_3";

import { exec, ld, st, turn } from "../machine/cpu";
import { random } from "../random";
import { GFP_ATOMIC } from "./gfp";
import { inet_get_local_port_range } from "./inet_connection_sock_3_6";
import {
  ATTEMPTS,
  addressesMeet,
  bucketOf,
  GIVE_UP,
  inBucket,
  tcp_syn_ack_timeout,
} from "./inet_connection_sock_to_4_3";
import { BSOCKETS, bhash_bucket, inet_bind_bucket_create, tcp_hashinfo } from "./inet_hashtables";
import { inet_v6_ipv6only } from "./ipv6";
import { hlist_empty } from "./list";
import { init_net } from "./net_namespace";
import { read, sysctl_local_port_range } from "./percpu";
import { codeOf } from "./protocols";
import { sk_clone_lock } from "./sock";
import { _raw_spin_lock, local_bh_disable, local_bh_enable, spin_unlock } from "./spinlock";
import {
  inet_bind_bucket,
  inet_bind_hashbucket,
  inet_connection_sock_af_ops,
  request_sock_ops,
  request_sock_queue,
  tcp_request_sock,
  tcp_sock,
} from "./structs";
import * as map from "./system_map";
import { ACKED, tcp_v4_rtx_synack } from "./tcp_ipv4";
import { TCP_LISTEN, TCP_SYN_RECV } from "./tcp_states";

export const AF_INET6: u16 = 10;

const OWNER_NODE: u32 = 20; // offsetof(struct sock_common, skc_bind_node)

/**
 * Whether another owner of the port stands in the way. Not `relax`ed, two sockets that both may be reused are in each
 * other's way too: so a port is chosen that is not shared.
 */
export function inet_csk_bind_conflict(sk: tcp_sock, tb: inet_bind_bucket, relax: bool): bool {
  exec(map.inet_csk_bind_conflict);
  const address = sk.sk_rcv_saddr;
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
    if (!relax && reuse != 0 && sk2.sk_reuse != 0 && sk2.sk_state != TCP_LISTEN) {
      if (addressesMeet(sk, sk2, address)) return true;
    }
  }
  return false;
}

// What a search for a free port found: the port, the lock of its bucket (held), its inet_bind_bucket or 0, and how many
// owners the least shared port had (-1: none could be shared).
export let foundPort: i32 = 0;

let foundLock: u32 = 0;

let foundBucket: u32 = 0;

let smallest_size: i32 = -1;

/** Gives `sk` the port `snum`, or a free one if it is 0. 0, or 1 if it cannot. */
export function inet_csk_get_port(sk: tcp_sock, snum: u32): i32 {
  exec(map.inet_csk_get_port);
  let attempts = ATTEMPTS;
  smallest_size = -1;
  local_bh_disable();
  let verdict = GIVE_UP;
  while (verdict == GIVE_UP) {
    foundPort = snum;
    foundBucket = 0;
    foundLock = 0;
    if (snum == 0 && !anyPort(sk)) {
      verdict = 1;
    } else {
      if (foundLock == 0) lockPort();
      verdict = takePort(sk, attempts);
      spin_unlock(foundLock);
      attempts--;
    }
  }
  local_bh_enable();
  return verdict;
}

/** Takes the lock of foundPort's bucket and looks for its inet_bind_bucket. */
function lockPort(): void {
  const head = bhash_bucket(tcp_hashinfo, init_net, foundPort);
  foundLock = changetype<usize>(head);
  _raw_spin_lock(foundLock);
  foundBucket = bucketOf(head.chain.first, foundPort);
}

export const BUCKET_NODE: u32 = 12; // offsetof(struct inet_bind_bucket, node)

/**
 * Looks for a port from a random start: the first that nobody has, or whose owners `sk` may join. Failing that, the
 * one with the fewest owners that a reusing `sk` could share: then no lock is held (foundLock is 0). Left out: the
 * bitmap of reserved ports (empty).
 */
function anyPort(sk: tcp_sock): bool {
  inet_get_local_port_range();
  const low = read(sysctl_local_port_range);
  const high = read(sysctl_local_port_range + 4);
  let remaining = high - low + 1;
  let rover = <i32>(random() % <u32>remaining) + low;
  let smallest_rover = rover;
  smallest_size = -1;
  do {
    foundPort = rover;
    lockPort();
    if (foundBucket == 0) return true;
    const tb = changetype<inet_bind_bucket>(foundBucket);
    if (<i16>tb.fastreuse > 0 && sk.sk_reuse != 0 && sk.sk_state != TCP_LISTEN) {
      const owners = tb.num_owners;
      if (owners < smallest_size || smallest_size == -1) {
        smallest_size = owners;
        smallest_rover = rover;
        if (ld<i32>(changetype<usize>(tcp_hashinfo), BSOCKETS) > high - low + 1) {
          if (!inet_csk_bind_conflict(sk, tb, false)) return true;
        }
      }
    }
    if (!inet_csk_bind_conflict(sk, tb, false)) return true;
    spin_unlock(foundLock);
    if (++rover > high) rover = low;
  } while (turn(map.inet_csk_get_port_rover, --remaining > 0));
  if (smallest_size == -1) return false;
  foundPort = smallest_rover;
  foundLock = 0;
  return true;
}

/** The bucket's lock is held. 0: taken, 1: in use, GIVE_UP: look for another. */
function takePort(sk: tcp_sock, attempts: i32): i32 {
  let tb = changetype<inet_bind_bucket>(foundBucket);
  if (foundBucket != 0 && !hlist_empty(changetype<usize>(tb.owners))) {
    const reuse = sk.sk_reuse;
    if (reuse == 2) return inBucket(sk, tb);
    if (<i16>tb.fastreuse > 0 && reuse != 0 && sk.sk_state != TCP_LISTEN && smallest_size == -1)
      return inBucket(sk, tb);
    changetype<inet_connection_sock_af_ops>(sk.icsk_af_ops).bind_conflict;
    if (inet_csk_bind_conflict(sk, tb, true)) {
      const again = sk.sk_reuse != 0 && sk.sk_state != TCP_LISTEN && smallest_size != -1 && attempts > 0;
      return again ? GIVE_UP : 1;
    }
  }
  if (foundBucket == 0) {
    const head = changetype<inet_bind_hashbucket>(foundLock);
    const made = inet_bind_bucket_create(tcp_hashinfo.bind_bucket_cachep, head, foundPort);
    if (made == 0) return 1;
    tb = changetype<inet_bind_bucket>(made);
  }
  if (hlist_empty(changetype<usize>(tb.owners))) {
    tb.fastreuse = sk.sk_reuse != 0 && sk.sk_state != TCP_LISTEN ? 1 : 0;
  } else if (tb.fastreuse != 0 && (sk.sk_reuse == 0 || sk.sk_state == TCP_LISTEN)) {
    tb.fastreuse = 0;
  }
  return inBucket(sk, tb);
}

// ---- Listening
export const ICSK_ACK: u32 = 640; // offsetof(struct inet_connection_sock, icsk_ack)

/** inet->cork.fl. */
export const CORK_FLOW: u32 = 468; // offsetof(struct inet_sock, cork.fl)

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
  newsk.sk_write_space = codeOf(map.sk_stream_write_space);
  newsk.icsk_retransmits = 0;
  newsk.icsk_backoff = 0;
  newsk.icsk_probes_out = 0;
  const queue = changetype<usize>(newsk.icsk_accept_queue); // memset: five stores of a constant size
  for (let i: usize = 0; i < request_sock_queue.SIZE; i += 4) st<u32>(queue, i, 0);
  return newsk;
}

/** What inet_csk_reqsk_queue_prune() does with a request that is due. False: it goes. Inlined, with syn_ack_recalc(). */
export function keepRequest(
  parent: tcp_sock,
  req: tcp_request_sock,
  thresh: i32,
  max_retries: i32,
  defer_accept: i32,
): bool {
  const retrans: i32 = req.retrans;
  let expire = retrans >= thresh;
  let resend = true;
  if (defer_accept != 0) {
    const acked = (req.tstamp_ok_bits & ACKED) != 0;
    expire = expire && (!acked || retrans >= max_retries);
    // One that has answered is left alone until the last SYN-ACK may draw the data out.
    resend = !acked || retrans >= defer_accept - 1;
  }
  changetype<request_sock_ops>(req.rsk_ops).syn_ack_timeout;
  tcp_syn_ack_timeout();
  if (expire) return false;
  if (!resend) return true;
  changetype<request_sock_ops>(req.rsk_ops).rtx_syn_ack;
  return tcp_v4_rtx_synack(parent, req) == 0 || (req.tstamp_ok_bits & ACKED) != 0;
}
