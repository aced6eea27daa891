import { Addresses, ipv4Word, isToken, nextAddress, portNumber, splitEndpoint } from "./address.js";
import { type CallNode, readCalls } from "./calls.js";
import { Clients, SYN_SEQ } from "./clients.js";
import { type Core, loadCore, type WasmSource } from "./core.js";
import { NETSTAT } from "./counters.js";
import { errnoName } from "./errno.js";
import { type Kernel, kernels } from "./kernels.js";
import { type Account, accountsSince, type Cost, costSince, readAccounts, totalCost } from "./ledger.js";
import { LocalAddresses } from "./local-addresses.js";
import { Loopback } from "./loopback.js";
import type { Machine } from "./machine.js";
import { defaultMachine, shippedMachines } from "./machines.js";
import { profileWords } from "./profile-words.js";
import {
  type AcceptResult,
  type AdvanceResult,
  type CallResult,
  type NameResult,
  type OptionResult,
  outcomes,
  type Packet,
  type PacketResult,
  type PollResult,
  type Segment,
  type SegmentResult,
} from "./results.js";
import { Flag, flagBits, plainSent, readSent, type Sent, type SentWords } from "./sent.js";
import { type HostState, loadSnapshot, readHeader, saveSnapshot } from "./snapshot.js";
import {
  type AddressFamily,
  addressFamilies,
  families,
  numberOf,
  optionIndex,
  pollEvents,
  type SocketFamily,
  type SocketOption,
  type SocketType,
  types,
} from "./socket-words.js";
import {
  type Chain,
  type MemoryUse,
  type SlabState,
  type SocketDiag,
  type SocketState,
  type State,
  Views,
  type VmallocArea,
} from "./state.js";
import { PORT_RANGE, type SysctlValue, sysctlFault, sysctlIndex, sysctlNames } from "./sysctls.js";
import { type TcpState, tcpState } from "./tcp-states.js";

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
  sysctl?: Record<string, SysctlValue>;
  /** The module, where it is not the file shipped beside this one. */
  wasm?: WasmSource;
  /** An instance of the module (loadCore) that no emulator is needed of any more: booting it anew is the quickest. */
  core?: Core;
}

const DELIVERED = outcomes.indexOf("delivered");
const ESTABLISHED = outcomes.indexOf("established");

/** A booted kernel on an emulated machine: one verb per system call and packet, plain results. */
export class Emulator {
  /** Name of the kernel and of the machine. */
  readonly kernel: string;
  readonly machine: Machine;
  readonly cpus: number;
  readonly #core: Core;
  readonly #row: Kernel;
  readonly #views: Views;
  readonly #addresses: Addresses;
  readonly #local: LocalAddresses;
  readonly #clients: Clients;
  readonly #loopback: Loopback;
  /** Descriptors of IPv6 sockets, whose address 0 is ::. */
  readonly #ipv6: Set<number>;
  /** What the last call sent, where that is more than the module's log holds. */
  #sent: SentWords[] | undefined;
  #before: Cost;

  private constructor(
    core: Core,
    kernel: Kernel,
    { machine, cpus, ...host }: Pick<HostState, "machine" | "cpus"> & Partial<HostState>,
  ) {
    this.#core = core;
    this.#row = kernel;
    this.kernel = kernel.name;
    this.machine = machine;
    this.cpus = cpus;
    this.#addresses = new Addresses(host.addresses);
    this.#local = LocalAddresses.of(host.local ?? []);
    this.#clients = Clients.of(host.clients ?? []);
    this.#loopback = new Loopback(core, host.loopback);
    this.#sent = host.sent;
    this.#ipv6 = new Set(host.ipv6);
    this.#views = new Views(core, this.#addresses, kernel, (fd) => this.#ipv6.has(fd));
    this.#before = totalCost(core);
  }

  /** Boots a kernel on a machine. Throws a RangeError for a kernel, machine, CPU number or sysctl that there is not. */
  static async boot(wanted: BootOptions): Promise<Emulator> {
    const { cpus = 1, seed = 1, sysctl = {} } = wanted;
    const unknown = Object.keys(wanted).find((key) => !Object.hasOwn(bootKeys, key));
    if (unknown !== undefined)
      throw new RangeError(`${unknown}: unknown option; there are ${Object.keys(bootKeys).join(", ")}`);
    const generation = kernels.findIndex(({ name }) => name === wanted.kernel);
    const kernel = kernels[generation];
    if (!kernel)
      throw new RangeError(`kernel ${wanted.kernel}: unknown; there are ${kernels.map((k) => k.name).join(", ")}`);
    if (!Number.isInteger(cpus) || cpus < 1 || cpus > 64) throw new RangeError(`cpus ${cpus}: give 1 to 64`);
    if (!Number.isInteger(seed) || seed < 0 || seed > 0xffffffff)
      throw new RangeError(`seed ${seed}: give 0 to 4294967295`);
    const machine = await resolveMachine(wanted.machine ?? defaultMachine);
    const core = wanted.core ?? (await loadCore(wanted.wasm));
    const words = profileWords(machine, kernel.sysenter);
    new Uint32Array(core.memory.buffer, core.profileAddress(), words.length).set(words);
    core.boot(generation, cpus, seed >>> 0);
    const emulator = new Emulator(core, kernel, { machine, cpus });
    for (const [name, value] of Object.entries(sysctl)) emulator.sysctl(name, value);
    return emulator;
  }

  /** Everything as bytes, from which load() goes on to the same cycle. */
  save(): Uint8Array {
    return saveSnapshot(this.#core, {
      kernel: this.kernel,
      machine: this.machine,
      cpus: this.cpus,
      addresses: this.#addresses.list(),
      ipv6: [...this.#ipv6],
      local: this.#local.list(),
      clients: this.#clients.list(),
      loopback: this.#loopback.list(),
      ...(this.#sent ? { sent: this.#sent } : {}),
    });
  }

  /**
   * An emulator as save() left it.
   * @param options.wasm the module that saved it, where it is not the file shipped beside this one
   * @throws RangeError for bytes that another build of the module saved, or nobody
   */
  static async load(bytes: Uint8Array, { wasm }: { wasm?: WasmSource } = {}): Promise<Emulator> {
    const name = readHeader(bytes).kernel;
    const core = await loadCore(wasm);
    const host = loadSnapshot(core, bytes);
    const kernel = kernels.find((one) => one.name === name);
    if (!kernel) throw new RangeError(`load: kernel ${name}: unknown`);
    return new Emulator(core, kernel, host);
  }

  /**
   * Reads a sysctl, or sets it and returns the new value; net.ipv4.ip_local_port_range has two.
   * @throws RangeError if this kernel has none such, or not such a value
   */
  sysctl(name: typeof PORT_RANGE, value?: readonly [first: number, last: number]): [first: number, last: number];
  sysctl(name: string, value?: SysctlValue): number;
  sysctl(name: string, value?: SysctlValue): number | [number, number] {
    const index = sysctlIndex(name);
    const fault = value === undefined || index < 0 ? undefined : sysctlFault(name, value);
    if (fault !== undefined) throw new RangeError(`sysctl ${name}=${value}: ${fault}`);
    const [first, second] = typeof value === "object" ? value : [value ?? 0, 0];
    const result = index < 0 ? -1 : this.#core.sysctl(index, first, second, value === undefined ? 0 : 1);
    if (result < 0) throw new RangeError(`sysctl ${name}: Linux ${this.kernel} emulates ${this.sysctls().join(", ")}`);
    const read = this.#core.value.value as number;
    return name === PORT_RANGE ? [read, this.#core.secondValue.value as number] : read;
  }

  /** The sysctls that this kernel has. */
  sysctls(): string[] {
    return sysctlNames.filter((_, index) => this.#core.sysctl(index, 0, 0, 0) >= 0);
  }

  /** Writes any C int to a sysctl, as a program does under /proc/sys: what the kernel says to it. */
  writeSysctl(name: string, first: number, second = 0): Pick<CallResult, "ret" | "errno"> {
    const index = sysctlIndex(name);
    const result = index < 0 ? -2 : this.#core.sysctl(index, whole("value", first), whole("value", second), 1);
    return result < 0 ? { ret: -1, errno: errnoName(-result) } : { ret: 0 };
  }

  /** Makes what follows run on a CPU (0 to cpus - 1). */
  onCpu(number: number): this {
    this.#checkCpu(number);
    this.#core.onCpu(number);
    return this;
  }

  /** Makes what follows a user's calls: 0, the user at boot, may do everything. */
  setuid(uid: number): this {
    this.#core.setuid(whole("uid", uid));
    return this;
  }

  /**
   * The host has this address, such as "192.0.2.65/26". Until the first one is added, every address is its own except
   * 198.51.100.0/24 and 203.0.113.0/24.
   * @param broadcast of its network; by default the last address of a network of more than two
   */
  addAddress(text: string, broadcast?: string): this {
    const [, address = text, length] = /^(.*)\/(\d{1,3})$/.exec(text) ?? [];
    const { word } = this.#addresses.read(address);
    const six = address.includes(":");
    const prefix = six ? 32 : Number(length ?? 32);
    if (prefix > 32) throw new RangeError(`address ${text}: a prefix of ${length} bits; give 0 to 32`);
    const last = prefix < 31 ? (word | (prefix === 0 ? -1 : (1 << (32 - prefix)) - 1)) >>> 0 : 0;
    if (!this.#core.addressAdd(word, prefix, broadcast === undefined ? last : ipv4Word(broadcast))) {
      throw new RangeError(`address ${text}: there is no room for more than 64`);
    }
    this.#local.add(word, prefix);
    return this;
  }

  /** Words, or the kernel's own numbers; protocol 0 is the type's own. */
  socket({
    family = "inet",
    type = "stream",
    protocol = 0,
  }: {
    family?: SocketFamily | number;
    type?: SocketType | number;
    protocol?: number;
  } = {}): CallResult {
    const [number, kind] = [numberOf("family", family, families), numberOf("type", type, types)];
    const result = this.#call(() => this.#core.socket(number, kind, whole("protocol", protocol)));
    return this.#opened(result, number === families.inet6);
  }

  /** Opens a file that is no socket. */
  file(): CallResult {
    return this.#opened(this.#call(() => this.#core.file()));
  }

  dup(fd: number): CallResult {
    return this.#opened(
      this.#call(() => this.#core.dup(descriptor(fd))),
      this.#ipv6.has(fd),
    );
  }

  /** @param second the seconds of linger, whose `value` is on or off */
  setsockopt(fd: number, option: SocketOption, value: number, second = 0): CallResult {
    const index = optionIndex(option);
    const [first, other] = [whole("value", value), whole("value", second)];
    return this.#call(() => this.#core.setsockopt(descriptor(fd), index, first, other));
  }

  getsockopt(fd: number, option: SocketOption): OptionResult {
    const index = optionIndex(option);
    const result = this.#call(() => this.#core.getsockopt(descriptor(fd), index));
    const { value, secondValue } = this.#core;
    return { ...result, value: value.value as number, second: secondValue.value as number };
  }

  /** @param family sin_family, where it is not the address's own */
  bind(
    fd: number,
    { addr = "0.0.0.0", port, family }: { addr?: string; port: number; family?: AddressFamily | number },
  ): CallResult {
    const address = this.#addresses.read(addr);
    const number = family === undefined ? address.family : numberOf("family", family, addressFamilies);
    const checked = portNumber(port);
    return this.#call(() => this.#core.bind(descriptor(fd), number, address.word, checked));
  }

  /**
   * Connects as a blocking call does, as far as it can go without time: to an address of the host itself until the
   * answer is there, to another one until the SYN is sent (EINPROGRESS). "unspec" undoes a connection.
   */
  connect(fd: number, to: { addr: string; port: number } | "unspec"): CallResult {
    if (to === "unspec") return this.#call(() => this.#core.connect(descriptor(fd), addressFamilies.unspec, 0, 0));
    const { word, family } = this.#addresses.read(to.addr);
    const port = portNumber(to.port);
    return this.#call(() => {
      const started = this.#core.connect(descriptor(fd), family, word, port);
      const syn = readSent(this.#core).find(({ flags, daddr }) => flags === Flag.syn && this.#local.has(daddr));
      if (!syn) return started;
      this.#loopback.open(syn);
      this.#carry();
      if (started >= 0 || this.socketState(fd)?.state === "SYN_SENT") return started;
      // The answer woke the process, which goes on in connect().
      const sent = this.#sent ?? [];
      const woken = this.#core.connect(descriptor(fd), family, word, port);
      this.#sent = [...sent, ...this.#loopback.carry()];
      return woken;
    });
  }

  listen(fd: number, backlog: number): CallResult {
    return this.#call(() => this.#core.listen(descriptor(fd), whole("backlog", backlog)));
  }

  /**
   * Never blocks: EAGAIN when no connection waits. `flags` makes it accept4(); `name` "ok" asks the kernel for the
   * peer's address in a buffer of `length` bytes, "bad" at an address that may not be written.
   */
  accept(
    fd: number,
    { flags = -1, name, length = 16 }: { flags?: number; name?: "ok" | "bad"; length?: number } = {},
  ): AcceptResult {
    const asks = name === undefined ? 0 : name === "ok" ? 1 : 2;
    const result: AcceptResult = this.#call(() =>
      this.#core.accept(descriptor(fd), whole("flags", flags), asks, whole("length", length)),
    );
    if (result.ret >= 0) {
      this.#opened(result, this.#ipv6.has(fd));
      const { peerAddress, peerPort, peerFamily } = this.#core;
      result.peer = this.#addresses.endpoint(peerAddress.value as number, peerPort.value as number, peerFamily.value);
    }
    return result;
  }

  /** `how` may be a number, to see what the kernel makes of a wrong one. */
  shutdown(fd: number, how: "rd" | "wr" | "rdwr" | number): CallResult {
    const number = numberOf("how", how, { rd: 0, wr: 1, rdwr: 2 });
    return this.#call(() => this.#core.shutdown(descriptor(fd), number));
  }

  close(fd: number): CallResult {
    return this.#call(() => this.#core.close(descriptor(fd)));
  }

  getsockname(fd: number): NameResult {
    return this.#name(fd, false);
  }

  getpeername(fd: number): NameResult {
    return this.#name(fd, true);
  }

  #name(fd: number, peer: boolean): NameResult {
    const result = this.#call(() => this.#core.getname(descriptor(fd), peer ? 1 : 0));
    const { peerAddress, peerPort, peerFamily } = this.#core;
    const addr = this.#addresses.text((peerAddress.value as number) >>> 0, peerFamily.value as number);
    return { ...result, addr, port: peerPort.value as number };
  }

  /** Sends n bytes; never blocks. */
  send(fd: number, bytes: number): CallResult {
    return this.#call(() => this.#core.send(descriptor(fd), whole("bytes", bytes)));
  }

  /** Receives up to n bytes; never blocks. */
  recv(fd: number, bytes: number): CallResult {
    return this.#call(() => this.#core.recv(descriptor(fd), whole("bytes", bytes)));
  }

  /** The events that hold now. */
  poll(fd: number): PollResult {
    const result = this.#call(() => this.#core.poll(descriptor(fd)));
    return { ...result, events: pollEvents(Math.max(0, result.ret)) };
  }

  syn(packet: Packet): PacketResult {
    return this.#packets(packet, (saddr, sport, daddr, dport, dev) => {
      const outcome = this.#core.segment(saddr, sport, daddr, dport, SYN_SEQ, 0, Flag.syn, 0, dev);
      if (this.#core.answer(0) > 0 && this.#core.answer(1) === (Flag.syn | Flag.ack)) {
        this.#clients.at(saddr, sport, daddr, dport).ack = (this.#core.answer(2) + 1) >>> 0;
      }
      return outcome;
    });
  }

  ack(packet: Packet): PacketResult {
    const { len = 0 } = packet;
    whole("len", len, 0, 65_535);
    return this.#packets(packet, (saddr, sport, daddr, dport, dev) => {
      const client = this.#clients.at(saddr, sport, daddr, dport);
      const outcome = this.#core.segment(saddr, sport, daddr, dport, client.seq, client.ack, Flag.ack, len, dev);
      if (outcome === DELIVERED || outcome === ESTABLISHED) client.seq = (client.seq + len) >>> 0;
      return outcome;
    });
  }

  rst(packet: Packet): PacketResult {
    return this.#packets(packet, (saddr, sport, daddr, dport, dev) => {
      const { seq } = this.#clients.at(saddr, sport, daddr, dport);
      const outcome = this.#core.segment(saddr, sport, daddr, dport, seq, 0, Flag.rst, 0, dev);
      this.#clients.forget(saddr, sport, daddr, dport);
      return outcome;
    });
  }

  /** Any segment at all. */
  segment({ from, to, flags, seq = 0, ack = 0, len = 0, dev = 1, bare = false }: Segment): SegmentResult {
    const [saddr, sport, daddr, dport] = this.#ends(from, to);
    const bits = flagBits(flags) | (bare ? Flag.bare : 0);
    whole("dev", dev, 1);
    whole("len", len, 0, 65_535);
    word("seq", seq);
    word("ack", ack);
    this.#sent = undefined;
    const outcome = this.#core.segment(saddr, sport, daddr, dport, seq >>> 0, ack >>> 0, bits, len, dev);
    this.#carry();
    return { outcome: outcomes[outcome] as SegmentResult["outcome"], replies: this.sent(), ...this.#cost() };
  }

  /** Looks the listener of a SYN up, and nothing else. `found` tells whether there is one. */
  lookup({ from, to, dev = 1 }: Packet): Cost & { found: boolean } {
    const [saddr, sport, daddr, dport] = this.#ends(from, to);
    whole("dev", dev, 1);
    const found = this.#core.lookup(saddr, sport, daddr, dport, dev) === 1;
    return { found, ...this.#cost() };
  }

  /** Lets emulated time pass: timers run. */
  advance(ms: number): AdvanceResult {
    if (!Number.isInteger(ms) || ms < 0 || ms > 0xffffffff) throw new RangeError(`ms ${ms}: give 0 to 4294967295`);
    let [synacks, expired] = [0, 0];
    const sent: SentWords[] = [];
    const pass = (step: number) => {
      let done = this.#core.advance(step);
      for (;;) {
        synacks += this.#core.sent(2);
        expired += this.#core.sent(3);
        for (const segment of this.#loopback.carry()) sent.push(segment);
        if (done) return;
        done = this.#core.advance(0); // the log was full
      }
    };
    let rest = ms;
    while (!this.#loopback.idle && rest > 0) {
      const step = Math.max(1, Math.min(rest, Math.ceil(this.#core.untilTimer())));
      pass(step); // from timer to timer, because what one sends arrives before the next
      rest -= step;
    }
    if (rest > 0 || ms === 0) pass(rest);
    this.#sent = sent;
    return { synacks, expired, sent: this.sent(), ...this.#cost() };
  }

  /** Emulated milliseconds since boot. */
  time(): number {
    return this.#core.milliseconds();
  }

  /** Whether what calls cost passes as time, too. It does, until it is told not to. */
  passCost(on: boolean): this {
    this.#core.passCost(on ? 1 : 0);
    return this;
  }

  /** The segments that the last call sent, of several packets the last one's. */
  sent(): Sent[] {
    return (this.#sent ?? readSent(this.#core)).map((words) => plainSent(words, this.#addresses));
  }

  /** Cycles on a CPU's clock since boot. */
  clock(cpu = 0): number {
    this.#checkCpu(cpu);
    return Number(this.#core.clock(cpu));
  }

  /** What everything since boot cost. */
  total(): Cost {
    return totalCost(this.#core);
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
    for (const [name, fd] of Object.entries(names)) descriptor(fd, `${name}: fd`);
    return this.#views.state(names);
  }

  /** What a descriptor's socket is now; undefined if it is no socket. */
  socketState(fd: number): SocketState | undefined {
    return this.#views.socket(descriptor(fd));
  }

  /** What the kernel tells ss and TCP_INFO about a socket; undefined if it is none. */
  diag(fd: number): SocketDiag | undefined {
    return this.#views.diag(descriptor(fd));
  }

  /** State of what the kernel has of a peer (a request, a connection, TIME_WAIT); undefined: nothing. */
  flow({ from, to }: { from: string; to: string }): TcpState | undefined {
    const [saddr, sport, daddr, dport] = this.#ends(from, to);
    return tcpState(this.#core.flow(saddr, sport, daddr, dport));
  }

  /** How many sockets there are in each state, of a local port or of all; half-open requests are in SYN_RECV. */
  states(port = 0): Record<TcpState, number> {
    return this.#views.states(portNumber(port));
  }

  /** A listening bucket: its length, and "address:port" of its entries (the first 500), head first. */
  chain(bucket: number): Chain {
    const buckets = this.#views.buckets();
    if (!Number.isInteger(bucket) || bucket < 0 || bucket >= buckets)
      throw new RangeError(`bucket ${bucket}: give 0 to ${buckets - 1}`);
    return this.#views.chain(bucket);
  }

  /** How many listening buckets the kernel has (1.2: slots of its sock_array). */
  buckets(): number {
    return this.#views.buckets();
  }

  /** The counters of /proc/net/netstat and snmp that this kernel has. */
  counters(): Record<string, number> {
    return this.#views.counters();
  }

  /** Of them those of the listen path, as a scenario's state has them. */
  netstat(): Record<string, number> {
    return this.#views.counters(NETSTAT);
  }

  /** The slab caches: objects in use and in all, bytes per object, objects and pages per slab. */
  slabs(): Record<string, SlabState> {
    return this.#views.slabs();
  }

  /** The areas of vmalloc, by address: bytes asked for, pages without the guard page behind them. */
  vmalloc(): VmallocArea[] {
    return this.#views.vmalloc();
  }

  /** Bytes in use now, by allocator. */
  memory(): MemoryUse {
    return this.#views.memory();
  }

  /** What ought never to be: a kernel address for each counter that differs from its list, held lock and the like. */
  audit(): number[] {
    return this.#views.audit();
  }

  #checkCpu(number: number): void {
    if (!Number.isInteger(number) || number < 0 || number >= this.cpus) {
      throw new RangeError(`cpu ${number}: this machine has 0 to ${this.cpus - 1}`);
    }
  }

  /** Both ends of a segment. Throws a RangeError for ends of two families. */
  #ends(from: string, to: string): [saddr: number, sport: number, daddr: number, dport: number] {
    const [source, target] = [this.#endpoint(from), this.#endpoint(to)];
    if (isToken(source[0]) !== isToken(target[0])) {
      throw new RangeError(`segment from ${from} to ${to}: IPv6 and IPv4; give two addresses of a kind`);
    }
    return [...source, ...target];
  }

  /** "address:port" as the module takes it. Throws a RangeError for an IPv6 address, where there are no such segments. */
  #endpoint(text: string): [address: number, port: number] {
    const [address, port] = splitEndpoint(text);
    const { word } = this.#addresses.read(address);
    if (isToken(word) && !this.#row.ipv6) {
      throw new RangeError(`endpoint ${text}: IPv6 segments are not emulated; give IPv4 addresses`);
    }
    return [word, port];
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

  /** A call that opens a descriptor. */
  #opened(result: CallResult, ipv6 = false): CallResult {
    if (result.ret >= 0 && ipv6) this.#ipv6.add(result.ret);
    else this.#ipv6.delete(result.ret);
    return result;
  }

  /** What was sent to this host itself arrives. */
  #carry(): void {
    if (!this.#loopback.idle) this.#sent = this.#loopback.carry();
  }

  #call(work: () => number): CallResult {
    this.#sent = undefined;
    const value = work();
    if (!this.#sent) this.#carry();
    const cost = this.#cost();
    return value < 0 ? { ret: -1, errno: errnoName(-value), ...cost } : { ret: value, ...cost };
  }

  #packets(
    { from, to, dev = 1, count }: Packet,
    send: (saddr: number, sport: number, daddr: number, dport: number, dev: number) => number,
  ): PacketResult {
    let [saddr, sport, daddr, dport] = this.#ends(from, to);
    whole("dev", dev, 1);
    if (count !== undefined) whole("count", count, 1);
    const counts = new Array<number>(outcomes.length).fill(0);
    let last = 0;
    this.#sent = undefined;
    for (let i = 0; i < (count ?? 1); i++) {
      last = send(saddr, sport, daddr, dport, dev);
      this.#carry();
      counts[last] = (counts[last] ?? 0) + 1;
      if (++sport > 65_535) {
        sport = 1024;
        saddr = this.#addresses.read(nextAddress(this.#addresses.text(saddr))).word;
      }
    }
    const cost = this.#cost();
    if (count === undefined) return { outcome: outcomes[last] as SegmentResult["outcome"], ...cost };
    const named = outcomes.flatMap((name, i) => (counts[i] ? [[name, counts[i]]] : []));
    return { outcomes: Object.fromEntries(named), ...cost };
  }
}

async function resolveMachine(machine: string | Machine): Promise<Machine> {
  if (typeof machine === "string") {
    const names = Object.keys(shippedMachines);
    if (Object.hasOwn(shippedMachines, machine)) return shippedMachines[machine] as Machine;
    throw new RangeError(`machine ${machine}: unknown; there are ${names.join(", ")}`);
  }
  // Profiles of the caller's own are checked; the checker is loaded only then.
  const { readMachine } = await import("./machine.js");
  return readMachine(machine, { file: "machine" });
}

const bootKeys: Record<keyof BootOptions, true> = {
  kernel: true,
  machine: true,
  cpus: true,
  seed: true,
  sysctl: true,
  wasm: true,
  core: true,
};

/** A whole number that a C int holds, as it is. Throws a RangeError for anything else, or one not within bounds. */
function whole(name: string, value: number, min = -(2 ** 31), max = 2 ** 31 - 1): number {
  if (Number.isInteger(value) && value >= min && value <= max) return value;
  const what =
    min < 0 ? "a C int" : max < 2 ** 31 - 1 ? `a whole number from ${min} to ${max}` : `a whole number from ${min}`;
  throw new RangeError(`${name} ${value}: give ${what}`);
}

/** A descriptor, open or not. Throws a RangeError for what is no C int. */
function descriptor(fd: number, name = "fd"): number {
  return whole(name, fd);
}

/** Throws a RangeError for what is no 32-bit number; negative ones count from the other end. */
function word(name: string, value: number): void {
  if (!Number.isInteger(value) || value < -(2 ** 31) || value >= 2 ** 32) {
    throw new RangeError(`${name} ${value}: give a whole number below 4294967296`);
  }
}
