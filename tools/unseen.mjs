// Machines that no profile is shipped for: facts/unseen/ holds profiles as a stranger would write them, with geometry and
// latencies alone, facts/latency-unseen.json the matrices measured on them. `node tools/unseen.mjs` prints how far
// `halfopen latency` is from each.
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { average, percent } from "./accuracy/figures.mjs";

const read = (path) => JSON.parse(readFileSync(new URL(`../facts/${path}`, import.meta.url), "utf8"));

/**
 * Each with its profile (as in the file; readMachine() checks it and fills defaults in), the measured matrix, and where
 * it is more than a tenth off, why.
 */
export function unseenMachines() {
  return Object.entries(read("latency-unseen.json")).map(([name, { over, ...measured }]) => ({
    name,
    profile: read(`unseen/${name}.json`),
    measured,
    over,
  }));
}

/**
 * The error of each: { name, title, error, over }, `error` as predict() of src/latency.ts gives it.
 * @param host what predicts: the package itself, or its sources in a test
 */
export function unseenErrors(host, model) {
  return unseenMachines().map(({ name, profile, measured, over }) => {
    const machine = host.readMachine(profile, { file: `facts/unseen/${name}.json` });
    return { name, title: machine.title, error: host.predict(model, machine, measured).error, over };
  });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { LatencyModel, predict } = await import("../dist/latency.js");
  const { readMachine } = await import("../dist/machine.js");
  const { describeCell } = await import("../dist/report/latency.js");
  const list = unseenErrors({ readMachine, predict }, await LatencyModel.load());
  for (const { title, error, over } of list) {
    console.log(`${title.padEnd(40)} ${percent(error.mean).padStart(7)}  worst: ${describeCell(error.worst)}`);
    if (over) console.log(`  ${over}`);
  }
  const mean = average(list.map(({ error }) => error.mean));
  console.log(`mean of ${list.length} machines: ${percent(mean)}`);
}
