// net/core/request_sock.c, include/net/request_sock.h of Linux 4.14: half-open requests and the accept queue.
//
// There is no table of half-open requests any more: they stand in ehash (inet_hashtables.ts), and their listener only
// counts them:
//
//   request_sock_queue: rskq_lock | rskq_defer_accept | synflood_warned | qlen, young | rskq_accept_head, _tail | fastopenq
//
// All but reqsk_queue_alloc() is inlined: the instructions belong to the caller. Left out: Fast Open, saved SYNs.
export * from "./request_bits_4x";

import { exec, ld, st } from "../machine/cpu";
import { trap } from "../machine/trap";
import { atomic_dec, atomic_dec_and_test, atomic_inc, atomic_inc_not_zero, atomic_read } from "./atomic";
import { GFP_ATOMIC } from "./gfp";
import { num_timeout } from "./request_bits_4x";
import { kmem_cache_alloc, kmem_cache_free } from "./slab";
import { refcntOf, sock_put } from "./sock";
import { spin_lock_bh, spin_lock_init, spin_unlock_bh } from "./spinlock";
import { request_sock_ops, request_sock_queue, tcp_request_sock, tcp_sock } from "./structs";
import * as map from "./system_map";
import { tcp_v4_reqsk_destructor } from "./tcp_ipv4";

const QLEN: u32 = 12; // offsetof(struct request_sock_queue, qlen)
const YOUNG: u32 = 16; // offsetof(struct request_sock_queue, young)
const FASTOPENQ: u32 = 28; // offsetof(struct request_sock_queue, fastopenq)
const RSK_REFCNT: u32 = 100; // offsetof(struct sock_common, skc_refcnt)

/** When the SYN came: microseconds, in 64 bits. */
export const SNT_SYNACK: u32 = 188; // offsetof(struct tcp_request_sock, snt_synack)

/** Bits of ireq->tstamp_ok_bits. */
export const TSTAMP_OK: u8 = 1;
export const SACK_OK: u8 = 2;
export const WSCALE_OK: u8 = 4;
export const ECN_OK: u8 = 8;
export const ACKED: u8 = 16;
export const NO_SRCCHECK: u8 = 32;

/**
 * Initialises, and allocates nothing. It does not touch the counters, rskq_defer_accept, synflood_warned and the tail:
 * those of a new sock are 0, those of one that listened before go on.
 */
export function reqsk_queue_alloc(queue: request_sock_queue): void {
  exec(map.reqsk_queue_alloc);
  const at = changetype<usize>(queue);
  spin_lock_init(<u32>at);
  spin_lock_init(<u32>at + FASTOPENQ + 8);
  st<u32>(at, FASTOPENQ, 0); // rskq_rst_head
  st<u32>(at, FASTOPENQ + 4, 0); // rskq_rst_tail
  st<i32>(at, FASTOPENQ + 12, 0); // qlen
  queue.rskq_accept_head = 0;
}

// ---- Counters

export function reqsk_queue_len(queue: request_sock_queue): i32 {
  return atomic_read(changetype<usize>(queue) + QLEN);
}

export function reqsk_queue_len_young(queue: request_sock_queue): i32 {
  return atomic_read(changetype<usize>(queue) + YOUNG);
}

export function reqsk_queue_added(queue: request_sock_queue): void {
  atomic_inc(changetype<usize>(queue) + YOUNG);
  atomic_inc(changetype<usize>(queue) + QLEN);
}

export function reqsk_queue_removed(queue: request_sock_queue, req: tcp_request_sock): void {
  if (num_timeout(req) == 0) reqsk_queue_aged(queue);
  atomic_dec(changetype<usize>(queue) + QLEN);
}

/** A request is young no more. */
export function reqsk_queue_aged(queue: request_sock_queue): void {
  atomic_dec(changetype<usize>(queue) + YOUNG);
}

export function reqsk_queue_empty(queue: request_sock_queue): bool {
  return queue.rskq_accept_head == 0;
}

export function inet_csk_reqsk_queue_is_full(sk: tcp_sock): bool {
  return <u32>reqsk_queue_len(sk.icsk_accept_queue) >= sk.sk_max_ack_backlog;
}

export function ireq_acked(req: tcp_request_sock): bool {
  return (req.tstamp_ok_bits & ACKED) != 0;
}

export function set_ireq_acked(req: tcp_request_sock): void {
  req.tstamp_ok_bits = req.tstamp_ok_bits | ACKED;
}

// ---- Requests

/** A request without references; it holds the listener, if `attach_listener`. 0: no memory, or the listener is gone. */
export function reqsk_alloc(ops: u32, sk_listener: tcp_sock, attach_listener: bool): u32 {
  const slab = changetype<request_sock_ops>(ops).slab;
  const at = kmem_cache_alloc(slab, GFP_ATOMIC);
  if (at == 0) return 0;
  const req = changetype<tcp_request_sock>(at);
  req.rsk_listener = 0;
  if (attach_listener) {
    if (!atomic_inc_not_zero(refcntOf(sk_listener))) {
      kmem_cache_free(slab, at);
      return 0;
    }
    req.rsk_listener = changetype<usize>(sk_listener);
  }
  req.rsk_ops = ops;
  req.rsk_prot = sk_listener.sk_prot;
  req.rsk_node.pprev = 0;
  req.rsk_tx_queue_mapping = -1;
  req.saved_syn = 0;
  req.rsk_refcnt = 0;
  return at;
}

/** The destructor is tcp_v4_reqsk_destructor for every request of this model. */
export function reqsk_free(req: tcp_request_sock): void {
  if (req.rsk_refcnt != 0) trap();
  const ops = changetype<request_sock_ops>(req.rsk_ops);
  ops.destructor;
  tcp_v4_reqsk_destructor(req);
  const listener = req.rsk_listener;
  if (listener != 0) sock_put(changetype<tcp_sock>(listener));
  if (req.saved_syn != 0) trap();
  kmem_cache_free(ops.slab, changetype<usize>(req));
}

export function reqsk_put(req: tcp_request_sock): void {
  if (atomic_dec_and_test(changetype<usize>(req) + RSK_REFCNT)) reqsk_free(req);
}

// ---- The accept queue

/** Address of rskq_lock. */
export function rskq_lock(queue: request_sock_queue): u32 {
  return changetype<usize>(queue);
}

/** The first of the accept queue, taken off; 0: nobody waits. */
export function reqsk_queue_remove(queue: request_sock_queue, parent: tcp_sock): u32 {
  spin_lock_bh(rskq_lock(queue));
  const at = queue.rskq_accept_head;
  if (at != 0) {
    parent.sk_ack_backlog = parent.sk_ack_backlog - 1;
    const next = changetype<tcp_request_sock>(at).dl_next;
    queue.rskq_accept_head = next;
    if (next == 0) queue.rskq_accept_tail = 0;
  }
  spin_unlock_bh(rskq_lock(queue));
  return at;
}

/** fastopenq.rskq_rst_head: connections that Fast Open left over. There are none. */
export function noFastopen(queue: request_sock_queue): void {
  if (ld<u32>(changetype<usize>(queue), FASTOPENQ) != 0) trap();
}
