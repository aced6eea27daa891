// The JSON of each command has the contract's keys in the contract's order, and its sums are right.
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { kernels } from "../../src/kernels.js";
import { causeNames } from "../../src/ledger.js";
import { halfopen } from "./command-line.js";

const names = kernels.map(({ name }) => name);
// biome-ignore lint/suspicious/noExplicitAny: documents of several shapes
const json = async (line: string): Promise<any> => {
  const { text, status, errors } = await halfopen(`${line} --json`);
  expect([status, errors]).toEqual([0, ""]);
  return JSON.parse(text);
};
const sum = (values: Iterable<number>) => [...values].reduce((total, value) => total + value, 0);

describe("listen", () => {
  test("one entry per kernel and backlog", async () => {
    const all = await json("listen --backlog 5,512");
    expect(all.map(({ kernel, backlog }: { kernel: string; backlog: number }) => [kernel, backlog])).toEqual(
      names.flatMap((name) => [
        [name, 5],
        [name, 512],
      ]),
    );
    for (const entry of all) {
      expect(Object.keys(entry)).toEqual([
        "kernel",
        "machine",
        "backlog",
        "ret",
        "cycles",
        "instructions",
        "loads",
        "stores",
        "locked",
        "causes",
        "functions",
        "nr_table_entries",
        "listen_opt_bytes",
        "listen_opt_from",
      ]);
      expect(Object.keys(entry.causes)).toEqual(causeNames);
      for (const row of entry.functions) expect(Object.keys(row)).toEqual(["name", "self", "total", "calls"]);
    }
  });

  test("causes and functions sum to the cycles exactly", async () => {
    for (const { cycles, causes, functions } of await json("listen")) {
      expect(sum(Object.values<number>(causes))).toBe(cycles);
      expect(sum(functions.map(({ self }: { self: number }) => self))).toBe(cycles);
    }
  });

  test("a backlog of 512, let through, moves the SYN table to vmalloc", async () => {
    const raised = "--sysctl net.core.somaxconn=1024 --sysctl net.ipv4.tcp_max_syn_backlog=1024";
    for (const name of ["2.6.20", "3.6"]) {
      const [small, large] = await json(`listen --kernel ${name} --backlog 256,512 ${raised}`);
      expect([small.nr_table_entries, large.nr_table_entries]).toEqual([512, 1024]);
      expect(small.listen_opt_from).not.toBe("vmalloc");
      expect(large.listen_opt_from).toBe("vmalloc");
      expect(large.cycles).toBeGreaterThan(small.cycles);
    }
  });

  test("the same seed gives the same document", async () => {
    expect(await json("listen --seed 7")).toEqual(await json("listen --seed 7"));
  });
});

describe("lookup", () => {
  test("the target's bucket holds all the listeners, or a thirty-second with --spread", {
    timeout: 60_000,
  }, async () => {
    const lengths = async (line: string) =>
      (await json(line)).map(({ bucket_length }: { bucket_length: number }) => bucket_length);
    expect(await lengths("lookup --kernel 3.6 --listeners 1,10,3000")).toEqual([1, 10, 3000]);
    expect(await lengths("lookup --kernel 3.6 --listeners 1,33 --spread")).toEqual([1, 2]);
  });

  test("cost grows with the chain; causes sum to the cycles", async () => {
    for (const name of names) {
      const all = await json(`lookup --kernel ${name}`);
      for (const entry of all) {
        expect(Object.keys(entry)).toEqual([
          "kernel",
          "machine",
          "listeners",
          "bucket_length",
          "cycles",
          "loads",
          "causes",
        ]);
        expect(sum(Object.values<number>(entry.causes))).toBe(entry.cycles);
      }
      const cycles = all.map((entry: { cycles: number }) => entry.cycles);
      expect(cycles).toEqual([...cycles].sort((a, b) => a - b));
      expect(cycles[3]).toBeGreaterThan(50 * cycles[0]);
    }
  });
});

describe("survey", () => {
  const CROWDED = "examples/captures/crowded-bucket.tcp.txt";

  test("the document of a capture", async () => {
    const all = await json("survey examples/captures/quiet-server.ss.txt");
    expect(Object.keys(all)).toEqual(["source", "listeners", "kernels"]);
    expect(all.source).toBe("examples/captures/quiet-server.ss.txt");
    expect(Object.keys(all.listeners[0])).toEqual(["addr", "port", "backlog"]);
    expect(all.kernels.map(({ kernel }: { kernel: string }) => kernel)).toEqual(names);
    for (const survey of all.kernels) {
      expect(Object.keys(survey)).toEqual([
        "kernel",
        "machine",
        "buckets",
        "longest_chain",
        "listen_cycles",
        "bytes",
        "syn_cycles",
        "skipped",
      ]);
      // In sock_array of 1.2 requests would stand beside the listeners; none is left.
      expect(sum(survey.buckets)).toBe(all.listeners.length - survey.skipped);
      expect(survey.longest_chain).toBe(Math.max(...survey.buckets));
      expect(survey.buckets).toHaveLength(survey.kernel === "1.2" ? 256 : 32);
    }
  });

  test("the crowded bucket's port is the dearest, and every kernel finds the same chain", {
    timeout: 60_000,
  }, async () => {
    const { listeners, kernels: surveys } = await json(`survey ${CROWDED}`);
    expect(listeners).toHaveLength(readFileSync(CROWDED, "utf8").trim().split("\n").length - 1);
    for (const { kernel, syn_cycles, longest_chain } of surveys) {
      if (kernel === "1.2") continue; // 256 buckets, and it holds fewer sockets
      expect(syn_cycles.worst_port % 32).toBe(16);
      expect(syn_cycles.max).toBeGreaterThan(10 * syn_cycles.min);
      expect(longest_chain).toBe(surveys[1].longest_chain);
    }
  });
});

describe("tables", () => {
  test("layout: structs of each kernel, with fields in lines of 64 bytes", async () => {
    const all = await json("layout listen_sock");
    // 1.2 has no SYN table, 4.14 has none any more.
    expect(all.map(({ kernel }: { kernel: string }) => kernel)).toEqual(["2.6.20", "3.6", "4.3"]);
    for (const layout of all) {
      expect(Object.keys(layout)).toEqual(["kernel", "struct", "size", "lines", "fields"]);
      for (const field of layout.fields) {
        expect(Object.keys(field)).toEqual(["offset", "size", "name", "type", "line"]);
        expect(field.line).toBe(field.offset >> 6);
      }
    }
  });

  test("kernels: functions, measured blocks and what is left out", async () => {
    for (const name of names) {
      const { functions, blocks, leftOut } = await json(`kernels ${name}`);
      expect(functions.map((row: { name: string }) => row.name)).toContain("inet_listen");
      expect([...functions, ...blocks].every((row: { source: string }) => row.source !== "")).toBe(true);
      expect(leftOut.length).toBeGreaterThan(0);
    }
  });

  test("machines: what --machine takes", async () => {
    expect((await json("machines")).map(({ name }: { name: string }) => name)).toContain("p3-coppermine");
    expect((await json("machines p3-coppermine")).caches.l1d).toEqual({ bytes: 16384, ways: 4, line: 32, latency: 3 });
  });
});
