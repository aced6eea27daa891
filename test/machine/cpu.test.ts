import { expect, test } from "vitest";
import type { Machine } from "../../src/machine.ts";
import { shippedMachines } from "../../src/machines.ts";
import { type Bare, boot, ledger, Mode, total } from "./machine.ts";

const core2 = shippedMachines["core2-woodcrest"] as Machine;
const p54c = shippedMachines["p54c-100"] as Machine;

function mapped(machine: Machine, cpus = 1): Bare {
  const bare = boot(machine, Mode.tables, cpus);
  bare.large(0xc0000000, 0);
  return bare;
}

/** Writes a row of a system map: address, bytes, instructions, stack loads, stack stores, account, kind. */
function row(bare: Bare, index: number, ...words: number[]): void {
  new Uint32Array(bare.memory.buffer, bare.rows.value + index * 128, words.length).set(words);
}

test("a load that misses everything costs a walk and memory; the next one of its line costs L1", () => {
  const bare = mapped(core2);
  bare.read(0xc0100000);
  const cold = ledger(bare).causes;
  const { latency, pageMiss } = core2.memory;
  expect(cold.memory).toBe(latency + pageMiss);
  expect(cold.tlb).toBeGreaterThanOrEqual(core2.tlb.walk + latency);
  bare.read(0xc0100004);
  expect(ledger(bare).causes).toEqual({ ...cold, l1: core2.caches.l1d.latency });
});

test("a store that hits waits for nothing; one that misses waits for its line", () => {
  const bare = mapped(core2);
  bare.read(0xc0100000);
  const before = Number(bare.clock());
  bare.write(0xc0100000, 5);
  expect(Number(bare.clock())).toBe(before);
  bare.write(0xc0100040, 5);
  expect(Number(bare.clock())).toBeGreaterThanOrEqual(before + core2.memory.latency);
});

test("what is stored is loaded", () => {
  const bare = mapped(core2);
  bare.write(0xc0100010, 0xdeadbeef);
  expect(bare.read(0xc0100010) >>> 0).toBe(0xdeadbeef);
  bare.fill(0xc0100100, 0x01020304, 256);
  bare.copy(0xc0100400, 0xc0100100, 256);
  expect(bare.read(0xc01004fc)).toBe(0x01020304);
});

test("locked operations cost what was published, whatever machine", () => {
  for (const machine of Object.values(shippedMachines)) {
    const bare = mapped(machine);
    bare.write(0xc0100000, 40);
    expect(bare.add(0xc0100000, 2)).toBe(42);
    expect(bare.exchange(0xc0100000, 1)).toBe(42);
    expect(bare.compareExchange(0xc0100000, 1, 9)).toBe(1);
    expect(bare.compareExchange(0xc0100000, 1, 8)).toBe(9);
    expect(bare.read(0xc0100000)).toBe(9);
    expect(ledger(bare).locked).toBe(4);
    // Fractions are carried over to the next such charge.
    expect(ledger(bare).causes.lock).toBe(Math.floor(3 * machine.atomic.locked + machine.atomic.xchg + 1e-9));
  }
});

test("kernel entry and interrupt flag cost the profile's figures", () => {
  const bare = mapped(p54c);
  bare.system();
  const { entry, irq } = ledger(bare).causes;
  expect([entry, irq]).toEqual([p54c.system.int80, p54c.system.cli + p54c.system.popf + p54c.system.sti]);
});

test("instructions are charged at the machine's rate, fractions carried over", () => {
  const bare = mapped(core2); // 0.55 cycles per instruction
  row(bare, 0, 0xc0100000, 16, 1, 0, 0, 5, 0);
  row(bare, 1, 0xc0100010, 4, 1, 0, 0, 5, 1);
  for (let i = 0; i < 100; i++) bare.call(0, 0);
  expect(ledger(bare).instructions).toBe(100);
  expect(ledger(bare).calls).toBe(100);
  expect(Math.abs((ledger(bare).causes.execute ?? 0) - 55)).toBeLessThanOrEqual(1);
});

test("a loop of the same length is predicted after a while, its last turn never", () => {
  const bare = mapped(core2);
  row(bare, 0, 0xc0100000, 16, 4, 0, 0, 5, 0);
  row(bare, 1, 0xc0100010, 4, 2, 0, 0, 5, 1);
  bare.call(0, 10);
  bare.call(0, 10);
  // First run: two turns until the counter expects another one, then the exit; second run: the exit alone.
  expect(ledger(bare).causes.branch).toBe(4 * core2.core.mispredict);
  expect(ledger(bare).instructions).toBe(2 * (4 + 10 * 2));
});

test("code is fetched line by line through its own cache and TLB", () => {
  const bare = mapped(core2);
  row(bare, 0, 0xc0100020, 100, 30, 0, 0, 5, 0); // 0x20 to 0x84: three lines
  row(bare, 1, 0xc0100080, 4, 2, 0, 0, 5, 1);
  bare.call(0, 0);
  expect(Number(bare.statistic(0, 0))).toBe(3);
  expect(Number(bare.statistic(7, 0))).toBe(1);
  bare.call(0, 0);
  expect(Number(bare.statistic(0, 0))).toBe(3);
});

test("after invlpg a changed table entry takes effect", () => {
  const bare = mapped(core2);
  bare.write(0xc0100000, 1);
  bare.write(0xc0101000, 2);
  bare.small(0xf8000000, 0x2000, 0x100000);
  expect(bare.read(0xf8000000)).toBe(1);
  bare.small(0xf8000000, 0x2000, 0x101000);
  expect(bare.read(0xf8000000)).toBe(1); // the TLB still knows the old page
  bare.flushPage(0xf8000000);
  expect(bare.read(0xf8000000)).toBe(2);
});

test.each([
  [1, core2.coherence.remoteTransfer ?? 0],
  [2, core2.coherence.transfer],
])(
  "MESI: a written line moves between CPUs, a read one is shared, a shared one is upgraded (%i per L2)",
  (sharedBy, moved) => {
    const machine: Machine = { ...core2, caches: { ...core2.caches, l2: { ...core2.caches.l2, sharedBy } } };
    const bare = mapped(machine, 2);
    bare.write(0xc0100000, 1);
    bare.onCpu(1);
    bare.read(0xc0200000); // fills this CPU's TLB
    const before = ledger(bare).causes.coherence ?? 0;
    expect(bare.read(0xc0100000)).toBe(1);
    const shared = ledger(bare).causes.coherence ?? 0;
    expect(shared - before).toBe(moved);
    bare.write(0xc0100000, 2);
    expect((ledger(bare).causes.coherence ?? 0) - shared).toBe(machine.coherence.upgrade);
    bare.onCpu(0);
    expect(bare.read(0xc0100000)).toBe(2);
    expect(total(bare)).toBe(Number(bare.clockOf(0)) + Number(bare.clockOf(1)));
  },
);
