// Linux 1.2.13 has no sysctl at all. The largest backlog, which is a number in inet_listen() (5 in the mission's document,
// 128 in 1.2.13), can be set under the name that later kernels gave it.
import { Sysctl, setValue } from "../abi";
import { backlogCap, setBacklogCap } from "./af_inet";
import { ENOENT } from "./errno";

/** The ops table's `sysctl`. */
export function sysctl(name: i32, value: i32, _second: i32, set: bool): i32 {
  if (name != Sysctl.somaxconn) return -ENOENT;
  if (set) setBacklogCap(value);
  setValue(backlogCap);
  return 0;
}
