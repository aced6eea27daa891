// kernel/sched.c, kernel/wait.c of Linux 2.6.20: wait queues.
export * from "../linux/wait";

import { exec } from "../machine/cpu";
import { INIT_LIST_HEAD } from "./list";
import { spin_lock_init } from "./spinlock";
import { wait_queue_head_t } from "./structs";
import * as map from "./system_map";

export function init_waitqueue_head(q: u32): void {
  exec(map.init_waitqueue_head);
  spin_lock_init(q);
  INIT_LIST_HEAD(changetype<usize>(changetype<wait_queue_head_t>(q).task_list));
}
