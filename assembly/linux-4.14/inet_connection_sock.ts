// net/ipv4/inet_connection_sock.c of Linux 4.14: ports, listening, half-open requests and their timers, accepting.
// Left out: sleeping in accept(); source routes; Fast Open; VRFs; reserved ports (the bitmap is empty). Routing is a
// measured block. A timer fires at its very jiffy, though the wheel of 4.14 rounds those more than 63 jiffies away up
// to the grain of their level (8 jiffies, 32 ms, for one second): what comes out is 0, 1, 3, 7, 15, 31 and 63 s.
export * from "../linux/inet_connection_sock";
export * from "./inet_connection_sock_3_6";
export * from "./inet_connection_sock_4x";

import { inet_csk_delack_init } from "../linux/inet_connection_sock";
import { exec, ld, st, storeString, turn } from "../machine/cpu";
import { trap } from "../machine/trap";
import { random } from "../random";
import { giveUp } from "../wire";
import { EADDRINUSE, EAGAIN, EINVAL } from "./errno";
import { GFP_ATOMIC } from "./gfp";
import { V6_LAST, v6Mapped } from "./in6_addr";
import { inet_csk_destroy_sock, inet_get_local_port_range, ip_route_output_flow } from "./inet_connection_sock_3_6";
import { inet_rtx_syn_ack } from "./inet_connection_sock_4x";
import {
  bhash_bucket,
  inet_bind_bucket_create,
  inet_bind_hash,
  inet_ehash_insert,
  inet_ehash_lockp,
  inet_hash,
  SOCK_RCU_FREE,
} from "./inet_hashtables";
import { hlist_empty, hlist_nulls_del_init_rcu, hlist_unhashed } from "./list";
import { init_net } from "./net_namespace";
import { read, sysctl_local_port_range, sysctl_tcp_synack_retries } from "./percpu";
import { percpu_counter_add } from "./percpu_counter";
import { ORPHANS } from "./percpu_shares";
import { codeOf } from "./protocols";
import {
  ireq_acked,
  noFastopen,
  num_timeout,
  reqsk_put,
  reqsk_queue_added,
  reqsk_queue_aged,
  reqsk_queue_alloc,
  reqsk_queue_empty,
  reqsk_queue_len,
  reqsk_queue_len_young,
  reqsk_queue_remove,
  reqsk_queue_removed,
  rskq_lock,
  set_num_timeout,
} from "./request_sock";
import {
  bh_lock_sock,
  bh_unlock_sock,
  ipv6_only_sock,
  lock_sock,
  now,
  release_sock,
  SOCK_DEAD,
  sk_clone_lock,
  sk_dst_reset,
  sk_reuse,
  sk_reuseport,
  sock_hold,
  sock_i_uid,
  sock_orphan,
  sock_owned_by_user,
  sock_put,
  sock_reset_flag,
} from "./sock";
import { local_bh_disable, local_bh_enable, spin_lock, spin_lock_bh, spin_unlock, spin_unlock_bh } from "./spinlock";
import {
  inet_bind_bucket,
  inet_bind_hashbucket,
  inet_hashinfo,
  proto,
  request_sock_ops,
  request_sock_queue,
  tcp_request_sock,
  tcp_sock,
} from "./structs";
import * as map from "./system_map";
import { tcp_disconnect } from "./tcp";
import { TCP_RTO_MAX } from "./tcp_retransmit";
import { TCP_CLOSE, TCP_LISTEN, TCP_SYN_RECV } from "./tcp_states";
import { TCP_TIMEOUT_INIT } from "./tcp_timeouts";
import { tcp_syn_ack_timeout } from "./tcp_timer";
import { del_timer_sync, mod_timer, setup_timer, timer_pending } from "./timer";

const AF_INET6: u16 = 10;

const SK_CAN_REUSE: u8 = 1;
const SK_FORCE_REUSE: u8 = 2;

/** tb->fastreuseport: every owner may share with whoever shares its address; only those with the cached one may. */
const FASTREUSEPORT_ANY: u8 = 1;
const FASTREUSEPORT_STRICT: u8 = 2;

const BIND_NODE: u32 = 24; // offsetof(struct sock_common, skc_bind_node)
const BUCKET_NODE: u32 = 36; // offsetof(struct inet_bind_bucket, node)
const FAST_V6_RCV_SADDR: u32 = 12; // offsetof(struct inet_bind_bucket, fast_v6_rcv_saddr)

// ---- Whether two addresses meet
/** Inlined. `wildcard`: 0.0.0.0 meets every address. */
function ipv4_rcv_saddr_equal(sk1_rcv_saddr: u32, sk2_rcv_saddr: u32, sk2_ipv6only: bool, wildcard: bool): bool {
  if (sk2_ipv6only) return false;
  if (sk1_rcv_saddr == sk2_rcv_saddr) return true;
  return (sk1_rcv_saddr == 0 || sk2_rcv_saddr == 0) && wildcard;
}

/** Kinds of an IPv6 address (ipv6_addr_type, as far as they matter). */
const ANY: i32 = 0;
const MAPPED: i32 = 1;
const OTHER: i32 = 2;

/** Inlined: ipv6_addr_type() of the address that a socket stands for; an IPv4 socket's is a mapped one. */
function addressType(sk: tcp_sock): i32 {
  if (sk.sk_family != AF_INET6 || v6Mapped(sk)) return MAPPED;
  return ld<u32>(changetype<usize>(sk), V6_LAST) == 0 ? ANY : OTHER;
}

/**
 * The first address of an IPv6 socket (by its kind), the second of any. The last words stand for the whole addresses
 * (sock_common.ts).
 */
function ipv6_rcv_saddr_equal(
  addr_type: i32,
  sk1_rcv_saddr: u32,
  sk1_ipv6only: bool,
  sk2: tcp_sock,
  wildcard: bool,
): bool {
  exec(map.ipv6_rcv_saddr_equal);
  const addr_type2 = addressType(sk2);
  const sk2_rcv_saddr = sk2.sk_rcv_saddr;
  const sk2_ipv6only = ipv6_only_sock(sk2);
  if (addr_type == MAPPED && addr_type2 == MAPPED) {
    return ipv4_rcv_saddr_equal(sk1_rcv_saddr, sk2_rcv_saddr, sk2_ipv6only, wildcard);
  }
  if (addr_type == ANY && addr_type2 == ANY) return true;
  if (addr_type2 == ANY && wildcard && !(sk2_ipv6only && addr_type == MAPPED)) return true;
  if (addr_type == ANY && wildcard && !(sk1_ipv6only && addr_type2 == MAPPED)) return true;
  return addr_type == addr_type2 && sk2.sk_family == AF_INET6 && sk1_rcv_saddr == sk2_rcv_saddr;
}

export function inet_rcv_saddr_equal(sk: tcp_sock, sk2: tcp_sock, wildcard: bool): bool {
  exec(map.inet_rcv_saddr_equal);
  if (sk.sk_family == AF_INET6) {
    return ipv6_rcv_saddr_equal(addressType(sk), sk.sk_rcv_saddr, ipv6_only_sock(sk), sk2, wildcard);
  }
  return ipv4_rcv_saddr_equal(sk.sk_rcv_saddr, sk2.sk_rcv_saddr, ipv6_only_sock(sk2), wildcard);
}

// ---- Ports
/**
 * Whether another owner of the port stands in the way. Not `relax`ed, two sockets that both may be reused are in each
 * other's way too: so a port is chosen that is not shared. `reuseport_ok`: SO_REUSEPORT counts.
 */
export function inet_csk_bind_conflict(sk: tcp_sock, tb: inet_bind_bucket, relax: bool, reuseport_ok: bool): bool {
  exec(map.inet_csk_bind_conflict);
  const reuse = sk_reuse(sk) != 0;
  const reuseport = sk_reuseport(sk) && reuseport_ok;
  const uid = sock_i_uid(sk);
  for (let node = tb.owners.first; turn(map.inet_csk_bind_conflict_turn, node != 0); node = ld<u32>(node, 0)) {
    const sk2 = changetype<tcp_sock>(node - BIND_NODE);
    if (sk == sk2) continue;
    const device = sk.sk_bound_dev_if;
    if (device != 0) {
      const device2 = sk2.sk_bound_dev_if;
      if (device2 != 0 && device != device2) continue;
    }
    const bothReuse = reuse && sk_reuse(sk2) != 0 && sk2.sk_state != TCP_LISTEN;
    if (!bothReuse && !sharing(sk, sk2, reuseport, uid)) {
      if (inet_rcv_saddr_equal(sk, sk2, true)) return true;
    }
    if (!relax && bothReuse) {
      if (inet_rcv_saddr_equal(sk, sk2, true)) return true;
    }
  }
  return false;
}

/** Inlined: whether SO_REUSEPORT lets both have the port. A TIME_WAIT socket is nobody's. */
function sharing(sk: tcp_sock, sk2: tcp_sock, reuseport: bool, uid: u32): bool {
  if (!reuseport || !sk_reuseport(sk2) || sk.sk_reuseport_cb != 0) return false;
  return sk2.sk_state == TCP_TIME_WAIT || sock_i_uid(sk2) == uid;
}

const TCP_TIME_WAIT: u8 = 6;

// What a search for a free port found: the port, its bucket's address (locked), and its inet_bind_bucket or 0.
let foundPort: u32 = 0;
let foundHead: u32 = 0;
let foundBucket: u32 = 0;

/** Takes the lock of a port's bucket and looks for its inet_bind_bucket. */
function lockPort(sk: tcp_sock, port: u32): void {
  const hinfo = changetype<inet_hashinfo>(changetype<proto>(sk.sk_prot).h_hashinfo);
  const head = bhash_bucket(hinfo, init_net, port);
  foundPort = port;
  foundHead = changetype<usize>(head);
  spin_lock_bh(foundHead);
  foundBucket = 0;
  for (let node = head.chain.first; turn(map.inet_csk_get_port_turn, node != 0); node = ld<u32>(node, 0)) {
    const tb = changetype<inet_bind_bucket>(node - BUCKET_NODE);
    if (tb.port == port) {
      foundBucket = node - BUCKET_NODE;
      return;
    }
  }
}

/**
 * Looks for a port from a random start: among those with odd distance to the first of the range, then among the even
 * ones, which connect() prefers. One that may be reused tries the lower half of the range first. True: found, its
 * bucket is locked. Inlined in inet_csk_get_port.
 */
function inet_csk_find_open_port(sk: tcp_sock): bool {
  let attempt_half = sk_reuse(sk) == SK_CAN_REUSE ? 1 : 0;
  while (true) {
    inet_get_local_port_range();
    let low: u32 = read(sysctl_local_port_range);
    let high: u32 = <u32>read(sysctl_local_port_range + 4) + 1;
    if (high - low < 4) attempt_half = 0;
    if (attempt_half != 0) {
      const half = low + (((high - low) >> 2) << 1);
      if (attempt_half == 1) high = half;
      else low = half;
    }
    let remaining = high - low;
    if (remaining > 1) remaining &= ~1;
    const offset = (random() % remaining) | 1;
    if (openPortOf(sk, low, high, remaining, offset)) return true;
    if (openPortOf(sk, low, high, remaining, offset - 1)) return true;
    if (attempt_half != 1) return false;
    attempt_half = 2;
  }
}

/** Every other port, from low + offset on. */
function openPortOf(sk: tcp_sock, low: u32, high: u32, remaining: u32, offset: u32): bool {
  let port = low + offset;
  for (let i: u32 = 0; turn(map.inet_csk_get_port_rover, i < remaining); i += 2) {
    if (port >= high) port -= remaining;
    lockPort(sk, port);
    if (foundBucket == 0) return true;
    if (!inet_csk_bind_conflict(sk, changetype<inet_bind_bucket>(foundBucket), false, false)) return true;
    spin_unlock_bh(foundHead);
    port += 2;
  }
  return false;
}

/** Whether the cached address and user say that `sk` may share the port: no owner need be asked. Inlined. */
function sk_reuseport_match(tb: inet_bind_bucket, sk: tcp_sock): bool {
  const uid = sock_i_uid(sk);
  if (tb.fastreuseport == 0) return false;
  if (!sk_reuseport(sk) || sk.sk_reuseport_cb != 0) return false;
  if (tb.fastuid != uid) return false;
  if (tb.fastreuseport == FASTREUSEPORT_ANY) return true;
  const address = tb.fast_rcv_saddr;
  if (tb.fast_sk_family == AF_INET6) {
    return ipv6_rcv_saddr_equal(cachedType(tb), address, tb.fast_ipv6_only != 0, sk, true);
  }
  return ipv4_rcv_saddr_equal(address, sk.sk_rcv_saddr, ipv6_only_sock(sk), true);
}

/** The kind of the cached IPv6 address. */
function cachedType(tb: inet_bind_bucket): i32 {
  const at = changetype<usize>(tb) + FAST_V6_RCV_SADDR;
  if (ld<u32>(at, 8) != 0) return MAPPED;
  return ld<u32>(at, 12) == 0 ? ANY : OTHER;
}

/** Caches the address and user of `sk`. Inlined. */
function cacheAddress(tb: inet_bind_bucket, sk: tcp_sock, kind: u8, uid: u32): void {
  tb.fastreuseport = kind;
  tb.fastuid = uid;
  tb.fast_rcv_saddr = sk.sk_rcv_saddr;
  tb.fast_ipv6_only = ipv6_only_sock(sk) ? 1 : 0;
  tb.fast_sk_family = sk.sk_family;
  const to = changetype<usize>(tb) + FAST_V6_RCV_SADDR;
  const from = changetype<usize>(sk) + V6_LAST - 12;
  for (let i: usize = 0; i < 16; i += 4) st<u32>(to, i, ld<u32>(from, i));
}

/** Gives `sk` the port `snum`, or a free one if it is 0. 0, or 1 if it cannot. */
export function inet_csk_get_port(sk: tcp_sock, snum: u32): i32 {
  exec(map.inet_csk_get_port);
  const reuse = sk_reuse(sk) != 0 && sk.sk_state != TCP_LISTEN;
  const uid = sock_i_uid(sk);
  if (snum == 0) {
    if (!inet_csk_find_open_port(sk)) return 1;
  } else lockPort(sk, snum);
  const ret = takePort(sk, snum, reuse, uid);
  spin_unlock_bh(foundHead);
  return ret;
}

/** The bucket is locked. */
function takePort(sk: tcp_sock, snum: u32, reuse: bool, uid: u32): i32 {
  if (foundBucket == 0) {
    const hinfo = changetype<inet_hashinfo>(changetype<proto>(sk.sk_prot).h_hashinfo);
    const head = changetype<inet_bind_hashbucket>(foundHead);
    foundBucket = inet_bind_bucket_create(hinfo.bind_bucket_cachep, head, foundPort);
    if (foundBucket == 0) return 1;
  } else if (snum != 0 && !mayJoin(sk, changetype<inet_bind_bucket>(foundBucket), reuse)) return 1;
  const tb = changetype<inet_bind_bucket>(foundBucket);
  remember(sk, tb, reuse, uid);
  if (sk.icsk_bind_hash == 0) inet_bind_hash(sk, tb, foundPort);
  if (sk.icsk_bind_hash != foundBucket) trap();
  return 0;
}

/** Whether `sk` may become an owner of a port that others have. */
function mayJoin(sk: tcp_sock, tb: inet_bind_bucket, reuse: bool): bool {
  if (hlist_empty(changetype<usize>(tb.owners))) return true;
  if (sk_reuse(sk) == SK_FORCE_REUSE) return true;
  if ((tb.fastreuse > 0 && reuse) || sk_reuseport_match(tb, sk)) return true;
  return !inet_csk_bind_conflict(sk, tb, true, true);
}

/** What the port's bucket remembers of its owners. */
function remember(sk: tcp_sock, tb: inet_bind_bucket, reuse: bool, uid: u32): void {
  const first = hlist_empty(changetype<usize>(tb.owners));
  if (first) tb.fastreuse = reuse ? 1 : 0;
  else if (!reuse) tb.fastreuse = 0;
  if (!sk_reuseport(sk)) tb.fastreuseport = 0;
  else if (first) cacheAddress(tb, sk, FASTREUSEPORT_ANY, uid);
  else if (!sk_reuseport_match(tb, sk)) cacheAddress(tb, sk, FASTREUSEPORT_STRICT, uid);
}

// ---- Listening
export const ICSK_ACK: u32 = 788; // offsetof(struct inet_connection_sock, icsk_ack)

export function inet_csk_listen_start(sk: tcp_sock, backlog: i32): i32 {
  exec(map.inet_csk_listen_start);
  reqsk_queue_alloc(sk.icsk_accept_queue);

  sk.sk_max_ack_backlog = backlog;
  sk.sk_ack_backlog = 0;
  inet_csk_delack_init(sk);

  // Announced before the port is sure: harmless, the socket is in no table yet, and get_port() must see a listener.
  sk.sk_state = TCP_LISTEN;
  let err = -EADDRINUSE;
  changetype<proto>(sk.sk_prot).get_port;
  if (inet_csk_get_port(sk, sk.inet_num) == 0) {
    sk.inet_sport = bswap<u16>(sk.inet_num);
    sk_dst_reset(sk);
    changetype<proto>(sk.sk_prot).hash;
    err = inet_hash(sk);
    if (err == 0) return 0;
  }
  sk.sk_state = TCP_CLOSE;
  return err;
}

/**
 * The listener goes: every connection that nobody accepted is reset. Half-open requests stay in ehash; their timers, or
 * the next segment, find that nobody listens.
 */
export function inet_csk_listen_stop(sk: tcp_sock): void {
  exec(map.inet_csk_listen_stop);
  const queue = sk.icsk_accept_queue;
  for (let at = reqsk_queue_remove(queue, sk); turn(map.inet_csk_listen_stop_turn, at != 0); ) {
    const req = changetype<tcp_request_sock>(at);
    const child = changetype<tcp_sock>(req.sk);
    local_bh_disable();
    bh_lock_sock(child);
    if (sock_owned_by_user(child)) trap();
    sock_hold(child);
    inet_child_forget(sk, req, child);
    bh_unlock_sock(child);
    local_bh_enable();
    sock_put(child);
    at = reqsk_queue_remove(queue, sk);
  }
  noFastopen(queue);
  if (sk.sk_ack_backlog != 0) trap();
}

/** A connection that nobody will accept: it is reset. */
function inet_child_forget(sk: tcp_sock, req: tcp_request_sock, child: tcp_sock): void {
  exec(map.inet_child_forget);
  changetype<proto>(sk.sk_prot).disconnect;
  tcp_disconnect(child);
  sock_orphan(child);
  changetype<proto>(sk.sk_prot).orphan_count;
  percpu_counter_add(ORPHANS, 1);
  sk.sk_protocol;
  if (req.tfo_listener != 0) trap();
  inet_csk_destroy_sock(child);
  reqsk_put(req);
}

// ---- Half-open requests
/** Inlined: starts the timer and makes the request findable. Its references: the timer's, the table's, the caller's. */
function reqsk_queue_hash_req(req: tcp_request_sock, timeout: u32): void {
  req.num_retrans = 0;
  set_num_timeout(req, 0);
  req.sk = 0;
  setup_timer(req.rsk_timer, codeOf(map.reqsk_timer_handler), changetype<usize>(req));
  mod_timer(req.rsk_timer, now() + timeout);
  inet_ehash_insert(changetype<tcp_sock>(changetype<usize>(req)), 0);
  req.rsk_refcnt = 3;
}

export function inet_csk_reqsk_queue_hash_add(sk: tcp_sock, req: tcp_request_sock, timeout: u32): void {
  exec(map.inet_csk_reqsk_queue_hash_add);
  reqsk_queue_hash_req(req, timeout);
  reqsk_queue_added(sk.icsk_accept_queue);
}

/** Takes a request out of ehash and stops its timer. True: it was in ehash (whose reference is the caller's now). */
function reqsk_queue_unlink(req: tcp_request_sock): bool {
  exec(map.reqsk_queue_unlink);
  let found = false;
  const node = changetype<usize>(req.rsk_node);
  if (!hlist_unhashed(node)) {
    const hashinfo = changetype<inet_hashinfo>(changetype<proto>(req.rsk_prot).h_hashinfo);
    const lock = inet_ehash_lockp(hashinfo, req.rsk_hash);
    spin_lock(lock);
    found = hlist_nulls_del_init_rcu(node);
    spin_unlock(lock);
  }
  if (timer_pending(req.rsk_timer) && del_timer_sync(req.rsk_timer)) reqsk_put(req);
  return found;
}

/** The caller holds the request. */
export function inet_csk_reqsk_queue_drop(sk: tcp_sock, req: tcp_request_sock): void {
  exec(map.inet_csk_reqsk_queue_drop);
  if (reqsk_queue_unlink(req)) {
    reqsk_queue_removed(sk.icsk_accept_queue, req);
    reqsk_put(req);
  }
}

export function inet_csk_reqsk_queue_drop_and_put(sk: tcp_sock, req: tcp_request_sock): void {
  exec(map.inet_csk_reqsk_queue_drop_and_put);
  inet_csk_reqsk_queue_drop(sk, req);
  reqsk_put(req);
}

// What syn_ack_recalc() decides.
let expire: bool = false;
let resend: bool = false;

/** Inlined. With TCP_DEFER_ACCEPT a request that was acknowledged is kept quietly until the data is overdue. */
function syn_ack_recalc(req: tcp_request_sock, thresh: i32, max_retries: i32, defer_accept: u8): void {
  const timeouts: i32 = num_timeout(req);
  if (defer_accept == 0) {
    expire = timeouts >= thresh;
    resend = true;
    return;
  }
  const acked = ireq_acked(req);
  expire = timeouts >= thresh && (!acked || timeouts >= max_retries);
  resend = !acked || timeouts >= <i32>defer_accept - 1;
}

/** The timer of a request. It runs without the listener's lock, and its reference is dropped with the request. */
export function reqsk_timer_handler(at: u32): void {
  exec(map.reqsk_timer_handler);
  const req = changetype<tcp_request_sock>(at);
  const sk_listener = changetype<tcp_sock>(req.rsk_listener);
  if (sk_listener.sk_state != TCP_LISTEN || !requestLives(sk_listener, req)) {
    giveUp();
    inet_csk_reqsk_queue_drop_and_put(sk_listener, req);
  }
}

function requestLives(sk_listener: tcp_sock, req: tcp_request_sock): bool {
  const queue = sk_listener.icsk_accept_queue;
  const own: i32 = sk_listener.icsk_syn_retries;
  let max_retries = own != 0 ? own : read(sysctl_tcp_synack_retries);
  const thresh = requestThreshold(sk_listener, queue, max_retries);
  const defer_accept = queue.rskq_defer_accept;
  if (defer_accept != 0) max_retries = defer_accept;
  syn_ack_recalc(req, thresh, max_retries, defer_accept);
  changetype<request_sock_ops>(req.rsk_ops).syn_ack_timeout;
  tcp_syn_ack_timeout(req);
  if (expire || (resend && inet_rtx_syn_ack(sk_listener, req) != 0 && !ireq_acked(req))) return false;

  exec(map.reqsk_timer_handler_again);
  const timeouts = num_timeout(req);
  set_num_timeout(req, timeouts + 1);
  if (timeouts == 0) reqsk_queue_aged(queue);
  mod_timer(req.rsk_timer, now() + min<u32>(TCP_TIMEOUT_INIT << (timeouts + 1), TCP_RTO_MAX));
  return true;
}

/**
 * How often a SYN-ACK is sent again: less often, down to twice, while more than half of the room for requests is taken
 * and few of them are young.
 */
function requestThreshold(sk_listener: tcp_sock, queue: request_sock_queue, max_retries: i32): i32 {
  let thresh = max_retries;
  const qlen = reqsk_queue_len(queue);
  if (<u32>(qlen << 1) > max<u32>(8, sk_listener.sk_max_ack_backlog)) {
    let young = reqsk_queue_len_young(queue) << 1;
    while (turn(map.reqsk_timer_handler_turn, thresh > 2 && qlen >= young)) {
      thresh--;
      young <<= 1;
    }
  }
  return thresh;
}

// ---- The accept queue
/** Appends a request with its child. Null: nobody listens any more, the child is reset. */
export function inet_csk_reqsk_queue_add(sk: tcp_sock, req: tcp_request_sock, child: tcp_sock): tcp_sock {
  exec(map.inet_csk_reqsk_queue_add);
  const queue = sk.icsk_accept_queue;
  let added = child;
  spin_lock(rskq_lock(queue));
  if (sk.sk_state != TCP_LISTEN) {
    inet_child_forget(sk, req, child);
    added = changetype<tcp_sock>(0);
  } else {
    req.sk = changetype<usize>(child);
    req.dl_next = 0;
    if (queue.rskq_accept_head == 0) queue.rskq_accept_head = changetype<usize>(req);
    else changetype<tcp_request_sock>(queue.rskq_accept_tail).dl_next = changetype<usize>(req);
    queue.rskq_accept_tail = changetype<usize>(req);
    sk.sk_ack_backlog = sk.sk_ack_backlog + 1;
  }
  spin_unlock(rskq_lock(queue));
  return added;
}

/** The handshake's last step: the request leaves its timer and goes into the accept queue with the caller's reference. */
export function inet_csk_complete_hashdance(
  sk: tcp_sock,
  child: tcp_sock,
  req: tcp_request_sock,
  own_req: bool,
): tcp_sock {
  exec(map.inet_csk_complete_hashdance);
  if (own_req) {
    exec(map.inet_csk_complete_hashdance_own);
    inet_csk_reqsk_queue_drop(sk, req);
    reqsk_queue_removed(sk.icsk_accept_queue, req);
    if (changetype<usize>(inet_csk_reqsk_queue_add(sk, req, child)) != 0) return child;
  }
  // Another child came first, or nobody listens.
  bh_unlock_sock(child);
  sock_put(child);
  return changetype<tcp_sock>(0);
}

/** What the last inet_csk_accept() found wrong. */
export let error: i32 = 0;

/** The next connection; 0 with `error` set if there is none. accept() here never waits: O_NONBLOCK. */
export function inet_csk_accept(sk: tcp_sock): u32 {
  exec(map.inet_csk_accept);
  lock_sock(sk);
  if (sk.sk_state != TCP_LISTEN) return refuse(sk, -EINVAL);
  const queue = sk.icsk_accept_queue;
  if (reqsk_queue_empty(queue)) return refuse(sk, -EAGAIN);
  const req = changetype<tcp_request_sock>(reqsk_queue_remove(queue, sk));
  const newsk = req.sk;
  sk.sk_protocol;
  if (req.tfo_listener != 0) trap();
  error = 0;
  release_sock(sk);
  reqsk_put(req);
  return newsk;
}

function refuse(sk: tcp_sock, why: i32): u32 {
  error = why;
  release_sock(sk);
  return 0;
}

// ---- The end of a socket

/** A child that could not be finished: it belongs to nobody and has no port. */
export function inet_csk_prepare_forced_close(sk: tcp_sock): void {
  exec(map.inet_csk_prepare_forced_close);
  bh_unlock_sock(sk); // sk_clone_lock() took it
  sock_put(sk);
  sk.sk_flags = sk.sk_flags | SOCK_DEAD;
  changetype<proto>(sk.sk_prot).orphan_count;
  percpu_counter_add(ORPHANS, 1);
  sk.inet_num = 0;
}

// ---- Routes
/** The route to the peer of a request, held; 0: there is none. */
export function inet_csk_route_req(_sk: tcp_sock, req: tcp_request_sock): u32 {
  exec(map.inet_csk_route_req);
  req.ireq_opt;
  req.ir_iif;
  req.ir_mark;
  _sk.tos;
  _sk.sk_flags;
  _sk.sk_protocol;
  _sk.recverr_bits;
  req.ir_rmt_addr;
  req.ir_loc_addr;
  req.ir_rmt_port;
  req.ir_num;
  _sk.sk_uid;
  return ip_route_output_flow();
}

/** The route of a child, held; the flow that was looked up stays in inet->cork.fl. */
export function inet_csk_route_child_sock(sk: tcp_sock, newsk: tcp_sock, req: tcp_request_sock): u32 {
  exec(map.inet_csk_route_child_sock);
  req.ireq_opt;
  const flow = changetype<usize>(newsk) + CORK_FLOW;
  st<i32>(flow, 0, req.ir_iif);
  st<i32>(flow, 4, 0);
  st<u32>(flow, 8, req.ir_mark);
  st<u8>(flow, 12, newsk.tos);
  st<u8>(flow, 13, 0);
  st<u8>(flow, 14, sk.sk_protocol);
  st<u8>(flow, 15, <u8>sk.sk_flags);
  st<u32>(flow, 28, sk.sk_uid);
  st<u32>(flow, 32, req.ir_loc_addr);
  st<u32>(flow, 36, req.ir_rmt_addr);
  st<u16>(flow, 40, req.ir_rmt_port);
  st<u16>(flow, 42, bswap<u16>(req.ir_num));
  return ip_route_output_flow(flow, flow + 32);
}

/** inet->cork.fl. */
const CORK_FLOW: u32 = 568; // offsetof(struct inet_sock, cork.fl)

/** A child of the listener in SYN_RECV, locked. Null: no memory. */
export function inet_csk_clone_lock(sk: tcp_sock, req: tcp_request_sock): tcp_sock {
  exec(map.inet_csk_clone_lock);
  const newsk = changetype<tcp_sock>(sk_clone_lock(sk, GFP_ATOMIC));
  if (changetype<usize>(newsk) == 0) return newsk;
  newsk.sk_state = TCP_SYN_RECV;
  newsk.icsk_bind_hash = 0;
  newsk.inet_dport = req.ir_rmt_port;
  newsk.inet_num = req.ir_num;
  newsk.inet_sport = bswap<u16>(req.ir_num);
  newsk.sk_write_space = codeOf(map.sk_stream_write_space);
  sock_reset_flag(newsk, SOCK_RCU_FREE); // listeners' alone
  newsk.mc_list = 0;
  newsk.sk_mark = req.ir_mark;
  newsk.icsk_retransmits = 0;
  newsk.icsk_backoff = 0;
  newsk.icsk_probes_out = 0;
  storeString(changetype<usize>(newsk.icsk_accept_queue), 0, <u32>request_sock_queue.SIZE);
  return newsk;
}
