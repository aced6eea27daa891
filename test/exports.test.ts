// What programs import from the package, by the names under which it exports it.
import { existsSync, readFileSync } from "node:fs";
import {
  type FitOptions,
  fitMachine,
  InputError,
  type LatencyMatrix,
  LatencyModel,
  latencyError,
  measuredMatrices,
  profileWords,
  readMatrixText,
  shippedMachines,
} from "halfopen";
import { readMachine } from "halfopen/machine";
import { type LevelName, LOAD, startTrace, TraceParser, traceFormats, withCaches } from "halfopen/trace";
import { expect, test } from "vitest";

const machine = shippedMachines["p3-coppermine"] as NonNullable<(typeof shippedMachines)[string]>;

test("halfopen: a machine's latency matrix beside the measured one", async () => {
  const measured = measuredMatrices["p3-coppermine"] as LatencyMatrix;
  const model = await LatencyModel.load();
  const matrix = model.matrix(machine, measured);
  const { mean, worst, cells } = latencyError(matrix, measured);
  expect(mean).toBeLessThan(0.05);
  expect(cells).toBe(measured.rows.reduce((sum, { cycles }) => sum + cycles.length, 0));
  expect(Math.abs(worst.cycles / worst.measured - 1)).toBeGreaterThan(mean);
  expect(model.on(machine)(4096, 64)).toBe(machine.caches.l1d.latency);
  expect(() => model.on(machine)(64, 128)).toThrow(RangeError);
  expect(() => latencyError(matrix, { strides: [], rows: [] })).toThrow(RangeError);
});

test("halfopen: a text of lat_mem_rd is read, and a machine fitted to it", async () => {
  const text = '"stride=64\n0.00049 3.000\n0.00781 3.000\n0.06250 10.00\n';
  const { tool, matrix } = readMatrixText(text, "lat.txt", 1000);
  expect([tool, matrix]).toEqual([
    "lmbench",
    {
      strides: [64],
      rows: [
        [512, 3],
        [8192, 3],
        [65_536, 10],
      ].map(([size, cycles]) => ({ size, cycles: [cycles] })),
    },
  ]);
  expect(() => readMatrixText("hello", "lat.txt", 1000)).toThrow(InputError);
  const options: FitOptions = { tries: 100 };
  const { machine: fitted, before, after } = fitMachine(await LatencyModel.load(), machine, matrix, options);
  expect(fitted.caches.l2.latency).toBe(10);
  expect(after.mean).toBeLessThan(before.mean);
});

test("halfopen/machine: a profile's words, from the file as from the machine that is read from it", () => {
  for (const name of Object.keys(shippedMachines)) {
    const json = JSON.parse(readFileSync(new URL(`../src/machines/${name}.json`, import.meta.url), "utf8"));
    const words = profileWords(readMachine(name), false);
    expect(profileWords(json, false)).toEqual(words);
    expect(profileWords(readMachine(json), false)).toEqual(words);
  }
  expect(() => readMachine({ ...machine, year: 1 }, { file: "mine.json" })).toThrow(
    "mine.json: at /year: too small: 1",
  );
});

test("the package has the files to which the ABI's description sends its reader", () => {
  const root = new URL("../", import.meta.url);
  const { files } = JSON.parse(readFileSync(new URL("package.json", root), "utf8")) as { files: string[] };
  const text = readFileSync(new URL("assembly/README.md", root), "utf8");
  const abi = text.slice(text.indexOf("## ABI"), text.indexOf("## Adding a machine"));
  const named = [...abi.matchAll(/`((?:machine\/)?\w+\.ts)`/g)].map(([, name]) => `assembly/${name}`);
  expect(named.length).toBeGreaterThan(5);
  expect(named.filter((name) => !files.includes(name))).toEqual([]);
  expect(files.filter((name) => !/^(dist|build\/)/.test(name) && !existsSync(new URL(name, root)))).toEqual([]);
});

test("halfopen/trace: chunks of a trace through caches of one's own", async () => {
  const levels: readonly LevelName[] = ["l1d", "l2"];
  const run = await startTrace(withCaches(machine, { l1i: null, l1d: { bytes: 1024, ways: 2, line: 32 } }), {
    tlb: false,
  });
  const parser = new TraceParser(run.records, { name: "mine" });
  const buffer = Buffer.alloc(32); // the same one for all chunks
  for (const chunk of [`==1== ${"x".repeat(5000)}\n`, " L 10", "00,4\n S 1", "01e,4\n"]) {
    parser.push(chunk.length > 32 ? Buffer.from(chunk) : buffer.subarray(0, buffer.write(chunk)));
  }
  expect(parser.end()).toBe("lackey");
  run.records.add(0x1000, 1, LOAD);
  expect(run.result()).toMatchObject({
    accesses: { fetch: 0, load: 2, store: 1 },
    levels: [
      { name: levels[0], hits: 2, misses: 2, writebacks: 0 },
      { name: levels[1], hits: 0, misses: 2, writebacks: 0 },
    ],
    tlb: { hits: 0, misses: 0 },
  });
  expect(traceFormats).toContain("din");
  expect(() => new TraceParser(run.records, { name: "mine" }).end()).toThrow("mine: empty");
  const wrong = new TraceParser(run.records, { name: "mine", format: "din" });
  wrong.push(new TextEncoder().encode("0 1000\n9 1000\n"));
  expect(() => wrong.end()).toThrow('mine:2: no label 0 to 3 (din): "9 1000"; correct or remove the line');
});
