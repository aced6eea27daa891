// Plays a sequence on a booted kernel and checks after every operation what must always hold.
import { type Core, Emulator, kernels, type SlabState } from "../../src/index.ts";
import { addresses, type Operation, peerCount, ports, type Sequence } from "./operations.ts";

const SERVER = "10.9.9.9";
/** No descriptor has this number. */
const NO_FD = 99;
/** Until everything that timers hold on to is gone: retransmissions of orphans, FIN_WAIT2 (1.2: 16 keepalives of 15
 * minutes), TIME_WAIT. */
const LONG_MS = 20_000_000;

const peers = Array.from({ length: peerCount }, (_, i) => `10.0.0.${1 + (i % 3)}:${4000 + 64 * i}`);

/** Numbers of one end that segments are counted from: what the peer sends next, and what it has got. */
interface Numbers {
  seq: number;
  ack: number;
}

export class Player {
  linux: Emulator;
  /** All descriptors that were ever got. */
  readonly #fds: number[] = [];
  readonly #numbers = new Map<string, Numbers>();
  /** What every operation came to. */
  readonly log: unknown[] = [];

  private constructor(linux: Emulator) {
    this.linux = linux;
  }

  /** Boots an instance of the module, whatever it was before. */
  static async boot(kernel: string, { cpus, seed }: Sequence, core: Core): Promise<Player> {
    return new Player(await Emulator.boot({ kernel, seed, cpus: kernel === "1.2" ? 1 : cpus, core }));
  }

  /**
   * Plays it all; throws an Error for the first invariant that does not hold.
   * @param save before which operation the emulator is saved, and loaded into a new instance that goes on
   */
  async play({ backlog, operations }: Sequence, save = -1, wasm?: WebAssembly.Module): Promise<void> {
    const before = this.#holdings();
    if (backlog !== -2) {
      this.#step({ op: "socket", family: "inet", type: "stream" });
      this.#step({ op: "bind", s: 0, addr: 0, port: 0 });
      this.#step({ op: "listen", s: 0, backlog });
    }
    for (const [index, operation] of operations.entries()) {
      if (index === save) this.linux = await Emulator.load(this.linux.save(), wasm ? { wasm } : {});
      this.#step(operation);
    }
    this.#end();
    const after = this.#holdings();
    const left = Object.keys(after).filter((name) => after[name] !== (before[name] ?? 0));
    if (left.length > 0) {
      throw new Error(
        `not freed at the end: ${left.map((name) => `${name} ${before[name] ?? 0} -> ${after[name]}`).join(", ")}`,
      );
    }
  }

  #step(operation: Operation): void {
    const result = this.#do(operation);
    this.log.push(result);
    this.#listen();
    this.#check(JSON.stringify(operation));
  }

  #check(after: string): void {
    const faults = this.linux.audit();
    if (faults.length > 0) {
      throw new Error(
        `audit after ${after}: ${faults.map((address) => `0x${(address >>> 0).toString(16)}`).join(" ")}`,
      );
    }
  }

  /** Closes everything, and waits until no timer is left. */
  #end(): void {
    for (const fd of new Set(this.#fds)) this.linux.close(fd);
    this.#check("closing everything");
    for (let passed = 0; passed < LONG_MS; passed += 5_000_000) this.linux.advance(5_000_000);
    this.#check("waiting");
    const states = Object.entries(this.linux.states()).filter(([, number]) => number > 0);
    if (states.length > 0) throw new Error(`still there at the end: ${JSON.stringify(Object.fromEntries(states))}`);
  }

  /** Objects of each cache and bytes of each allocator. */
  #holdings(): Record<string, number> {
    const caches = this.linux.slabs();
    const holdings: Record<string, number> = { ...this.linux.memory() };
    for (const [name, { active }] of Object.entries(caches)) holdings[name] = active;
    for (const [name, number] of managements(caches)) {
      holdings[name] = (holdings[name] ?? 0) - number;
      holdings.kmalloc = (holdings.kmalloc ?? 0) - number * (caches[name]?.object ?? 0);
    }
    return holdings;
  }

  #fd(index: number): number {
    const count = this.#fds.length;
    if (count === 0) return NO_FD;
    const from = (index >> 1) % count;
    return this.#fds[index % 2 === 0 ? from : count - 1 - from] as number;
  }

  #got<T extends { ret: number }>(result: T): T {
    if (result.ret >= 0) this.#fds.push(result.ret);
    return result;
  }

  #at(peer: string, port: number): Numbers {
    const key = `${peer} ${port}`;
    const numbers = this.#numbers.get(key) ?? { seq: 1000, ack: 0 };
    this.#numbers.set(key, numbers);
    return numbers;
  }

  /** The peers learn the sequence numbers of what was sent to them. */
  #listen(): void {
    for (const { from, to, seq, ack, len, flags } of this.linux.sent()) {
      const numbers = this.#at(to, Number(from.slice(from.lastIndexOf(":") + 1)));
      if (flags.includes("R")) continue;
      numbers.ack = (seq + len + Number(flags.includes("S")) + Number(flags.includes("F"))) >>> 0;
      if (flags.includes(".")) numbers.seq = ack;
    }
  }

  #do(operation: Operation): unknown {
    const { linux } = this;
    switch (operation.op) {
      case "socket":
        return this.#got(linux.socket(operation));
      case "file":
        return this.#got(linux.file());
      case "dup":
        return this.#got(linux.dup(this.#fd(operation.s)));
      case "accept":
        return this.#got(linux.accept(this.#fd(operation.s)));
      case "close":
        return linux.close(this.#fd(operation.s));
      case "poll":
        return linux.poll(this.#fd(operation.s));
      case "getsockname":
        return linux.getsockname(this.#fd(operation.s));
      case "getpeername":
        return linux.getpeername(this.#fd(operation.s));
      case "setsockopt":
        return linux.setsockopt(this.#fd(operation.s), operation.option, operation.value, operation.value);
      case "getsockopt":
        return linux.getsockopt(this.#fd(operation.s), operation.option);
      case "bind":
        return linux.bind(this.#fd(operation.s), place(operation));
      case "connect":
        return linux.connect(this.#fd(operation.s), place(operation));
      case "listen":
        return linux.listen(this.#fd(operation.s), operation.backlog);
      case "shutdown":
        return linux.shutdown(this.#fd(operation.s), operation.how);
      case "send":
        return linux.send(this.#fd(operation.s), operation.bytes);
      case "recv":
        return linux.recv(this.#fd(operation.s), operation.bytes);
      case "syn": {
        const { count } = operation;
        return linux.syn({ ...ends(operation), ...(count === 1 ? {} : { count }) });
      }
      case "ack":
        return linux.ack({ ...ends(operation), len: operation.len });
      case "rst":
        return linux.rst(ends(operation));
      case "connection": {
        const syn = linux.syn(ends(operation));
        this.#listen();
        return [syn, linux.ack(ends(operation))];
      }
      case "segment": {
        const { from, to } = ends(operation);
        const numbers = this.#at(from, ports[operation.port] as number);
        const [seq, ack] = [(numbers.seq + operation.seq) >>> 0, (numbers.ack + operation.ack) >>> 0];
        const { flags, len, bare } = operation;
        return linux.segment({ from, to, flags, seq, ack, len, bare });
      }
      case "advance":
        return linux.advance(operation.ms);
      case "sysctl":
        return linux.sysctls().includes(operation.name) ? linux.sysctl(operation.name, operation.value) : null;
      case "cpu":
        return linux.onCpu(operation.number % linux.cpus) && null;
    }
  }
}

/**
 * The kmalloc objects that hold the management of slabs of big objects (mm/slab.c, off-slab): empty slabs stay with
 * their cache, and so do these.
 */
function managements(caches: Record<string, SlabState>): Map<string, number> {
  const found = new Map<string, number>();
  if (!Object.keys(caches).some((name) => name.startsWith("size-"))) return found;
  for (const { object, total, perSlab, pagesPerSlab } of Object.values(caches)) {
    if (object < 4096 >> 3) continue;
    const size = Math.ceil(object / 64) * 64;
    const bytes = 28 + 4 * perSlab; // struct slab and its bufctls
    if (pagesPerSlab * 4096 - perSlab * size >= Math.ceil(bytes / 64) * 64) continue; // there is room in the slab
    const name = `size-${[32, 64, 128, 192, 256].find((most) => bytes <= most)}`;
    found.set(name, (found.get(name) ?? 0) + total / perSlab);
  }
  return found;
}

function ends({ peer, port }: { peer: number; port: number }): { from: string; to: string } {
  return { from: peers[peer] as string, to: `${SERVER}:${ports[port]}` };
}

function place({ addr, port }: { addr: number; port: number }): { addr: string; port: number } {
  return { addr: addresses[addr] as string, port: ports[port] as number };
}

export const isThere = (kernel: string) => kernels.some(({ name }) => name === kernel);
