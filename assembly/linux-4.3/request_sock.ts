// net/core/request_sock.c, include/net/request_sock.h of Linux 4.3: a listener's SYN table. Its header has two lines:
// the first is written by the listener and by the requests' timers, the second and the chains behind it rarely.
// Left out: Fast Open.
import { exec, ld, st, turn } from "../machine/cpu";
import { trap } from "../machine/trap";
import { ENOMEM } from "./errno";
import { __GFP_NORETRY, __GFP_NOWARN, GFP_KERNEL } from "./gfp";
import { ilog2, roundup_pow_of_two } from "./log2";
import { PAGE_SIZE } from "./memory_map";
import { read, sysctl_max_syn_backlog } from "./percpu";
import { get_random_bytes } from "./random";
import { atomicAt, listen_sock_qlen, QLEN_DEC, reqsk_put, syn_table, syn_wait_lock } from "./reqsk";
import { kfree, kzalloc } from "./slab";
import { spin_lock_bh, spin_lock_init, spin_unlock_bh } from "./spinlock";
import { listen_sock, request_sock_queue, tcp_request_sock } from "./structs";
import * as map from "./system_map";
import { del_timer_sync } from "./timer";
import { is_vmalloc_addr, vfree, vzalloc } from "./vmalloc";

/** PAGE_SIZE << PAGE_ALLOC_COSTLY_ORDER: up to here kmalloc is tried first. */
const MOST_KMALLOC: u32 = PAGE_SIZE << 3;

/** Bytes of a table of `entries` chains. sizeof counts the padding behind the header that the chains begin in. */
export function bytesOf(entries: u32): u32 {
  return <u32>listen_sock.SIZE + (entries << 2);
}

export function reqsk_queue_alloc(queue: request_sock_queue, entries: u32): i32 {
  exec(map.reqsk_queue_alloc);
  let nr_table_entries = min<u32>(entries, read(sysctl_max_syn_backlog));
  nr_table_entries = max<u32>(nr_table_entries, 8);
  nr_table_entries = roundup_pow_of_two(nr_table_entries + 1);
  const lopt_size = bytesOf(nr_table_entries);
  let at: u32 = 0;
  if (lopt_size <= MOST_KMALLOC) at = kzalloc(lopt_size, GFP_KERNEL | __GFP_NOWARN | __GFP_NORETRY);
  if (at == 0) at = vzalloc(lopt_size);
  if (at == 0) return -ENOMEM;

  const lopt = changetype<listen_sock>(at);
  lopt.hash_rnd = get_random_bytes();
  const lock = syn_wait_lock(queue);
  spin_lock_init(lock);
  queue.rskq_accept_head = 0;
  lopt.nr_table_entries = nr_table_entries;
  lopt.max_qlen_log = <u8>ilog2(nr_table_entries);

  spin_lock_bh(lock);
  queue.listen_opt = at;
  spin_unlock_bh(lock);
  return 0;
}

/** The way out of a listen() that fails after its table was made: nothing is in the table yet. */
export function __reqsk_queue_destroy(queue: request_sock_queue): void {
  exec(map.__reqsk_queue_destroy);
  kvfree(queue.listen_opt);
}

/** mm/util.c. */
function kvfree(address: u32): void {
  exec(map.kvfree);
  if (is_vmalloc_addr(address)) vfree(address);
  else kfree(address);
}

/** Takes the table away from the listener. Inlined. */
function reqsk_queue_yank_listen_sk(queue: request_sock_queue): u32 {
  const lock = syn_wait_lock(queue);
  spin_lock_bh(lock);
  const lopt = queue.listen_opt;
  queue.listen_opt = 0;
  spin_unlock_bh(lock);
  return lopt;
}

/** Forgets all half-open requests, each with its timer, and frees the table. */
export function reqsk_queue_destroy(queue: request_sock_queue): void {
  exec(map.reqsk_queue_destroy);
  const at = reqsk_queue_yank_listen_sk(queue);
  const lopt = changetype<listen_sock>(at);
  const lock = syn_wait_lock(queue);
  if (listen_sock_qlen(lopt) != 0) {
    for (let i: u32 = 0; turn(map.reqsk_queue_destroy_turn, i < lopt.nr_table_entries); i++) {
      const head = syn_table(lopt, i);
      spin_lock_bh(lock);
      for (let req = ld<u32>(head, 0); turn(map.reqsk_queue_destroy_free, req != 0); req = ld<u32>(head, 0)) {
        const r = changetype<tcp_request_sock>(req);
        st<u32>(head, 0, r.dl_next);
        spin_unlock_bh(lock); // del_timer_sync() waits for a handler that takes it
        atomicAt(at + QLEN_DEC);
        if (del_timer_sync(r.rsk_timer)) reqsk_put(r);
        reqsk_put(r);
        spin_lock_bh(lock);
      }
      spin_unlock_bh(lock);
    }
  }
  if (listen_sock_qlen(lopt) != 0) trap();
  kvfree(at);
}
