import type { Core } from "./core.js";
import { functionAt } from "./ledger.js";

/** A call of a kernel function with the calls that it made, one after another, on one CPU. */
export interface CallNode {
  name: string;
  /** A measured block: real code's counts under its own name, not emulated code. */
  block: boolean;
  cpu: number;
  /** The CPU's clock in cycles when it began and when it had returned. */
  start: number;
  end: number;
  children: CallNode[];
}

/** A function's name as people read it: a measured block is marked. */
export function shownName({ name, block }: Pick<CallNode, "name" | "block">): string {
  return block ? `${name}·block` : name;
}

/** A recorded tree of calls under the name that people know it by. */
export interface Profile {
  /** Such as "listen 128, Linux 3.6". */
  name: string;
  /** The machine's clock rate. */
  mhz: number;
  calls: CallNode;
}

/** The `cpu` of a root over several CPUs. */
export const ALL_CPUS = -1;

const RECORDS = 65_536;
const RECORD_BYTES = 16;

/**
 * The calls that the core has recorded (assembly/machine/record.ts). The root is no call: it is the recorded work, from
 * clock to clock; its own cycles are those outside of any function. If several CPUs worked, each has such a root, and
 * they are the children of one with `cpu` ALL_CPUS, which is as long as all of them together.
 *
 * @param before the clock of each CPU when the recording began
 * @param after and when it ended
 * @throws RangeError when the core has not kept all
 */
export function readCalls(core: Core, before: readonly number[], after: readonly number[]): CallNode {
  const count = core.recordCount() >>> 0;
  if (count > RECORDS) {
    throw new RangeError(
      `record: ${count} calls and returns, but ${RECORDS} fit into a recording; record less work at a time`,
    );
  }
  const outside = { name: "(outside)", block: false };
  const roots = before.map((start, cpu): CallNode => {
    return { ...outside, cpu, start, end: after[cpu] ?? start, children: [] };
  });
  const open = roots.map((root) => [root]);
  const view = new DataView(core.memory.buffer);
  const functions = new Map<number, ReturnType<typeof functionAt>>();
  const records = core.recordAddress();
  for (let at = records; at < records + count * RECORD_BYTES; at += RECORD_BYTES) {
    const row = view.getUint32(at, true);
    const cpu = view.getUint32(at + 4, true);
    const clock = Number(view.getBigUint64(at + 8, true));
    const stack = open[cpu] as CallNode[];
    if (row === 0) {
      const returned = stack.pop() as CallNode;
      returned.end = clock;
      continue;
    }
    const known = functions.get(row) ?? functionAt(view, row);
    functions.set(row, known);
    const call: CallNode = { ...known, cpu, start: clock, end: clock, children: [] };
    stack.at(-1)?.children.push(call);
    stack.push(call);
  }
  const busy = roots.filter(({ start, end }) => end > start);
  if (busy.length <= 1) return busy[0] ?? (roots[0] as CallNode);
  const end = busy.reduce((sum, root) => sum + cyclesOf(root), 0);
  return { ...outside, cpu: ALL_CPUS, start: 0, end, children: busy };
}

/** Cycles of a call with all that it called. */
export function cyclesOf({ start, end }: CallNode): number {
  return end - start;
}

/** Cycles of a call's own. */
export function selfOf(call: CallNode): number {
  return call.children.reduce((rest, child) => rest - cyclesOf(child), cyclesOf(call));
}

/** The profile cut by CPUs: one root each that bears the profile's name, and the CPU's if there are several. */
export function tracksOf({ name, calls }: Profile): CallNode[] {
  if (calls.cpu !== ALL_CPUS) return [{ ...calls, name }];
  return calls.children.map((root) => ({ ...root, name: `${name}, CPU ${root.cpu}` }));
}

/** Cycles of a stack's innermost call, over all times that there was such a stack. */
export interface Stack {
  /** From the root in. */
  frames: readonly CallNode[];
  cycles: number;
}

/** The stacks that have cycles of their own, each once, in the order in which they first occurred. */
export function stacksOf(profiles: readonly Profile[]): Stack[] {
  const stacks = new Map<string, Stack>();
  const visit = (call: CallNode, above: readonly CallNode[], path: string) => {
    const frames = [...above, call];
    const key = `${path};${call.name}`;
    const stack = stacks.get(key) ?? { frames, cycles: 0 };
    stacks.set(key, stack);
    stack.cycles += selfOf(call);
    for (const child of call.children) visit(child, frames, key);
  };
  for (const root of profiles.flatMap(tracksOf)) visit(root, [], "");
  return [...stacks.values()].filter(({ cycles }) => cycles > 0);
}
