// net/core/request_sock.c, include/net/request_sock.h of Linux 2.6.20: a listener's SYN table.
export * from "../linux/request_sock";

import { bytesOf } from "../linux/request_sock";
import { exec, turn } from "../machine/cpu";
import { ENOMEM } from "./errno";
import { __GFP_HIGHMEM, __GFP_ZERO, GFP_KERNEL } from "./gfp";
import { roundup_pow_of_two } from "./log2";
import { PAGE_SIZE } from "./memory_map";
import { read, sysctl_max_syn_backlog } from "./percpu";
import { get_random_bytes } from "./random";
import { kfree, kzalloc } from "./slab";
import { _write_lock_bh, _write_unlock_bh, rwlock_init } from "./spinlock";
import { listen_sock, request_sock_queue } from "./structs";
import * as map from "./system_map";
import { __vmalloc, is_vmalloc_addr } from "./vmalloc";

/** Offset of syn_wait_lock in request_sock_queue. */
const SYN_WAIT_LOCK: u32 = 8; // offsetof(struct request_sock_queue, syn_wait_lock)

export function reqsk_queue_alloc(queue: request_sock_queue, entries: u32): i32 {
  exec(map.reqsk_queue_alloc);
  let nr_table_entries = min<u32>(entries, read(sysctl_max_syn_backlog));
  nr_table_entries = max<u32>(nr_table_entries, 8);
  nr_table_entries = roundup_pow_of_two(nr_table_entries + 1);
  const lopt_size = bytesOf(nr_table_entries);
  const at =
    lopt_size > PAGE_SIZE
      ? __vmalloc(lopt_size, GFP_KERNEL | __GFP_HIGHMEM | __GFP_ZERO)
      : kzalloc(lopt_size, GFP_KERNEL);
  if (at == 0) return -ENOMEM;

  const lopt = changetype<listen_sock>(at);
  let max_qlen_log: u32 = 3;
  while (turn(map.reqsk_queue_alloc_turn, <u32>(1 << max_qlen_log) < nr_table_entries)) max_qlen_log++;
  lopt.max_qlen_log = <u8>max_qlen_log;
  lopt.hash_rnd = get_random_bytes();
  rwlock_init(changetype<usize>(queue) + SYN_WAIT_LOCK);
  queue.rskq_accept_head = 0;
  lopt.nr_table_entries = nr_table_entries;

  _write_lock_bh(changetype<usize>(queue) + SYN_WAIT_LOCK);
  queue.listen_opt = at;
  _write_unlock_bh(changetype<usize>(queue) + SYN_WAIT_LOCK);
  return 0;
}

/** Takes the table away from the listener. Inlined. */
export function reqsk_queue_yank_listen_sk(queue: request_sock_queue): u32 {
  _write_lock_bh(changetype<usize>(queue) + SYN_WAIT_LOCK);
  const lopt = queue.listen_opt;
  queue.listen_opt = 0;
  _write_unlock_bh(changetype<usize>(queue) + SYN_WAIT_LOCK);
  return lopt;
}

/**
 * The way out of a listen() that fails after its table was made. As shipped it kfree()s the table wherever it came
 * from: one from vmalloc has no slab, so the real kernel follows a wild pointer (BUG in kfree at best). This model
 * goes on as if nothing had been freed: the area leaks.
 */
export function __reqsk_queue_destroy(queue: request_sock_queue): void {
  const at = reqsk_queue_yank_listen_sk(queue);
  if (is_vmalloc_addr(at)) return; // leaked: see above
  kfree(at);
}
