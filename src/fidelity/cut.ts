// Two builds of a kernel cut it into functions in different ways: what one has as a function, the other one may have
// inlined. So that like is compared with like, what only one side has goes to its caller.
import type { EmulatedCall, EmulatedFunction } from "./emulated.js";
import { addFigures, type Figures, figureNames, noFigures } from "./figures.js";
import { BENEATH } from "./later-names.js";
import type { CallTree } from "./shipped.js";

/** Counts name the first function of the locks' text by the label that stands there, too. */
const LOCK_TEXT = "__lock_text_start";
const LOCK = /^_(raw_)?(spin|read|write)_/;

/** The counts with that label resolved: it is the emulated lock function that they lack, of several the most called. */
export function withLockNames(own: Map<string, Figures>, { functions }: EmulatedCall): Map<string, Figures> {
  const figures = own.get(LOCK_TEXT);
  const [lock] = [...functions]
    .filter(([name]) => LOCK.test(name) && !own.has(name))
    .sort(([, a], [, b]) => b.calls - a.calls);
  if (!figures || !lock) return own;
  const named = new Map(own).set(lock[0], figures);
  named.delete(LOCK_TEXT);
  return named;
}

interface Sides {
  emulated: Map<string, EmulatedFunction>;
  real: Map<string, Figures>;
  /** What was cut otherwise. */
  notes: string[];
}

const isNothing = (figures: Figures | undefined) => !figures || figureNames.every((name) => figures[name] === 0);

type Callers = ReadonlyMap<string, ReadonlyMap<string, number>>;

/** Both sides with the same functions, as far as callers are known: of the real one by `tree`, a trace of its like. */
export function cutAlike(call: EmulatedCall, counted: Map<string, Figures>, tree: CallTree | undefined): Sides {
  const [alone, inlined]: [string[], string[]] = [[], []];
  const emulated = new Map([...call.functions].map(([name, one]) => [name, { ...one }]));
  const real = new Map<string, Figures>();
  const add = (name: string, figures: Figures) => real.set(name, addFigures(real.get(name) ?? noFigures(), figures));
  const traced = tree ? callersIn(tree) : new Map();
  for (const [name, figures] of counted) {
    if (isNothing(figures)) continue;
    const block = BENEATH.find(([host, names]) => emulated.has(host) && names.includes(name))?.[0];
    const hosts = block === undefined ? hostsOf(name, traced, (host) => emulated.has(host)) : new Map([[block, 1]]);
    if (emulated.has(name)) add(name, figures);
    else if (hosts.size > 0) for (const [host, part] of shared(figures, hosts)) add(host, part);
    else {
      add(name, figures);
      alone.push(`${name} (${figures.instructions} instructions)`);
    }
  }
  const callers = new Map([...call.functions].map(([name, one]) => [name, one.callers]));
  for (const [name, one] of call.functions) {
    if (isNothing(one) || !isNothing(real.get(name))) continue;
    const hosts = hostsOf(name, callers, (host) => !isNothing(real.get(host)));
    if (hosts.size === 0) continue;
    for (const [host, part] of shared(one, hosts)) addFigures(emulated.get(host) as EmulatedFunction, part);
    emulated.delete(name);
    inlined.push(name);
  }
  const notes = [
    ...(alone.length > 0 ? [`nothing emulated is ${alone.join(", ")}`] : []),
    ...(inlined.length > 0 ? [`no ${inlined.join(", ")}; compared as a part of the caller`] : []),
  ];
  return { emulated, real, notes };
}

/** The nearest callers of a function that both sides have, with their shares of its calls. */
function hostsOf(name: string, callers: Callers, isHost: (name: string) => boolean, visited = [name]) {
  const hosts = new Map<string, number>();
  const add = (host: string, share: number) => hosts.set(host, (hosts.get(host) ?? 0) + share);
  const direct = [...(callers.get(name) ?? [])].filter(([caller]) => !visited.includes(caller));
  const all = direct.reduce((sum, [, calls]) => sum + calls, 0);
  for (const [caller, calls] of direct) {
    if (isHost(caller)) add(caller, calls / all);
    else {
      for (const [host, share] of hostsOf(caller, callers, isHost, [...visited, caller])) {
        add(host, (share * calls) / all);
      }
    }
  }
  return hosts;
}

/** Figures shared out by weight, in whole numbers; the last one has what is left. */
function shared(figures: Figures, weights: ReadonlyMap<string, number>): [string, Figures][] {
  const all = [...weights.values()].reduce((sum, weight) => sum + weight, 0);
  const rest = { ...figures };
  return [...weights].map(([host, weight], i) => {
    const part = noFigures();
    for (const name of figureNames) {
      part[name] = i === weights.size - 1 ? rest[name] : Math.round((figures[name] * weight) / all);
      rest[name] -= part[name];
    }
    return [host, part];
  });
}

/** Who calls each function, how often. */
function callersIn(node: CallTree, callers = new Map<string, Map<string, number>>()): Callers {
  for (const child of node.k ?? []) {
    const known = callers.get(child.n) ?? new Map<string, number>();
    callers.set(child.n, known.set(node.n, (known.get(node.n) ?? 0) + child.c));
    callersIn(child, callers);
  }
  return callers;
}
