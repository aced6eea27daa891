// Static variables that 4.3 and 4.14 have and older kernels do not, and settings that they read.
import { Sysctl } from "../abi";
import { poke } from "../machine/ram";
import { HZ } from "./config";
import { PAGE_OFFSET, staticData } from "./memory_map";
import { read } from "./percpu";
import { variableOf } from "./tcp_sysctls";

/** Bits: 1 client, 2 server; as shipped the client's alone, so that listen() makes no queue for it. */
export let sysctl_tcp_fastopen: u32 = 0;

/** Free of charge. */
export function bootVariables4x(): void {
  sysctl_tcp_fastopen = staticData(4, 4);
  poke<i32>(sysctl_tcp_fastopen - PAGE_OFFSET, 1);
}

/** Ticks between answers to what does not fit a request. A load: the kernel keeps it in jiffies, here it is in ms. */
export function invalidRatelimit(): i32 {
  return <i32>((<i64>read(variableOf(Sysctl.tcp_invalid_ratelimit)) * HZ) / 1000);
}
