// net/core/request_sock.c: what 2.6.20 and 3.6.5 word alike.
import { exec, ld, st, turn } from "../machine/cpu";
import { trap } from "../machine/trap";
import { ENOMEM } from "./errno";
import { GFP_KERNEL } from "./gfp";
import { roundup_pow_of_two } from "./log2";
import { PAGE_SIZE } from "./memory_map";
import { read, sysctl_max_syn_backlog } from "./percpu";
import { get_random_bytes } from "./random";
import { reqsk_free, syn_table } from "./reqsk";
import { kfree, kzalloc } from "./slab";
import { rwlock_init, write_lock_bh, write_unlock_bh } from "./spinlock";
import { listen_sock, request_sock_queue, tcp_request_sock } from "./structs";
import * as map from "./system_map";
import { vfree, zeroedArea } from "./vmalloc";

/** Bytes of a table of `entries` chains. */
export function bytesOf(entries: u32): u32 {
  return <u32>listen_sock.SIZE + (entries << 2);
}

export function reqsk_queue_destroy(queue: request_sock_queue): void {
  exec(map.reqsk_queue_destroy);
  const at = reqsk_queue_yank_listen_sk(queue);
  const lopt = changetype<listen_sock>(at);
  const entries = lopt.nr_table_entries;
  if (lopt.qlen != 0) {
    for (let i: u32 = 0; turn(map.reqsk_queue_destroy_turn, i < entries); i++) {
      const head = syn_table(lopt, i);
      for (let req = ld<u32>(head, 0); turn(map.reqsk_queue_destroy_free, req != 0); req = ld<u32>(head, 0)) {
        const r = changetype<tcp_request_sock>(req);
        st<u32>(head, 0, r.dl_next);
        lopt.qlen = lopt.qlen - 1;
        reqsk_free(r);
      }
    }
  }
  if (lopt.qlen != 0) trap();
  if (bytesOf(entries) > PAGE_SIZE) vfree(at);
  else kfree(at);
}

/** Offset of syn_wait_lock in request_sock_queue. */
const SYN_WAIT_LOCK: u32 = 8; // offsetof(struct request_sock_queue, syn_wait_lock)

export function reqsk_queue_alloc(queue: request_sock_queue, entries: u32): i32 {
  exec(map.reqsk_queue_alloc);
  let nr_table_entries = min<u32>(entries, read(sysctl_max_syn_backlog));
  nr_table_entries = max<u32>(nr_table_entries, 8);
  nr_table_entries = roundup_pow_of_two(nr_table_entries + 1);
  const lopt_size = bytesOf(nr_table_entries);
  const at = lopt_size > PAGE_SIZE ? zeroedArea(lopt_size) : kzalloc(lopt_size, GFP_KERNEL);
  if (at == 0) return -ENOMEM;

  const lopt = changetype<listen_sock>(at);
  let max_qlen_log: u32 = 3;
  while (turn(map.reqsk_queue_alloc_turn, <u32>(1 << max_qlen_log) < nr_table_entries)) max_qlen_log++;
  lopt.max_qlen_log = <u8>max_qlen_log;
  lopt.hash_rnd = get_random_bytes();
  rwlock_init(changetype<usize>(queue) + SYN_WAIT_LOCK);
  queue.rskq_accept_head = 0;
  lopt.nr_table_entries = nr_table_entries;

  write_lock_bh(changetype<usize>(queue) + SYN_WAIT_LOCK);
  queue.listen_opt = at;
  write_unlock_bh(changetype<usize>(queue) + SYN_WAIT_LOCK);
  return 0;
}

/** Takes the table away from the listener. Inlined. */
export function reqsk_queue_yank_listen_sk(queue: request_sock_queue): u32 {
  write_lock_bh(changetype<usize>(queue) + SYN_WAIT_LOCK);
  const lopt = queue.listen_opt;
  queue.listen_opt = 0;
  write_unlock_bh(changetype<usize>(queue) + SYN_WAIT_LOCK);
  return lopt;
}
