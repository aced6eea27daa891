// kernel/time/timekeeping.c: what 3.6.5, 4.3 and 4.14 word alike.
import { exec } from "../machine/cpu";
import { HZ } from "./config";
import { jiffies, read } from "./percpu";
import * as map from "./system_map";

export function get_seconds(): u32 {
  exec(map.get_seconds);
  return <u32>read(jiffies) / HZ;
}
