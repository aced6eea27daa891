// Entry for test/linux/hash.test.ts: the hash functions of Linux 3.6.5 in the form that both kernels' tests call.
export { profileAddress } from "../machine/profile";
export { jhash_2words, jhash_3words } from "./jhash";
export { get_order, roundup_pow_of_two } from "./log2";
export { net_hash_mix } from "./net_namespace";

import { view } from "../abi";
import { startMachine } from "../machine/cpu";
import { poke, startRam } from "../machine/ram";
import { seedRandom } from "../random";
import { inet_bhashfn, inet_ehash_secret, inet_ehashfn, inet_lhashfn } from "./inet_hashtables";
import { bootKernel } from "./kernel";
import { PAGE_OFFSET } from "./memory_map";
import { sys_accept, sys_bind, sys_close, sys_listen, sys_setsockopt, sys_shutdown, sys_socket } from "./socket";
import { sysctl } from "./sysctl";
import { describe } from "./view";

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

export function lhash(net: u32, port: u32): u32 {
  return inet_lhashfn(net, port);
}

export function bhash(net: u32, port: u32, size: u32): u32 {
  return inet_bhashfn(net, port, size);
}

export function ehash(net: u32, laddr: u32, lport: u32, faddr: u32, fport: u32, secret: u32): u32 {
  setVariable(inet_ehash_secret, secret);
  return inet_ehashfn(net, laddr, lport, faddr, fport);
}
