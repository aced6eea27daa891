// The caches and TLBs against a plain model of the same rules, access for access.
import { describe, expect, test } from "vitest";
import type { Machine } from "../../src/machine.ts";
import { shippedMachines } from "../../src/machines.ts";
import { boot, ledger, Mode, numbers, total } from "./machine.ts";

interface Geometry {
  bytes: number;
  ways: number;
  line: number;
}

/** An LRU cache as a list per set, most recent first. */
class Model {
  readonly sets = new Map<number, { line: number; dirty: boolean }[]>();
  misses = 0;
  writebacks = 0;
  constructor(
    readonly geometry: Geometry,
    readonly below?: Model,
  ) {}

  access(line: number, write: boolean): boolean {
    const { bytes, ways, line: size } = this.geometry;
    const index = (line / size) % (bytes / ways / size);
    let set = this.sets.get(index);
    if (!set) {
      set = [];
      this.sets.set(index, set);
    }
    const at = set.findIndex((way) => way.line === line);
    const [way] = at >= 0 ? set.splice(at, 1) : [];
    if (way) {
      way.dirty ||= write;
      set.unshift(way);
      return true;
    }
    return false;
  }

  place(line: number, dirty: boolean): void {
    const { bytes, ways, line: size } = this.geometry;
    const set = this.sets.get((line / size) % (bytes / ways / size)) ?? [];
    if (set.length === ways) {
      const leaving = set.pop();
      if (leaving?.dirty) {
        this.writebacks++;
        if (this.below && !this.below.access(leaving.line, true)) this.below.place(leaving.line, true);
      }
    }
    set.unshift({ line, dirty });
  }

  /** An access; a miss looks below before it pushes a line out. */
  bring(line: number, write: boolean): void {
    if (this.access(line, write)) return;
    this.misses++;
    this.below?.bring(line, false);
    this.place(line, write);
  }
}

function stream(seed: number, length: number, span: number): number[] {
  const next = numbers(seed);
  let at = 0;
  return Array.from({ length }, () => {
    const kind = next() % 8; // mostly near the last one, sometimes far: hits and misses at every level
    at = kind < 5 ? (at + (next() % 200)) % span : kind < 7 ? next() % span : at;
    return ((at & ~3) | ([0, 0, 1, 2][next() % 4] ?? 0)) >>> 0;
  });
}

/** Without what the plain model lacks: prefetch, exclusive L2, lines in parts (prefetch.test.ts has those). */
function plain({ fill: _fill, ...machine }: Machine): Machine {
  const { exclusive: _exclusive, ...l2 } = machine.caches.l2;
  return { ...machine, caches: { ...machine.caches, l2 }, prefetch: { adjacentLine: false, streams: 0 } };
}

describe.each(Object.entries(shippedMachines))("%s", (_name, shipped: Machine) => {
  const machine = plain(shipped);

  test.each([64 << 10, 1 << 20, 16 << 20])("caches: misses and write-backs as the model's, %i bytes", (span) => {
    const bare = boot(machine, Mode.off);
    const records = stream(span, 60_000, span);
    const buffer = bare.traceBuffer(records.length * 4);
    new Uint32Array(bare.memory.buffer, buffer, records.length).set(records);
    bare.replay(buffer, records.length);

    const l3 = machine.caches.l3 && new Model(machine.caches.l3);
    const l2 = new Model(machine.caches.l2, l3);
    const l1d = new Model(machine.caches.l1d, l2);
    const l1i = new Model(machine.caches.l1i, l2);
    for (const record of records) {
      const line = (record & ~3 & ~(machine.caches.l1d.line - 1)) >>> 0;
      (record & 2 ? l1i : l1d).bring(line, (record & 1) === 1);
    }
    const levels = [l1i, l1d, l2, ...(l3 ? [l3] : [])];
    const statistics = levels
      .map((_, of) => of)
      .map((of) => [Number(bare.statistic(of, 0)), Number(bare.statistic(of, 1))]);
    expect(statistics).toEqual(levels.map(({ misses, writebacks }) => [misses, writebacks]));
    expect(total(bare)).toBe(Number(bare.clock()));
  });

  test("with prefetch, accounts sum to the clock and data misses are at most those of the plain machine", () => {
    const records = stream(3, 60_000, 1 << 20);
    const run = (one: Machine) => {
      const bare = boot(one, Mode.identity);
      const buffer = bare.traceBuffer(records.length * 4);
      new Uint32Array(bare.memory.buffer, buffer, records.length).set(records);
      bare.replay(buffer, records.length);
      expect(total(bare)).toBe(Number(bare.clock()));
      expect(ledger(bare).loads).toBe(records.filter((record) => (record & 3) === 0).length);
      return Number(bare.statistic(2, 0));
    };
    if (!shipped.caches.l2.exclusive) expect(run(shipped)).toBeLessThanOrEqual(run(machine));
    else run(shipped);
  });

  test("TLB: misses as the model's, and every walk loads two tables", () => {
    const bare = boot(machine, Mode.identity);
    const records = stream(7, 40_000, 8 << 20).map((record) => (record & ~3) >>> 0);
    const buffer = bare.traceBuffer(records.length * 4);
    new Uint32Array(bare.memory.buffer, buffer, records.length).set(records);
    bare.replay(buffer, records.length);
    const { entries, ways } = machine.tlb.data4k;
    const tlb = new Model({ bytes: entries * 4096, ways, line: 4096 });
    for (const record of records) tlb.bring(Math.floor(record / 4096) * 4096, false);
    expect(Number(bare.statistic(4, 0))).toBe(tlb.misses);
    if (!machine.tlb.second) expect(ledger(bare).walks).toBe(tlb.misses);
    expect(ledger(bare).loads).toBe(records.length);
    expect(total(bare)).toBe(Number(bare.clock()));
  });
});

test("a filtered hit and a plain one leave the caches alike: the same stream twice from two addresses of one page", () => {
  const machine = shippedMachines["core2-woodcrest"] as Machine;
  const bare = boot(machine, Mode.tables);
  bare.large(0xc0000000, 0);
  bare.small(0xf8000000, 0x2000, 0x100000);
  bare.write(0xc0100040, 7);
  expect(bare.read(0xf8000040)).toBe(7); // the same line under another address hits
  const { causes } = ledger(bare);
  expect([causes.l1, causes.l2]).toEqual([machine.caches.l1d.latency, 0]);
});
