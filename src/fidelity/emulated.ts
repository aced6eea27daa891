// The emulated side: what one repetition of a case did, by function.
import type { CallNode } from "../calls.js";
import { cyclesOf } from "../calls.js";
import { loadCore, type WasmSource } from "../core.js";
import { Emulator } from "../emulator.js";
import type { Machine } from "../machine.js";
import { displace } from "./caches.js";
import type { FidelityCase, Repetition } from "./cases.js";
import type { Counted } from "./counts.js";
import { addFigures, type Figures, figureNames, noFigures } from "./figures.js";

export interface EmulatedFunction extends Figures {
  block: boolean;
  calls: number;
  /** Who calls it, how often; nobody: it is the call itself. */
  callers: ReadonlyMap<string, number>;
}

/** The call that a case is about, with all that it called. */
export interface EmulatedCall {
  total: Figures;
  cycles: number;
  functions: Map<string, EmulatedFunction>;
}

/** The emulated functions that are compared with a counted one: "sys_accept4#0" is sys_accept4. */
export const rootNames = (one: FidelityCase) => one.counted.map((call) => call.replace(/#\d+$/, ""));

export interface Surroundings {
  kernel: string;
  machine: Machine;
  wasm?: WasmSource | undefined;
}

/** A freshly booted kernel with the sysctls of a case, as far as it has them. */
export async function bootFor(
  one: FidelityCase,
  { kernel, machine, wasm }: Surroundings,
  more: Partial<Parameters<typeof Emulator.boot>[0]> = {},
) {
  const linux = await Emulator.boot({ kernel, machine, ...(wasm ? { wasm } : {}), ...more });
  linux.passCost(false); // no timer is due in between
  const known = linux.sysctls();
  for (const [name, value] of Object.entries(one.sysctl ?? {})) if (known.includes(name)) linux.sysctl(name, value);
  return linux;
}

/** The first call of one of `names`, outermost first. */
export function findCall(root: CallNode, names: readonly string[]): CallNode | undefined {
  for (const child of root.children) {
    const found = names.includes(child.name) ? child : findCall(child, names);
    if (found) return found;
  }
  return undefined;
}

/** How often each function was called in a call or beneath it. */
export function callsIn(node: CallNode, calls = new Map<string, number>()): Map<string, number> {
  calls.set(node.name, (calls.get(node.name) ?? 0) + 1);
  for (const child of node.children) callsIn(child, calls);
  return calls;
}

type Callers = Map<string, Map<string, number>>;

/** Who calls each function, how often, in a call or beneath it. */
function callersIn(node: CallNode, callers: Callers = new Map()): Callers {
  for (const child of node.children) {
    const known = callers.get(child.name) ?? new Map<string, number>();
    callers.set(child.name, known.set(node.name, (known.get(node.name) ?? 0) + 1));
    callersIn(child, callers);
  }
  return callers;
}

/** What `work` did beneath the first call of one of `names`; undefined if it made none. */
function callOf(linux: Emulator, work: () => unknown, names: readonly string[]): EmulatedCall | undefined {
  const { result, accounts } = linux.account(() => linux.record(work));
  const root = findCall(result.calls, names);
  if (!root) return undefined;
  const [inside, all] = [callsIn(root), callsIn(result.calls)];
  const callers = callersIn(root);
  const functions = new Map<string, EmulatedFunction>();
  const total = noFigures();
  for (const account of accounts) {
    const calls = inside.get(account.name);
    if (calls === undefined) continue;
    // What is also called before or after the call has its share.
    const share = calls / (all.get(account.name) ?? calls);
    const figures = noFigures();
    for (const name of figureNames) figures[name] = Math.round(account[name] * share);
    functions.set(account.name, {
      ...figures,
      block: account.block,
      calls,
      callers: callers.get(account.name) ?? new Map(),
    });
    addFigures(total, figures);
  }
  return { total, cycles: cyclesOf(root), functions };
}

/** After at most so many sockets more, in such steps, the call is tried to find one that does what the counted one did. */
const SOCKETS = 240;
const STEP = 6;
/** A counted repetition that is so much dearer than the leanest did something that is not done every time. */
const DEARER = 1.1;
/** So many repetitions, each with the memory of the one before, warm the caches. */
const WARM = 3;

export interface Chosen {
  call: EmulatedCall;
  /** Sockets that were opened before, for the memory that they take. */
  sockets: number;
}

/**
 * The emulated call to compare: on a fresh boot; or, where the counted repetition did what is not done every time (it
 * refilled a list of free pages or a slab), the one that comes nearest after some sockets more took memory.
 */
export async function emulatedCall(
  one: FidelityCase,
  surroundings: Surroundings,
  { total, repetitions }: Pick<Counted, "total" | "repetitions">,
): Promise<Chosen | undefined> {
  const most = total.instructions > DEARER * Math.min(...repetitions) ? SOCKETS : 0;
  let best: Chosen | undefined;
  const off = (chosen: Chosen) =>
    figureNames.reduce((sum, name) => sum + Math.abs(chosen.call.total[name] / Math.max(1, total[name]) - 1), 0);
  for (let sockets = 0; sockets <= most; sockets += STEP) {
    const linux = await bootFor(one, surroundings);
    const { ready, call } = prepared(one, linux, sockets);
    ready?.();
    const made = callOf(linux, call, rootNames(one));
    if (!made) return undefined;
    const chosen = { call: made, sockets };
    if (!best || off(chosen) < off(best)) best = chosen;
  }
  return best;
}

/** A case prepared, with so many sockets opened since. */
export function prepared(one: FidelityCase, linux: Emulator, sockets: number): Repetition {
  const repetition = one.prepare(linux);
  for (let i = 0; i < sockets; i++) linux.socket();
  return repetition;
}

/** A repetition with the memory of the one before; the first-level caches hold other things. */
export async function warmCall(one: FidelityCase, surroundings: Surroundings): Promise<EmulatedCall | undefined> {
  const core = await loadCore(surroundings.wasm);
  const linux = await bootFor(one, surroundings, { core });
  const { ready, call, done } = one.prepare(linux);
  for (let i = 0; i < WARM; i++) {
    ready?.();
    call();
    done?.();
  }
  ready?.();
  displace(core, surroundings.machine);
  return callOf(linux, call, rootNames(one));
}
