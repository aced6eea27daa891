import type { CallNode } from "./calls.js";
import type { Emulator } from "./emulator.js";
import type { Account, Cost } from "./ledger.js";

/** What one function had of a call. */
export interface FunctionCost {
  name: string;
  /** Cycles of its own. */
  self: number;
  /** Cycles with all that it called. */
  total: number;
  calls: number;
  /** A measured block: real code's counts under its own name, not emulated code. */
  block: boolean;
}

/** One listen(): what it cost, by cause and by function, and the SYN table that it made. */
export interface ListenCost extends Cost {
  kernel: string;
  machine: string;
  backlog: number;
  ret: number;
  errno?: string;
  /** Dearest first. */
  functions: FunctionCost[];
  /** Slots of the SYN table, its bytes and where they came from (SocketState); null where there is none. */
  nr_table_entries: number | null;
  listen_opt_bytes: number | null;
  listen_opt_from: string | null;
  /** The kernel's calls, from which profiles are drawn. */
  calls: CallNode;
}

/** listen(fd, backlog) on a new socket bound to 0.0.0.0:80. Boot for each: caches and TLBs are as socket() and bind() left them. */
export function listenCost(linux: Emulator, backlog: number): ListenCost {
  const fd = linux.socket().ret;
  linux.bind(fd, { port: 80 });
  const {
    result: { result, calls },
    accounts,
  } = linux.account(() => linux.record(() => linux.listen(fd, backlog)));
  const socket = linux.socketState(fd);
  return {
    kernel: linux.kernel,
    machine: linux.machine.name,
    backlog,
    ...result,
    functions: functionCosts(accounts),
    nr_table_entries: socket?.nr_table_entries ?? null,
    listen_opt_bytes: socket?.listen_opt_bytes ?? null,
    listen_opt_from: socket?.listen_opt_from ?? null,
    calls,
  };
}

/** Accounts of all CPUs by function, dearest first. */
export function functionCosts(accounts: readonly Account[]): FunctionCost[] {
  const byName = new Map<string, FunctionCost>();
  for (const { name, cycles, total, calls, block } of accounts) {
    const { self = 0, total: before = 0, calls: callsBefore = 0 } = byName.get(name) ?? {};
    byName.set(name, { name, self: self + cycles, total: before + total, calls: callsBefore + calls, block });
  }
  return [...byName.values()].sort((a, b) => b.self - a.self || (a.name < b.name ? -1 : 1));
}
