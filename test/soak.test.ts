// Connections by the thousand through one listener leave memory where it was; npm run soak does a million.
import { expect, test } from "vitest";
import { defaultMachine, kernels, loadCore, type Machine, profileWords, shippedMachines } from "../src/index.ts";
import { soak } from "../tools/soak.mjs";

const CONNECTIONS = 20_000;

test.each(kernels.map(({ name, sysenter }, generation) => [name, sysenter, generation] as const))(
  "%s: 20,000 connections leave memory where it was",
  { timeout: 120_000 },
  async (_name, sysenter, generation) => {
    const core = await loadCore();
    const words = profileWords(shippedMachines[defaultMachine] as Machine, sysenter);
    new Uint32Array(core.memory.buffer, core.profileAddress(), words.length).set(words);
    core.boot(generation, 1, 1);
    const { before, after, made, faults } = soak(core, CONNECTIONS);
    expect([made, faults]).toEqual([CONNECTIONS, 0]);
    expect(after).toEqual(before);
  },
);
