// kernel/sched.c (kernel/sched/core.c), kernel/wait.c: wait queues. Left out: tasks that sleep in them; accept() never
// blocks here, so every queue is empty, and waking is looking.
import { exec } from "../machine/cpu";
import { list_empty } from "./list";
import { spin_lock_irqsave, spin_unlock_irqrestore } from "./spinlock";
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
