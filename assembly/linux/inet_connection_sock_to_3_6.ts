// net/ipv4/inet_connection_sock.c: what 2.6.20 and 3.6.5 word alike: the SYN table of a listener as packets use it and
// as its timer sweeps it; accepting.
import { exec, ld, st, turn } from "../machine/cpu";
import { trap } from "../machine/trap";
import { giveUp } from "../wire";
import { EAGAIN, EINVAL } from "./errno";
import {
  AF_INET,
  inet_csk_delete_keepalive_timer,
  inet_csk_destroy_sock,
  inet_csk_reset_keepalive_timer,
  inet_synq_hash,
  keepRequest,
} from "./inet_connection_sock";
import { countOrphan } from "./orphans";
import { jiffies, read, sysctl_tcp_synack_retries } from "./percpu";
import {
  __reqsk_free,
  inet_csk_reqsk_queue_added,
  inet_csk_reqsk_queue_unlink,
  listenOptOf,
  reqsk_free,
  reqsk_queue_removed,
  syn_table,
  syn_wait_lock,
} from "./reqsk";
import { reqsk_queue_destroy } from "./request_sock";
import {
  bh_lock_sock,
  bh_unlock_sock,
  lock_sock,
  release_sock,
  sock_hold,
  sock_orphan,
  sock_owned_by_user,
  sock_put,
} from "./sock";
import { local_bh_disable, local_bh_enable, write_lock, write_unlock } from "./spinlock";
import {
  listen_sock,
  proto,
  request_sock_ops,
  request_sock_queue,
  tcp_request_sock,
  tcp_sock,
  tcp_timewait_sock,
} from "./structs";
import * as map from "./system_map";
import { tcp_disconnect } from "./tcp";
import { TCP_LISTEN } from "./tcp_states";

export function timewaitOf(sk: tcp_sock): tcp_timewait_sock {
  return changetype<tcp_timewait_sock>(changetype<usize>(sk));
}

/** prevp: the address of the pointer that points at the request that was found (it lies on the caller's stack). */
export let searchedPrev: u32 = 0;

/** The half-open request of a peer, or 0. No lock but the listener's. Addresses and port as they lie in memory. */
export function inet_csk_search_req(sk: tcp_sock, rport: u16, raddr: u32, laddr: u32): u32 {
  exec(map.inet_csk_search_req);
  const lopt = listenOptOf(sk);
  let prev = syn_table(lopt, inet_synq_hash(raddr, rport, lopt.hash_rnd, lopt.nr_table_entries));
  let at = ld<u32>(prev, 0);
  while (at != 0) {
    exec(map.inet_csk_search_req_turn);
    const req = changetype<tcp_request_sock>(at);
    if (req.rmt_port == rport && req.rmt_addr == raddr && req.loc_addr == laddr) {
      exec(map.inet_csk_search_req_found);
      if (changetype<request_sock_ops>(req.rsk_ops).family == AF_INET) {
        if (req.sk != 0) trap();
        searchedPrev = prev;
        return at;
      }
    }
    prev = at; // the address of dl_next, which comes first
    at = ld<u32>(prev, 0);
  }
  return 0;
}

/** Puts an answered request at the head of its chain. */
export function inet_csk_reqsk_queue_hash_add(sk: tcp_sock, req: tcp_request_sock, timeout: u32): void {
  exec(map.inet_csk_reqsk_queue_hash_add);
  const lopt = listenOptOf(sk);
  const h = inet_synq_hash(req.rmt_addr, req.rmt_port, lopt.hash_rnd, lopt.nr_table_entries);
  req.expires = read(jiffies) + timeout;
  req.retrans = 0;
  req.sk = 0;
  const head = syn_table(lopt, h);
  req.dl_next = ld<u32>(head, 0);
  const lock = syn_wait_lock(sk);
  write_lock(lock);
  st<u32>(head, 0, changetype<usize>(req));
  write_unlock(lock);
  inet_csk_reqsk_queue_added(sk, timeout);
}

/**
 * The timer of a SYN table: sends the SYN-ACKs that are due again, gives up who never answered. It looks at a part of the
 * table only, from where the last sweep ended (clock_hand), so that all of it is seen twice in `timeout`.
 */
export function inet_csk_reqsk_queue_prune(parent: tcp_sock, interval: u32, timeout: u32, max_rto: u32): void {
  exec(map.inet_csk_reqsk_queue_prune);
  const queue = parent.icsk_accept_queue;
  const lopt = listenOptOf(parent);
  let max_retries: i32 = parent.icsk_syn_retries;
  if (max_retries == 0) max_retries = read(sysctl_tcp_synack_retries);
  const now: u32 = read(jiffies);
  if (changetype<usize>(lopt) == 0 || lopt.qlen == 0) return;

  const thresh = synackThreshold(lopt, max_retries);
  const defer = queue.rskq_defer_accept;
  if (defer != 0) max_retries = defer;

  const entries = lopt.nr_table_entries;
  let budget: i32 = 2 * (entries / (timeout / interval));
  let i = lopt.clock_hand;
  do {
    let reqp = syn_table(lopt, i);
    let at = ld<u32>(reqp, 0);
    while (turn(map.inet_csk_reqsk_queue_prune_entry, at != 0)) {
      const req = changetype<tcp_request_sock>(at);
      if (<i32>(now - req.expires) >= 0) {
        exec(map.inet_csk_reqsk_queue_prune_due);
        if (keepRequest(parent, req, thresh, max_retries, defer)) {
          const retrans = req.retrans;
          req.retrans = retrans + 1;
          if (retrans == 0) lopt.qlen_young = lopt.qlen_young - 1;
          req.expires = now + min(timeout << (retrans + 1), max_rto);
        } else {
          inet_csk_reqsk_queue_unlink(parent, req, reqp);
          reqsk_queue_removed(lopt, req);
          reqsk_free(req);
          giveUp();
          at = ld<u32>(reqp, 0);
          continue;
        }
      }
      reqp = at; // the address of dl_next, which comes first
      at = ld<u32>(reqp, 0);
    }
    i = (i + 1) & (entries - 1);
  } while (turn(map.inet_csk_reqsk_queue_prune_turn, --budget > 0));
  lopt.clock_hand = i;
  if (lopt.qlen != 0) inet_csk_reset_keepalive_timer(parent, interval);
}

/** How many SYN-ACKs a request gets: fewer when the table is more than half full and most of it is old. Inlined. */
function synackThreshold(lopt: listen_sock, max_retries: i32): i32 {
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
  if (sk.sk_state == TCP_LISTEN) {
    const queue = sk.icsk_accept_queue;
    const first = queue.rskq_accept_head;
    if (first == 0) {
      error = -EAGAIN;
    } else {
      newsk = reqsk_queue_get_child(queue, changetype<tcp_request_sock>(first), sk);
      changetype<tcp_sock>(newsk).sk_state;
      error = 0;
    }
  }
  release_sock(sk);
  return newsk;
}

/** What the last inet_csk_accept() found wrong. */
export let error: i32 = 0;

/** Inlined. */
function reqsk_queue_get_child(queue: request_sock_queue, req: tcp_request_sock, parent: tcp_sock): u32 {
  const next = req.dl_next;
  queue.rskq_accept_head = next;
  if (next == 0) queue.rskq_accept_tail = 0;
  const child = req.sk;
  parent.sk_ack_backlog = parent.sk_ack_backlog - 1;
  __reqsk_free(req);
  return child;
}

/** The listener goes: every half-open request is forgotten, every connection that nobody accepted is reset. */
export function inet_csk_listen_stop(sk: tcp_sock): void {
  exec(map.inet_csk_listen_stop);
  const queue = sk.icsk_accept_queue;
  inet_csk_delete_keepalive_timer(sk);
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
    countOrphan(sk, 1);
    inet_csk_destroy_sock(child);
    bh_unlock_sock(child);
    local_bh_enable();
    sock_put(child);
    sk.sk_ack_backlog = sk.sk_ack_backlog - 1;
    __reqsk_free(req);
  }
  if (sk.sk_ack_backlog != 0) trap();
}
