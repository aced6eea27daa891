import type { CallNode } from "./calls.js";
import type { Emulator } from "./emulator.js";
import { InputError } from "./input-error.js";
import type { Cost } from "./ledger.js";

/** Finding the listener of a SYN among so many. */
export interface LookupCost extends Cost {
  kernel: string;
  machine: string;
  listeners: number;
  /** Listeners in the SYN's bucket. */
  bucket_length: number;
  /** The kernel's calls, from which profiles are drawn. */
  calls: CallNode;
}

const TARGET_PORT = 80;
const FIRST_PORT = 1024;
const LAST_PORT = 65_535;
const BACKLOG = 128;
const PACKET = { from: "10.0.0.1:4000", to: `10.9.9.9:${TARGET_PORT}` };

/** Listeners that a process may have: descriptors end at 65,536. */
export const MOST_LISTENERS = 65_000;

/**
 * Makes `listeners` listeners on a fresh kernel, and looks up the one that was bound first, on 0.0.0.0:80: the last of
 * its bucket. The others have ports of the same bucket, or with `spread` consecutive ports, on as many addresses of
 * 127.0.0.0/8 as it takes. Measures the second of two lookups in a row, so that caches and TLBs hold what they can.
 *
 * @throws InputError when the kernel runs out of memory or descriptors
 */
export function lookupCost(
  linux: Emulator,
  listeners: number,
  { spread = false, progress = (_made: number) => {} } = {},
) {
  const open = (addr: string, port: number, made: number) => {
    const fd = linux.socket();
    let bound = fd.ret < 0 ? fd : linux.bind(fd.ret, { addr, port });
    if (bound.errno === "EADDRINUSE") {
      // 1.2: a port is taken on all addresses for whoever has not set this.
      linux.setsockopt(fd.ret, "reuseaddr", 1);
      bound = linux.bind(fd.ret, { addr, port });
    }
    const result = bound.ret < 0 ? bound : linux.listen(fd.ret, BACKLOG);
    if (result.ret >= 0) return fd.ret;
    throw new InputError(
      `--listeners ${listeners}: Linux ${linux.kernel} fails with ${result.errno} after ${made}; ask for fewer`,
    );
  };
  const target = open("0.0.0.0", TARGET_PORT, 0);
  const buckets = linux.buckets();
  const step = spread ? 1 : buckets;
  const first = spread ? FIRST_PORT : TARGET_PORT + buckets * Math.ceil((FIRST_PORT - TARGET_PORT) / buckets);
  const perAddress = Math.floor((LAST_PORT - first) / step) + 1;
  for (let i = 0; i < listeners - 1; i++) {
    const host = 1 + Math.floor(i / perAddress);
    open(`127.0.${host >> 8}.${host & 255}`, first + step * (i % perAddress), i + 1);
    progress(i + 1);
  }
  linux.lookup(PACKET);
  const {
    result: { found, ...cost },
    calls,
  } = linux.record(() => linux.lookup(PACKET));
  if (!found) throw new Error(`Linux ${linux.kernel} does not find the listener of ${PACKET.to}`);
  const bucket = linux.socketState(target)?.bucket ?? 0;
  const result: LookupCost = {
    kernel: linux.kernel,
    machine: linux.machine.name,
    listeners,
    bucket_length: linux.chain(bucket).length,
    ...cost,
    calls,
  };
  return result;
}
