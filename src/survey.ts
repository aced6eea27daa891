import type { Emulator } from "./emulator.js";
import { kernels } from "./kernels.js";
import type { Listener } from "./listeners.js";
import type { CallResult } from "./results.js";
import type { MemoryUse } from "./state.js";

/** What a host's listeners are to a kernel. */
export interface Survey {
  kernel: string;
  machine: string;
  /** Listeners in each bucket. */
  buckets: number[];
  longest_chain: number;
  listen_cycles: { total: number; mean: number };
  /** Bytes that the listeners took, by allocator. */
  bytes: MemoryUse;
  /** Ports are null where no port can be reached over IPv4. */
  syn_cycles: { min: number; median: number; max: number; worst_port: number | null };
  /** Listeners that this kernel refused, such as the second of a SO_REUSEPORT group before 3.9. */
  skipped: number;
}

/** A survey with what its prose needs. */
export interface SurveyDetail extends Survey {
  /** One SYN to each port, cheapest first. */
  ports: { port: number; cycles: number; bucket: number }[];
  /** Errors of the listeners skipped, and how many had each. */
  errors: Record<string, number>;
  /** Why they were, in words, and how many for each. */
  reasons: Record<string, number>;
  /** Bucket of the longest chain. */
  longest_bucket: number;
}

/** An address of this host to the clients: any that no listener is bound to. */
const HOST = "10.9.9.9";

/**
 * Replays listeners on a fresh kernel: socket, SO_REUSEADDR, bind, listen, in the order given. Duplicates ask for
 * SO_REUSEPORT; an IPv6 listener whose port has an IPv4 listener too is IPv6-only.
 *
 * Then each port that IPv4 reaches gets two SYNs in a row from two sources; the second is measured: its caches hold
 * what the first one left. Both requests stay in the SYN queue.
 */
export function survey(
  linux: Emulator,
  listeners: readonly Listener[],
  progress: (what: "listen" | "syn", done: number, of: number) => void = () => {},
): SurveyDetail {
  const before = linux.memory();
  const key = ({ addr, port }: Listener) => `${addr} ${port}`;
  const copies = new Map<string, number>();
  for (const listener of listeners) copies.set(key(listener), (copies.get(key(listener)) ?? 0) + 1);
  const ipv4Ports = new Set(listeners.flatMap(({ family, port }) => (family === "inet" ? [port] : [])));

  /** Where a SYN must go to meet a listener, and its bucket. */
  const reachable = new Map<number, { to: string; bucket: number }>();
  const errors: Record<string, number> = {};
  const reasons: Record<string, number> = {};
  let skipped = 0;
  let listenCycles = 0;
  for (const [index, listener] of listeners.entries()) {
    const { addr, port, backlog, family } = listener;
    const mapped = addr.startsWith("::ffff:") ? addr.slice(7) : undefined;
    const only6 = family === "inet6" && mapped === undefined && ipv4Ports.has(port);
    const fd = linux.socket({ family });
    const result = attempt([
      () => fd,
      () => linux.setsockopt(fd.ret, "reuseaddr", 1),
      () => {
        if ((copies.get(key(listener)) ?? 0) > 1) linux.setsockopt(fd.ret, "reuseport", 1); // refused before 3.9
        return only6 ? linux.setsockopt(fd.ret, "v6only", 1) : fd;
      },
      () => linux.bind(fd.ret, { addr: mapped ?? addr, port }),
      () => linux.listen(fd.ret, backlog),
    ]);
    progress("listen", index + 1, listeners.length);
    if (result.ret < 0) {
      if (fd.ret >= 0) linux.close(fd.ret);
      skipped++;
      errors[result.errno ?? "?"] = (errors[result.errno ?? "?"] ?? 0) + 1;
      const reason = reasonOf(linux, fd.ret >= 0, family, result.errno);
      reasons[reason] = (reasons[reason] ?? 0) + 1;
      continue;
    }
    listenCycles += result.cycles;
    const any = addr === "0.0.0.0" || (addr === "::" && !only6);
    const to = any ? HOST : (mapped ?? (family === "inet" ? addr : undefined));
    if (to !== undefined && (any || !reachable.has(port))) {
      reachable.set(port, { to, bucket: linux.socketState(fd.ret)?.bucket ?? 0 });
    }
  }

  const taken = linux.memory();
  const buckets = Array.from({ length: linux.buckets() }, (_, bucket) => linux.chain(bucket).length);
  const longest = Math.max(...buckets);
  const ports: SurveyDetail["ports"] = [];
  for (const [port, { to, bucket }] of reachable) {
    // The first SYN warms the caches; its reset gives the request back, so that the second finds the slab as warm.
    linux.syn({ from: "10.0.0.1:40000", to: `${to}:${port}` });
    linux.rst({ from: "10.0.0.1:40000", to: `${to}:${port}` });
    const { cycles } = linux.syn({ from: "10.0.0.1:40001", to: `${to}:${port}` });
    linux.rst({ from: "10.0.0.1:40001", to: `${to}:${port}` });
    ports.push({ port, cycles, bucket });
    progress("syn", ports.length, reachable.size);
  }
  ports.sort((a, b) => a.cycles - b.cycles || a.port - b.port);

  const made = listeners.length - skipped;
  return {
    kernel: linux.kernel,
    machine: linux.machine.name,
    buckets,
    longest_chain: longest,
    listen_cycles: { total: listenCycles, mean: made === 0 ? 0 : Math.round(listenCycles / made) },
    bytes: {
      kmalloc: taken.kmalloc - before.kmalloc,
      vmalloc: taken.vmalloc - before.vmalloc,
      slab: taken.slab - before.slab,
    },
    syn_cycles: {
      min: ports[0]?.cycles ?? 0,
      median: ports[(ports.length - 1) >> 1]?.cycles ?? 0,
      max: ports.at(-1)?.cycles ?? 0,
      worst_port: ports.at(-1)?.port ?? null,
    },
    skipped,
    ports,
    errors,
    reasons,
    longest_bucket: buckets.indexOf(longest),
  };
}

/** Why a listener was refused: a socket that cannot be made is of no such family, or there are no more files. */
function reasonOf(linux: Emulator, made: boolean, family: Listener["family"], errno = "?"): string {
  if (made) return `refused with ${errno}`;
  if (family === "inet6" && !kernels.find(({ name }) => name === linux.kernel)?.ipv6) return "for want of IPv6";
  return `for want of files or sockets (${errno})`;
}

/** Calls in turn until one fails; the last result. */
function attempt(calls: (() => CallResult)[]): CallResult {
  let result = (calls[0] as () => CallResult)();
  for (const call of calls.slice(1)) {
    if (result.ret < 0) break;
    result = call();
  }
  return result;
}
