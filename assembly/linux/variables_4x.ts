// Static variables that 4.3 and 4.14 have and older kernels do not.
import { read } from "./percpu";
import { HZ } from "./config";
import { poke } from "../machine/ram";
import { PAGE_OFFSET, staticData } from "./memory_map";

/** Bits: 1 client, 2 server; as shipped the client's alone, so that listen() makes no queue for it. */
export let sysctl_tcp_fastopen: u32 = 0;

/** Ticks between answers to what does not fit a request: half a second. */
let sysctl_tcp_invalid_ratelimit: u32 = 0;

/** Inlined: a load. */
export function invalidRatelimit(): i32 {
  return read(sysctl_tcp_invalid_ratelimit);
}

function variable(value: i32): u32 {
  const at = staticData(4, 4);
  poke<i32>(at - PAGE_OFFSET, value);
  return at;
}

/** Free of charge. */
export function bootVariables4x(): void {
  sysctl_tcp_fastopen = variable(1);
  sysctl_tcp_invalid_ratelimit = variable(HZ / 2);
}
