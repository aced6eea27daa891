// net/core/request_sock.c, include/net/request_sock.h of Linux 3.6.5: a listener's SYN table.
export * from "../linux/request_sock";

import { bytesOf, reqsk_queue_yank_listen_sk } from "../linux/request_sock";
import { exec } from "../machine/cpu";
import { PAGE_SIZE } from "./memory_map";
import { kfree } from "./slab";
import { listen_sock, request_sock_queue } from "./structs";
import * as map from "./system_map";
import { vfree } from "./vmalloc";

/** The way out of a listen() that fails after its table was made: nothing is in the table yet. */
export function __reqsk_queue_destroy(queue: request_sock_queue): void {
  exec(map.__reqsk_queue_destroy);
  const at = reqsk_queue_yank_listen_sk(queue);
  if (bytesOf(changetype<listen_sock>(at).nr_table_entries) > PAGE_SIZE) vfree(at);
  else kfree(at);
}
