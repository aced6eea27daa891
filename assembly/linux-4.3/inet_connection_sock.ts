// net/ipv4/inet_connection_sock.c of Linux 4.3: ports, listening, accepting, timers.
// The requests' timers: each has its own, pinned to the CPU that the SYN came to.
// Left out: sleeping in accept(); source routes. Routing is a measured block.
export * from "../linux/inet_connection_sock";
export * from "./inet_connection_sock_3_6";
export * from "./inet_connection_sock_4x";
export * from "./inet_connection_sock_before_4_14";
export * from "./inet_connection_sock_to_4_3";

import { exec, ld, st, turn } from "../machine/cpu";
import { trap } from "../machine/trap";
import { random } from "../random";
import { giveUp } from "../wire";
import { atomic_inc, atomic_set } from "./atomic";
import { EAGAIN, EINVAL } from "./errno";
import { GFP_ATOMIC } from "./gfp";
import { inet_csk_destroy_sock, inet_get_local_port_range } from "./inet_connection_sock_3_6";
import { inet_rtx_syn_ack } from "./inet_connection_sock_4x";
import { AF_INET, inet_synq_hash } from "./inet_connection_sock_before_4_14";
import {
  ATTEMPTS,
  addressesMeet,
  bucketOf,
  GIVE_UP,
  inBucket,
  tcp_syn_ack_timeout,
} from "./inet_connection_sock_to_4_3";
import { bhash_bucket, inet_bind_bucket_create, tcp_hashinfo } from "./inet_hashtables";
import { hlist_empty } from "./list";
import { init_net } from "./net_namespace";
import { jiffies, read, sysctl_local_port_range, sysctl_tcp_synack_retries } from "./percpu";
import { percpu_counter_add } from "./percpu_counter";
import { ORPHANS } from "./percpu_shares";
import { codeOf } from "./protocols";
import {
  listen_sock_qlen,
  listen_sock_young,
  listenOptOf,
  num_timeout,
  refcntOfReq,
  reqsk_put,
  reqsk_queue_added,
  reqsk_queue_removed,
  set_num_timeout,
  syn_table,
  syn_wait_lock,
  YOUNG_DEC,
} from "./reqsk";
import { reqsk_queue_destroy } from "./request_sock";
import {
  bh_lock_sock,
  bh_unlock_sock,
  ipv6_only_sock,
  lock_sock,
  release_sock,
  sk_clone_lock,
  sk_reuse,
  sk_reuseport,
  sock_hold,
  sock_i_uid,
  sock_orphan,
  sock_owned_by_user,
  sock_put,
} from "./sock";
import { _raw_spin_lock, local_bh_disable, local_bh_enable, spin_lock, spin_unlock } from "./spinlock";
import { memset } from "./string";
import {
  inet_bind_bucket,
  inet_bind_hashbucket,
  inet_connection_sock_af_ops,
  listen_sock,
  proto,
  request_sock_ops,
  request_sock_queue,
  tcp_request_sock,
  tcp_sock,
} from "./structs";
import * as map from "./system_map";
import { tcp_disconnect } from "./tcp";
import { ACKED } from "./tcp_ipv4";
import { TCP_RTO_MAX } from "./tcp_retransmit";
import { TCP_LISTEN, TCP_SYN_RECV, TCP_TIME_WAIT } from "./tcp_states";
import { TCP_TIMEOUT_INIT } from "./tcp_timeouts";
import { del_timer_sync, mod_timer_pinned, setup_timer, timer_pending } from "./timer";

/** The half-open request of a peer, held, or 0. Addresses and port as they lie in memory. */
export function inet_csk_search_req(sk: tcp_sock, rport: u16, raddr: u32, laddr: u32): u32 {
  exec(map.inet_csk_search_req);
  const lopt = listenOptOf(sk);
  const head = syn_table(lopt, inet_synq_hash(raddr, rport, lopt.hash_rnd, lopt.nr_table_entries));
  const lock = syn_wait_lock(sk.icsk_accept_queue);
  spin_lock(lock);
  let at = ld<u32>(head, 0);
  while (at != 0) {
    exec(map.inet_csk_search_req_turn);
    const req = changetype<tcp_request_sock>(at);
    if (req.ir_rmt_port == rport && req.ir_rmt_addr == raddr && req.ir_loc_addr == laddr) {
      exec(map.inet_csk_search_req_found);
      if (changetype<request_sock_ops>(req.rsk_ops).family == AF_INET) {
        atomic_inc(refcntOfReq(req));
        if (req.sk != 0) trap();
        break;
      }
    }
    at = req.dl_next;
  }
  spin_unlock(lock);
  return at;
}

/** Puts a request at the head of its chain and starts its timer. */
export function inet_csk_reqsk_queue_hash_add(sk: tcp_sock, req: tcp_request_sock, timeout: u32): void {
  exec(map.inet_csk_reqsk_queue_hash_add);
  const lopt = listenOptOf(sk);
  const h = inet_synq_hash(req.ir_rmt_addr, req.ir_rmt_port, lopt.hash_rnd, lopt.nr_table_entries);
  reqsk_queue_hash_req(sk.icsk_accept_queue, h, req, timeout);
  reqsk_queue_added(sk.icsk_accept_queue);
}

function reqsk_queue_hash_req(queue: request_sock_queue, hash: u32, req: tcp_request_sock, timeout: u32): void {
  exec(map.reqsk_queue_hash_req);
  const lopt = changetype<listen_sock>(queue.listen_opt);
  req.num_retrans = 0;
  set_num_timeout(req, 0);
  req.sk = 0;
  setup_timer(req.rsk_timer, codeOf(map.reqsk_timer_handler), changetype<usize>(req));
  req.rsk_hash = hash;
  atomic_set(refcntOfReq(req), 2);
  const lock = syn_wait_lock(queue);
  const head = syn_table(lopt, hash);
  spin_lock(lock);
  req.dl_next = ld<u32>(head, 0);
  st<u32>(head, 0, changetype<usize>(req));
  spin_unlock(lock);
  mod_timer_pinned(req.rsk_timer, read(jiffies) + timeout);
}

/** Takes a request out of its chain and stops its timer. Whether it was still there. Inlined. */
function reqsk_queue_unlink(queue: request_sock_queue, req: tcp_request_sock): bool {
  const lopt = changetype<listen_sock>(queue.listen_opt);
  const lock = syn_wait_lock(queue);
  const wanted = changetype<usize>(req);
  let found = false;
  spin_lock(lock);
  let prev = syn_table(lopt, req.rsk_hash);
  for (let at = ld<u32>(prev, 0); turn(map.inet_csk_reqsk_queue_drop_turn, at != 0); at = ld<u32>(prev, 0)) {
    if (at == wanted) {
      st<u32>(prev, 0, req.dl_next);
      found = true;
      break;
    }
    prev = at + DL_NEXT;
  }
  spin_unlock(lock);
  if (timer_pending(req.rsk_timer) && del_timer_sync(req.rsk_timer)) reqsk_put(req);
  return found;
}

const DL_NEXT: u32 = 96; // offsetof(struct request_sock, dl_next)

export function inet_csk_reqsk_queue_drop(sk: tcp_sock, req: tcp_request_sock): void {
  exec(map.inet_csk_reqsk_queue_drop);
  const queue = sk.icsk_accept_queue;
  if (!reqsk_queue_unlink(queue, req)) return;
  reqsk_queue_removed(queue, req);
  reqsk_put(req);
}

// ---- The timer of a request

/** SYN-ACKs again after 1, 3, 7, ... seconds, without the listener's lock; gives the request up in the end. */
export function reqsk_timer_handler(data: u32): void {
  exec(map.reqsk_timer_handler);
  const req = changetype<tcp_request_sock>(data);
  const sk_listener = changetype<tcp_sock>(req.rsk_listener);
  const queue = sk_listener.icsk_accept_queue;
  const at = queue.listen_opt;
  if (sk_listener.sk_state != TCP_LISTEN || at == 0) {
    giveUp();
    reqsk_put(req);
    return;
  }
  const lopt = changetype<listen_sock>(at);
  const syn_retries: i32 = sk_listener.icsk_syn_retries;
  let max_retries = syn_retries != 0 ? syn_retries : read(sysctl_tcp_synack_retries);
  let thresh = max_retries;
  // More than half full: the older requests are given up sooner, the fewer of them are young the sooner.
  const qlen = listen_sock_qlen(lopt);
  if (qlen >> (lopt.max_qlen_log - 1) != 0) {
    let young = listen_sock_young(lopt) << 1;
    while (turn(map.reqsk_timer_handler_turn, thresh > 2)) {
      if (qlen < young) break;
      thresh--;
      young <<= 1;
    }
  }
  const defer_accept: i32 = queue.rskq_defer_accept;
  if (defer_accept != 0) max_retries = defer_accept;
  const timeouts: i32 = num_timeout(req);
  let expire = timeouts >= thresh; // syn_ack_recalc(), inlined
  let resend = true;
  if (defer_accept != 0) {
    const acked = (req.tstamp_ok_bits & ACKED) != 0;
    expire = expire && (!acked || timeouts >= max_retries);
    // One that has answered is left alone until the last SYN-ACK may draw the data out.
    resend = !acked || timeouts >= defer_accept - 1;
  }
  changetype<request_sock_ops>(req.rsk_ops).syn_ack_timeout;
  tcp_syn_ack_timeout();
  if (!expire && (!resend || inet_rtx_syn_ack(sk_listener, req) == 0 || (req.tstamp_ok_bits & ACKED) != 0)) {
    exec(map.reqsk_timer_handler_again);
    if (timeouts == 0) atomic_inc(at + YOUNG_DEC);
    set_num_timeout(req, <u8>(timeouts + 1));
    const timeo = min<u32>(TCP_TIMEOUT_INIT << (timeouts + 1), TCP_RTO_MAX);
    mod_timer_pinned(req.rsk_timer, read(jiffies) + timeo);
    return;
  }
  giveUp();
  inet_csk_reqsk_queue_drop(sk_listener, req);
  reqsk_put(req);
}

/** How many SYN-ACKs a request gets: fewer when the table is more than half full and most of it is old. Inlined. */
function _synackThreshold(lopt: listen_sock, max_retries: i32): i32 {
  let thresh = max_retries;
  const qlen = lopt.qlen;
  if (qlen >> (lopt.max_qlen_log - 1) != 0) {
    let young = lopt.qlen_young << 1;
    while (thresh > 2 && qlen >= young) {
      thresh--;
      young <<= 1;
    }
  }
  return thresh;
}

/** The next connection; 0 with `error` set if there is none. accept() here never waits: O_NONBLOCK. */
export function inet_csk_accept(sk: tcp_sock): u32 {
  exec(map.inet_csk_accept);
  lock_sock(sk);
  error = -EINVAL;
  let newsk: u32 = 0;
  let req = changetype<tcp_request_sock>(0);
  if (sk.sk_state == TCP_LISTEN) {
    const queue = sk.icsk_accept_queue;
    const first = queue.rskq_accept_head;
    if (first == 0) {
      error = -EAGAIN;
    } else {
      req = changetype<tcp_request_sock>(first);
      reqsk_queue_remove(queue, req);
      newsk = req.sk;
      sk.sk_ack_backlog = sk.sk_ack_backlog - 1;
      sk.sk_protocol;
      req.tfo_listener;
      error = 0;
    }
  }
  release_sock(sk);
  if (changetype<usize>(req) != 0) reqsk_put(req);
  return newsk;
}

/** What the last inet_csk_accept() found wrong. */
export let error: i32 = 0;

/** Takes the first request off the accept queue. Inlined. */
function reqsk_queue_remove(queue: request_sock_queue, req: tcp_request_sock): void {
  const next = req.dl_next;
  queue.rskq_accept_head = next;
  if (next == 0) queue.rskq_accept_tail = 0;
}

export const AF_INET6: u16 = 10;

const OWNER_NODE: u32 = 24; // offsetof(struct sock_common, skc_bind_node)

/**
 * Whether another owner of the port stands in the way. Not `relax`ed, two sockets that both may be reused are in each
 * other's way too: so a port is chosen that is not shared. With SO_REUSEPORT on both, and of one user, they are not.
 */
export function inet_csk_bind_conflict(sk: tcp_sock, tb: inet_bind_bucket, relax: bool): bool {
  exec(map.inet_csk_bind_conflict);
  const address = sk.sk_rcv_saddr;
  const reuse = sk_reuse(sk) != 0;
  const reuseport = sk_reuseport(sk);
  const uid = sock_i_uid(sk);
  for (let node = tb.owners.first; turn(map.inet_csk_bind_conflict_turn, node != 0); node = ld<u32>(node, 0)) {
    const sk2 = changetype<tcp_sock>(node - OWNER_NODE);
    if (sk == sk2 || (sk.sk_family != AF_INET6 && ipv6_only_sock(sk2))) continue;
    const device = sk.sk_bound_dev_if;
    if (device != 0) {
      const device2 = sk2.sk_bound_dev_if;
      if (device2 != 0 && device != device2) continue;
    }
    const reuse2 = sk_reuse(sk2) != 0;
    const listening = sk2.sk_state == TCP_LISTEN;
    if (!reuse || !reuse2 || listening) {
      const shared = reuseport && sk_reuseport(sk2) && (sk2.sk_state == TCP_TIME_WAIT || uid == sock_i_uid(sk2));
      if (!shared && addressesMeet(sk, sk2, address)) return true;
    }
    if (!relax && reuse && reuse2 && !listening && addressesMeet(sk, sk2, address)) return true;
  }
  return false;
}

// What a search for a free port found: the port, the lock of its bucket (held), its inet_bind_bucket or 0, and how many
// owners the least shared port had (-1: none could be shared).
export let foundPort: i32 = 0;

let foundLock: u32 = 0;

let foundBucket: u32 = 0;

let smallest_size: i32 = -1;

/** With SO_REUSEADDR the lower half of the range is tried first (1), then the upper (2). */
let attemptHalf: i32 = 0;

/** Whose the socket is. */
let callerUid: u32 = 0;

const SK_CAN_REUSE: u8 = 1;
const SK_FORCE_REUSE: u8 = 2;

/** Gives `sk` the port `snum`, or a free one if it is 0. 0, or 1 if it cannot. */
export function inet_csk_get_port(sk: tcp_sock, snum: u32): i32 {
  exec(map.inet_csk_get_port);
  let attempts = ATTEMPTS;
  smallest_size = -1;
  callerUid = sock_i_uid(sk);
  attemptHalf = sk_reuse(sk) == SK_CAN_REUSE ? 1 : 0;
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

export const BUCKET_NODE: u32 = 16; // offsetof(struct inet_bind_bucket, node)

/**
 * Looks for a port from a random start: the first that nobody has, or whose owners `sk` may join. Failing that, the
 * one with the fewest owners that a reusing `sk` could share: then no lock is held (foundLock is 0). Left out: the
 * bitmap of reserved ports (empty).
 */
function anyPort(sk: tcp_sock): bool {
  inet_get_local_port_range();
  let low = read(sysctl_local_port_range);
  let high = read(sysctl_local_port_range + 4);
  if (attemptHalf != 0) {
    const half = low + ((high - low) >> 1);
    if (attemptHalf == 1) high = half;
    else low = half;
  }
  let remaining = high - low + 1;
  let rover = <i32>(random() % <u32>remaining) + low;
  let smallest_rover = rover;
  smallest_size = -1;
  do {
    foundPort = rover;
    lockPort();
    if (foundBucket == 0) return true;
    const tb = changetype<inet_bind_bucket>(foundBucket);
    if (mayShare(sk, tb)) {
      const owners = tb.num_owners;
      if (owners < smallest_size || smallest_size == -1) {
        smallest_size = owners;
        smallest_rover = rover;
      }
    }
    if (!inet_csk_bind_conflict(sk, tb, false)) return true;
    spin_unlock(foundLock);
    if (++rover > high) rover = low;
  } while (turn(map.inet_csk_get_port_rover, --remaining > 0));
  if (smallest_size == -1) {
    if (attemptHalf != 1) return false;
    attemptHalf = 2;
    return anyPort(sk);
  }
  foundPort = smallest_rover;
  foundLock = 0;
  return true;
}

/** Whether a socket may join a port's owners without a look at each of them. Inlined. */
function mayShare(sk: tcp_sock, tb: inet_bind_bucket): bool {
  if (<i8>tb.fastreuse > 0 && sk_reuse(sk) != 0 && sk.sk_state != TCP_LISTEN) return true;
  return <i8>tb.fastreuseport > 0 && sk_reuseport(sk) && tb.fastuid == callerUid;
}

/** The bucket's lock is held. 0: taken, 1: in use, GIVE_UP: look for another. */
function takePort(sk: tcp_sock, attempts: i32): i32 {
  let tb = changetype<inet_bind_bucket>(foundBucket);
  if (foundBucket != 0 && !hlist_empty(changetype<usize>(tb.owners))) {
    const reuse = sk_reuse(sk);
    if (reuse == SK_FORCE_REUSE) return inBucket(sk, tb);
    if (mayShare(sk, tb) && smallest_size == -1) return inBucket(sk, tb);
    changetype<inet_connection_sock_af_ops>(sk.icsk_af_ops).bind_conflict;
    if (inet_csk_bind_conflict(sk, tb, true)) {
      const again = (reuse != 0 && sk.sk_state != TCP_LISTEN) || mayShare(sk, tb);
      return again && smallest_size != -1 && attempts > 0 ? GIVE_UP : 1;
    }
  }
  if (foundBucket == 0) {
    const head = changetype<inet_bind_hashbucket>(foundLock);
    const made = inet_bind_bucket_create(tcp_hashinfo.bind_bucket_cachep, head, foundPort);
    if (made == 0) return 1;
    tb = changetype<inet_bind_bucket>(made);
  }
  if (hlist_empty(changetype<usize>(tb.owners))) {
    tb.fastreuse = sk_reuse(sk) != 0 && sk.sk_state != TCP_LISTEN ? 1 : 0;
    if (sk_reuseport(sk)) {
      tb.fastreuseport = 1;
      tb.fastuid = callerUid;
    } else tb.fastreuseport = 0;
  } else {
    if (tb.fastreuse != 0 && (sk_reuse(sk) == 0 || sk.sk_state == TCP_LISTEN)) tb.fastreuse = 0;
    if (tb.fastreuseport != 0 && (!sk_reuseport(sk) || tb.fastuid != callerUid)) tb.fastreuseport = 0;
  }
  return inBucket(sk, tb);
}

// ---- Listening
export const ICSK_ACK: u32 = 860; // offsetof(struct inet_connection_sock, icsk_ack)

/** The listener goes: every half-open request is forgotten, every connection that nobody accepted is reset. */
export function inet_csk_listen_stop(sk: tcp_sock): void {
  exec(map.inet_csk_listen_stop);
  const queue = sk.icsk_accept_queue;
  let acc_req = queue.rskq_accept_head;
  queue.rskq_accept_head = 0;
  reqsk_queue_destroy(queue);

  while (turn(map.inet_csk_listen_stop_turn, acc_req != 0)) {
    const req = changetype<tcp_request_sock>(acc_req);
    const child = changetype<tcp_sock>(req.sk);
    acc_req = req.dl_next;
    local_bh_disable();
    bh_lock_sock(child);
    if (sock_owned_by_user(child)) trap();
    sock_hold(child);
    changetype<proto>(sk.sk_prot).disconnect;
    tcp_disconnect(child);
    sock_orphan(child);
    changetype<proto>(sk.sk_prot).orphan_count;
    percpu_counter_add(ORPHANS, 1);
    inet_csk_destroy_sock(child);
    bh_unlock_sock(child);
    local_bh_enable();
    sock_put(child);
    sk.sk_ack_backlog = sk.sk_ack_backlog - 1;
    reqsk_put(req);
  }
  queue.fastopenq;
  if (sk.sk_ack_backlog != 0) trap();
}

/** inet->cork.fl. */
export const CORK_FLOW: u32 = 536; // offsetof(struct inet_sock, cork.fl)

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
  newsk.icsk_retransmits = 0;
  newsk.icsk_backoff = 0;
  newsk.icsk_probes_out = 0;
  memset(changetype<usize>(newsk.icsk_accept_queue), 0, <u32>request_sock_queue.SIZE);
  return newsk;
}
