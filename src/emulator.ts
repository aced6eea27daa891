import { addressText, addressWord, endpoint, parseEndpoint, portNumber } from "./address.js";
import { type CallNode, readCalls } from "./calls.js";
import { type Core, loadCore, type WasmSource } from "./core.js";
import { errnoName } from "./errno.js";
import { type Kernel, kernels } from "./kernels.js";
import { type Account, accountsSince, type Cost, costSince, nameAt, readAccounts, totalCost } from "./ledger.js";
import type { Machine } from "./machine.js";
import { defaultMachine, shippedMachines } from "./machines.js";
import { profileWords } from "./profile-words.js";

export interface BootOptions {
  /** A name of `kernels`. */
  kernel: string;
  /** A shipped profile's name or a profile; default core2-woodcrest. */
  machine?: string | Machine;
  /** 1 to 64, default 1. */
  cpus?: number;
  /** Everything random derives from it; default 1. */
  seed?: number;
  /** By their /proc/sys names, such as "net.core.somaxconn". */
  sysctl?: Record<string, number>;
  /** The module, where it is not the file shipped beside this one. */
  wasm?: WasmSource;
}

/** What a system call returned and cost. */
export interface CallResult extends Cost {
  /** The value returned, -1 on failure. */
  ret: number;
  /** The symbolic name of the error, absent on success. */
  errno?: string;
}

export interface AcceptResult extends CallResult {
  /** "address:port" of the connection's other end. */
  peer?: string;
}

/** What became of a packet: contract of the scenario format. */
export const outcomes = [
  "synack",
  "cookie",
  "drop",
  "rst",
  "established",
  "acked",
  "resent",
  "delivered",
  "closed",
] as const;
export type Outcome = (typeof outcomes)[number];

/** What became of one packet, or of each of several, and what they cost together. */
export interface PacketResult extends Cost {
  outcome?: Outcome;
  outcomes?: Partial<Record<Outcome, number>>;
}

export interface Packet {
  /** "address:port" */
  from: string;
  /** "address:port" */
  to: string;
  /** Interface that it comes in by, default 1. */
  dev?: number;
  /** Bytes of data (an ACK only). */
  len?: number;
  /** So many packets, each next one with the source port plus one (65535 is followed by 1024 of the next address). */
  count?: number;
}

export interface SocketState {
  state: string;
  port: number;
  addr: string;
  bucket: number;
  ack_backlog: number;
  max_ack_backlog: number;
  qlen: number;
  qlen_young: number;
  max_qlen_log: number;
  nr_table_entries?: number;
  listen_opt_bytes?: number;
  /** A kmalloc cache's name or "vmalloc". */
  listen_opt_from?: string;
}

export interface SlabState {
  active: number;
  total: number;
  object: number;
  perSlab: number;
  pagesPerSlab: number;
}

export interface State {
  time_ms: number;
  sockets: Record<string, SocketState>;
  /** Chain length of each listening bucket. */
  buckets: number[];
  /** Names or "address:port" within each non-empty bucket, head first. */
  chain: Record<string, string[]>;
  netstat: Record<string, number>;
  slabs: Record<string, SlabState>;
  vmalloc: { address: string; bytes: number; pages: number }[];
}

/** Bytes that the kernel has taken, by allocator. */
export interface MemoryUse {
  kmalloc: number;
  vmalloc: number;
  slab: number;
}

const families = { inet: 2, inet6: 10 } as const;
const types = { stream: 1, dgram: 2 } as const;
const options = { reuseaddr: 0, reuseport: 1, v6only: 2, bindtodevice: 3, defer_accept: 4 } as const;
export type SocketOption = keyof typeof options;

const sysctls = {
  "net.core.somaxconn": 0,
  "net.ipv4.tcp_max_syn_backlog": 1,
  "net.ipv4.tcp_syncookies": 2,
  "net.ipv4.tcp_synack_retries": 3,
  "net.ipv4.tcp_abort_on_overflow": 4,
} as const;
export const sysctlNames = Object.keys(sysctls) as (keyof typeof sysctls)[];

const netstatNames = [
  "ListenOverflows",
  "ListenDrops",
  "SyncookiesSent",
  "SyncookiesRecv",
  "SyncookiesFailed",
  "TCPReqQFullDrop",
  "TCPReqQFullDoCookies",
  "TCPTimeouts",
];

const tcpStates = [
  "",
  "ESTABLISHED",
  "SYN_SENT",
  "SYN_RECV",
  "FIN_WAIT1",
  "FIN_WAIT2",
  "TIME_WAIT",
  "CLOSE",
  "CLOSE_WAIT",
  "LAST_ACK",
  "LISTEN",
  "CLOSING",
];

const View = { socket: 0, bucket: 1, netstat: 2, slab: 3, vmalloc: 4, memory: 5 } as const;
const Flag = { syn: 0x02, rst: 0x04, ack: 0x10 } as const;
const SYN_SEQ = 1000;
const BUCKETS = 32;

/** The other end of a connection, as far as it must know what it sent and got. */
interface Flow {
  /** Sequence number that it sends next. */
  seq: number;
  /** Acknowledgement that it sends: the server's ISN + 1 once a SYN-ACK came. */
  ack: number;
}

/** A booted kernel on an emulated machine: one verb per system call and packet, plain results. */
export class Emulator {
  /** Name of the kernel and of the machine. */
  readonly kernel: string;
  readonly machine: Machine;
  readonly cpus: number;
  readonly #core: Core;
  /** What this kernel calls its kmalloc caches. */
  readonly #classes: string;
  readonly #flows = new Map<number, Map<number, Flow>>();
  #before: Cost;

  private constructor(core: Core, kernel: Kernel, machine: Machine, cpus: number) {
    this.#core = core;
    this.#classes = kernel.classes;
    this.kernel = kernel.name;
    this.machine = machine;
    this.cpus = cpus;
    this.#before = totalCost(core);
  }

  /** Boots a kernel on a machine. Throws a RangeError for a kernel, machine, CPU number or sysctl that there is not. */
  static async boot(wanted: BootOptions): Promise<Emulator> {
    const { cpus = 1, seed = 1, sysctl = {} } = wanted;
    const generation = kernels.findIndex(({ name }) => name === wanted.kernel);
    const kernel = kernels[generation];
    if (!kernel)
      throw new RangeError(`kernel ${wanted.kernel}: unknown; there are ${kernels.map((k) => k.name).join(", ")}`);
    if (!Number.isInteger(cpus) || cpus < 1 || cpus > 64) throw new RangeError(`cpus ${cpus}: give 1 to 64`);
    if (!Number.isInteger(seed) || seed < 0 || seed > 0xffffffff)
      throw new RangeError(`seed ${seed}: give 0 to 4294967295`);
    const machine = await resolveMachine(wanted.machine ?? defaultMachine);
    const core = await loadCore(wanted.wasm);
    const words = profileWords(machine, kernel.sysenter);
    new Uint32Array(core.memory.buffer, core.profileAddress(), words.length).set(words);
    core.boot(generation, cpus, seed >>> 0);
    const emulator = new Emulator(core, kernel, machine, cpus);
    for (const [name, value] of Object.entries(sysctl)) emulator.sysctl(name, value);
    return emulator;
  }

  /** Reads a sysctl, or sets it and returns the new value. Throws a RangeError if this kernel has none such. */
  sysctl(name: string, value?: number): number {
    const index = sysctls[name as keyof typeof sysctls];
    if (value !== undefined && (!Number.isInteger(value) || value < 0 || value > 0x7fffffff)) {
      throw new RangeError(`sysctl ${name}=${value}: give a whole number from 0 to 2147483647`);
    }
    const result = index === undefined ? -1 : this.#core.sysctl(index, value ?? 0, 0, value === undefined ? 0 : 1);
    if (result < 0) throw new RangeError(`sysctl ${name}: Linux ${this.kernel} emulates ${sysctlNames.join(", ")}`);
    return this.#core.value.value as number;
  }

  /** Makes what follows run on a CPU (0 to cpus - 1). */
  onCpu(number: number): this {
    this.#checkCpu(number);
    this.#core.onCpu(number);
    return this;
  }

  socket({
    family = "inet",
    type = "stream",
  }: {
    family?: "inet" | "inet6";
    type?: "stream" | "dgram";
  } = {}): CallResult {
    const [number, kind] = [families[family], types[type]];
    if (number === undefined) throw new RangeError(`family ${family}: give inet or inet6`);
    if (kind === undefined) throw new RangeError(`type ${type}: give stream or dgram`);
    return this.#call(() => this.#core.socket(number, kind, 0));
  }

  /** Opens a file that is no socket. */
  file(): CallResult {
    return this.#call(() => this.#core.file());
  }

  setsockopt(fd: number, option: SocketOption, value: number): CallResult {
    const index = options[option];
    if (index === undefined) throw new RangeError(`option ${option}: give one of ${Object.keys(options).join(", ")}`);
    return this.#call(() => this.#core.setsockopt(fd, index, whole("value", value), 0));
  }

  bind(fd: number, { addr = "0.0.0.0", port }: { addr?: string; port: number }): CallResult {
    const [address, number] = [addressWord(addr), portNumber(port)];
    return this.#call(() => this.#core.bind(fd, addr.includes(":") ? 10 : 2, address, number));
  }

  listen(fd: number, backlog: number): CallResult {
    return this.#call(() => this.#core.listen(fd, whole("backlog", backlog)));
  }

  /** Never blocks: EAGAIN when no connection waits. */
  accept(fd: number): AcceptResult {
    const result: AcceptResult = this.#call(() => this.#core.accept(fd, -1, 0, 0));
    if (result.ret >= 0) {
      result.peer = `${addressText(this.#core.peerAddress.value)}:${this.#core.peerPort.value}`;
    }
    return result;
  }

  shutdown(fd: number, how: "rd" | "wr" | "rdwr"): CallResult {
    return this.#call(() => this.#core.shutdown(fd, { rd: 0, wr: 1, rdwr: 2 }[how]));
  }

  close(fd: number): CallResult {
    return this.#call(() => this.#core.close(fd));
  }

  syn(packet: Packet): PacketResult {
    return this.#packets(packet, (saddr, sport, daddr, dport, dev) => {
      const outcome = this.#core.segment(saddr, sport, daddr, dport, SYN_SEQ, 0, Flag.syn, 0, dev);
      if (this.#core.answer(0) > 0 && this.#core.answer(1) === (Flag.syn | Flag.ack)) {
        this.#flow(saddr, sport, daddr, dport).ack = (this.#core.answer(2) + 1) >>> 0;
      }
      return outcome;
    });
  }

  ack(packet: Packet): PacketResult {
    const { len = 0 } = packet;
    return this.#packets(packet, (saddr, sport, daddr, dport, dev) => {
      const flow = this.#flow(saddr, sport, daddr, dport);
      const outcome = this.#core.segment(saddr, sport, daddr, dport, flow.seq, flow.ack, Flag.ack, len, dev);
      if (outcome === outcomes.indexOf("delivered")) flow.seq = (flow.seq + len) >>> 0;
      return outcome;
    });
  }

  rst(packet: Packet): PacketResult {
    return this.#packets(packet, (saddr, sport, daddr, dport, dev) => {
      const flow = this.#flow(saddr, sport, daddr, dport);
      const outcome = this.#core.segment(saddr, sport, daddr, dport, flow.seq, 0, Flag.rst, 0, dev);
      this.#flows.get(endpoint(daddr, dport))?.delete(endpoint(saddr, sport));
      return outcome;
    });
  }

  /** Looks the listener of a SYN up, and nothing else. `found` tells whether there is one. */
  lookup({ from, to, dev = 1 }: Packet): Cost & { found: boolean } {
    const [saddr, sport] = parseEndpoint(from);
    const [daddr, dport] = parseEndpoint(to);
    const found = this.#core.lookup(saddr, sport, daddr, dport, dev) === 1;
    return { found, ...this.#cost() };
  }

  /** Cycles on a CPU's clock since boot. */
  clock(cpu = 0): number {
    this.#checkCpu(cpu);
    return Number(this.#core.clock(cpu));
  }

  /** The accounts of all CPUs since boot; their cycles sum to the clocks exactly. */
  ledger(): Account[] {
    return Array.from({ length: this.cpus }, (_, cpu) => readAccounts(this.#core, cpu)).flat();
  }

  /** Runs `work` and returns its result with the accounts that it moved. */
  account<T>(work: () => T): { result: T; accounts: Account[] } {
    const before = this.ledger();
    const result = work();
    return { result, accounts: accountsSince(before, this.ledger()) };
  }

  /**
   * Runs `work` and returns its result with the kernel's calls that it made, as a tree with the CPUs' clocks. Recording
   * takes no cycles, so they are the ones of an unrecorded run. Does not nest.
   *
   * @throws RangeError when there were more calls and returns than fit, 65,536
   */
  record<T>(work: () => T): { result: T; calls: CallNode } {
    const clocks = () => Array.from({ length: this.cpus }, (_, cpu) => this.clock(cpu));
    const before = clocks();
    let result: T;
    this.#core.record(1);
    try {
      result = work();
    } finally {
      this.#core.record(0);
    }
    return { result, calls: readCalls(this.#core, before, clocks()) };
  }

  /** Everything that an observer may know, free of charge. `names` maps names to descriptors. */
  state(names: Record<string, number> = {}): State {
    const sockets: Record<string, SocketState> = {};
    for (const [name, fd] of Object.entries(names)) {
      const socket = this.socketState(fd);
      if (socket) sockets[name] = socket;
    }
    const chains = Array.from({ length: BUCKETS }, (_, bucket) => this.chain(bucket));
    const byEndpoint = new Map(
      Object.entries(sockets)
        .filter(([, { state }]) => state === "LISTEN")
        .map(([name, { addr, port }]) => [`${addr}:${port}`, name]),
    );
    return {
      time_ms: Math.floor(this.clock() / this.machine.mhz / 1000),
      sockets,
      buckets: chains.map(({ length }) => length),
      chain: Object.fromEntries(
        chains.flatMap(({ entries }, bucket) =>
          entries.length ? [[bucket, entries.map((entry) => byEndpoint.get(entry) ?? entry)]] : [],
        ),
      ),
      netstat: this.netstat(),
      slabs: this.slabs(),
      vmalloc: this.vmalloc(),
    };
  }

  /** What a descriptor's socket is now; undefined if it is no socket. */
  socketState(fd: number): SocketState | undefined {
    const words = this.#view(View.socket, fd);
    const word = (index: number) => words[index] ?? 0;
    if (!word(0)) return undefined;
    const result: SocketState = {
      state: tcpStates[word(1)] ?? String(word(1)),
      port: word(2),
      addr: addressText(word(3)),
      bucket: word(4),
      ack_backlog: word(5),
      max_ack_backlog: word(6),
      qlen: word(7),
      qlen_young: word(8),
      max_qlen_log: word(9),
    };
    const listenOpt = word(12);
    if (listenOpt) {
      result.nr_table_entries = word(10);
      result.listen_opt_bytes = word(11);
      result.listen_opt_from = word(13) ? "vmalloc" : `${this.#classes}-${word(14)}`;
    }
    return result;
  }

  /** A listening bucket: its length, and "address:port" of its entries (the first 500), head first. */
  chain(bucket: number): { length: number; entries: string[] } {
    if (!Number.isInteger(bucket) || bucket < 0 || bucket >= BUCKETS)
      throw new RangeError(`bucket ${bucket}: give 0 to ${BUCKETS - 1}`);
    const words = this.#view(View.bucket, bucket);
    const entries: string[] = [];
    for (let i = 1; i + 1 < words.length; i += 2) entries.push(`${addressText(words[i + 1] ?? 0)}:${words[i]}`);
    return { length: words[0] ?? 0, entries };
  }

  /** The counters of /proc/net/netstat that the listen path moves. */
  netstat(): Record<string, number> {
    const words = this.#view(View.netstat, 0);
    return Object.fromEntries(netstatNames.map((name, i) => [name, words[i] ?? 0]));
  }

  /** The slab caches: objects in use and in all, bytes per object, objects and pages per slab. */
  slabs(): Record<string, SlabState> {
    const caches: Record<string, SlabState> = {};
    for (let i = 0; ; i++) {
      const words = this.#view(View.slab, i);
      if (words.length === 0) return caches;
      const [active, total, , object, perSlab, pagesPerSlab] = words as unknown as [
        number,
        number,
        number,
        number,
        number,
        number,
      ];
      const name = nameAt(new DataView(words.buffer), words.byteOffset + 24);
      caches[name] = { active, total, object, perSlab, pagesPerSlab };
    }
  }

  /** The areas of vmalloc, by address: bytes asked for, pages without the guard page behind them. */
  vmalloc(): { address: string; bytes: number; pages: number }[] {
    const areas: { address: string; bytes: number; pages: number }[] = [];
    for (let i = 0; ; i++) {
      const [address, bytes, pages] = this.#view(View.vmalloc, i);
      if (address === undefined) return areas;
      areas.push({ address: `0x${address.toString(16)}`, bytes: bytes ?? 0, pages: pages ?? 0 });
    }
  }

  /** Bytes in use now, by allocator. */
  memory(): MemoryUse {
    const [kmalloc = 0, vmalloc = 0, slab = 0] = this.#view(View.memory, 0);
    return { kmalloc, vmalloc, slab };
  }

  #view(view: number, argument: number): Uint32Array {
    const length = this.#core.describe(view, argument);
    return new Uint32Array(this.#core.memory.buffer, this.#core.view.value, length);
  }

  #checkCpu(number: number): void {
    if (!Number.isInteger(number) || number < 0 || number >= this.cpus) {
      throw new RangeError(`cpu ${number}: this machine has 0 to ${this.cpus - 1}`);
    }
  }

  /**
   * What the calls since the last #cost() cost: nothing but calls moves the ledger. Throws an Error if the accounts do
   * not sum to the clocks, which would be a fault of the emulator.
   */
  #cost(): Cost {
    const after = totalCost(this.#core);
    let clocks = 0;
    for (let cpu = 0; cpu < this.cpus; cpu++) clocks += Number(this.#core.clock(cpu));
    if (after.cycles !== clocks) throw new Error(`the accounts hold ${after.cycles} cycles, the clocks ${clocks}`);
    const cost = costSince(this.#before, after);
    this.#before = after;
    return cost;
  }

  #call(work: () => number): CallResult {
    const value = work();
    const cost = this.#cost();
    return value < 0 ? { ret: -1, errno: errnoName(-value), ...cost } : { ret: value, ...cost };
  }

  #packets(
    { from, to, dev = 1, count }: Packet,
    send: (saddr: number, sport: number, daddr: number, dport: number, dev: number) => number,
  ): PacketResult {
    let [saddr, sport] = parseEndpoint(from);
    const [daddr, dport] = parseEndpoint(to);
    const counts = new Array<number>(outcomes.length).fill(0);
    let last = 0;
    for (let i = 0; i < (count ?? 1); i++) {
      last = send(saddr, sport, daddr, dport, dev);
      counts[last] = (counts[last] ?? 0) + 1;
      if (++sport > 65_535) {
        sport = 1024;
        saddr = (saddr + 1) >>> 0;
      }
    }
    const cost = this.#cost();
    if (count === undefined) return { outcome: outcomes[last] as Outcome, ...cost };
    const named = outcomes.flatMap((name, i) => (counts[i] ? [[name, counts[i]]] : []));
    return { outcomes: Object.fromEntries(named), ...cost };
  }

  #flow(saddr: number, sport: number, daddr: number, dport: number): Flow {
    const to = endpoint(daddr, dport);
    let flows = this.#flows.get(to);
    if (!flows) {
      flows = new Map();
      this.#flows.set(to, flows);
    }
    const from = endpoint(saddr, sport);
    let flow = flows.get(from);
    if (!flow) {
      flow = { seq: SYN_SEQ + 1, ack: 0 };
      flows.set(from, flow);
    }
    return flow;
  }
}

async function resolveMachine(machine: string | Machine): Promise<Machine> {
  if (typeof machine === "string" && machine in shippedMachines) {
    return shippedMachines[machine] as Machine;
  }
  // Profiles of the caller's own are checked; the checker is loaded only then.
  const { readMachine } = await import("./machine.js");
  return readMachine(machine);
}

/** A whole number that a C int holds, as it is. Throws a RangeError for anything else. */
function whole(name: string, value: number): number {
  if (!Number.isInteger(value) || value !== (value | 0)) throw new RangeError(`${name} ${value}: give a C int`);
  return value;
}
