// include/net/request_sock.h and include/net/inet_connection_sock.h of Linux 4.3: what is inlined of requests, the SYN
// table and the accept queue. The instructions belong to the caller.
//
// A request holds its listener. It is counted itself: 1 for the SYN table, 1 for its timer, 1 for who is looking at it;
// 1 for the accept queue afterwards.
export * from "./reqsk_before_4_14";
export * from "./request_bits_4x";

import { lockedAdd } from "../machine/cpu";
import { trap } from "../machine/trap";
import { atomic_dec_and_test, atomic_inc, atomic_read, atomic_set } from "./atomic";
import { __GFP_NOWARN, GFP_ATOMIC } from "./gfp";
import { tcp_request_sock_ops } from "./protocols";
import { listenOptOf } from "./reqsk_before_4_14";
import { num_timeout } from "./request_bits_4x";
import { kmem_cache_alloc, kmem_cache_free } from "./slab";
import { sock_hold, sock_put } from "./sock";
import { listen_sock, request_sock_ops, request_sock_queue, tcp_request_sock, tcp_sock } from "./structs";
import { tcp_v4_reqsk_destructor } from "./tcp_ipv4";

const RSK_REFCNT: u32 = 92; // offsetof(struct sock_common, skc_refcnt)

// ---- Requests

/** A request of a listener, or 0. */
export function reqsk_alloc(sk_listener: tcp_sock): u32 {
  const ops = changetype<request_sock_ops>(tcp_request_sock_ops);
  const at = kmem_cache_alloc(ops.slab, GFP_ATOMIC | __GFP_NOWARN);
  if (at == 0) return 0;
  const req = changetype<tcp_request_sock>(at);
  req.rsk_ops = tcp_request_sock_ops;
  sock_hold(sk_listener);
  req.rsk_listener = changetype<usize>(sk_listener);
  req.rsk_prot = sk_listener.sk_prot;
  req.rsk_node.pprev = 0;
  req.rsk_tx_queue_mapping = -1;
  req.saved_syn = 0;
  atomic_set(at + RSK_REFCNT, 0);
  return at;
}

export function reqsk_free(req: tcp_request_sock): void {
  if (atomic_read(refcntOfReq(req)) != 0) trap();
  changetype<request_sock_ops>(req.rsk_ops).destructor;
  tcp_v4_reqsk_destructor(req);
  const listener = req.rsk_listener;
  if (listener != 0) sock_put(changetype<tcp_sock>(listener));
  kmem_cache_free(changetype<request_sock_ops>(req.rsk_ops).slab, changetype<usize>(req));
}

export function reqsk_put(req: tcp_request_sock): void {
  if (atomic_dec_and_test(refcntOfReq(req))) reqsk_free(req);
}

export function refcntOfReq(req: tcp_request_sock): u32 {
  return changetype<usize>(req) + RSK_REFCNT;
}

// ---- The SYN table

const SYN_WAIT_LOCK: u32 = 64; // offsetof(struct request_sock_queue, syn_wait_lock)
export const QLEN_DEC: u32 = 8; // offsetof(struct listen_sock, qlen_dec)
export const YOUNG_DEC: u32 = 12; // offsetof(struct listen_sock, young_dec)
const SYN_TABLE: u32 = 76; // offsetof(struct listen_sock, syn_table)

/** atomic_inc() of a counter that timers share. */
export function atomicAt(counter: u32): void {
  atomic_inc(counter);
}

/** Address of a queue's lock. */
export function syn_wait_lock(queue: request_sock_queue): u32 {
  return changetype<usize>(queue) + SYN_WAIT_LOCK;
}

/** Address of a chain's head in the SYN table. */
export function syn_table(lopt: listen_sock, hash: u32): u32 {
  return changetype<usize>(lopt) + SYN_TABLE + (hash << 2);
}

/** Half-open requests: how many came less how many went. */
export function listen_sock_qlen(lopt: listen_sock): i32 {
  return lopt.qlen_inc - atomic_read(changetype<usize>(lopt) + QLEN_DEC);
}

/** Those among them whose SYN-ACK was sent once. */
export function listen_sock_young(lopt: listen_sock): i32 {
  return lopt.young_inc - atomic_read(changetype<usize>(lopt) + YOUNG_DEC);
}

export function inet_csk_reqsk_queue_is_full(sk: tcp_sock): bool {
  const lopt = listenOptOf(sk);
  return listen_sock_qlen(lopt) >> lopt.max_qlen_log != 0;
}

export function inet_csk_reqsk_queue_len(sk: tcp_sock): i32 {
  const lopt = listenOptOf(sk);
  return changetype<usize>(lopt) != 0 ? listen_sock_qlen(lopt) : 0;
}

export function inet_csk_reqsk_queue_young(sk: tcp_sock): i32 {
  return listen_sock_young(listenOptOf(sk));
}

/** Counts an entry that was added. */
export function reqsk_queue_added(queue: request_sock_queue): void {
  const lopt = changetype<listen_sock>(queue.listen_opt);
  lopt.young_inc = lopt.young_inc + 1;
  lopt.qlen_inc = lopt.qlen_inc + 1;
}

/** Counts an entry that was removed: without the listener's lock if its timer does it. */
export function reqsk_queue_removed(queue: request_sock_queue, req: tcp_request_sock): void {
  const lopt = queue.listen_opt;
  if (num_timeout(req) == 0) lockedAdd<i32>(lopt + YOUNG_DEC, 1);
  lockedAdd<i32>(lopt + QLEN_DEC, 1);
}
