// The sysctls of a case.
import type { Emulator } from "../emulator.js";

/** By their /proc/sys names; several values as an array or with blanks between. */
export type Settings = Record<string, number | string | number[]>;

/** 1.2.13 has no sysctl: its listen() stops at 128, and the cases take that for granted. */
const CAP_OF_1_2 = 128;

/** One value, or two. */
export function settingOf(value: number | string | number[]): number | [number, number] {
  const values = typeof value === "string" ? value.trim().split(/\s+/).map(Number) : [value].flat();
  const [first = 0, second] = values;
  return second === undefined ? first : [first, second];
}

/** Sets what a case names before its first step; a kernel without such a sysctl goes without. */
export function settle(linux: Emulator, kernel: string, settings: Settings): void {
  const wanted = kernel === "1.2" ? { ...settings, "net.core.somaxconn": CAP_OF_1_2 } : settings;
  for (const [name, value] of Object.entries(wanted)) {
    const [first = 0, second = 0] = [settingOf(value)].flat();
    linux.writeSysctl(name, first, second);
  }
}
