// kernel/wait.c: what 3.6.5, 4.3 and 4.14 word alike.
import { exec } from "../machine/cpu";
import { INIT_LIST_HEAD } from "./list";
import { spin_lock_init } from "./spinlock";
import { wait_queue_head_t } from "./structs";
import * as map from "./system_map";

export function __init_waitqueue_head(q: u32): void {
  exec(map.__init_waitqueue_head);
  spin_lock_init(q);
  INIT_LIST_HEAD(changetype<usize>(changetype<wait_queue_head_t>(q).task_list));
}

/** A macro over __init_waitqueue_head. */
export function init_waitqueue_head(q: u32): void {
  __init_waitqueue_head(q);
}
