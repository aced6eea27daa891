// kernel/time/timekeeping.c of Linux 3.6.5: the wall clock in seconds. Left out: everything but reading it.
import { exec } from "../machine/cpu";
import { HZ } from "./config";
import { jiffies, read } from "./percpu";
import * as map from "./system_map";

export function get_seconds(): u32 {
  exec(map.get_seconds);
  return <u32>read(jiffies) / HZ;
}
