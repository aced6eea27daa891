// Entry for test/linux/hash.test.ts: hashes, rounding, and a whole kernel to listen() on. Compiled once per kernel.
import { view } from "../abi";
import { startMachine } from "../machine/cpu";
import { poke, startRam } from "../machine/ram";
import { seedRandom } from "../random";
import { bootKernel } from "./kernel";
import { PAGE_OFFSET } from "./memory_map";
import { sys_accept, sys_bind, sys_close, sys_listen, sys_setsockopt, sys_shutdown, sys_socket } from "./socket";
import { sysctl } from "./sysctl";
import { describe } from "./view";

export { profileAddress } from "../machine/profile";
export { jhash_2words, jhash_3words } from "./jhash";
export { get_order, roundup_pow_of_two } from "./log2";
export { describe, sys_accept, sys_bind, sys_close, sys_listen, sys_setsockopt, sys_shutdown, sys_socket, sysctl };

export function boot(): void {
  startMachine(1);
  startRam(1 << 20);
  seedRandom(1);
  bootKernel(1);
}

export function viewAddress(): usize {
  return view;
}

/** Writes a static variable, free of charge. */
export function setVariable(address: u32, value: u32): void {
  poke<u32>(address - PAGE_OFFSET, value);
}
