// kernel/sched/core.c, kernel/wait.c of Linux 3.6.5: wait queues.
import { exec } from "../machine/cpu";
import { INIT_LIST_HEAD, list_empty } from "./list";
import { spin_lock_init, spin_lock_irqsave, spin_unlock_irqrestore } from "./spinlock";
import { wait_queue_head_t } from "./structs";
import * as map from "./system_map";

/** __wake_up(q, TASK_UNINTERRUPTIBLE | TASK_INTERRUPTIBLE, 1, NULL). */
export function wake_up(q: u32): void {
  __wake_up(q);
}

export function __wake_up(q: u32): void {
  exec(map.__wake_up);
  spin_lock_irqsave(q);
  __wake_up_common(q);
  spin_unlock_irqrestore(q);
}

function __wake_up_common(q: u32): void {
  exec(map.__wake_up_common);
  list_empty(changetype<usize>(changetype<wait_queue_head_t>(q).task_list));
}

/** Inlined. */
export function waitqueue_active(q: u32): bool {
  return !list_empty(changetype<usize>(changetype<wait_queue_head_t>(q).task_list));
}

export function __init_waitqueue_head(q: u32): void {
  exec(map.__init_waitqueue_head);
  spin_lock_init(q);
  INIT_LIST_HEAD(changetype<usize>(changetype<wait_queue_head_t>(q).task_list));
}

/** A macro over __init_waitqueue_head. */
export function init_waitqueue_head(q: u32): void {
  __init_waitqueue_head(q);
}
