// kernel/timer.c, kernel/time/timer.c: what 3.6.5, 4.3 and 4.14 word alike.
import { exec } from "../machine/cpu";
import { _raw_spin_unlock_irqrestore } from "./spinlock";
import { timer_list } from "./structs";
import * as map from "./system_map";
import { detach_if_pending, init_timer_key, lock_timer_base, timer_pending } from "./timer";

export const LIST_POISON2: u32 = 0x00200200;

/** A macro over init_timer_key. */
export function init_timer(timer: timer_list): void {
  init_timer_key(timer);
}

/** True if it was pending. */
export function del_timer(timer: timer_list): bool {
  exec(map.del_timer);
  if (!timer_pending(timer)) return false;
  const base = lock_timer_base(timer);
  const pending = detach_if_pending(timer, base, true);
  _raw_spin_unlock_irqrestore(base);
  return pending;
}
