// net/core/request_sock.c, include/net/request_sock.h of Linux 2.6.20: a listener's SYN table.
export * from "../linux/request_sock";

import { reqsk_queue_yank_listen_sk } from "../linux/request_sock";
import { kfree } from "./slab";
import { request_sock_queue } from "./structs";
import { is_vmalloc_addr } from "./vmalloc";

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
