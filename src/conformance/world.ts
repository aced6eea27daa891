// What a case acts on: a freshly booted kernel, its files by name, the remote peers, and the threads that sleep.
import { type BootOptions, Emulator } from "../emulator.js";
import type { CallResult } from "../results.js";
import type { Sent } from "../sent.js";
import { flagsOf } from "./flags.js";
import { endpointOf, type Flow, Flows } from "./flows.js";
import { Missing } from "./missing.js";
import { type Settings, settle } from "./settings.js";
import type { Thread } from "./threads.js";

/** Interfaces by name. All that is injected arrives on lo. */
const DEVICES: Record<string, number> = { "": 0, lo: 1, v0: 2 };
const HOST = ["127.0.0.1/8", "192.0.2.1/32", "192.0.2.2/32"];
export const LO = 1;

export interface Surroundings {
  kernel: string;
  machine: string;
  wasm?: BootOptions["wasm"];
}

/** A segment that the remote side sends. */
export interface Injected {
  flags: string;
  seq: number;
  ack: number;
  len?: number;
}

export class World {
  readonly kernel: string;
  readonly linux: Emulator;
  readonly flows = new Flows();
  readonly threads = new Map<string, Thread>();
  /** What map_flows found, by its name: flow -> listener. */
  readonly maps = new Map<string, Map<string, string>>();
  /** What was answered to each segment of the case, in order. */
  readonly answers: Sent[][] = [];
  /** Which turn of a repeat it is. */
  turn = 0;
  /** What the last call or advance sent. */
  sent: Sent[] = [];
  readonly #files = new Map<string, number>();
  readonly #closed = new Set<string>();
  #countersBefore: Record<string, number> = {};

  private constructor(kernel: string, linux: Emulator) {
    this.kernel = kernel;
    this.linux = linux;
  }

  /** Boots a kernel for a case. */
  static async boot({ kernel, machine, wasm }: Surroundings, settings: Settings): Promise<World> {
    const linux = await Emulator.boot({ kernel, machine, ...(wasm ? { wasm } : {}) });
    linux.passCost(false);
    for (const network of HOST) linux.addAddress(network);
    settle(linux, kernel, settings);
    const world = new World(kernel, linux);
    world.#countersBefore = linux.counters();
    return world;
  }

  /** Emulated milliseconds since boot. */
  get now(): number {
    return this.linux.time();
  }

  // ---- Files

  name(file: string, fd: number): void {
    for (const [other, number] of this.#files) {
      if (number === fd && this.#closed.has(other)) this.#files.delete(other); // its number lives on under the new name
    }
    this.#files.set(file, fd);
    this.#closed.delete(file);
  }

  /** The file is closed; its name stands for a descriptor that is none. */
  forget(file: string | undefined): void {
    if (file !== undefined) this.#closed.add(file);
  }

  /** Descriptor of the file that a step names, or gives raw. -1: the call that ought to have made it failed. */
  fd({ s, fd }: { s?: string | undefined; fd?: number | undefined }): number {
    if (fd !== undefined) return fd;
    if (s === undefined) throw new Missing("a step that names no socket");
    return this.#files.get(s) ?? -1;
  }

  /** The names of open files that listen, on one port or on any; of several names of one socket the first. */
  listeners(port?: number): { name: string; fd: number; addr: string; port: number }[] {
    const seen = new Set<number>();
    return [...this.#files].flatMap(([name, fd]) => {
      if (fd < 0 || this.#closed.has(name) || seen.has(fd)) return [];
      const state = this.linux.socketState(fd);
      if (state?.state !== "LISTEN" || (port !== undefined && state.port !== port)) return [];
      seen.add(fd);
      return [{ name, fd, addr: state.addr, port: state.port }];
    });
  }

  device(dev: string | number): number {
    const number = typeof dev === "number" ? dev : DEVICES[dev];
    if (number === undefined) throw new Missing(`interface ${dev}`);
    return number;
  }

  /** A port, or "port_of:NAME". */
  port(port: number | string): number {
    if (typeof port === "number") return port;
    const file = port.slice("port_of:".length);
    return this.linux.getsockname(this.fd({ s: file })).port ?? 0;
  }

  // ---- Calls

  /** A system call: its value or the name of its error. What it sent reaches its flows. */
  call<R extends CallResult>(work: (linux: Emulator) => R): R & { outcome: number | string } {
    const result = work(this.linux);
    this.receive(this.linux.sent());
    this.wake();
    return { ...result, outcome: result.errno ?? result.ret };
  }

  /** Counters as they have moved since the case began. */
  counters(): Record<string, number> {
    const before = this.#countersBefore;
    return Object.fromEntries(
      Object.entries(this.linux.counters()).map(([name, value]) => [name, value - (before[name] ?? 0)]),
    );
  }

  // ---- The wire

  /** A flow sends a segment; returns what comes back to it. */
  send(flow: Flow, { flags, seq, ack, len = 0 }: Injected): { replies: Sent[]; outcome: string } {
    const { outcome, replies } = this.linux.segment({
      from: endpointOf(flow.src, flow.sport),
      to: endpointOf(flow.dst, flow.dport),
      flags,
      seq: seq >>> 0,
      ack: ack >>> 0,
      len,
      dev: LO,
      bare: true,
    });
    const before = flow.received.length;
    this.receive(replies);
    const answers = flow.received.slice(before);
    if (flags.includes("S")) this.#synchronise(flow, seq >>> 0, answers);
    this.answers.push(answers);
    this.wake();
    return { replies: answers, outcome };
  }

  /** A SYN-ACK to its SYN tells a flow where both sides begin. */
  #synchronise(flow: Flow, seq: number, answers: readonly Sent[]): void {
    const answer = answers.find(({ flags }) => flagsOf(flags) === "S.");
    if (answer?.ack !== (seq + 1) >>> 0) return;
    flow.base = (seq + 1) >>> 0;
    flow.iss = answer.seq;
  }

  /** State of what the kernel has of a flow; "none": nothing. */
  state(flow: Flow): string {
    return this.linux.flow({ from: endpointOf(flow.src, flow.sport), to: endpointOf(flow.dst, flow.dport) }) ?? "none";
  }

  /** What the kernel sent reaches those to whom it was sent; clients that have a stack answer. */
  receive(sent: readonly Sent[]): void {
    this.sent = [...sent];
    for (const segment of sent) {
      const flow = this.flows.at(segment.to, segment.from);
      if (!flow) continue;
      flow.received.push(segment);
      if (flow.answers) this.#answer(flow, segment);
    }
  }

  #answer(flow: Flow, { flags, seq, len }: Sent): void {
    const kind = flagsOf(flags);
    const fin = kind.includes("F");
    if (kind.includes("R") || (kind !== "S." && !fin && len === 0)) return;
    const next = seq + len + (fin || kind === "S." ? 1 : 0);
    if (kind === "S.") flow.iss = seq;
    this.linux.segment({
      from: endpointOf(flow.src, flow.sport),
      to: endpointOf(flow.dst, flow.dport),
      flags: ".",
      seq: flow.base,
      ack: next >>> 0,
      dev: LO,
      bare: true,
    });
    for (const reply of this.linux.sent()) if (reply.to === endpointOf(flow.src, flow.sport)) flow.received.push(reply);
  }

  // ---- Threads

  /** Whoever sleeps in accept() looks again, first come first. */
  wake(): void {
    for (const thread of this.threads.values()) thread.look();
  }
}
