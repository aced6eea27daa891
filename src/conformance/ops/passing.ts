// advance: emulated time passes, and the kernel's timers run.
import { type Got, Verdict } from "../expect.js";
import { flagsOf } from "../flags.js";
import type { Flow } from "../flows.js";
import { Missing } from "../missing.js";
import type { Arguments, Expectation } from "../schema.js";
import type { World } from "../world.js";

/** How fine the moment is seen at which a request goes, or a client answers, in ms. */
const GRAIN = 10;
const DEFAULT_TOLERANCE_MS = 50;
const GONE = ["none", "CLOSE"];

export function advance(world: World, { ms }: Arguments<"advance">, expected: Expectation): Got {
  const flows = [...new Set([...world.flows.named(), ...burstFlows(world, expected)])];
  const before = new Map(flows.map((flow) => [flow, flow.received.length]));
  const removed = new Map<Flow, number>();
  const watched = expected.removed_at_ms === undefined ? [] : flows.filter((flow) => !GONE.includes(world.state(flow)));
  const fine = watched.length > 0 || world.flows.answering;
  let [synacks, expired] = [0, 0];
  for (let rest = Math.ceil(ms); rest > 0; ) {
    const step = fine ? Math.min(GRAIN, rest) : rest;
    const result = world.linux.advance(step);
    synacks += result.synacks;
    expired += result.expired;
    world.receive(result.sent);
    world.wake();
    rest -= step;
    for (const flow of watched) {
      if (!removed.has(flow) && GONE.includes(world.state(flow))) removed.set(flow, world.now - flow.since);
    }
  }
  const times = (flow: Flow) =>
    flow.received
      .slice(before.get(flow) ?? 0)
      .filter(({ flags }) => flagsOf(flags) === "S.")
      .map(({ ms: at }) => at - flow.since);
  return {
    ret: 0,
    synacks,
    expired,
    synack_retransmits: (wanted: unknown) => retransmits(world, flows, times, wanted),
    synack_times_ms: (wanted: unknown, all: Expectation) => synackTimes(world, times, wanted, all),
    removed_at_ms: (wanted: unknown, all: Expectation) => removals(world, watched, removed, times, wanted, all),
  };
}

/** Flows without a name matter where a case asks for the retransmissions of all. */
function burstFlows(world: World, { synack_retransmits }: Expectation): Flow[] {
  if (typeof synack_retransmits !== "number" || world.flows.named().length > 0) return [];
  return world.listeners().flatMap(({ port }) => [...world.flows.of(port)]);
}

function flowNamed(world: World, name: string): Flow {
  const flow = world.flows.get(name);
  if (!flow) throw new Missing(`flow ${name}, which no step has opened`);
  return flow;
}

/** A number is that of each flow that got any; else by the names of the flows. */
function retransmits(world: World, flows: readonly Flow[], times: (flow: Flow) => number[], wanted: unknown): Verdict {
  if (typeof wanted === "number") {
    const counts = flows.map((flow) => times(flow).length);
    const busy = counts.filter((count) => count > 0);
    const came = [...new Set(busy.length > 0 ? busy : [0])];
    return new Verdict(came.length === 1 && came[0] === wanted, came.length === 1 ? came[0] : came);
  }
  const names = Object.keys((wanted ?? {}) as Record<string, number>);
  const came = Object.fromEntries(names.map((name) => [name, times(flowNamed(world, name)).length]));
  return new Verdict(
    names.every((name) => came[name] === (wanted as Record<string, number>)[name]),
    came,
  );
}

/** How far off an event may be: where tolerances accumulate, each event adds its own. */
function allowance(
  { tolerance_ms = DEFAULT_TOLERANCE_MS, tolerance_accumulates }: Expectation,
  events: number,
): number {
  return Number(tolerance_ms) * (tolerance_accumulates ? events : 1);
}

/** An array is that of the only flow. */
function byFlow<T>(world: World, wanted: unknown): [Flow, T][] {
  if (typeof wanted === "object" && wanted !== null && !Array.isArray(wanted)) {
    return Object.entries(wanted).map(([name, value]) => [flowNamed(world, name), value as T]);
  }
  return world.flows.named().map((flow) => [flow, wanted as T]);
}

function synackTimes(world: World, times: (flow: Flow) => number[], wanted: unknown, all: Expectation): Verdict {
  const rows = byFlow<number[]>(world, wanted).map(([flow, expected]) => {
    const came = times(flow);
    const fine =
      came.length === expected.length &&
      came.every((at, i) => Math.abs(at - (expected[i] ?? 0)) <= allowance(all, i + 1));
    return { flow: flow.name, came: came.map(Math.round), fine };
  });
  return new Verdict(
    rows.every(({ fine }) => fine),
    Object.fromEntries(rows.map(({ flow, came }) => [flow, came])),
  );
}

function removals(
  world: World,
  watched: readonly Flow[],
  removed: ReadonlyMap<Flow, number>,
  times: (flow: Flow) => number[],
  wanted: unknown,
  all: Expectation,
): Verdict {
  const rows =
    typeof wanted === "number" ? watched.map((flow): [Flow, number] => [flow, wanted]) : byFlow<number>(world, wanted);
  if (rows.length === 0) return new Verdict(false, "nothing was there when the step began");
  const came = rows.map(([flow, expected]) => {
    const at = removed.get(flow);
    const fine = at !== undefined && Math.abs(at - expected) <= allowance(all, times(flow).length + 1) + GRAIN;
    return { name: flow.name, at: at === undefined ? "still there" : Math.round(at), fine };
  });
  const got = came.length === 1 ? came[0]?.at : Object.fromEntries(came.map(({ name, at }) => [name, at]));
  return new Verdict(
    came.every(({ fine }) => fine),
    got,
  );
}
