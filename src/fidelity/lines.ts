// How many distinct 64-byte lines of data an emulated call touches: the core counts no lines, but on a machine whose
// first-level data cache is empty and large enough, each line misses exactly once.
import type { CallNode } from "../calls.js";
import { type Core, loadCore } from "../core.js";
import { type MapRow, readCoverage } from "../coverage.js";
import type { Emulator } from "../emulator.js";
import type { Machine } from "../machine.js";
import { shippedMachines } from "../machines.js";
import { displace, Kind, linesOf, touch } from "./caches.js";
import type { FidelityCase } from "./cases.js";
import { bootFor, callsIn, findCall, prepared, rootNames, type Surroundings } from "./emulated.js";

const LINE = 64;
const MISS = 1000;
const CACHE = { bytes: 1 << 20, ways: 16, line: LINE, latency: 1 };
/** Code stays in its cache: it is fetched before, and nothing else lies there. */
const CODE = { bytes: 16 << 20, ways: 16, line: LINE, latency: 1 };

/** Every miss costs MISS cycles, whatever serves it; nothing is prefetched. */
const plain = shippedMachines["p54c-100"] as Machine;
const COUNTING: Machine = {
  ...plain,
  name: "counts-lines",
  caches: { l1i: CODE, l1d: CACHE, l2: { ...CACHE, latency: MISS, sharedBy: 1 } },
  memory: { ...plain.memory, latency: MISS, pageMiss: 0 },
  sources: {},
  estimates: {},
};

/** Empties the data cache, and has all code of the kernel in the code cache. */
function empty(core: Core, rows: readonly MapRow[]): void {
  displace(core, COUNTING);
  const first = Math.min(...rows.map(({ address }) => address));
  const last = Math.max(...rows.map(({ address, bytes }) => address + bytes));
  touch(core, linesOf(first, last - first, LINE), Kind.fetch);
}

/** Distinct lines of the kernel stack that are first touched in a call: each function touches the line of its frame. */
function stackLines(all: CallNode, root: CallNode, rows: readonly MapRow[], hasStack: ReadonlySet<string>): number {
  const frames = new Map(rows.map(({ name, stackStores }) => [name, stackStores * 4]));
  const touched = new Set<number>();
  let count = 0;
  const visit = (node: CallNode, pointer: number, inside: boolean) => {
    const own = pointer - (frames.get(node.name) ?? 0);
    const line = Math.floor(own / LINE);
    if (hasStack.has(node.name) && !touched.has(line)) {
      touched.add(line);
      if (inside) count++;
    }
    for (const child of node.children) visit(child, own, inside || child === root);
  };
  visit(all, 0, false);
  return count;
}

/** Distinct lines of data, without the kernel stack, of a case with so many sockets open before; null: not known. */
export async function linesTouched(one: FidelityCase, { kernel, wasm }: Surroundings, sockets: number) {
  const core = await loadCore(wasm);
  const linux = await bootFor(one, { kernel, machine: COUNTING }, { core });
  const coverage = (await readCoverage()).get(kernel);
  const rows = [...(coverage?.functions ?? []), ...(coverage?.blocks ?? [])];
  const { ready, call } = prepared(one, linux, sockets);
  ready?.();
  empty(core, rows);
  return countMisses(linux, call, rootNames(one), rows);
}

function countMisses(linux: Emulator, call: () => unknown, names: readonly string[], rows: readonly MapRow[]) {
  const { result, accounts } = linux.account(() => linux.record(call));
  const root = findCall(result.calls, names);
  if (!root) return null;
  const [inside, all] = [callsIn(root), callsIn(result.calls)];
  let misses = 0;
  for (const { name, causes } of accounts) {
    const calls = inside.get(name);
    if (calls !== undefined) misses += ((causes.l2 + causes.memory) / MISS) * (calls / (all.get(name) ?? calls));
  }
  const hasStack = new Set(accounts.filter((one) => one.stackLoads + one.stackStores > 0).map(({ name }) => name));
  return Math.round(misses) - stackLines(result.calls, root, rows, hasStack);
}
