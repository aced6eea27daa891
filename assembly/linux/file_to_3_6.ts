// fs/open.c of 2.6.20 and 3.6: close().
import { exec } from "../machine/cpu";
import { takeOut } from "./fdtable";
import { filp_close } from "./file";
import * as map from "./system_map";

/** Takes the descriptor away and lets go of its file, which it returns; 0 if there is none. */
export function sys_close(fd: i32): u32 {
  exec(map.sys_close);
  const filp = takeOut(fd);
  if (filp != 0) filp_close(filp);
  return filp;
}
