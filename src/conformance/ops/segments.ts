// Operations of one remote peer: SYN, ACK, handshake, any segment.
import type { Sent } from "../../sent.js";
import { type Got, Verdict } from "../expect.js";
import { flagsOf } from "../flags.js";
import { type Ends, endpointOf, type Flow, SYN_SEQ } from "../flows.js";
import { Missing } from "../missing.js";
import type { Arguments } from "../schema.js";
import type { World } from "../world.js";

/** An address of the host, where a listener on the wildcard leaves the choice. */
const SERVER = "192.0.2.1";
const CONNECTED = ["ESTABLISHED", "CLOSE_WAIT", "FIN_WAIT1", "FIN_WAIT2"];

interface Partly extends Pick<{ [K in keyof Ends]?: Ends[K] | undefined }, "src" | "sport" | "dst"> {
  dport?: number | string | undefined;
}

/** Where to, if a step does not say: the first listener. */
export function serverOf(world: World, given: Pick<Partly, "dst" | "dport">): { dst: string; dport: number } {
  const { dst } = given;
  const dport = given.dport === undefined ? undefined : world.port(given.dport);
  if (dst !== undefined && dport !== undefined) return { dst, dport };
  const [first] = world.listeners(dport);
  const addr = first && !["0.0.0.0", "::"].includes(first.addr) ? first.addr : SERVER;
  return { dst: dst ?? addr, dport: dport ?? first?.port ?? 8080 };
}

/**
 * The ends of a new flow. In the later turns of a repeat the same step means another peer each time, so its port moves
 * on to one that has not been used.
 */
function endsOf(world: World, given: Partly): Ends {
  const server = serverOf(world, given);
  if (given.sport === undefined)
    return { ...world.flows.fresh(server.dst), ...server, ...(given.src && { src: given.src }) };
  const ends = { src: given.src ?? "10.0.0.1", sport: given.sport, ...server };
  while (world.turn > 0 && world.flows.taken(ends.src, ends.sport)) ends.sport++;
  return ends;
}

export function openFlow(world: World, name: string, given: Partly): Flow {
  return world.flows.open(name, endsOf(world, given), world.now);
}

/** Runs `work` and finds the listener that has a request or a connection more than before. */
export function owner(world: World, dport: number, work: () => void): string | undefined {
  const load = () =>
    world.listeners(dport).map(({ name, fd }) => {
      const { qlen = 0, ack_backlog = 0 } = world.linux.socketState(fd) ?? {};
      return { name, load: qlen + ack_backlog };
    });
  const before = load();
  work();
  return load().find(({ name, load: now }) => now > (before.find((one) => one.name === name)?.load ?? 0))?.name;
}

/** Sends the SYN of a flow: what it was answered by. */
export function sendSyn(world: World, flow: Flow, seq: number = SYN_SEQ): { reply: string; replies: Sent[] } {
  let sent = { replies: [] as Sent[], outcome: "" };
  flow.since = world.now;
  flow.base = (seq + 1) >>> 0;
  flow.owner = owner(world, flow.dport, () => {
    sent = world.send(flow, { flags: "S", seq, ack: 0 });
  });
  return { reply: replyTo(sent), replies: sent.replies };
}

/** How a SYN was answered: synack, cookie (nothing queued), rst, none, or the flags of another answer. */
export function replyTo({ replies, outcome }: { replies: readonly Sent[]; outcome: string }): string {
  const kinds = replies.map(({ flags }) => flagsOf(flags));
  if (kinds.includes("S.")) return outcome === "cookie" ? "cookie" : "synack";
  if (kinds.some((kind) => kind.includes("R"))) return "rst";
  return kinds[0] ?? "none";
}

export function syn(world: World, step: Arguments<"syn">): Got {
  const flow = openFlow(world, step.flow, step);
  const { reply, replies } = sendSyn(world, flow, step.seq);
  return { reply, ...answered(replies, {}), listener: flow.owner ?? "none", flow_state: () => world.state(flow) };
}

/** Sends the ACK that ends a handshake: established, ignored, rst. */
export function sendAck(
  world: World,
  flow: Flow,
  { seq = flow.base, ack = flow.iss + 1, len = 0 }: { seq?: number; ack?: number; len?: number } = {},
): { outcome: string; replies: Sent[] } {
  const connected = CONNECTED.includes(world.state(flow));
  const { replies, outcome } = world.send(flow, { flags: len > 0 ? "P." : ".", seq, ack, len });
  if (replies.some(({ flags }) => flags.includes("R"))) return { outcome: "rst", replies };
  const made = outcome === "established" || (!connected && CONNECTED.includes(world.state(flow)));
  return { outcome: made ? "established" : "ignored", replies };
}

export function flowOf(world: World, name: string): Flow {
  const flow = world.flows.get(name);
  if (!flow) throw new Missing(`flow ${name}, which no step has opened`);
  return flow;
}

export function ack(world: World, step: Arguments<"ack">): Got {
  const flow = flowOf(world, step.flow);
  const { seq_off = 0, ack_off = 0, seq_abs, ack_abs, data_len = 0 } = step;
  const seq = seq_abs ?? flow.base + seq_off;
  const ack = ack_abs ?? flow.iss + 1 + ack_off;
  const { outcome, replies } = sendAck(world, flow, { seq, ack, len: data_len });
  return {
    outcome,
    reply: replies[0] ? flagsOf(replies[0].flags) : "none",
    ...answered(replies, { seq, ack }),
    flow_state: () => world.state(flow),
  };
}

export function handshake(world: World, step: Arguments<"handshake">): Got {
  const flow = openFlow(world, step.flow, step);
  const { reply } = sendSyn(world, flow, step.seq);
  let outcome = reply;
  let listener: string | undefined;
  if (reply === "synack" || reply === "cookie") {
    const queued = () => new Map(world.listeners(flow.dport).map(({ name, fd }) => [name, backlogOf(world, fd)]));
    const before = queued();
    outcome = sendAck(world, flow).outcome;
    listener = [...queued()].find(([name, length]) => length > (before.get(name) ?? 0))?.[0] ?? wokenOwner(world, flow);
    if (listener !== undefined) flow.owner = listener;
  }
  return {
    reply,
    outcome: (wanted: unknown) => new Verdict(sameHandshake(wanted, outcome), outcome),
    listener: listener ?? "none",
    flow_state: () => world.state(flow),
  };
}

const UNANSWERED = ["none", "ignored", "drop", "dropped", "no_answer", "timeout"];

/** A SYN without an answer has several names, and a sentence holds what may come. */
function sameHandshake(wanted: unknown, outcome: string): boolean {
  if (outcome === "none" && UNANSWERED.includes(String(wanted))) return true;
  return String(wanted)
    .split(/[^\w]+/)
    .includes(outcome);
}

/** A connection that a sleeping thread has taken at once stands in no queue. */
function wokenOwner(world: World, flow: Flow): string | undefined {
  return world.state(flow) === "none" ? undefined : flow.owner;
}

export function backlogOf(world: World, fd: number): number {
  return world.linux.socketState(fd)?.ack_backlog ?? 0;
}

export function seg(world: World, step: Arguments<"seg">): Got {
  const flow = segFlow(world, step);
  const { seq_off = 0, ack_off = 0, data_len = 0 } = step;
  const named = step.flow !== undefined;
  const seq = step.seq_abs ?? step.seq ?? (named ? flow.base + seq_off : 0);
  const ack = step.ack_abs ?? step.ack ?? (named && step.flags.includes(".") ? flow.iss + 1 + ack_off : 0);
  const { replies } = world.send(flow, { flags: step.flags, seq, ack, len: data_len });
  const count = step.replies_cover_previous;
  const covered = (expected: Record<string, unknown>) => {
    const last = count ?? expected.replies_cover_previous;
    return typeof last === "number" ? world.answers.slice(-last).flat() : replies;
  };
  return {
    ...answered(replies, { seq, ack, len: data_len + Number(/[SF]/.test(step.flags)) }),
    replies: (wanted: unknown, expected: Record<string, unknown>) => {
      const came = covered(expected).map(({ flags }) => flagsOf(flags));
      return new Verdict(sameReplies(wanted, came), came);
    },
    flow_state: () => world.state(flow),
    accept: () => acceptOnce(world, flow),
  };
}

/** The flow of a segment: the named one, else a peer that this step describes or that nobody has heard of. */
function segFlow(world: World, step: Arguments<"seg">): Flow {
  if (step.flow !== undefined) return world.flows.get(step.flow) ?? openFlow(world, step.flow, step);
  const { src = "10.0.0.1", sport = 0 } = step;
  const server = serverOf(world, step);
  const known = world.flows.at(endpointOf(src, sport), endpointOf(server.dst, server.dport));
  if (known && known.dst === server.dst && known.dport === server.dport) return known;
  return world.flows.open("", { src, sport, ...server }, world.now, { hidden: true });
}

/** One non-blocking accept() on the listener of a flow. */
function acceptOnce(world: World, flow: Flow): number | string {
  const listeners = world.listeners(flow.dport);
  const one = listeners.find(({ name }) => name === flow.owner) ?? listeners[0];
  if (!one) throw new Missing(`a listener of port ${flow.dport} to accept from`);
  return world.call((linux) => linux.accept(one.fd)).outcome;
}

/** Flags in order; a number is how many there were. */
function sameReplies(wanted: unknown, came: readonly string[]): boolean {
  if (typeof wanted === "number") return wanted === came.length;
  if (!Array.isArray(wanted)) throw new Missing(`seg: expect.replies ${JSON.stringify(wanted)}`);
  return wanted.length === came.length && wanted.every((one, i) => flagsOf(String(one)) === came[i]);
}

/** What a case may ask about the answers; rst_seq and rst_ack also in words: "ack", "seq", "seq+1". */
function answered(replies: readonly Sent[], sent: { seq?: number; ack?: number; len?: number }): Got {
  const [first] = replies;
  const reset = replies.find(({ flags }) => flags.includes("R"));
  const words: Record<string, number> = {
    seq: sent.seq ?? 0,
    ack: sent.ack ?? 0,
    "seq+1": (sent.seq ?? 0) + 1,
    "seq+len": (sent.seq ?? 0) + (sent.len ?? 0),
    "seq+data_len": (sent.seq ?? 0) + (sent.len ?? 0),
  };
  const number = (came: number | undefined) => (wanted: unknown) => {
    const value = typeof wanted === "string" ? words[wanted] : wanted;
    if (typeof wanted === "string" && value === undefined) throw new Missing(`a sequence number as "${wanted}"`);
    return new Verdict(typeof value === "number" && value >>> 0 === came, came ?? "none");
  };
  return {
    rst_seq: number(reset?.seq),
    rst_ack: number(reset?.ack),
    seq: number(first?.seq),
    ack: number(first?.ack),
    from: first ? first.from.replace(/:\d+$/, "") : "none",
    len: first?.len ?? "none",
  };
}
