// include/net/request_sock.h and include/net/inet_connection_sock.h: what the packet path inlines of the SYN table and
// the accept queue. The instructions belong to the caller.
export * from "./reqsk_before_4_14";

import { st } from "../machine/cpu";
import { GFP_ATOMIC } from "./gfp";
import { inet_csk_delete_keepalive_timer, inet_csk_reset_keepalive_timer } from "./inet_connection_sock";
import { tcp_request_sock_ops } from "./protocols";
import { listenOptOf } from "./reqsk_before_4_14";
import { kmem_cache_alloc, kmem_cache_free } from "./slab";
import { write_lock, write_unlock } from "./spinlock";
import { listen_sock, request_sock_ops, tcp_request_sock, tcp_sock } from "./structs";
import { tcp_v4_reqsk_destructor } from "./tcp_ipv4";

/** A request from the cache of TCP requests, or 0. */
export function reqsk_alloc(): u32 {
  const ops = changetype<request_sock_ops>(tcp_request_sock_ops);
  const req = kmem_cache_alloc(ops.slab, GFP_ATOMIC);
  if (req != 0) changetype<tcp_request_sock>(req).rsk_ops = tcp_request_sock_ops;
  return req;
}

export function __reqsk_free(req: tcp_request_sock): void {
  kmem_cache_free(changetype<request_sock_ops>(req.rsk_ops).slab, changetype<usize>(req));
}

/** The destructor is tcp_v4_reqsk_destructor for every request of this model. */
export function reqsk_free(req: tcp_request_sock): void {
  changetype<request_sock_ops>(req.rsk_ops).destructor;
  tcp_v4_reqsk_destructor(req);
  __reqsk_free(req);
}

export function inet_csk_reqsk_queue_is_full(sk: tcp_sock): bool {
  const lopt = listenOptOf(sk);
  return lopt.qlen >> lopt.max_qlen_log != 0;
}

export function inet_csk_reqsk_queue_len(sk: tcp_sock): i32 {
  const lopt = listenOptOf(sk);
  return changetype<usize>(lopt) != 0 ? lopt.qlen : 0;
}

export function inet_csk_reqsk_queue_young(sk: tcp_sock): i32 {
  return listenOptOf(sk).qlen_young;
}

/** Counts an entry that was added; the first one starts the timer of the SYN table. */
export function inet_csk_reqsk_queue_added(sk: tcp_sock, timeout: u32): void {
  const lopt = listenOptOf(sk);
  const before = lopt.qlen;
  lopt.qlen_young = lopt.qlen_young + 1;
  lopt.qlen = before + 1;
  if (before == 0) inet_csk_reset_keepalive_timer(sk, timeout);
}

/** Counts an entry that was removed; returns how many are left. */
export function reqsk_queue_removed(lopt: listen_sock, req: tcp_request_sock): i32 {
  if (req.retrans == 0) lopt.qlen_young = lopt.qlen_young - 1;
  const left = lopt.qlen - 1;
  lopt.qlen = left;
  return left;
}

/** The same; the last one stops the timer. */
export function inet_csk_reqsk_queue_removed(sk: tcp_sock, req: tcp_request_sock): void {
  if (reqsk_queue_removed(listenOptOf(sk), req) == 0) inet_csk_delete_keepalive_timer(sk);
}

/** `prev` is the address of the pointer that points at the request. */
export function inet_csk_reqsk_queue_unlink(sk: tcp_sock, req: tcp_request_sock, prev: u32): void {
  const lock = syn_wait_lock(sk);
  write_lock(lock);
  st<u32>(prev, 0, req.dl_next);
  write_unlock(lock);
}

export function inet_csk_reqsk_queue_drop(sk: tcp_sock, req: tcp_request_sock, prev: u32): void {
  inet_csk_reqsk_queue_unlink(sk, req, prev);
  inet_csk_reqsk_queue_removed(sk, req);
  reqsk_free(req);
}

/** Address of icsk_accept_queue.syn_wait_lock. */
export function syn_wait_lock(sk: tcp_sock): u32 {
  return changetype<usize>(sk.icsk_accept_queue) + SYN_WAIT_LOCK;
}

const SYN_WAIT_LOCK: u32 = 8; // offsetof(struct request_sock_queue, syn_wait_lock)

/** Address of a chain's head in the SYN table. */
export function syn_table(lopt: listen_sock, hash: u32): u32 {
  return changetype<usize>(lopt) + <u32>listen_sock.SIZE + (hash << 2);
}
