// The model with which `npm run cachegrind` tells Cachegrind's rules and ours apart, and the counts that it recorded.
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { Model, rules } from "../tools/cachegrind/model.mjs";
import { head, rows } from "../tools/cachegrind/table.mjs";
import { numbers } from "./machine/machine.ts";
import { type Access, Simulator } from "./trace-simulator.ts";

interface Count {
  cachegrind: number;
  halfopen: number;
  explained: Record<string, number>;
  rest: number;
}

const names = Object.keys(rules);
const geometry = {
  i1: { bytes: 1024, ways: 2, line: 32 },
  d1: { bytes: 1024, ways: 4, line: 32 },
  ll: { bytes: 4096, ways: 4, line: 32 },
};
const counts = (theirs: string[], accesses: [string, number, number][]) => {
  const model = new Model(geometry, theirs);
  for (const access of accesses) model.access(...access);
  return model.counts;
};

test("with our rules it equals the simulator after each access", () => {
  const next = numbers(3);
  const model = new Model(geometry, []);
  const simulator = new Simulator({ l1i: geometry.i1, l1d: geometry.d1, l2: geometry.ll });
  for (let i = 0; i < 20_000; i++) {
    const kind = "ILSM"[next() % 4] as string;
    const [address, size] = [next() % 16_384, 1 + (next() % 70)];
    model.access(kind, address, size);
    const kinds = { I: ["fetch"], L: ["load"], S: ["store"], M: ["load", "store"] }[kind] as Access[0][];
    for (const one of kinds) simulator.access([one, address, size]);
    const [l1i, l1d, l2] = simulator.levels();
    const { I, L, S } = model.counts as Record<"I" | "L" | "S", [number, number, number]>;
    const sums = [I[1], L[1] + S[1], I[2] + L[2] + S[2], model.written];
    const want = [l1i?.misses, l1d?.misses, l2?.misses, l1d?.writebacks];
    if (String(sums) !== String(want))
      expect({ i, kind, address, size, sums }).toEqual({ i, kind, address, size, sums: want });
  }
  expect(model.written).toBeGreaterThan(1000);
});

describe("with Cachegrind's rules, as its manual words them", () => {
  test("a reference over two lines is one, and one miss if either misses", () => {
    const over: [string, number, number][] = [["L", 30, 4]];
    expect(counts([], over).L).toEqual([2, 2, 2]);
    expect(counts(names, over).L).toEqual([1, 1, 1]);
    expect(
      counts(names, [
        ["L", 0, 4],
        ["L", 30, 4],
        ["L", 30, 4],
      ]).L,
    ).toEqual([3, 2, 2]);
  });
  test("what modifies memory is a read, and dirties nothing", () => {
    expect(counts(names, [["M", 64, 4]])).toEqual({ I: [0, 0, 0], L: [1, 1, 1], S: [0, 0, 0] });
    expect(counts([], [["M", 64, 4]])).toEqual({ I: [0, 0, 0], L: [1, 1, 1], S: [1, 0, 0] });
  });
  test("a line that leaves L1 is not written to LL", () => {
    // Line 0 is written, leaves D1, and would become the last used one in its set of LL if it were written back.
    const lines = [0, 1024, 2048, 3072, 4096].map((at): [string, number, number] => [at === 0 ? "S" : "L", at, 4]);
    const [again, fresh] = [
      ["L", 0, 4],
      ["L", 5120, 4],
    ] as [string, number, number][];
    const reads = (theirs: string[]) => counts(theirs, [...lines, fresh as never, again as never]).L;
    expect(reads(["modify", "straddle"])[2]).not.toBe(reads(names)[2]);
  });
});

describe("facts/cachegrind.json", () => {
  const facts = JSON.parse(readFileSync(new URL("../facts/cachegrind.json", import.meta.url), "utf8"));

  test("three programs, two geometries; rules explain every difference", () => {
    expect(new Set(facts.runs.map(({ program }: { program: string }) => program)).size).toBe(3);
    expect(facts.runs).toHaveLength(6);
    for (const { counts, records, beyond } of facts.runs) {
      for (const { cachegrind, halfopen, explained, rest } of Object.values(counts as Record<string, Count>)) {
        const sum = names.reduce((sum, rule) => sum + (explained[rule] ?? 0), 0);
        expect([rest, halfopen - cachegrind]).toEqual([0, sum]);
      }
      expect(counts["I refs"].cachegrind).toBe(records.I);
      expect(counts["D refs"].cachegrind).toBe(records.L + records.S + records.M);
      expect(counts["D refs"].halfopen - counts["D refs"].cachegrind).toBe(
        records.M + beyond.L + beyond.S + 2 * beyond.M,
      );
    }
  });
  test("its table has a row for each count", () => {
    const table = rows(facts);
    expect(table).toHaveLength(36);
    for (const row of table) expect(row).toHaveLength(head.length);
    expect(new Set(table.map((row: string[]) => row.at(-1)))).toEqual(new Set(["0"]));
    expect(table[0]?.slice(0, 3)).toEqual(["sort --parallel=1 numbers.txt", "32K,8,64; 1M,16,64", "I refs"]);
  });
});
