// kernel/timer.c: the slack of a timer, in 3.6.5 and 4.3.
import { ilog2 } from "./log2";
import { jiffies, read } from "./percpu";
import { timer_list } from "./structs";

/** Rounds a distant expiry up to 1/256 of its distance, so that timers fire together. */
export function apply_slack(timer: timer_list, expires: u32): u32 {
  const slack = timer.slack;
  let limit: u32;
  if (slack >= 0) {
    limit = expires + slack;
  } else {
    const delta = <i32>(expires - read(jiffies));
    if (delta < 256) return expires;
    limit = expires + delta / 256;
  }
  const mask = expires ^ limit;
  if (mask == 0) return expires;
  return limit & ~((1 << ilog2(mask)) - 1);
}
