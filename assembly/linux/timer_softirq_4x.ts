// kernel/time/timer.c: what 4.3 and 4.14 word alike of the timer softirq.
import { exec } from "../machine/cpu";
import * as map from "./system_map";
import { callTimer } from "./timer_calls";

export function call_timer_fn(handler: u32, data: u32): void {
  exec(map.call_timer_fn);
  callTimer(handler, data);
}
