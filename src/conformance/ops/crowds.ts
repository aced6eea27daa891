// Operations of many remote peers at once.
import type { Got } from "../expect.js";
import { flagsOf } from "../flags.js";
import { type Flow, SYN_SEQ } from "../flows.js";
import type { Arguments } from "../schema.js";
import type { World } from "../world.js";
import { replyTo, serverOf } from "./segments.js";

/** The clients of a burst have an address of their own and the ports from here. */
const FIRST_PORT = 1024;

function* peers(
  world: World,
  n: number,
  ends: { src?: string | undefined; sport?: number | undefined; dst: string; dport: number },
  answers: boolean,
): Iterable<Flow> {
  const { dst, dport } = ends;
  let { src = world.flows.burst(dst), sport = FIRST_PORT } = ends;
  for (let i = 0; i < n; i++) {
    if (sport > 65_535) [src, sport] = [world.flows.burst(dst), FIRST_PORT];
    yield world.flows.open("", { src, sport: sport++, dst, dport }, world.now, { hidden: true, answers });
  }
}

/** n SYNs that nobody follows up: how many were answered, and the half-open entries of the port afterwards. */
export function synBurst(world: World, step: Arguments<"syn_burst">): Got {
  const kinds: Record<string, number> = { synack: 0, cookie: 0, rst: 0, none: 0 };
  const server = serverOf(world, step);
  for (const flow of peers(world, step.n, { ...step, ...server }, false)) {
    const kind = replyTo(world.send(flow, { flags: "S", seq: SYN_SEQ, ack: 0 }));
    kinds[kind] = (kinds[kind] ?? 0) + 1;
  }
  const { synack = 0, cookie = 0, rst = 0, none = 0 } = kinds;
  return {
    synacks: synack + cookie,
    cookies: cookie,
    rsts: rst,
    dropped: none,
    none,
    syn_recv: () => world.linux.states(server.dport).SYN_RECV,
  };
}

/**
 * n clients with a stack of their own, one after another: a SYN, and an ACK to the answer (World.receive). A client
 * that got an answer believes to be connected, whatever became of its ACK. None repeats its SYN.
 */
export function connectBurst(world: World, step: Arguments<"connect_burst">): Got {
  const states: Record<string, number> = {};
  for (const flow of peers(world, step.n, { dst: step.addr, dport: world.port(step.port) }, true)) {
    world.send(flow, { flags: "S", seq: SYN_SEQ, ack: 0 });
    const state = clientState(flow);
    states[state] = (states[state] ?? 0) + 1;
  }
  const { established = 0, syn_sent = 0, refused = 0, reset = 0 } = states;
  return {
    client_established: established,
    client_syn_sent: syn_sent,
    client_refused: refused,
    client_reset: reset,
  };
}

function clientState({ received }: Flow): "established" | "syn_sent" | "refused" | "reset" {
  const flags = received.map((segment) => flagsOf(segment.flags));
  const answered = flags.includes("S.");
  if (flags.some((one) => one.includes("R"))) return answered ? "reset" : "refused";
  return answered ? "established" : "syn_sent";
}
