import type { Core } from "./core.js";

/** Causes of cycles, in the order of assembly/machine/ledger.ts. */
export const causeNames = [
  "execute",
  "branch",
  "l1",
  "l2",
  "l3",
  "memory",
  "tlb",
  "coherence",
  "lock",
  "wait",
  "entry",
  "irq",
] as const;

export type Cause = (typeof causeNames)[number];
export type Causes = Record<Cause, number>;

/** What a cause means, for people. */
export const causeMeanings: Record<Cause, string> = {
  execute: "instructions at the machine's rate",
  branch: "mispredicted branches",
  l1: "loads that hit the first-level cache",
  l2: "accesses served by L2",
  l3: "accesses served by L3",
  memory: "accesses served by DRAM",
  tlb: "page walks and second-level TLB hits",
  coherence: "lines taken from another CPU's cache",
  lock: "locked operations",
  wait: "waiting for a lock that another CPU holds",
  entry: "into the kernel and out again",
  irq: "cli, sti, popf",
};

/** What something cost. Cycles are the sum of the causes; loads and stores leave out the kernel stack. */
export interface Cost {
  cycles: number;
  instructions: number;
  loads: number;
  stores: number;
  locked: number;
  /** Page walks: translations that no TLB had. */
  walks: number;
  causes: Causes;
}

/** One function's account on one CPU. */
export interface Account extends Cost {
  name: string;
  /** A measured block: real code's counts under its own name, not emulated code. */
  block: boolean;
  cpu: number;
  calls: number;
  /** Stack loads and stores, counted apart. */
  stackLoads: number;
  stackStores: number;
  /** Cycles with all that it called; recursion counts once. */
  total: number;
}

const ACCOUNTS = 4096;
const ACCOUNT_WORDS = 32; // 256 bytes as u64
const ROW = 192;
const KIND = 24;
const NAME = 64;
const KIND_BLOCK = 2;

const zeroCauses = (): Causes => Object.fromEntries(causeNames.map((name) => [name, 0])) as Causes;

/** A cost of nothing. */
export function noCost(): Cost {
  return { cycles: 0, instructions: 0, loads: 0, stores: 0, locked: 0, walks: 0, causes: zeroCauses() };
}

/** What `after` cost beyond `before`. */
export function costSince(before: Cost, after: Cost): Cost {
  const causes = zeroCauses();
  for (const cause of causeNames) causes[cause] = after.causes[cause] - before.causes[cause];
  return {
    cycles: after.cycles - before.cycles,
    instructions: after.instructions - before.instructions,
    loads: after.loads - before.loads,
    stores: after.stores - before.stores,
    locked: after.locked - before.locked,
    walks: after.walks - before.walks,
    causes,
  };
}

function causesAt(words: BigUint64Array, at: number): Causes {
  const causes = zeroCauses();
  causeNames.forEach((name, i) => {
    causes[name] = Number(words[at + i]);
  });
  return causes;
}

const sum = (causes: Causes) => causeNames.reduce((total, name) => total + causes[name], 0);

/** All accounts of all CPUs together. */
export function totalCost(core: Core): Cost {
  const words = new BigUint64Array(core.memory.buffer, core.sums(), causeNames.length + 8);
  const causes = causesAt(words, 0);
  const count = (index: number) => Number(words[causeNames.length + index]);
  return {
    cycles: sum(causes),
    instructions: count(1),
    loads: count(2),
    stores: count(3),
    locked: count(6),
    walks: count(7),
    causes,
  };
}

/** The accounts of one CPU that have been opened, in the order of the kernel's system map. */
export function readAccounts(core: Core, cpu: number): Account[] {
  const base = core.accounts(cpu);
  const words = new BigUint64Array(core.memory.buffer, base, ACCOUNTS * ACCOUNT_WORDS);
  const view = new DataView(core.memory.buffer);
  const accounts: Account[] = [];
  for (let i = 0; i < ACCOUNTS; i++) {
    const at = i * ACCOUNT_WORDS;
    const row = view.getUint32(base + at * 8 + ROW, true);
    if (row === 0 && i > 0) continue; // never opened
    const causes = causesAt(words, at);
    const cycles = sum(causes);
    if (row === 0 && cycles === 0) continue;
    const count = (index: number) => Number(words[at + 16 + index]);
    accounts.push({
      ...functionAt(view, row),
      cpu,
      calls: count(0),
      cycles,
      total: count(7),
      instructions: count(1),
      loads: count(2),
      stores: count(3),
      stackLoads: count(4),
      stackStores: count(5),
      locked: count(6),
      walks: count(9), // behind the row and the open count
      causes,
    });
  }
  return accounts;
}

/** The function of a row in linear memory (assembly/machine/text.ts); row 0 is what no function claims. */
export function functionAt(view: DataView, row: number): { name: string; block: boolean } {
  if (row === 0) return { name: "(outside)", block: false };
  return { name: nameAt(view, row + NAME), block: view.getUint32(row + KIND, true) === KIND_BLOCK };
}

/** Zero-terminated ASCII. */
export function nameAt(view: DataView, at: number): string {
  let name = "";
  for (let byte = view.getUint8(at); byte !== 0; byte = view.getUint8(++at)) name += String.fromCharCode(byte);
  return name;
}

/** Accounts that `after` has beyond `before`, by name. */
export function accountsSince(before: Account[], after: Account[]): Account[] {
  const former = new Map(before.map((account) => [`${account.cpu} ${account.name}`, account]));
  return after.flatMap((account) => {
    const old = former.get(`${account.cpu} ${account.name}`);
    if (!old) return [account];
    if (old.calls === account.calls && old.cycles === account.cycles) return [];
    return [
      {
        ...account,
        ...costSince(old, account),
        calls: account.calls - old.calls,
        total: account.total - old.total,
        stackLoads: account.stackLoads - old.stackLoads,
        stackStores: account.stackStores - old.stackStores,
      },
    ];
  });
}
