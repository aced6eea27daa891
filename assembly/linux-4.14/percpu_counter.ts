// lib/percpu_counter.c of 4.14.
import { exec } from "../machine/cpu";
import { changeShare } from "./percpu_counter_3_6";
import * as map from "./system_map";

export function percpu_counter_add(counter: u32, change: i32): void {
  exec(map.percpu_counter_add_batch);
  changeShare(counter, change);
}
