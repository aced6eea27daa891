// Entry for test/linux/timer.test.ts: a kernel's timer wheels, with timers of sockets that have nothing to do.
import { clock, cpu, runOn, startMachine } from "../machine/cpu";
import { peek, poke, startRam } from "../machine/ram";
import { seedRandom } from "../random";
import { bootKernel } from "./kernel";
import { PAGE_OFFSET, staticData } from "./memory_map";
import { codeOf } from "./protocols";
import { REFCNT, slockOf } from "./sock";
import { bootSpinLock } from "./spinlock";
import { tcp_sock } from "./structs";
import * as map from "./system_map";
import { TCP_CLOSE } from "./tcp_states";
import { del_timer, mod_timer, setup_timer } from "./timer";
import { bootJiffies } from "./timer_wheel";

export { profileAddress } from "../machine/profile";
export { runTimers } from "./timer_softirq";
export { nextTimer } from "./timer_wheel";

let socks: u32 = 0;
const SOCK: u32 = 2048;

/** Boots with room for `count` sockets, each with its timer. */
export function boot(cpus: u32, count: u32): void {
  startMachine(cpus);
  startRam(1 << 20);
  seedRandom(1);
  bootKernel(cpus);
  socks = staticData(SOCK * count);
  for (let i: u32 = 0; i < count; i++) {
    const sk = changetype<tcp_sock>(socks + i * SOCK);
    bootSpinLock(slockOf(sk));
    poke<u32>(changetype<usize>(sk) + REFCNT - PAGE_OFFSET, 1);
    sk.sk_state = TCP_CLOSE;
    setup_timer(sk.sk_timer, codeOf(map.tcp_keepalive_timer), changetype<usize>(sk));
  }
}

function sockOf(i: u32): tcp_sock {
  return changetype<tcp_sock>(socks + i * SOCK);
}

/** Sets a timer on CPU `number` for a tick since boot. */
export function add(i: u32, tick: u32, number: u32): void {
  runOn(number);
  const sk = changetype<usize>(sockOf(i));
  const count = sk + REFCNT - PAGE_OFFSET;
  if (!mod_timer(sockOf(i).sk_timer, bootJiffies + tick)) poke<u32>(count, peek<u32>(count) + 1);
}

export function remove(i: u32): void {
  const sk = changetype<usize>(sockOf(i));
  const count = sk + REFCNT - PAGE_OFFSET;
  if (del_timer(sockOf(i).sk_timer)) poke<u32>(count, peek<u32>(count) - 1);
}

export function pending(i: u32): bool {
  return peek<u32>(changetype<usize>(sockOf(i).sk_timer) - PAGE_OFFSET) != 0;
}

/** The tick since boot at which a timer is to fire. */
export function expiry(i: u32): u32 {
  return peek<u32>(changetype<usize>(sockOf(i).sk_timer) + 8 - PAGE_OFFSET) - bootJiffies;
}

export function cycles(): u64 {
  return clock();
}

export function running(): u32 {
  return cpu.number;
}
