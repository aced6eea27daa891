// When the timer wheel of each CPU may have something to do next. Free of charge.
import { cpuCount } from "../machine/cpu_state";

/** For each CPU the first tick since boot at which its wheel may have something to do; u32.MAX_VALUE: never. */
const soonest: usize = memory.data(4 * 64);

/** The ops table's `nextTimer`: never later than the next timer; it may be the tick of a cascade. */
export function nextTimer(): u32 {
  let next: u32 = u32.MAX_VALUE;
  for (let i: u32 = 0; i < cpuCount; i++) next = min(next, soonestOf(i));
  return next;
}

export function soonestOf(number: u32): u32 {
  return load<u32>(soonest + ((<usize>number) << 2));
}

export function setSoonest(number: u32, tick: u32): void {
  store<u32>(soonest + ((<usize>number) << 2), tick);
}
