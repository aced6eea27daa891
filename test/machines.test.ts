import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import { InputError } from "../src/input-error.ts";
import { defaultMachine, figuresWithoutSource, machineNames, machineSchema, readMachine } from "../src/machine.ts";
import { readMachineFile } from "../src/machine-file.ts";

const root = new URL("../", import.meta.url);
const readJson = (path: string) => JSON.parse(readFileSync(new URL(path, root), "utf8"));

/** The message of the InputError that `run` throws. */
function message(run: () => unknown): string {
  try {
    run();
  } catch (error) {
    expect(error).toBeInstanceOf(InputError);
    expect((error as Error).message).not.toContain("\n");
    return (error as Error).message;
  }
  throw new Error("no error");
}

/** A copy of the p3-coppermine profile with the value at `path` replaced; undefined removes it. */
function changed(path: string, value: unknown): unknown {
  const profile = readJson("src/machines/p3-coppermine.json");
  const keys = path
    .split("/")
    .slice(1)
    .map((key) => key.replaceAll("~1", "/"));
  const last = keys.pop() as string;
  const parent = keys.reduce((object, key) => object[key], profile);
  if (value === undefined) delete parent[last];
  else parent[last] = value;
  return profile;
}

describe("shipped profiles", () => {
  test.each(machineNames())("%s is valid and bears its name", (name) => {
    expect(readMachine(name).name).toBe(name);
  });

  test.each(machineNames())("%s: every figure has a source or an estimate with its range", (name) => {
    expect(figuresWithoutSource(readMachine(name))).toEqual([]);
  });

  test("a figure that lost its estimate is found", () => {
    const profile = changed("/estimates/~1system~1cli", undefined);
    expect(figuresWithoutSource(readMachine(profile))).toEqual(["/system/cli"]);
  });

  test("the default is core2-woodcrest, and comes first", () => {
    expect(machineNames()[0]).toBe(defaultMachine);
    expect(defaultMachine).toBe("core2-woodcrest");
  });

  test("defaults are filled in", () => {
    const { paging, caches } = readMachine("p3-coppermine");
    expect([paging.pse, caches.l2.sharedBy]).toEqual([true, 1]);
  });

  const facts = readJson("facts/machines.json").machines;
  test.each([
    ["core2-woodcrest", "core2_woodcrest_2328"],
    ["p3-coppermine", "p3_coppermine_dp_731"],
    ["p4-northwood", "p4_northwood_2840"],
    ["p54c-100", "p5_p54c_100"],
    ["k8-opteron", "k8_opteron_1396"],
    ["nehalem-bloomfield", "nehalem_x5550_2s"],
    ["sandybridge-i5", "sandybridge_3093"],
  ])("%s has the figures of facts/machines.json", (name, key) => {
    const { mhz, caches, atomic, system } = readMachine(name);
    const { clock_mhz, parameters } = facts[key];
    const { bytes, ways, line, latency } = caches.l1d;
    expect(mhz).toBe(Math.round(clock_mhz));
    expect(`${bytes / 1024}KB/${ways}way/${line}B`).toBe(parameters.l1d.value);
    expect(latency).toBe(parameters.l1d_latency.value);
    expect(Math.abs(caches.l2.latency - parameters.l2_latency.value)).toBeLessThanOrEqual(1); // table 14, summary 15
    expect(atomic.locked).toBe(parameters.lock_rmw.value);
    expect(atomic.xchg).toBe(parameters.xchg_mem.value);
    expect(atomic.fence).toBe(parameters.mfence?.value ?? 0);
    expect(system.popf).toBe(parameters.popf.value);
  });
});

describe("a fault is one line that says the place and the fix", () => {
  const dir = mkdtempSync(join(tmpdir(), "halfopen-"));
  const file = (name: string, text: string) => {
    writeFileSync(join(dir, name), text);
    return join(dir, name);
  };
  const names = `There are ${machineNames().join(", ")}`;

  test.each([
    ["p3-copermine", `--machine: unknown machine "p3-copermine"; did you mean p3-coppermine? ${names}`],
    ["p4", `--machine: unknown machine "p4"; did you mean p4-northwood? ${names}`],
    [join(dir, "none.json"), `${dir}/none.json: no such file; check the path`],
    [`${dir}/`, `${dir}/: a directory; name a file in it`],
    [file("empty.json", " \n"), `${dir}/empty.json: the file is empty; write one JSON object`],
    [
      file("comma.json", '{\n  "name": "x",\n}'),
      `${dir}/comma.json:3:1: invalid JSON, unexpected "}"; correct the text there`,
    ],
    [file("bare.json", '{ "mhz": x }'), `${dir}/bare.json:1:10: invalid JSON, unexpected "x"; correct the text there`],
    [
      file("cut.json", '{ "mhz": [1, 2'),
      `${dir}/cut.json:1:15: invalid JSON, unexpected the end; correct the text there`,
    ],
    [file("deep.json", "[".repeat(1e5)), `${dir}/deep.json:1:1: invalid JSON, unexpected "["; correct the text there`],
    [file("list.json", "[]"), `${dir}/list.json: at the top level: not an object: []; give an object`],
    [
      file("old.json", JSON.stringify(changed("/memory/latency", "79"))),
      `${dir}/old.json: at /memory/latency: not a number: "79"; give a number`,
    ],
  ])("%s", (machine, line) => {
    expect(message(() => readMachineFile(machine))).toBe(line);
  });

  test.each([
    ["/cores", 2, "/cores: unknown key; remove it"],
    ["/caches/l2/size", 2, "/caches/l2/size: unknown key; remove it"],
    ["/mhz", undefined, "/mhz: missing; add it (a number)"],
    ["/caches/l1d", undefined, "/caches/l1d: missing; add it (an object)"],
    ["/name", "P 3", "/name: not a name; use up to 40 of a-z, 0-9, - and ."],
    ["/coherence/protocol", "MOESI", '/coherence/protocol: Invalid input: expected "MESI"; correct it'],
    ["/memory/latency", 79.5, "/memory/latency: not a whole number: 79.5; give a whole number"],
    ["/system/popf", -1, "/system/popf: too small: -1; give at least 0"],
    ["/core/cyclesPerInstruction", 0, "/core/cyclesPerInstruction: too small: 0; give more than 0"],
    ["/caches/l1d/line", 256, "/caches/l1d/line: too big: 256; give at most 128"],
    ["/caches/l1d/line", 48, "/caches/l1d/line: 48 is no power of two; give 16, 32, 64 or 128"],
    ["/caches/l2/line", 64, "/caches/l2/line: 64 differs from the line of l1d (32); give all caches one line size"],
    ["/caches/l1d/ways", 3, "/caches/l1d: 16384 bytes / 3 ways / 32 is no power of two of sets; change bytes or ways"],
    [
      "/caches/l2/bytes",
      393216,
      "/caches/l2: 393216 bytes / 8 ways / 32 is no power of two of sets; change bytes or ways",
    ],
    ["/caches/l2/latency", 2, "/caches/l2/latency: 2 is less than the 3 of the level before; give at least 3"],
    ["/memory/latency", 12, "/memory/latency: 12 is less than the 13 of the level before; give at least 13"],
    ["/memory/pageBytes", 3000, "/memory/pageBytes: 3000 is no power of two; give one"],
    [
      "/caches/l3",
      { bytes: 1_000_000, ways: 16, line: 32, latency: 40 },
      "/caches/l3: 1000000 bytes are no whole sets of 16 ways of 32; change bytes or ways",
    ],
    ["/tlb/data4k/ways", 3, "/tlb/data4k: 64 entries / 3 ways is no power of two of sets; change entries or ways"],
    ["/sources/~1cpu", "x", "/sources/~1cpu: no figure at /cpu; give the JSON pointer of one"],
  ])("%s = %j", (path, value, line) => {
    expect(message(() => readMachine(changed(path, value), { file: "m.json" }))).toBe(`m.json: at ${line}`);
  });

  test("an inline machine's fault has the pointer into the file around it", () => {
    const options = { file: "s.json", pointer: "/machine" };
    expect(message(() => readMachine(changed("/cores", 2), options))).toBe(
      "s.json: at /machine/cores: unknown key; remove it",
    );
    expect(message(() => readMachine("p5", options))).toBe(
      `s.json: at /machine: unknown machine "p5"; did you mean p54c-100? ${names}`,
    );
  });
});

test("fully associative TLBs, absent 4M TLBs, an L3 and fractional atomics are fine", () => {
  const l3 = { bytes: 2 ** 20, ways: 8, line: 32, latency: 40, sharedBy: 4 };
  const profile = changed("/caches/l3", l3) as Record<string, object>;
  profile.sources = { ...profile.sources, "/caches/l3": "x" };
  profile.atomic = { locked: 18.9, xchg: 16, fence: 16 };
  expect(readMachine(profile)).toMatchObject({ caches: { l3 }, atomic: { locked: 18.9 } });
  expect(readMachine("p4-northwood").tlb.data4m).toBeUndefined();
});

test("schemas/machine.schema.json is in sync (else: npm run build, node tools/schemas.mjs)", () => {
  expect(readJson("schemas/machine.schema.json")).toEqual(z.toJSONSchema(machineSchema, { io: "input" }));
});

test("every property of the schema has a description", () => {
  const walk = (node: { properties?: object }, path: string): string[] =>
    Object.entries(node.properties ?? {}).flatMap(([key, child]) => [
      ...(child.description ? [] : [`${path}/${key}`]),
      ...walk(child, `${path}/${key}`),
    ]);
  expect(walk(readJson("schemas/machine.schema.json"), "")).toEqual([]);
});

test("the schema's modules run in a browser", () => {
  for (const file of ["src/machine.ts", "src/input-error.ts"]) {
    expect(readFileSync(new URL(file, root), "utf8")).not.toContain("node:");
  }
});
