// Profiles and exports: whatever reads a file finds every cycle of the call in it, once.
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { Profile as PprofProfile } from "pprof-format";
import { afterAll, describe, expect, test } from "vitest";
import { ALL_CPUS, type CallNode, cyclesOf, type Profile, selfOf, stacksOf, tracksOf } from "../src/calls.js";
import { Emulator } from "../src/emulator.js";
import { kernels } from "../src/kernels.js";
import { type ListenCost, listenCost } from "../src/listen.js";
import { lookupCost } from "../src/lookup.js";
import { callgrind } from "../src/profiles/callgrind.js";
import { folded } from "../src/profiles/folded.js";
import { pprof } from "../src/profiles/pprof.js";
import { speedscope } from "../src/profiles/speedscope.js";
import { trace } from "../src/profiles/trace.js";
import { halfopen } from "./cli/command-line.js";
import { expectGolden } from "./golden.js";

const sysctl = { "net.core.somaxconn": 1024, "net.ipv4.tcp_max_syn_backlog": 1024 };
const boot = (kernel: string, cpus = 1) => Emulator.boot({ kernel, cpus, ...(kernel === "1.2" ? {} : { sysctl }) });
const sum = (values: Iterable<number>) => [...values].reduce((total, value) => total + value, 0);
const all = (call: CallNode): CallNode[] => [call, ...call.children.flatMap(all)];

/** listen() with backlogs either side of vmalloc, on each kernel. */
const costs: ListenCost[] = [];
for (const { name } of kernels) for (const backlog of [128, 512]) costs.push(listenCost(await boot(name), backlog));
const profiles = costs.map(({ kernel, backlog, calls }): Profile => {
  return { name: `listen ${backlog}, Linux ${kernel}`, mhz: 2328, calls };
});
const cyclesByName = Object.fromEntries(profiles.map(({ name }, i) => [name, costs[i]?.cycles]));
const total = sum(costs.map(({ cycles }) => cycles));

/** Listens on CPU 1, accepts nothing on CPU 0: a root for each. */
async function onTwoCpus(): Promise<Profile> {
  const linux = await boot("3.6", 2);
  const { calls } = linux.record(() => {
    const fd = linux.onCpu(1).socket().ret;
    linux.listen(fd, 5);
    linux.onCpu(0).accept(fd);
  });
  return { name: "two CPUs", mhz: 1000, calls };
}

describe("Emulator.record", () => {
  test("the tree has the cycles of the call, and each function's as the ledger has them", () => {
    for (const { calls, cycles, functions } of costs) {
      expect(cyclesOf(calls)).toBe(cycles);
      const nodes = all(calls);
      for (const { name, self, calls: number } of functions) {
        const named = nodes.filter((node) => node.name === name);
        expect([name, sum(named.map(selfOf))]).toEqual([name, self]);
        if (name !== "(outside)") expect([name, named.length]).toEqual([name, number]);
      }
    }
  });

  test("calls lie within their callers, one after another", () => {
    for (const node of costs.flatMap(({ calls }) => all(calls))) {
      let clock = node.start;
      for (const child of node.children) {
        expect(child.start).toBeGreaterThanOrEqual(clock);
        clock = child.end;
      }
      expect(node.end).toBeGreaterThanOrEqual(clock);
    }
  });

  test("recording costs nothing, and stops after the work", async () => {
    const [plain, recorded] = [await boot("3.6"), await boot("3.6")];
    recorded.record(() => recorded.socket());
    plain.socket();
    expect(recorded.clock()).toBe(plain.clock());
    recorded.socket();
    const { calls } = recorded.record(() => {});
    expect([cyclesOf(calls), calls.children]).toEqual([0, []]);
  });

  test("a lookup's cycles are all in its tree", async () => {
    for (const { name } of kernels) {
      const { calls, cycles } = lookupCost(await boot(name), 20);
      expect([cyclesOf(calls), sum(all(calls).map(selfOf))]).toEqual([cycles, cycles]);
    }
  });

  test("each CPU that worked has a root", async () => {
    const profile = await onTwoCpus();
    expect(profile.calls.cpu).toBe(ALL_CPUS);
    expect(selfOf(profile.calls)).toBe(0);
    expect(tracksOf(profile).map(({ name, cpu }) => [name, cpu])).toEqual([
      ["two CPUs, CPU 0", 0],
      ["two CPUs, CPU 1", 1],
    ]);
    for (const root of profile.calls.children) expect(new Set(all(root).map(({ cpu }) => cpu)).size).toBe(1);
    expect(sum(stacksOf([profile]).map(({ cycles }) => cycles))).toBe(cyclesOf(profile.calls));
  });

  test("more calls than fit are a RangeError; the next recording is whole", async () => {
    const linux = await boot("3.6");
    const fd = linux.socket().ret;
    const work = () => {
      for (let i = 0; i < 20_000; i++) linux.accept(fd);
    };
    expect(() => linux.record(work)).toThrow(RangeError);
    expect(() => linux.record(work)).toThrow(/^record: \d+ calls and returns, but 65536 fit into a recording; record/);
    expect(linux.record(() => linux.accept(fd)).calls.children.length).toBeGreaterThan(0);
  });
});

describe("the self times of a profile sum to the cycles of the call", () => {
  test("folded", () => {
    const sums: Record<string, number> = {};
    for (const line of folded(profiles).trimEnd().split("\n")) {
      const [, root = "", count] = /^([^;]+?)(?:;.*)? (\d+)$/.exec(line) ?? [];
      sums[root] = (sums[root] ?? 0) + Number(count);
    }
    expect(sums).toEqual(cyclesByName);
    expect(folded(profiles)).toMatch(/;get_random_bytes·block \d+\n/);
  });

  test("speedscope", () => {
    const file = JSON.parse(speedscope(profiles));
    expect(file.$schema).toBe("https://www.speedscope.app/file-format-schema.json");
    const sums: Record<string, number> = {};
    for (const { name, type, unit, startValue, endValue, events } of file.profiles) {
      expect([type, unit, startValue]).toEqual(["evented", "none", 0]);
      const open: number[] = [];
      let [clock, self] = [0, 0];
      for (const { type, frame, at } of events) {
        expect(at).toBeGreaterThanOrEqual(clock);
        if (open.length > 0) self += at - clock;
        clock = at;
        if (type === "O") open.push(frame);
        else expect(open.pop()).toBe(frame);
        expect(file.shared.frames[frame].name).toMatch(/./);
      }
      expect([open, clock]).toEqual([[], endValue]);
      sums[name] = self;
    }
    expect(sums).toEqual(cyclesByName);
  });

  test("callgrind", () => {
    const sums: Record<string, number> = {};
    const own = new Map<string, number>();
    const given = new Map<string, number>();
    const add = (to: Map<string, number>, key: string, cycles: number) => to.set(key, (to.get(key) ?? 0) + cycles);
    const at = { ob: "", fl: "", fn: "", cob: "", cfi: "", cfn: "" };
    let called = false;
    const [head = "", ...body] = callgrind(profiles).split("\n\n");
    expect(head.split("\n")).toEqual([
      "# callgrind format",
      "version: 1",
      "creator: halfopen",
      "cmd: halfopen",
      "positions: line",
      "event: Cy : Cycles",
      "events: Cy",
      `summary: ${total}`,
    ]);
    expect(body.pop()).toBe(`totals: ${total}\n`);
    for (const line of body.flatMap((text) => text.split("\n"))) {
      const [, key, value] = /^(ob|fl|fn|cob|cfi|cfn)=(.+)$/.exec(line) ?? [];
      if (key) Object.assign(at, { [key]: value });
      else if (/^calls=\d+ 0$/.test(line)) called = true;
      else {
        const cycles = Number((/^0 (\d+)$/.exec(line) ?? [])[1]);
        add(own, `${at.fl} ${at.ob} ${at.fn}`, cycles);
        if (called) add(given, `${at.cfi} ${at.cob} ${at.cfn}`, cycles);
        else sums[at.fl] = (sums[at.fl] ?? 0) + cycles;
        called = false;
      }
    }
    expect(sums).toEqual(cyclesByName);
    // What a function had, with what it called, is what its callers gave it.
    for (const [key, cycles] of given) expect([key, own.get(key)]).toEqual([key, cycles]);
  });

  test("trace", async () => {
    const { traceEvents: events } = JSON.parse(trace([...profiles, await onTwoCpus()]));
    const names = new Map<number, string>();
    const sums: Record<string, number> = {};
    const tracks = new Set<string>();
    let open: { ts: number; end: number; track: string }[] = [];
    for (const { ph, name, pid, tid, ts, dur, args } of events) {
      if (name === "process_name") names.set(pid, args.name);
      if (name === "thread_name") tracks.add(`${names.get(pid)}: ${args.name}`);
      if (ph !== "X") continue;
      const profile = names.get(pid) ?? "";
      sums[profile] = (sums[profile] ?? 0) + args.self_cycles;
      const mhz = profile === "two CPUs" ? 1000 : 2328;
      expect(Math.abs(dur * mhz - args.cycles)).toBeLessThan(mhz / 900);
      // A slice lies within all that are open, or begins when they have ended: viewers nest by time alone.
      const track = `${pid} ${tid}`;
      const [start, end] = [Math.round(ts * 1000), Math.round(ts * 1000) + Math.round(dur * 1000)];
      open = open.filter((slice) => slice.track === track && slice.end > start);
      for (const slice of open) expect(end).toBeLessThanOrEqual(slice.end);
      open.push({ ts: start, end, track });
    }
    const { "two CPUs": both, ...rest } = sums;
    expect(rest).toEqual(cyclesByName);
    expect(both).toBe(cyclesOf((await onTwoCpus()).calls));
    expect([...tracks].slice(-2)).toEqual(["two CPUs: CPU 0", "two CPUs: CPU 1"]);
  });

  test("pprof", () => {
    const file = PprofProfile.decode(gunzipSync(pprof(profiles)));
    const text = (index: number | bigint) => file.stringTable.strings[Number(index)];
    expect(file.sampleType.map(({ type, unit }) => [text(type), text(unit)])).toEqual([
      ["cycles", "count"],
      ["time", "nanoseconds"],
    ]);
    expect(text(file.defaultSampleType)).toBe("cycles");
    const nameOf = (id: number | bigint | undefined) => {
      const location = file.location.find((other) => other.id === id);
      return text(file.function.find((other) => other.id === location?.line[0]?.functionId)?.name ?? 0) ?? "";
    };
    const sums: Record<string, number> = {};
    for (const { locationId, value } of file.sample) {
      const root = nameOf(locationId.at(-1));
      sums[root] = (sums[root] ?? 0) + Number(value[0]);
    }
    expect(sums).toEqual(cyclesByName);
    const times = sum(costs.map(({ cycles }) => Math.round((cycles * 1000) / 2328)));
    expect([sum(file.sample.map(({ value }) => Number(value[1]))), Number(file.durationNanos)]).toEqual([times, times]);
  });
});

describe("--profile and --export", () => {
  const folder = mkdtempSync(join(process.cwd(), "build/profiles-"));
  const path = (name: string) => join(folder, name);
  const read = (name: string) => readFileSync(path(name), "utf8");
  afterAll(() => rmSync(folder, { recursive: true }));
  const listen = "listen --kernel 3.6";

  test.each(["folded", "speedscope.json"])("listen.%s is what listen --profile writes", async (ending) => {
    const { text, status } = await halfopen(`${listen} --profile ${path(`listen.${ending}`)}`);
    expect([status, text]).toEqual([0, (await halfopen(listen)).text]);
    expectGolden(`profiles/listen.${ending}`, read(`listen.${ending}`));
  });

  test("every ending gives a file, twice the same, and leaves nothing beside it", async () => {
    const names = ["a.speedscope.json", "a.folded", "a.callgrind", "a.trace.json", "a.pb.gz"];
    for (const name of names) await halfopen(`${listen} --profile ${path(name)}`);
    const first = names.map((name) => readFileSync(path(name)));
    for (const name of names) await halfopen(`${listen} --profile ${path(name)}`);
    expect(names.map((name) => readFileSync(path(name)))).toEqual(first);
    expect(readdirSync(folder).filter((name) => name.startsWith("a."))).toEqual([...names].sort());
  });

  test("several kernels and numbers are several roots of one file", async () => {
    await halfopen(`lookup --listeners 1,2 --spread --profile ${path("lookup.folded")}`);
    const roots = new Set(
      read("lookup.folded")
        .trimEnd()
        .split("\n")
        .map((line) => line.replace(/(;.*)? \d+$/, "")),
    );
    const expected = kernels.flatMap(({ name }) => [1, 2].map((number) => `lookup ${number} spread, Linux ${name}`));
    expect([...roots]).toEqual(expected);
  });

  test("the exports have the cycles of the JSON", async () => {
    const line = "lookup --kernel 3.6 --listeners 1,10 --json";
    const rows: { cycles: number; loads: number }[] = JSON.parse((await halfopen(line)).text);
    const ids = [1, 10].map((number) => `lookup/linux-3.6/core2-woodcrest/listeners-${number}`);
    for (const ending of ["csv", "bmf.json", "bench.json"]) await halfopen(`${line} --export ${path(`b.${ending}`)}`);
    expect(read("b.csv")).toBe(ids.map((id, i) => `${id},${rows[i]?.cycles}\n`).join(""));
    const bencher = JSON.parse(read("b.bmf.json"));
    expect(Object.keys(bencher)).toEqual(ids);
    expect(bencher[ids[1] ?? ""]).toMatchObject({
      cycles: { value: rows[1]?.cycles },
      loads: { value: rows[1]?.loads },
    });
    expect(JSON.parse(read("b.bench.json"))).toMatchObject(
      ids.map((name, i) => ({ name, unit: "cycles", value: rows[i]?.cycles })),
    );
  });

  test("the help names the endings", async () => {
    for (const command of ["listen", "lookup"]) {
      const { text } = await halfopen(`${command} --help`);
      for (const ending of [".speedscope.json", ".folded", ".callgrind", ".trace.json", ".pb.gz"]) {
        expect(text).toContain(ending);
      }
      for (const ending of [".csv", ".bmf.json", ".bench.json"]) expect(text).toContain(ending);
    }
  });

  test.each([
    [
      "--profile x.txt",
      "--profile x.txt: unknown ending; give one of .speedscope.json, .folded, .callgrind, .trace.json, .pb.gz",
    ],
    ["--export x.json", "--export x.json: unknown ending; give one of .csv, .bmf.json, .bench.json"],
    ["--profile", "--profile <file>: a value is missing; give one"],
    [
      `--export ${join(folder, "none/x.csv")}`,
      `--export ${join(folder, "none/x.csv")}: there is no folder ${join(folder, "none")}; make it first`,
    ],
    [
      `--profile ${join(folder, "file/x.folded")}`,
      `--profile ${join(folder, "file/x.folded")}: cannot be written (ENOTDIR); give another path`,
    ],
    [
      `--profile ${join(folder, "file.folded")} --export ${join(folder, "file.csv")}`,
      `--export ${join(folder, "file.csv")}: a directory; give the name of a file`,
    ],
  ])("%s", async (options, message) => {
    if (!existsSync(path("file"))) {
      writeFileSync(path("file"), "");
      mkdirSync(path("file.csv"));
    }
    expect(await halfopen(`listen ${options}`)).toEqual({ text: "", status: 2, errors: `halfopen: ${message}\n` });
    expect(existsSync(path("file.folded"))).toBe(false);
  });
});
