// This CPU's shares of counts (percpu.ts, COUNTERS).
import { ld, st } from "../machine/cpu";
import { COUNTERS, thisCpu } from "./percpu";

// Where each share lies behind COUNTERS. Those of one C file share a line.
export const SOCKETS_IN_USE: u32 = 0;
export const FILES: u32 = 64;
export const SOCKETS_ALLOCATED: u32 = 128;
export const ORPHANS: u32 = 192;
export const LAST_INO: u32 = 256;
export const INODES: u32 = 260;
export const DENTRIES: u32 = 264;
export const MOUNTS: u32 = 320;

/** this_cpu_add(): one instruction that loads and stores. */
export function count(share: u32, change: i32): void {
  const at = thisCpu(COUNTERS + share);
  st<i32>(at, 0, ld<i32>(at, 0) + change);
}
