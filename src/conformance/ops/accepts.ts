// accept(), accept4(), and threads that sleep in accept().
import type { AcceptResult } from "../../results.js";
import { type Got, Verdict } from "../expect.js";
import { endpointOf } from "../flows.js";
import { Missing } from "../missing.js";
import type { Arguments } from "../schema.js";
import { Thread } from "../threads.js";
import type { World } from "../world.js";

const ADDRESS_BYTES = 16;
const flagNumbers: Record<string, number> = { SOCK_NONBLOCK: 0o4000, SOCK_CLOEXEC: 0o2000000, nonblock: 0o4000 };

/** accept(): no flags. accept4(): those given, 0 for none. */
function flagsNumber(flags: string | number): number {
  if (typeof flags === "number") return flags;
  return flags.split("|").reduce((bits, word) => {
    const bit = flagNumbers[word.trim()] ?? (word.trim() === "" ? 0 : Number(word));
    if (Number.isNaN(bit)) throw new Missing(`accept4 flag ${word}`);
    return bits | bit;
  }, 0);
}

export function accept(four: boolean) {
  return (world: World, step: Arguments<"accept">): Got => {
    const { addrptr = "null", addrlen = ADDRESS_BYTES, flags = 0 } = step;
    const result = world.call((linux) =>
      linux.accept(world.fd(step), {
        ...(four ? { flags: flagsNumber(flags) } : {}),
        ...(addrptr === "null" ? {} : { name: addrptr }),
        length: addrlen,
      }),
    );
    return accepted(world, result, step.as);
  };
}

/** The connection gets its name, if there is one. */
export function accepted(world: World, result: AcceptResult, as: string | undefined): Got {
  if (as !== undefined) world.name(as, result.ret);
  const peer = result.peer ?? "none";
  return {
    ret: result.errno ?? result.ret,
    flow: result.errno ? "none" : flowOfPeer(world, result.ret, peer),
    peer: (wanted: unknown) => new Verdict(samePeer(wanted, peer), peer),
  };
}

function flowOfPeer(world: World, fd: number, peer: string): string {
  const { addr = "", port = 0 } = world.linux.socketState(fd) ?? {};
  return world.flows.at(peer, endpointOf(addr, port))?.name || "none";
}

/** As "10.0.0.1:2000", as { addr, port }, or the address alone. */
function samePeer(wanted: unknown, peer: string): boolean {
  const [, addr, port] = /^\[?(.*?)\]?:(\d+)$/.exec(peer) ?? [];
  if (typeof wanted === "string") return wanted === peer || wanted === addr;
  const given = (wanted ?? {}) as { addr?: string; port?: number };
  return (given.addr ?? addr) === addr && (given.port ?? Number(port)) === Number(port);
}

export function acceptBlock(world: World, step: Arguments<"accept_block">): Got {
  const thread = new Thread(world, world.fd(step), step.as);
  world.threads.set(step.thread, thread);
  return { ret: 0, blocked: !thread.result };
}

export function join(world: World, step: Arguments<"join">): Got {
  const thread = threadOf(world, step.thread);
  if (!thread.result) return { ret: "blocked", blocked: true, flow: "none", peer: "none" };
  world.threads.delete(step.thread);
  return { ...accepted(world, thread.result, step.as ?? thread.as), blocked: false };
}

export function threadOf(world: World, name: string | undefined): Thread {
  const thread = name === undefined ? undefined : world.threads.get(name);
  if (!thread) throw new Missing(`thread ${name}`);
  return thread;
}
