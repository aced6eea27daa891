import { ALL_CPUS, type CallNode } from "./calls.js";
import type { Emulator } from "./emulator.js";

/** Records the calls of one piece of work after another, as one tree in which each piece has a name. */
export class Recorder {
  readonly #linux: Emulator;
  readonly #byCpu = new Map<number, CallNode[]>();
  #tooMany = false;

  constructor(linux: Emulator) {
    this.#linux = linux;
  }

  /** Does `work` and returns its result. */
  record<T>(name: string, work: () => T): T {
    if (this.#tooMany) return work();
    let done: { result: T } | undefined;
    try {
      const { calls } = this.#linux.record(() => {
        done = { result: work() };
      });
      for (const root of calls.cpu === ALL_CPUS ? calls.children : [calls]) {
        if (root.end > root.start) this.#of(root.cpu).push({ ...root, name });
      }
    } catch (error) {
      if (!done || !(error instanceof RangeError)) throw error; // of the work, not of the recording
      this.#tooMany = true;
    }
    return (done as { result: T }).result;
  }

  /** The calls of all work; undefined: there were too many in a piece. */
  calls(): CallNode | undefined {
    if (this.#tooMany) return undefined;
    const outside = { name: "(outside)", block: false };
    const roots = [...this.#byCpu].map(([cpu, children]): CallNode => {
      return { ...outside, cpu, start: children[0]?.start ?? 0, end: children.at(-1)?.end ?? 0, children };
    });
    if (roots.length <= 1) return roots[0] ?? { ...outside, cpu: 0, start: 0, end: 0, children: [] };
    const end = roots.reduce((sum, root) => sum + root.end - root.start, 0);
    return { ...outside, cpu: ALL_CPUS, start: 0, end, children: roots.sort((a, b) => a.cpu - b.cpu) };
  }

  #of(cpu: number): CallNode[] {
    const pieces = this.#byCpu.get(cpu) ?? [];
    this.#byCpu.set(cpu, pieces);
    return pieces;
  }
}
