// Operations that are system calls: what a process does with its sockets.
import { errnoName } from "../../errno.js";
import type { CallResult } from "../../results.js";
import { type Got, Verdict } from "../expect.js";
import { flagsOf } from "../flags.js";
import { Missing } from "../missing.js";
import type { Arguments } from "../schema.js";
import { settingOf } from "../settings.js";
import type { World } from "../world.js";
import { optionOf, optionValues } from "./options.js";

type Outcome = { outcome: number | string };
const ret = ({ outcome }: Outcome): Got => ({ ret: outcome });

export function open(world: World, { s }: Arguments<"open">): Got {
  const result = world.call((linux) => linux.file());
  world.name(s, result.ret);
  return ret(result);
}

const protocols: Record<string, number> = { ip: 0, icmp: 1, tcp: 6, udp: 17 };

export function socket(world: World, { family, type, proto = 0, s }: Arguments<"socket">): Got {
  const protocol = typeof proto === "number" ? proto : protocols[proto];
  if (protocol === undefined) throw new Missing(`protocol ${proto}`);
  const result = world.call((linux) =>
    linux.socket({ family: familyNumber(family), type: typeNumber(type), protocol }),
  );
  world.name(s, result.ret);
  return ret(result);
}

export function dup(world: World, step: Arguments<"dup">): Got {
  const result = world.call((linux) => linux.dup(world.fd(step)));
  world.name(step.as, result.ret);
  return ret(result);
}

export function close(world: World, step: Arguments<"close">): Got {
  const fd = world.fd(step);
  world.forget(step.s);
  return withSent(world, () => world.call((linux) => linux.close(fd)));
}

const hows: Record<string, number> = { RD: 0, WR: 1, RDWR: 2, SHUT_RD: 0, SHUT_WR: 1, SHUT_RDWR: 2 };

export function shutdown(world: World, step: Arguments<"shutdown">): Got {
  const how = typeof step.how === "number" ? step.how : hows[step.how.toUpperCase()];
  if (how === undefined) throw new Missing(`shutdown how ${step.how}`);
  return withSent(world, () => world.call((linux) => linux.shutdown(world.fd(step), how)));
}

/** `sent`: the first segment to each named flow; flows that got nothing are not there. */
export function withSent(world: World, work: () => Outcome): Got {
  const before = new Map(world.flows.named().map((flow) => [flow, flow.received.length]));
  const result = work();
  const first = [...before].flatMap(([flow, count]) => {
    const segment = flow.received[count];
    return segment ? [[flow.name, flagsOf(segment.flags)]] : [];
  });
  const sent: Record<string, string> = Object.fromEntries(first);
  return {
    ...ret(result),
    sent: (wanted: unknown) => new Verdict(sameFlows(wanted as Record<string, unknown>, sent), sent),
  };
}

function sameFlows(wanted: Record<string, unknown>, sent: Record<string, string>): boolean {
  const flagsFor = (flow: string) => {
    const [first = ""] = [wanted[flow] ?? ""].flat();
    return first === "none" ? "" : flagsOf(String(first));
  };
  return [...new Set([...Object.keys(wanted), ...Object.keys(sent)])].every(
    (flow) => flagsFor(flow) === (sent[flow] ?? ""),
  );
}

export function setuid(world: World, { uid }: Arguments<"setuid">): Got {
  world.linux.setuid(uid);
  return { ret: 0 };
}

export function sysctl(world: World, { name, value }: Arguments<"sysctl">): Got {
  const [first = 0, second = 0] = [settingOf(value)].flat();
  const { ret: number, errno } = world.linux.writeSysctl(name, first, second);
  return { ret: errno ?? number };
}

export function addrAdd(world: World, { addr, brd }: Arguments<"addr_add">): Got {
  world.linux.addAddress(addr.includes("/") ? addr : `${addr}/32`, brd);
  return { ret: 0 };
}

const families: Record<string, number> = { unspec: 0, unix: 1, local: 1, inet: 2, inet6: 10, netlink: 16, packet: 17 };
const types: Record<string, number> = { stream: 1, dgram: 2, raw: 3, rdm: 4, seqpacket: 5 };

function typeNumber(type: string | number): number {
  const number = typeof type === "number" ? type : types[type.toLowerCase().replace(/^sock_/, "")];
  if (number === undefined) throw new Missing(`type ${type}`);
  return number;
}

export function familyNumber(family: string | number): number {
  const number = typeof family === "number" ? family : families[family.toLowerCase().replace(/^(af|pf)_/, "")];
  if (number === undefined) throw new Missing(`family ${family}`);
  return number;
}

export function bind(world: World, step: Arguments<"bind">): Got {
  const { addr, family } = step;
  const port = world.port(step.port);
  const given = family === undefined ? {} : { family: familyNumber(family) };
  return ret(world.call((linux) => linux.bind(world.fd(step), { addr, port, ...given })));
}

export function listen(world: World, step: Arguments<"listen">): Got {
  return ret(world.call((linux) => linux.listen(world.fd(step), step.backlog | 0)));
}

export function connect(world: World, step: Arguments<"connect">): Got {
  const { addr = "0.0.0.0", family } = step;
  const port = world.port(step.port ?? 0);
  const undo = family !== undefined && familyNumber(family) === 0;
  const result = world.call((linux) => linux.connect(world.fd(step), undo ? "unspec" : { addr, port }));
  return ret(step.nonblock && !undo && result.outcome === 0 ? { outcome: "EINPROGRESS" } : result);
}

export function getname(peer: boolean) {
  return (world: World, step: Arguments<"getpeername">): Got => {
    const fd = world.fd(step);
    const result = world.call((linux) => (peer ? linux.getpeername(fd) : linux.getsockname(fd)));
    const { addr, port } = result;
    const flow = world.flows.at(`${addr}:${port}`)?.name ?? "none";
    return { ...ret(result), addr, port, peer: `${addr}:${port}`, flow };
  };
}

export function send(world: World, step: Arguments<"send">): Got {
  return ret(world.call((linux) => linux.send(world.fd(step), step.len)));
}

export function recv(world: World, step: Arguments<"recv">): Got {
  return ret(world.call((linux) => linux.recv(world.fd(step), step.len)));
}

export function setopt(world: World, step: Arguments<"setopt">): Got {
  const option = optionOf(step);
  const [first, second] =
    option === "bindtodevice" && typeof step.value === "string"
      ? [world.device(step.value), 0]
      : optionValues(step.value);
  return ret(world.call((linux) => linux.setsockopt(world.fd(step), option, first, second)));
}

export function getopt(world: World, step: Arguments<"getopt">): Got {
  const option = optionOf(step);
  const result = world.call((linux) => linux.getsockopt(world.fd(step), option));
  const { value, second } = result;
  const shown: Record<string, unknown> = {
    linger: `${value},${second}`,
    error: value === 0 ? 0 : errnoName(value),
  };
  return { ...ret(result), value: shown[option] ?? value };
}

/** A socket with its options, bound and listening; the first call that fails ends it. */
export function listener(world: World, step: Arguments<"listener">): Got {
  const { s, backlog } = step;
  const asked = step.family === undefined ? families.inet : familyNumber(step.family);
  const addr = step.addr ?? (asked === families.inet6 ? "::" : "0.0.0.0");
  const family = step.family ?? (addr.includes(":") ? "inet6" : "inet");
  const made = world.call((linux) => linux.socket({ family: familyNumber(family), type: 1 }));
  world.name(s, made.ret);
  const fd = made.ret;
  const option = (name: "reuseaddr" | "reuseport" | "v6only", value: number | boolean | undefined) =>
    value === undefined ? [] : [() => world.call((linux) => linux.setsockopt(fd, name, Number(value)))];
  const { reuseaddr, reuseport, v6only, dev } = step;
  const calls: (() => CallResult & Outcome)[] = [
    () => made,
    ...option("reuseaddr", reuseaddr),
    ...option("reuseport", reuseport),
    ...option("v6only", v6only),
    ...(dev === undefined
      ? []
      : [() => world.call((linux) => linux.setsockopt(fd, "bindtodevice", world.device(dev)))]),
    () => world.call((linux) => linux.bind(fd, { addr, port: world.port(step.port) })),
    () => world.call((linux) => linux.listen(fd, backlog | 0)),
  ];
  for (const call of calls) {
    const result = call();
    if (result.errno) return ret(result);
  }
  return { ret: 0 };
}
