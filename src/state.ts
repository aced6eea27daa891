// What an observer may know of a booted kernel, read from the module's views free of charge.
import type { Addresses } from "./address.js";
import type { Core } from "./core.js";
import { NETSTAT, readCounters } from "./counters.js";
import type { Kernel } from "./kernels.js";
import { nameAt } from "./ledger.js";
import { type TcpState, tcpState, tcpStates } from "./tcp-states.js";

/** A socket as the kernel has it. What this kernel does not know is absent. */
export interface SocketState {
  state: string;
  port: number;
  addr: string;
  bucket: number;
  ack_backlog: number;
  max_ack_backlog: number;
  qlen?: number;
  qlen_young?: number;
  max_qlen_log?: number;
  nr_table_entries?: number;
  listen_opt_bytes?: number;
  /** A kmalloc cache's name, "kmalloc_large" for pages of more than the largest one's, or "vmalloc". */
  listen_opt_from?: string;
}

/** What the kernel tells ss and TCP_INFO about a socket. */
export interface SocketDiag {
  recv_q: number;
  send_q: number;
  unacked: number;
  sacked: number;
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
  /** Chain length of each listening bucket; of 1.2's 256 slots those in use alone. */
  buckets: number[];
  /** Names or "address:port" within each non-empty bucket, head first. */
  chain: Record<string, string[]>;
  netstat: Record<string, number>;
  slabs: Record<string, SlabState>;
  vmalloc: VmallocArea[];
}

export interface VmallocArea {
  address: string;
  /** Asked for. */
  bytes: number;
  /** Without the guard page. */
  pages: number;
}

/** Bytes that the kernel has taken, by allocator. */
export interface MemoryUse {
  kmalloc: number;
  vmalloc: number;
  slab: number;
}

/** A listening bucket: all its entries are counted, the first 500 shown, head first. */
export interface Chain {
  length: number;
  /** "address:port" */
  entries: string[];
}

const View = {
  socket: 0,
  bucket: 1,
  netstat: 2,
  slab: 3,
  vmalloc: 4,
  memory: 5,
  states: 6,
  audit: 7,
  buckets: 8,
  bucketSocks: 9,
} as const;

/** A word of what this kernel does not have. */
const ABSENT = 0xffffffff;
/** More buckets than any listening hash has: the slots of 1.2's sock_array. */
const SOCK_ARRAY = 256;

/** The views of one booted kernel. */
export class Views {
  readonly #core: Core;
  readonly #addresses: Addresses;
  readonly #kernel: Kernel;
  readonly #isIpv6: (fd: number) => boolean;

  constructor(core: Core, addresses: Addresses, kernel: Kernel, isIpv6: (fd: number) => boolean) {
    this.#core = core;
    this.#addresses = addresses;
    this.#kernel = kernel;
    this.#isIpv6 = isIpv6;
  }

  #words(view: number, argument: number): Uint32Array {
    const length = this.#core.describe(view, argument);
    return new Uint32Array(this.#core.memory.buffer, this.#core.view.value, length);
  }

  state(names: Record<string, number>): State {
    const sockets: Record<string, SocketState> = {};
    const bySock = new Map<number, string>();
    const byEndpoint = new Map<string, string>();
    for (const [name, fd] of Object.entries(names)) {
      const socket = this.socket(fd);
      if (!socket) continue;
      sockets[name] = socket;
      bySock.set(this.#words(View.socket, fd)[15] ?? 0, name);
      byEndpoint.set(`${socket.addr}:${socket.port}`, name);
    }
    const chains = Array.from({ length: this.buckets() }, (_, bucket) => this.chain(bucket));
    const lengths = chains.map(({ length }) => length);
    const named = (bucket: number, { entries }: Chain) => {
      const socks = this.#words(View.bucketSocks, bucket);
      return entries.map((entry, i) => {
        const sock = socks[i];
        return (sock === undefined ? byEndpoint.get(entry) : bySock.get(sock)) ?? entry;
      });
    };
    return {
      time_ms: Math.floor(this.#core.milliseconds()),
      sockets,
      buckets: lengths.length === SOCK_ARRAY ? lengths.filter((length) => length > 0) : lengths,
      chain: Object.fromEntries(
        chains.flatMap((chain, bucket) => (chain.length > 0 ? [[bucket, named(bucket, chain)]] : [])),
      ),
      netstat: this.counters(NETSTAT),
      slabs: this.slabs(),
      vmalloc: this.vmalloc(),
    };
  }

  /** undefined: no socket. */
  socket(fd: number): SocketState | undefined {
    const words = this.#words(View.socket, fd);
    const word = (index: number) => words[index] ?? 0;
    if (!word(0)) return undefined;
    const result: SocketState = {
      state: tcpState(word(1)) ?? String(word(1)),
      port: word(2),
      addr: this.#isIpv6(fd) && word(3) === 0 ? "::" : this.#addresses.text(word(3)),
      bucket: word(4),
      ack_backlog: word(5),
      max_ack_backlog: word(6),
    };
    for (const [name, index] of [
      ["qlen", 7],
      ["qlen_young", 8],
    ] as const) {
      if (word(index) !== ABSENT) result[name] = word(index);
    }
    if (word(12)) {
      if (word(9) !== ABSENT) result.max_qlen_log = word(9);
      result.nr_table_entries = word(10);
      result.listen_opt_bytes = word(11);
      result.listen_opt_from = word(13) ? "vmalloc" : this.#cacheOf(word(14));
    }
    return result;
  }

  /** Where a block of so many bytes, rounded up as kmalloc() does, lies. */
  #cacheOf(bytes: number): string {
    const { classes, largestClass } = this.#kernel;
    return largestClass !== undefined && bytes > largestClass ? "kmalloc_large" : `${classes}-${bytes}`;
  }

  /** undefined: no socket. */
  diag(fd: number): SocketDiag | undefined {
    const words = this.#words(View.socket, fd);
    if (!words[0]) return undefined;
    const [recv_q = 0, send_q = 0, unacked = 0, sacked = 0] = words.subarray(16, 20);
    return { recv_q, send_q, unacked, sacked };
  }

  /** How many listening buckets there are. */
  buckets(): number {
    return this.#words(View.buckets, 0)[0] ?? 32;
  }

  chain(bucket: number): Chain {
    const words = this.#words(View.bucket, bucket);
    const entries: string[] = [];
    for (let i = 1; i + 1 < words.length; i += 2) {
      entries.push(this.#addresses.endpoint(words[i + 1] ?? 0, words[i] ?? 0));
    }
    return { length: words[0] ?? 0, entries };
  }

  /** The first `wanted` counters that this kernel has. */
  counters(wanted?: number): Record<string, number> {
    return readCounters(this.#words(View.netstat, 0), wanted);
  }

  /** Sockets in each state, of a local port or (0) of all. */
  states(port: number): Record<TcpState, number> {
    const counts = Object.fromEntries(tcpStates.map((name) => [name, 0])) as Record<TcpState, number>;
    for (const [number, count] of this.#words(View.states, port).entries()) {
      const name = tcpState(number);
      if (name) counts[name] += count;
    }
    return counts;
  }

  slabs(): Record<string, SlabState> {
    const caches: Record<string, SlabState> = {};
    for (let i = 0; ; i++) {
      const words = this.#words(View.slab, i);
      if (words.length === 0) return caches;
      const [active = 0, total = 0, , object = 0, perSlab = 0, pagesPerSlab = 0] = words;
      const name = nameAt(new DataView(words.buffer), words.byteOffset + 24);
      caches[name] = { active, total, object, perSlab, pagesPerSlab };
    }
  }

  vmalloc(): VmallocArea[] {
    const areas: VmallocArea[] = [];
    for (let i = 0; ; i++) {
      const [address, bytes, pages] = this.#words(View.vmalloc, i);
      if (address === undefined) return areas;
      areas.push({ address: `0x${address.toString(16)}`, bytes: bytes ?? 0, pages: pages ?? 0 });
    }
  }

  memory(): MemoryUse {
    const [kmalloc = 0, vmalloc = 0, slab = 0] = this.#words(View.memory, 0);
    return { kmalloc, vmalloc, slab };
  }

  audit(): number[] {
    return [...this.#words(View.audit, 0)];
  }
}
