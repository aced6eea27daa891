// MESI between the CPUs' caches: what the others do when one CPU reads or writes a line.
import { Cache, MODIFIED, SHARED, STATE } from "./cache";
import { Cpu, cpuCount, filterReadOnly, killFilter } from "./cpu_state";

/** What the other CPUs had. */
export const enum Snoop {
  absent = 0,
  clean = 1,
  modified = 2,
}

/** Whether the last modified line that snoop() found came from a CPU with another L2. */
export let remote: bool = false;

/** Looks for `line` in all caches that `cpu` does not use: a read makes them share it, a write makes them drop it. */
export function snoop(cpu: Cpu, line: u32, write: bool): Snoop {
  let found = Snoop.absent;
  for (let i: u32 = 0; i < cpuCount; i++) {
    const other = Cpu.at(i);
    if (changetype<usize>(other) == changetype<usize>(cpu)) continue;
    let here = max(ask(other.l1d, line, write, true), ask(other.l1i, line, write, true));
    const l2 = other.l2;
    const far = changetype<usize>(l2) != changetype<usize>(cpu.l2);
    if (l2 && far) here = max(here, ask(l2, line, write, false));
    const l3 = other.l3;
    if (l3 && changetype<usize>(l3) != changetype<usize>(cpu.l3)) here = max(here, ask(l3, line, write, false));
    if (here == Snoop.modified) remote = far;
    found = max(found, here);
  }
  return found;
}

function ask(cache: Cache, line: u32, write: bool, first: bool): Snoop {
  const way = cache.find(line);
  if (way == 0) return Snoop.absent;
  const state = load<u32>(way) & STATE;
  if (write) {
    if (first) killFilter(load<u32>(cache.filterOf(way)), cache.stampOf(way));
    cache.drop(way);
  } else {
    if (first) filterReadOnly(load<u32>(cache.filterOf(way)), cache.stampOf(way));
    store<u32>(way, line | SHARED);
  }
  return state == MODIFIED ? Snoop.modified : Snoop.clean;
}

/** Whether any other CPU has a line in its caches; looks only. */
export function heldElsewhere(cpu: Cpu, line: u32): bool {
  for (let i: u32 = 0; i < cpuCount; i++) {
    const other = Cpu.at(i);
    if (changetype<usize>(other) == changetype<usize>(cpu)) continue;
    if (other.l1d.find(line) != 0 || other.l1i.find(line) != 0) return true;
    const l2 = other.l2;
    if (l2 && changetype<usize>(l2) != changetype<usize>(cpu.l2) && l2.find(line) != 0) return true;
  }
  return false;
}

/** Drops a line from one CPU's caches without asking anybody. */
export function invalidate(cpu: Cpu, line: u32): void {
  ask(cpu.l1d, line, true, true);
  ask(cpu.l1i, line, true, true);
  const l2 = cpu.l2;
  if (l2) ask(l2, line, true, false);
  const l3 = cpu.l3;
  if (l3) ask(l3, line, true, false);
}
