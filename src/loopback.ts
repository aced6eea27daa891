// Connections of the emulated host with itself: what one end sends, the other end receives at once.
import { endpoint } from "./address.js";
import type { Core } from "./core.js";
import { Flag, readSent, type SentWords } from "./sent.js";

/** Segments after which a call gives up waiting for silence: no exchange that the kernels have is so long. */
const MOST_SEGMENTS = 100_000;
const LOOPBACK_DEV = 1;

/** The host's connections with itself, which connect() has opened. */
export class Loopback {
  /** Both ends of each, in both orders. */
  readonly #flows: Set<string>;
  readonly #core: Core;

  constructor(core: Core, flows: readonly string[] = []) {
    this.#core = core;
    this.#flows = new Set(flows);
  }

  get idle(): boolean {
    return this.#flows.size === 0;
  }

  list(): string[] {
    return [...this.#flows];
  }

  /** From now on what is sent like `segment`, or back, arrives at this host. */
  open({ saddr, sport, daddr, dport }: SentWords): void {
    this.#flows.add(key(saddr, sport, daddr, dport));
    this.#flows.add(key(daddr, dport, saddr, sport));
  }

  /**
   * Carries what the last call sent, and what that makes the kernel send, until nothing more comes.
   * @returns all that was sent, in order
   */
  carry(): SentWords[] {
    const sent = readSent(this.#core);
    for (let i = 0; i < sent.length; i++) {
      if (i > MOST_SEGMENTS) throw new Error(`loopback: no end of segments after ${MOST_SEGMENTS}`);
      const { saddr, sport, daddr, dport, seq, ack, flags, length } = sent[i] as SentWords;
      const flow = key(saddr, sport, daddr, dport);
      if (!this.#flows.has(flow)) continue;
      this.#core.segment(saddr, sport, daddr, dport, seq, ack, flags, length, LOOPBACK_DEV);
      sent.push(...readSent(this.#core));
      if (flags & Flag.rst) this.#forget(saddr, sport, daddr, dport);
    }
    return sent;
  }

  /** A connection that the kernel has at neither end is over. */
  #forget(saddr: number, sport: number, daddr: number, dport: number): void {
    if (this.#core.flow(saddr, sport, daddr, dport) !== 0) return;
    if (this.#core.flow(daddr, dport, saddr, sport) !== 0) return;
    this.#flows.delete(key(saddr, sport, daddr, dport));
    this.#flows.delete(key(daddr, dport, saddr, sport));
  }
}

function key(saddr: number, sport: number, daddr: number, dport: number): string {
  return `${endpoint(saddr, sport)} ${endpoint(daddr, dport)}`;
}
