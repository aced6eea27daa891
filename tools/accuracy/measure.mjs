// What docs/accuracy.md tells, all of it measured now.
import { readFileSync } from "node:fs";
import { Emulator } from "../../dist/emulator.js";
import { deviation, fidelity, totalDeviations } from "../../dist/fidelity/compare.js";
import { countedKernels, shippedFacts } from "../../dist/fidelity/shipped.js";
import { LatencyModel, latencyError, measuredMatrices, predict } from "../../dist/latency.js";
import { lookupCost } from "../../dist/lookup.js";
import { readMachine } from "../../dist/machine.js";
import { defaultMachine, shippedMachines } from "../../dist/machines.js";
import { unseenErrors } from "../unseen.mjs";
import { average } from "./figures.mjs";

const readFacts = (name) => JSON.parse(readFileSync(new URL(`../../facts/${name}`, import.meta.url), "utf8"));

/** The rows of a matrix that a level serves: larger than the level before, no larger than it. */
const levelsOf = ({ caches: { l1d, l2, l3 } }) => [
  ["l1", 0, l1d.bytes],
  ["l2", l1d.bytes, l2.bytes],
  ...(l3 ? [["l3", l2.bytes, l3.bytes]] : []),
  ["memory", (l3 ?? l2).bytes, Number.POSITIVE_INFINITY],
];

/** A machine's matrix beside the measured one: the error over all cells, and by the level that serves the array. */
export function compareMatrix(model, machine, measured) {
  const { exact, matrix, error } = predict(model, machine, measured);
  const part = ({ rows, ...rest }, above, to) => ({
    ...rest,
    rows: rows.filter(({ size }) => size > above && size <= to),
  });
  const levels = levelsOf(machine).map(([name, above, to]) => {
    const real = part(measured, above, to);
    return [name, real.rows.length === 0 ? null : latencyError(part(matrix, above, to), real).mean];
  });
  const unrounded = latencyError(exact, measured).mean;
  // Without what the profile says of the measuring program, and without rounding: the memory hierarchy alone.
  const { timerOverlap, ...core } = machine.core;
  const alone = timerOverlap ? latencyError(model.matrix({ ...machine, core }, measured), measured).mean : unrounded;
  return {
    name: machine.name,
    ...error,
    unrounded,
    alone,
    timerOverlap,
    levels: Object.fromEntries(levels),
    exact,
    measured,
  };
}

function machines(model, progress) {
  return Object.entries(measuredMatrices).map(([name, measured]) => {
    progress(`latencies of ${name}`);
    return compareMatrix(model, shippedMachines[name], measured);
  });
}

/** Figures that were published for an instruction, and the profile in which it is charged. */
const PUBLISHED = {
  lock_rmw: "/atomic/locked",
  xchg_mem: "/atomic/xchg",
  mfence: "/atomic/fence",
  popf: "/system/popf",
};
const FACTS_OF = {
  "core2-woodcrest": "core2_woodcrest_2328",
  "p3-coppermine": "p3_coppermine_dp_731",
  "p4-northwood": "p4_northwood_2840",
  "p54c-100": "p5_p54c_100",
  "k8-opteron": "k8_opteron_1396",
  "nehalem-bloomfield": "nehalem_x5550_2s",
  "sandybridge-i5": "sandybridge_3093",
};

/** Machine by machine, each instruction's published and charged cycles; null: never published. */
function instructions() {
  const facts = readFacts("machines.json").machines;
  return Object.entries(FACTS_OF).map(([name, key]) => {
    const costs = Object.entries(PUBLISHED).map(([instruction, pointer]) => {
      const [, part, figure] = pointer.split("/");
      const published = facts[key].parameters[instruction]?.value ?? null;
      return [instruction, { published, charged: shippedMachines[name][part][figure] }];
    });
    return { name, costs: Object.fromEntries(costs) };
  });
}

/** A counted kernel: its calls' counts, and on each machine the cycles beside the replayed traces. */
async function kernel(name, progress) {
  const cycles = {};
  let whole;
  for (const [machine, profile] of Object.entries(shippedMachines)) {
    progress(`Linux ${name} on ${machine}`);
    const result = await fidelity({ kernel: name, machine: profile });
    cycles[machine] = spread(
      result.cases.filter(({ cycles: [, real] }) => real !== null).map((one) => deviation(one.cycles)),
    );
    if (machine === defaultMachine) whole = result;
  }
  const counts = spread(whole.cases.flatMap((one) => totalDeviations(one).map(([, off]) => off)));
  const { replays } = await shippedFacts(name);
  const otherWays = whole.cases.flatMap(({ case: one, title, cycles: [, replayed], total }) =>
    replayed === null && replays[one]
      ? [{ title, traced: replays[one].instructions, counted: total.instructions[1] }]
      : [],
  );
  return { name, ...whole, counts, cycles, otherWays };
}

const spread = (deviations) => ({ mean: average(deviations), worst: Math.max(...deviations) });

/**
 * Cloudflare, 2016 (Linux 3.18): 16,000 sockets on one port; 3,198 calls of __inet_lookup_listener() took a millisecond or
 * more, 2,928 of them 1.024 to 2.047 ms, the slowest 2.359 ms.
 */
async function crowdedBucket() {
  const rows = [];
  for (const name of ["nehalem-bloomfield", "sandybridge-i5"]) {
    for (const release of ["3.6", "4.3"]) {
      const { cycles } = lookupCost(await Emulator.boot({ kernel: release, machine: name }), 16_000);
      rows.push({ machine: name, kernel: release, ms: cycles / shippedMachines[name].mhz / 1000 });
    }
  }
  return rows;
}

export async function measure(progress) {
  const model = await LatencyModel.load();
  const result = { machines: machines(model, progress), instructions: instructions(), kernels: [] };
  progress("machines that no profile was fitted for");
  result.unseen = unseenErrors({ readMachine, predict }, model);
  for (const name of countedKernels) result.kernels.push(await kernel(name, progress));
  progress("one crowded bucket");
  result.crowdedBucket = await crowdedBucket();
  return result;
}
