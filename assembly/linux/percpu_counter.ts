// lib/percpu_counter.c of 3.6.5 and 4.3. Later kernels have another name for it.
import { exec } from "../machine/cpu";
import { changeShare } from "./percpu_counter_3_6";
import * as map from "./system_map";

export function percpu_counter_add(counter: u32, change: i32): void {
  exec(map.__percpu_counter_add);
  changeShare(counter, change);
}
