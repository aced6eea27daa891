// The accounts: CPU x kernel function x cause. They sum to the clocks exactly, always.
//
// One account (256 bytes):
//    0: cycles by cause, 16 x u64
//  128: calls, instructions, loads, stores, stack loads, stack stores, locked operations, inclusive cycles: 8 x u64
//  192: row of the function (text.ts), u32;  196: how often it is open now, u32;  200: page walks, u64
import { layOut } from "./ram";
import { ROW_ACCOUNT, ROW_SIZE } from "./text";

export const enum Cause {
  execute = 0,
  branch = 1,
  l1 = 2,
  l2 = 3,
  l3 = 4,
  memory = 5,
  tlb = 6,
  coherence = 7,
  lock = 8, // a locked operation
  wait = 9, // waiting for a lock that another CPU holds
  entry = 10, // into the kernel and out again
  irq = 11, // cli, sti, popf
}

export const CAUSES: i32 = 12;

export const enum Count {
  calls = 128,
  instructions = 136,
  loads = 144,
  stores = 152,
  stackLoads = 160,
  stackStores = 168,
  locked = 176,
  total = 184,
  walks = 200,
}

export const ACCOUNT_ROW: usize = 192;
export const ACCOUNT_OPEN: usize = 196;
export const ACCOUNT_SIZE: usize = 256;
/** Accounts per CPU; transform.mjs numbers the functions of all kernels from 1. */
export const ACCOUNTS: u32 = 4096;

let accounts: usize = 0;
/** Of each CPU, the accounts that can be open: those of the kernel that boots. */
let first: u32 = 1;
let end: u32 = ACCOUNTS;

/** Lays out the accounts of `cpus` CPUs, all zero. */
export function startLedger(cpus: u32): void {
  accounts = layOut(<usize>cpus * ACCOUNTS * ACCOUNT_SIZE);
  first = 1;
  end = ACCOUNTS;
}

/** Nothing runs but the functions of one system map, `rows` rows at `table`: only their accounts are looked at. */
export function openOnly(table: usize, rows: u32): void {
  first = ACCOUNTS;
  end = 1;
  for (let i: u32 = 0; i < rows; i++) {
    const account = load<u32>(table + <usize>i * ROW_SIZE, ROW_ACCOUNT);
    first = min(first, account);
    end = max(end, account + 1);
  }
}

/** The first account of a CPU: account 0, what no function claims. */
export function accountsOf(cpu: u32): usize {
  return accounts + <usize>cpu * ACCOUNTS * ACCOUNT_SIZE;
}

/** Adds to a count or a cause of an account; `slot` is its byte offset. */
export function add(account: usize, slot: usize, amount: u64): void {
  store<u64>(account + slot, load<u64>(account + slot) + amount);
}

const SUMS: i32 = CAUSES + 8;
const sumsAt: usize = memory.data(SUMS * 8, 8);

/** Sums all accounts of `cpus` CPUs: the causes, the counts from calls to locked operations, page walks. */
export function sumAccounts(cpus: u32): usize {
  memory.fill(sumsAt, 0, SUMS * 8);
  for (let cpu: u32 = 0; cpu < cpus; cpu++) {
    const base = accountsOf(cpu);
    sumUp(base); // account 0
    for (let i = first; i < end; i++) {
      const account = base + <usize>i * ACCOUNT_SIZE;
      if (load<u32>(account, ACCOUNT_ROW) != 0) sumUp(account);
    }
  }
  return sumsAt;
}

function sumUp(account: usize): void {
  for (let cause = 0; cause < CAUSES; cause++) {
    add(sumsAt, (<usize>cause) << 3, load<u64>(account + ((<usize>cause) << 3)));
  }
  for (let count = 0; count < 7; count++) {
    add(sumsAt, (<usize>(CAUSES + count)) << 3, load<u64>(account + ((<usize>count) << 3), Count.calls));
  }
  add(sumsAt, (<usize>(CAUSES + 7)) << 3, load<u64>(account, Count.walks));
}
