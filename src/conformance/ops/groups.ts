// Operations of SO_REUSEPORT groups. Which member a flow falls to is a secret hash: cases ask only for what any hash gives.
import { type Got, Verdict } from "../expect.js";
import type { Flow } from "../flows.js";
import { Missing } from "../missing.js";
import type { Arguments } from "../schema.js";
import type { World } from "../world.js";
import { close, listener } from "./files.js";
import { flowOf, sendAck, sendSyn, serverOf } from "./segments.js";

/** g0 to gn-1, alike. */
export function listenerGroup(world: World, { n, ...step }: Arguments<"listener_group">): Got {
  for (let i = 0; i < n; i++) {
    const got = listener(world, { ...step, s: `g${i}` });
    if (got.ret !== 0) return got;
  }
  return { ret: 0 };
}

const PEER = "10.0.9.1";
const FIRST_PORT = 20_000;

/**
 * The same n flows each time: which listener each falls to. Without `complete` a reset takes every request away again,
 * so that the next map starts from nothing; with it the connections stay.
 */
export function mapFlows(world: World, step: Arguments<"map_flows">): Got {
  const { n, as, complete, src = PEER, sport = FIRST_PORT } = step;
  const server = serverOf(world, step);
  const owners = new Map<string, string>();
  for (let i = 0; i < n; i++) {
    const flow = world.flows.open("", { src, sport: sport + i, ...server }, world.now, { hidden: true });
    const owner = ownerOf(world, flow, Boolean(complete));
    if (owner !== undefined) owners.set(`${src}:${sport + i}`, owner);
  }
  const former = [...world.maps.values()].at(-1) ?? new Map<string, string>();
  world.maps.set(as ?? `map ${world.maps.size}`, owners);
  return mapped(world, n, owners, former);
}

function ownerOf(world: World, flow: Flow, complete: boolean): string | undefined {
  const { reply } = sendSyn(world, flow);
  if (reply !== "synack" && reply !== "cookie") return undefined;
  const owner = flow.owner ?? "unknown";
  if (complete) return sendAck(world, flow).outcome === "established" ? owner : undefined;
  world.send(flow, { flags: "R", seq: flow.base, ack: 0 });
  return owner;
}

type Map_ = Map<string, string>;

function mapped(world: World, n: number, owners: Map_, former: Map_): Got {
  const members = [...owners.values()];
  const shares = Object.fromEntries(
    [...new Set(members)].sort().map((one) => [one, members.filter((m) => m === one).length]),
  );
  const gone = (name: string) => !world.listeners().some((one) => one.name === name);
  const moved = [...owners].filter(([flow, owner]) => former.has(flow) && former.get(flow) !== owner);
  const named = (name: unknown) => {
    const map = world.maps.get(String(name));
    if (!map) throw new Missing(`map ${name}`);
    return map;
  };
  return {
    all_answered: owners.size === n,
    answered: owners.size,
    none_to: (wanted: unknown) => new Verdict(![wanted].flat().some((one) => members.includes(String(one))), shares),
    only_to: (wanted: unknown) =>
      new Verdict(
        members.every((one) => [wanted].flat().includes(one)),
        shares,
      ),
    /** Of the flows whose listener is still there, some have another one now. */
    some_other_moved: moved.some(([flow]) => !gone(former.get(flow) ?? "")),
    moved: moved.length,
    none_moved: moved.length === 0,
    same_as: (wanted: unknown) => {
      const other = named(wanted);
      const differing = [...owners].filter(([flow, owner]) => other.get(flow) !== owner).length;
      return new Verdict(differing === 0 && other.size === owners.size, `${differing} of ${owners.size} differ`);
    },
    differs_from: (wanted: unknown) => {
      const other = named(wanted);
      return new Verdict(
        [...owners].some(([flow, owner]) => other.get(flow) !== owner),
        "the same",
      );
    },
    shares,
    all_used: world.listeners().every(({ name }) => members.includes(name)),
  };
}

/** Closes the listener that a flow's SYN fell to. */
export function closeOwnerOf(world: World, { flow: name }: Arguments<"close_owner_of">): Got {
  const { owner } = flowOf(world, name);
  if (owner === undefined) throw new Missing(`the owner of flow ${name}, which no queue shows`);
  return { ...close(world, { s: owner }), closed: owner };
}
