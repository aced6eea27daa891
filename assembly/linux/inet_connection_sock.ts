// net/ipv4/inet_connection_sock.c: the SYN table of a listener, as the packet path uses it. 2.6.20 and 3.6.5 word it
// alike. Left out: the sweep of the table (its timer).
import { exec, ld, st } from "../machine/cpu";
import { trap } from "../machine/trap";
import { jhash_2words } from "./jhash";
import { jiffies, read } from "./percpu";
import { inet_csk_reqsk_queue_added, listenOptOf, syn_table, syn_wait_lock } from "./reqsk";
import { write_lock, write_unlock } from "./spinlock";
import { request_sock_ops, tcp_request_sock, tcp_sock } from "./structs";
import * as map from "./system_map";

const AF_INET: i32 = 2;

/** prevp: the address of the pointer that points at the request that was found (it lies on the caller's stack). */
export let searchedPrev: u32 = 0;

/** Inlined: the chain of a peer. */
function inet_synq_hash(raddr: u32, rport: u32, rnd: u32, synq_hsize: u32): u32 {
  return jhash_2words(raddr, rport, rnd) & (synq_hsize - 1);
}

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
