// fs/open.c of 2.6.20 to 4.14: the end of a descriptor, alike in all of them.
export * from "./fdtable";

import { exec, ld } from "../machine/cpu";
import { F_COUNT } from "./file_layout";
import { file } from "./structs";
import * as map from "./system_map";

/** file_operations.flush: the facts do not know it and no trace has a close(). An estimate. */
const FLUSH: u32 = 56;

export function filp_close(filp: u32): void {
  exec(map.filp_close);
  ld<i32>(filp, F_COUNT);
  const f = changetype<file>(filp);
  ld<u32>(f.f_op, FLUSH); // none
}
