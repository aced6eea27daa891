// The remote peers of a case, by the names of their flows.
import type { Sent } from "../sent.js";

/** Sequence number of a SYN, and of the first byte after it. */
export const SYN_SEQ = 1000;
const FIRST_PEER = { four: "10.0.0.1", six: "fd00::1" };
const FIRST_PORT = 2000;

/** Both ends of a flow: the peer's, and this host's. */
export interface Ends {
  src: string;
  sport: number;
  dst: string;
  dport: number;
}

export interface Flow extends Ends {
  name: string;
  /** Where its own numbers begin: the sequence number of its SYN + 1. */
  base: number;
  /** The host's initial sequence number, once it has answered. */
  iss: number;
  /** When its SYN was sent, in emulated ms. */
  since: number;
  /** All that was sent to it. */
  received: Sent[];
  /** The listener that took its SYN or holds its connection, as far as that could be seen. */
  owner?: string | undefined;
  /** Answers SYN-ACKs and FINs by itself, as the clients of connect_burst do. */
  answers: boolean;
}

export function endpointOf(addr: string, port: number): string {
  return addr.includes(":") ? `[${addr}]:${port}` : `${addr}:${port}`;
}

/** The flows of a case: the named ones, and those of bursts, which have names of their own. */
export class Flows {
  readonly #byName = new Map<string, Flow>();
  readonly #byEnds = new Map<string, Flow>();
  /** The latest one of each peer's endpoint. */
  readonly #byPeer = new Map<string, Flow>();
  /** Some answer by themselves. */
  answering = false;
  #nextPort = FIRST_PORT;
  #bursts = 0;

  get(name: string): Flow | undefined {
    return this.#byName.get(name);
  }

  /** Whose peer has this endpoint, "address:port", and that talks to `server`; else the peer's latest. */
  at(peer: string, server = ""): Flow | undefined {
    return this.#byEnds.get(`${peer} ${server}`) ?? this.#byPeer.get(peer);
  }

  /** The flows that the case has named. */
  named(): Flow[] {
    return [...this.#byName.values()];
  }

  /** All flows that talk to a port of this host. */
  *of(dport: number): Iterable<Flow> {
    for (const flow of this.#byEnds.values()) if (flow.dport === dport) yield flow;
  }

  taken(src: string, sport: number): boolean {
    return this.#byPeer.has(endpointOf(src, sport));
  }

  /** A new flow; one of the same name or with the same ends is forgotten. */
  open(name: string, ends: Ends, since: number, { hidden = false, answers = false } = {}): Flow {
    const flow: Flow = { name, ...ends, base: SYN_SEQ + 1, iss: 0, since, received: [], answers };
    if (answers) this.answering = true;
    if (!hidden) this.#byName.set(name, flow);
    const peer = endpointOf(ends.src, ends.sport);
    this.#byPeer.set(peer, flow);
    this.#byEnds.set(`${peer} ${endpointOf(ends.dst, ends.dport)}`, flow);
    return flow;
  }

  /** An endpoint that no flow has had: of a named flow for which the case gives none. */
  fresh(dst: string): { src: string; sport: number } {
    const src = dst.includes(":") ? FIRST_PEER.six : FIRST_PEER.four;
    while (this.taken(src, this.#nextPort)) this.#nextPort++;
    return { src, sport: this.#nextPort++ };
  }

  /** An address that no other burst has: its ports are its clients. */
  burst(dst: string): string {
    const number = this.#bursts++;
    return dst.includes(":") ? `fd01::${number.toString(16)}` : `10.1.${number >>> 8}.${number & 255}`;
  }
}
