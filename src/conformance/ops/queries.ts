// query: what an observer sees, without touching it.

import { counterNames } from "../../counters.js";
import { tcpStates } from "../../tcp-states.js";
import { equal, type Got, Verdict } from "../expect.js";
import { Missing } from "../missing.js";
import type { Arguments, Expectation } from "../schema.js";
import type { World } from "../world.js";
import { threadOf } from "./accepts.js";
import { backlogOf } from "./segments.js";

type Query = Arguments<"query">;
type Answer = (world: World, step: Query, expected: Expectation) => Got;

/** The listener that a step names, or the first one on its port; -1: there is none. */
function listenerOf(world: World, step: Query): number {
  if (step.s !== undefined || step.fd !== undefined) return world.fd(step);
  return world.listeners(step.port === undefined ? undefined : world.port(step.port))[0]?.fd ?? -1;
}

const ss: Answer = (world, step) => {
  const fd = listenerOf(world, step);
  const { recv_q = "none", send_q = "none" } = world.linux.diag(fd) ?? {};
  const state = world.linux.socketState(fd);
  return {
    recv_q,
    send_q,
    queued: state?.ack_backlog ?? "none",
    limit: state?.max_ack_backlog ?? "none",
    state: state?.state ?? "none",
  };
};

/** As netstat shows it: a socket that was never hashed is CLOSE. */
const state: Answer = (world, step) => {
  if (step.flow !== undefined) {
    const flow = world.flows.get(step.flow);
    return { state: flow ? world.state(flow) : "none" };
  }
  return { state: world.linux.socketState(world.fd(step))?.state ?? "none" };
};

const stateCount: Answer = (world, step, expected) => {
  const states: Record<string, number> = world.linux.states(step.port === undefined ? 0 : world.port(step.port));
  return Object.fromEntries(Object.keys(expected).map((name) => [name, states[name] ?? 0]));
};

const known = (name: string) => (counterNames as readonly string[]).some((one) => name.endsWith(one));

/** Names as `nstat` writes them count, too: TcpExtListenDrops, TcpAttemptFails. */
const counters: Answer = (world, _step, expected) => {
  const all = world.counters();
  return Object.fromEntries(
    Object.keys(expected).map((name) => {
      const plain = [name, name.replace(/^TcpExt:?/, ""), name.replace(/^Tcp:?/, "")].find((one) => one in all);
      if (plain === undefined && !known(name)) throw new Missing(`counter ${name}`);
      return [name, plain === undefined ? "not in this kernel" : all[plain]];
    }),
  );
};

/** The state by name or, as TCP_INFO has it, by number. */
const tcpInfo: Answer = (world, step) => {
  const { unacked, sacked } = world.linux.diag(world.fd(step)) ?? { unacked: "none", sacked: "none" };
  const name = world.linux.socketState(world.fd(step))?.state ?? "none";
  const number = (tcpStates as readonly string[]).indexOf(name) + 1;
  return { unacked, sacked, state: (wanted: unknown) => new Verdict(wanted === name || wanted === number, name) };
};

const eventsOf = (world: World, step: Query) =>
  world.call((linux) => linux.poll(world.fd(step))).events.map((name) => name.replace(/^POLL/, ""));

const short = (name: string) => name.replace(/^(E?POLL)/, "");

/** Events that poll() reports unasked. */
const UNASKED = ["ERR", "HUP", "NVAL"];

const poll: Answer = (world, step) => {
  const wanted = (step.events ?? ["IN", "OUT"]).map(short);
  const revents = eventsOf(world, step).filter((name) => wanted.includes(name) || UNASKED.includes(name));
  const sameSet = (came: string[]) => (expected: unknown) => {
    const names = [expected].flat().map((name) => short(String(name)));
    return new Verdict(names.every((name) => came.includes(name)) && came.every((name) => names.includes(name)), came);
  };
  return {
    ret: revents.length > 0 ? 1 : 0,
    revents: sameSet(revents),
    revents_without_rdhup: sameSet(revents.filter((name) => name !== "RDHUP")),
    includes: (expected: unknown) =>
      new Verdict(
        [expected].flat().every((name) => revents.includes(short(String(name)))),
        revents,
      ),
    excludes: (expected: unknown) =>
      new Verdict(![expected].flat().some((name) => revents.includes(short(String(name)))), revents),
  };
};

const readable: Answer = (world, step) => {
  const events = eventsOf(world, step);
  return { readable: events.includes("IN"), writable: events.includes("OUT") };
};

const sockname: Answer = (world, step) => {
  const { errno, ret, addr, port } = world.call((linux) => linux.getsockname(world.fd(step)));
  return {
    ret: errno ?? ret,
    addr,
    addr_not: (wanted: unknown) => new Verdict(wanted !== addr, addr),
    port: (wanted: unknown) => {
      const number = typeof wanted === "string" ? world.port(wanted) : wanted;
      return new Verdict(equal(number, port), port);
    },
    port_not: (wanted: unknown) => new Verdict(![wanted].flat().includes(port), port),
    port_range: (wanted: unknown) => {
      const [low = 0, high = 0] = wanted as number[];
      return new Verdict(port >= low && port <= high, port);
    },
  };
};

const listeners: Answer = (world, step) => {
  const found = world.listeners(step.port === undefined ? undefined : world.port(step.port));
  const names = found.map(({ name }) => name);
  const anyOrder = (wanted: unknown) => new Verdict(equal([...(wanted as string[])].sort(), [...names].sort()), names);
  return {
    count: found.length,
    n: found.length,
    listeners: (wanted: unknown) =>
      typeof wanted === "number" ? new Verdict(wanted === found.length, found.length) : anyOrder(wanted),
    names: anyOrder,
    ports: found.map(({ port }) => port),
  };
};

/**
 * The order of the walk through the listening hash, of the ports that are asked for. A rotation of the buckets is not
 * known outside the kernel: any will do where a case says that there is one.
 */
const listenHashOrder: Answer = (world, _step, expected) => {
  const buckets = world.linux.buckets();
  const chains = Array.from({ length: buckets }, (_, bucket) =>
    world.linux.chain(bucket).entries.map((entry) => Number(entry.slice(entry.lastIndexOf(":") + 1))),
  );
  const walk = (first: number) => [...chains.slice(first), ...chains.slice(0, first)].flat();
  return {
    buckets,
    order: (wanted: unknown) => {
      const ports = wanted as number[];
      const starts = expected.rotation === undefined ? [0] : chains.map((_, i) => i);
      const walks = starts.map((first) => walk(first).filter((port) => ports.includes(port)));
      return new Verdict(
        walks.some((one) => equal(ports, one)),
        walks[0],
      );
    },
  };
};

const queues = (world: World, step: Query) =>
  world
    .listeners(step.port === undefined ? undefined : world.port(step.port))
    .map(({ name, fd }) => ({ name, queued: backlogOf(world, fd) }));

const groupShare: Answer = (world, step, expected) => {
  const rows = queues(world, step);
  const total = rows.reduce((sum, { queued }) => sum + queued, 0);
  const shares = rows.map(({ queued }) => (total === 0 ? 0 : queued / total));
  const within = (wanted: unknown) => {
    const tolerance = typeof expected.tolerance === "number" ? expected.tolerance : 0;
    return new Verdict(
      shares.length > 0 && shares.every((share) => Math.abs(share - Number(wanted)) <= tolerance),
      shares.map((share) => Number(share.toFixed(4))),
    );
  };
  return { each_fraction: within, total, members: rows.length, all_used: rows.every(({ queued }) => queued > 0) };
};

/** By name, as an array in the order of making, each alike, or all together. */
const groupRecvq: Answer = (world, step) => {
  const rows = queues(world, step);
  const lengths = rows.map(({ queued }) => queued);
  const sum = lengths.reduce((a, b) => a + b, 0);
  return {
    ...Object.fromEntries(rows.map(({ name, queued }) => [name, queued])),
    recv_q: lengths,
    recvq: lengths,
    queues: lengths,
    sum,
    total: sum,
    each: (wanted: unknown) =>
      new Verdict(
        lengths.every((length) => equal(wanted, length)),
        lengths,
      ),
    max: Math.max(0, ...lengths),
    min: Math.min(...lengths),
    sorted: [...lengths].sort((a, b) => a - b),
  };
};

const sysctl: Answer = (world, step) => {
  const name = step.name ?? "";
  const value = world.linux.sysctls().includes(name) ? world.linux.sysctl(name) : undefined;
  const shown = Array.isArray(value) ? value.join(" ") : value;
  return {
    ret: value === undefined ? "ENOENT" : 0,
    value: (wanted: unknown) => {
      const words = String([wanted].flat().join(" ")).trim().split(/\s+/).join(" ");
      return new Verdict(shown !== undefined && (equal(wanted, shown) || words === String(shown)), shown ?? "ENOENT");
    },
  };
};

const answers: Record<string, Answer> = {
  ss,
  state,
  state_count: stateCount,
  syn_recv_count: (world, step) => ({
    count: world.linux.states(step.port === undefined ? 0 : world.port(step.port)).SYN_RECV,
  }),
  counters,
  tcp_info: tcpInfo,
  readable,
  poll,
  sockname,
  listeners,
  listen_hash_order: listenHashOrder,
  group_share: groupShare,
  group_recvq: groupRecvq,
  sysctl,
  thread_blocked: (world, step) => ({ blocked: threadOf(world, step.thread).result === undefined }),
};

export function query(world: World, step: Query, expected: Expectation): Got {
  const answer = Object.hasOwn(answers, step.what) ? answers[step.what] : undefined;
  if (!answer) throw new Missing(`query ${step.what}`);
  return answer(world, step, expected);
}
