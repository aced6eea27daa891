// The scenario format: what is read, what a step gives, and how results are compared (contract/scenario.md).
import { describe, expect, test } from "vitest";
import { endpointAfter } from "../src/address.ts";
import { causeNames } from "../src/ledger.ts";
import { readScenario, type Scenario, type Step } from "../src/scenario.ts";
import { bootPlan, planScenario } from "../src/scenario-plan.ts";
import { mismatchLine, runScenario } from "../src/scenario-run.ts";

const SYN = { op: "syn", from: "10.0.0.1:4000", to: "10.9.9.9:80" };
const ACK = { ...SYN, op: "ack" };
const LISTENER = [
  { op: "socket", as: "s" },
  { op: "bind", fd: "s", addr: "0.0.0.0", port: 80 },
  { op: "listen", fd: "s", backlog: 5 },
];

/** A repeat that holds a repeat, and so on. */
function nested(depth: number): object {
  let step: object = { op: "state" };
  for (let i = 0; i < depth; i++) step = { op: "repeat", times: 1, steps: [step] };
  return step;
}

const read = (document: unknown) => readScenario(JSON.stringify(document), "a.json");

async function run(steps: unknown[], rest: object = {}) {
  const scenario = read({ name: "test", kernel: "3.6", steps, ...rest });
  const plan = await planScenario(scenario, "a.json");
  return runScenario(await bootPlan(plan, plan.kernels[0] as string), scenario);
}

describe("what cannot be read", () => {
  test.each<[string, unknown, string]>([
    ["no object", [], "a.json: at the top level: not an object: []; give an object"],
    ["no steps", {}, "a.json: at /steps: missing; add it (an array)"],
    ["an unknown key", { steps: [], stepz: [] }, "a.json: at /stepz: unknown key; remove it"],
    ["an unknown key in a step", { steps: [{ ...SYN, ms: 1 }] }, "a.json: at /steps/0/ms: unknown key; remove it"],
    [
      "an unknown op",
      { steps: [{ op: "lisen", fd: 1, backlog: 2 }] },
      'a.json: at /steps/0/op: unknown op "lisen"; did you mean listen? There are socket, file, setsockopt, bind, listen, accept, shutdown, close, syn, ack, rst, advance, state, repeat',
    ],
    ["no op", { steps: [{ fd: 1 }] }, "a.json: at /steps/0/op: no op; add one, such as listen"],
    ["no step", { steps: [3] }, "a.json: at /steps/0: not an object: 3; give an object"],
    [
      "a wrong type",
      { steps: [{ op: "listen", fd: 3, backlog: "5" }] },
      'a.json: at /steps/0/backlog: not a number: "5"; give a number',
    ],
    [
      "too much",
      { steps: [{ op: "bind", fd: 3, addr: "0.0.0.0", port: 65_536 }] },
      "a.json: at /steps/0/port: too big: 65536; give at most 65535",
    ],
    [
      "a kernel that there is not",
      { kernel: "2.4", steps: [] },
      'a.json: at /kernel: "2.4" is no kernel; give 1.2, 2.6.20, 3.6, 4.3, 4.14, all, or a list of them',
    ],
    [
      "a machine that there is not",
      { machine: "p3", steps: [] },
      'a.json: at /machine: unknown machine "p3"; did you mean p3-coppermine? There are core2-woodcrest, p3-coppermine, p4-northwood, p54c-100',
    ],
    [
      "a machine with a fault",
      { machine: { name: "m" }, steps: [] },
      "a.json: at /machine/title: missing; add it (a string)",
    ],
    [
      "a sysctl that there is not",
      { sysctl: { "net.core.somaxcon": 1 }, steps: [] },
      "a.json: at /sysctl/net.core.somaxcon: unknown key; remove it",
    ],
    [
      "no endpoint",
      { steps: [{ ...SYN, to: "10.9.9.9" }] },
      'a.json: at /steps/0/to: "10.9.9.9" is no endpoint; give address:port, such as 10.0.0.1:80 or [::1]:80',
    ],
    [
      "no address",
      { steps: [{ op: "bind", fd: 3, addr: "10.0.0.256", port: 1 }] },
      'a.json: at /steps/0/addr: "10.0.0.256" is no address; give one such as 0.0.0.0 or ::1',
    ],
    [
      "a name that was not given",
      {
        steps: [
          { op: "socket", as: "s" },
          { op: "listen", fd: "t", backlog: 5 },
        ],
      },
      'a.json: at /steps/1/fd: no descriptor has the name "t"; so far there are s',
    ],
    [
      "a fault inside a repeat",
      { steps: [{ op: "repeat", times: 2, steps: [{ op: "close" }] }] },
      "a.json: at /steps/0/steps/0/fd: missing; add it (a name or a number)",
    ],
    [
      "a number beyond C's ints",
      { steps: [{ op: "listen", fd: 3, backlog: 2 ** 60 }] },
      "a.json: at /steps/0/backlog: too big: 1152921504606847000; give at most 2147483647",
    ],
    ["an empty list", { kernel: [], steps: [] }, "a.json: at /kernel: empty; give at least 1"],
    [
      "an empty repeat",
      { steps: [{ op: "repeat", times: 2, steps: [] }] },
      "a.json: at /steps/0/steps: empty; give at least 1",
    ],
    ["no list of expectations", { steps: [{ op: "state", expect: [] }] }, "not an object: []; give an object"],
    [
      "too many repeats in one another",
      { steps: [nested(33)] },
      "/steps/0: a repeat within 32 others; nest at most 32",
    ],
  ])("%s", (_what, document, message) => {
    expect(() => read(document)).toThrow(message);
  });

  test("what these kernels or this machine cannot do", async () => {
    const plan = (document: object) => planScenario(read({ kernel: "3.6", ...document }), "a.json");
    await expect(plan({ steps: [{ op: "state", cpu: 1 }] })).rejects.toThrow(
      'a.json: at /steps/0/cpu: there is no CPU 1 on a machine of 1; give 0 to 0, or more "cpus"',
    );
    await expect(
      plan({ kernel: "2.6.20", sysctl: { "net.ipv4.tcp_invalid_ratelimit": 1 }, steps: [] }),
    ).rejects.toThrow("a.json: at /sysctl/net.ipv4.tcp_invalid_ratelimit: Linux 2.6.20 has no such sysctl; remove it");
  });

  test("far too many repeats in one another", () => {
    const [open, close] = ['[{ "op": "repeat", "times": 1, "steps": ', "}]"];
    const text = `{ "steps": ${open.repeat(3000)}[]${close.repeat(3000)} }`;
    expect(() => readScenario(text, "a.json")).toThrow(
      "a.json: at the top level: nested more than 200 deep; nest it less",
    );
  });

  test("a key that is there twice", () => {
    const text = '{ "steps": [{ "op": "socket", "as": "s", "as": "t" }] }';
    expect(() => readScenario(text, "a.json")).toThrow("a.json: at /steps/0/as: there twice; remove one");
  });

  test("32 repeats in one another can be run", async () => {
    expect((await run([nested(32)])).ok).toBe(true);
  });

  test("Linux 1.2 has one CPU: alone it is a fault, beside others it runs all there", async () => {
    const steps = [...LISTENER, { ...SYN, cpu: 1 }];
    const alone = read({ kernel: "1.2", cpus: 2, steps });
    await expect(planScenario(alone, "a.json")).rejects.toThrow(
      "a.json: at /cpus: Linux 1.2 runs on one CPU; give cpus 1",
    );
    const both = read({ kernel: ["1.2", "3.6"], cpus: 2, steps });
    const plan = await planScenario(both, "a.json");
    for (const kernel of plan.kernels) {
      const linux = await bootPlan(plan, kernel);
      expect([linux.cpus, runScenario(linux, both).ok]).toEqual([kernel === "1.2" ? 1 : 2, true]);
    }
  });

  test("of several kernels, those that lack a sysctl ignore it", async () => {
    const scenario = read({ kernel: ["2.6.20", "3.6"], sysctl: { "net.ipv4.tcp_invalid_ratelimit": 1 }, steps: [] });
    const plan = await planScenario(scenario, "a.json");
    expect(plan.kernels).toEqual(["2.6.20", "3.6"]);
    expect((await bootPlan(plan, "2.6.20")).sysctls()).not.toContain("net.ipv4.tcp_invalid_ratelimit");
  });
});

describe("what a step gives", () => {
  test("the contract's keys, in its order; causes sum to cycles, steps to the whole", async () => {
    const result = await run([...LISTENER, SYN, ACK, { op: "accept", fd: "s", as: "c" }, { op: "advance", ms: 10 }]);
    expect(Object.keys(result)).toEqual([
      "scenario",
      "kernel",
      "machine",
      "ok",
      "steps",
      "cycles",
      "causes",
      "state",
      "mismatches",
    ]);
    const costs = ["cycles", "instructions", "loads", "stores", "causes"];
    expect(result.steps.map((step) => Object.keys(step))).toEqual([
      ["op", "ret", ...costs],
      ["op", "ret", ...costs],
      ["op", "ret", ...costs],
      ["op", "outcome", ...costs],
      ["op", "outcome", ...costs],
      ["op", "ret", "peer", ...costs],
      ["op", "synacks", "expired", ...costs],
    ]);
    const sum = (values: number[]) => values.reduce((a, b) => a + b, 0);
    for (const { cycles, causes } of [...result.steps, result]) {
      expect(Object.keys(causes)).toEqual(causeNames);
      expect(sum(Object.values(causes))).toBe(cycles);
    }
    expect(sum(result.steps.map(({ cycles }) => cycles))).toBe(result.cycles);
    expect(result.state.sockets.s?.state).toBe("LISTEN");
    expect(result.state.sockets.c?.state).toBe("ESTABLISHED");
  });

  test("a failed call has -1 and the error's name; a number is a descriptor", async () => {
    const { steps } = await run([
      { op: "close", fd: 77 },
      { op: "file", as: "f" },
      { op: "listen", fd: "f", backlog: 1 },
    ]);
    expect(steps.map(({ ret, errno }) => [ret, errno])).toEqual([
      [-1, "EBADF"],
      [3, undefined],
      [-1, "ENOTSOCK"],
    ]);
  });

  test("a closed descriptor's name stands for its number, and is gone from the state", async () => {
    const { steps, state } = await run([
      ...LISTENER,
      { op: "close", fd: "s" },
      { op: "listen", fd: "s", backlog: 1 },
      { op: "socket", as: "t" },
    ]);
    expect(steps[4]?.errno).toBe("EBADF");
    expect(steps[5]?.ret).toBe(3);
    expect(Object.keys(state.sockets)).toEqual(["t"]);
  });

  test("count: outcomes of all packets; ports go on behind 65535 at 1024 of the next address", async () => {
    const flood = { ...SYN, from: "10.0.0.1:65535", count: 2 };
    const { steps } = await run([
      ...LISTENER,
      flood,
      { ...flood, op: "ack" },
      { op: "accept", fd: "s" },
      { op: "accept", fd: "s" },
    ]);
    expect(steps[3]?.outcomes).toEqual({ synack: 2 });
    expect(steps[3]?.outcome).toBeUndefined();
    expect(steps.slice(5).map(({ peer }) => peer)).toEqual(["10.0.0.1:65535", "10.0.0.2:1024"]);
  });

  test("repeat: one result per inner step; what all turns gave stands there, the rest is counted and summed", async () => {
    const inner = [SYN, { op: "socket", as: "x" }, { op: "accept", fd: "s" }];
    const { steps, cycles } = await run([...LISTENER, { op: "repeat", times: 3, steps: inner }]);
    const [syn, socket, accept] = steps[3]?.steps ?? [];
    expect(syn).toMatchObject({ op: "syn", outcomes: { synack: 1, resent: 2 } });
    expect(socket).toMatchObject({ outcomes: { ok: 3 } });
    expect(socket).not.toHaveProperty("ret");
    expect(accept).toMatchObject({ ret: -1, errno: "EAGAIN", outcomes: { EAGAIN: 3 } });
    const parts = (steps[3]?.steps ?? []).reduce((sum, step) => sum + step.cycles, 0);
    expect(steps[3]?.cycles).toBe(parts);
    expect(cycles).toBe(steps.reduce((sum, step) => sum + step.cycles, 0));
  });

  test("cpu: a step runs where it says", async () => {
    const { steps } = await run([...LISTENER, SYN, { ...SYN, from: "10.0.0.1:4001", cpu: 3 }], { cpus: 4 });
    expect(steps[3]?.causes.coherence).toBe(0);
    expect(steps[4]?.causes.coherence).toBeGreaterThan(0);
  });

  test("two runs of a scenario give the same bytes", async () => {
    const once = async () => JSON.stringify(await run([...LISTENER, { ...SYN, count: 30 }], { seed: 9 }));
    expect(await once()).toBe(await once());
  });
});

test("watched or not, a flood gives the same", async () => {
  const flood = { ...SYN, from: "10.0.0.255:65500", count: 550 };
  const scenario = read({ kernel: "3.6", steps: [...LISTENER, flood] });
  const plan = await planScenario(scenario, "a.json");
  const alone = runScenario(await bootPlan(plan, "3.6"), scenario);
  let pieces = 0;
  const perform = <T>(_name: string, work: () => T): T => {
    pieces++;
    return work();
  };
  expect(runScenario(await bootPlan(plan, "3.6"), scenario, { perform })).toEqual(alone);
  expect(pieces).toBe(3 + 6);
});

test("packets go on at the next address, in both families", () => {
  expect(endpointAfter("10.0.0.255:65535", 1)).toBe("10.0.1.0:1024");
  expect(endpointAfter("10.0.0.1:4000", 64_512 + 5)).toBe("10.0.0.2:4005");
  expect(endpointAfter("[2001:db8::]:65535", 1)).toBe("[2001:db8::1]:1024");
  expect(endpointAfter("[2001:db8::ff]:65535", 1)).toBe("[2001:db8::100]:1024");
});

describe("expectations", () => {
  test("are a subset; a mismatch names step, key, expected and got, and the run goes on", async () => {
    const result = await run([
      { ...LISTENER[0], expect: { ret: 4, wrong: 1 } },
      ...LISTENER.slice(1),
      { op: "state", expect: { sockets: { s: { ack_backlog: 1, port: 80 } }, vmalloc: [{}] } },
    ]);
    expect(result.ok).toBe(false);
    expect(result.steps.length).toBe(4);
    expect(result.mismatches.map(mismatchLine)).toEqual([
      "at /steps/0 (socket), ret: expected 4, got 3",
      "at /steps/0 (socket), wrong: expected 1, got nothing",
      "at /steps/3 (state), sockets/s/ack_backlog: expected 1, got 0",
      "at /steps/3 (state), vmalloc: expected [{}], got []",
    ]);
  });

  test("of a repeat and of what it repeats are matched against the sums", async () => {
    const inner = { ...SYN, expect: { outcomes: { synack: 1, resent: 1 } } };
    const result = await run([
      ...LISTENER,
      { op: "repeat", times: 3, steps: [inner], expect: { steps: [{ outcomes: { synack: 1 } }] } },
    ]);
    expect(result.mismatches.map(mismatchLine)).toEqual([
      "at /steps/3/steps/0 (syn), outcomes/resent: expected 1, got 2",
    ]);
  });

  test("expect_by_kernel goes before expect on its kernel", async () => {
    const step = { ...LISTENER[0], expect: { ret: 3 }, expect_by_kernel: { "3.6": { ret: 9 }, "2.6.20": { ret: 7 } } };
    expect((await run([step])).mismatches.map(({ expected }) => expected)).toEqual([9]);
    expect((await run([step], { kernel: "2.6.20" })).mismatches.map(({ expected }) => expected)).toEqual([7]);
  });
});

test("steps have the types that TypeScript thinks", () => {
  const scenario: Scenario = read({ steps: [{ op: "repeat", times: 1, steps: [SYN] }] });
  const [step] = scenario.steps as [Step];
  expect(step.op === "repeat" && step.steps[0]?.op).toBe("syn");
  expect(scenario.name).toBe("a");
});
