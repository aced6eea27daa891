// One lackey trace through `halfopen trace` and through the plain model, beside what Cachegrind counted.
import { createReadStream } from "node:fs";
import { createInterface } from "node:readline";
import { shippedMachines } from "halfopen";
import { FETCH, LOAD, readTrace, STORE, startTrace, withCaches } from "halfopen/trace";
import { Model, rules, totals } from "./model.mjs";

const names = Object.keys(rules);
/** Lines of the trace after which the model and the hierarchy are compared. */
const STEP = 64;

const machine = shippedMachines["core2-woodcrest"];
const hierarchy = ({ i1, d1, ll }) =>
  startTrace(withCaches(machine, { l1i: i1, l1d: d1, l2: ll, l3: null }), { tlb: false });

/** What `halfopen trace` says, in the words of totals(). */
function totalsOf({ levels: [l1i, l1d, l2] }) {
  const looked = ({ hits, misses }) => hits + misses;
  return {
    "I refs": looked(l1i),
    "I1 misses": l1i.misses,
    "D refs": looked(l1d),
    "D1 misses": l1d.misses,
    "LL refs": looked(l2),
    "LL misses": l2.misses,
  };
}

const same = (a, b) => JSON.stringify(a) === JSON.stringify(b);
const isSame = (run, model) => {
  const result = run.result();
  return same(totalsOf(result), model.totals()) && result.levels[1].writebacks === model.written;
};

/** The records of a lackey trace, read here on their own: [line, I L S or M, address, size]. */
async function* recordsOf(trace) {
  let line = 0;
  for await (const text of createInterface({ input: createReadStream(trace) })) {
    line++;
    if (text.startsWith("==")) continue;
    const comma = text.indexOf(",");
    const kind = text[0] === "I" ? "I" : text[1];
    yield [line, kind, Number.parseInt(text.slice(3, comma), 16), Number(text.slice(comma + 1))];
  }
}

/** One geometry while the trace runs through it. */
class Side {
  /** Lines that accesses touch beyond their first one, by record. */
  beyond = { I: 0, L: 0, S: 0, M: 0 };
  /** The line of the trace by which the model with our rules and the hierarchy were not the same. */
  differs = 0;

  constructor(geometry, run) {
    this.geometry = geometry;
    this.run = run;
    // The first has our rules, each next one a rule of theirs more.
    this.models = Array.from({ length: names.length + 1 }, (_, n) => new Model(geometry, names.slice(0, n)));
  }

  access(line, kind, address, size) {
    const bytes = this.geometry.d1.line;
    this.beyond[kind] += Math.floor(((address % bytes) + size - 1) / bytes);
    for (const model of this.models) model.access(kind, address, size);
    const { records } = this.run;
    if (kind === "I") records.add(address, size, FETCH);
    else {
      if (kind !== "S") records.add(address, size, LOAD);
      if (kind !== "L") records.add(address, size, STORE);
    }
    if (line % STEP === 0 && this.differs === 0 && !isSame(this.run, this.models[0])) this.differs = line;
  }
}

/**
 * Compares the counts of one program for several geometries.
 * @param trace file with lackey's text
 * @param theirs for each geometry Cachegrind's counts, as a model has them
 * @returns a run for each geometry, and in words what no rule explains
 */
export async function compare(program, trace, geometries, theirs) {
  const sides = await Promise.all(geometries.map(async (geometry) => new Side(geometry, await hierarchy(geometry))));
  const records = { I: 0, L: 0, S: 0, M: 0 };
  for await (const [line, kind, address, size] of recordsOf(trace)) {
    records[kind]++;
    for (const side of sides) side.access(line, kind, address, size);
  }
  const faults = [];
  const runs = [];
  for (const [i, { geometry, models, beyond, differs }] of sides.entries()) {
    const expect = (holds, what) => holds || faults.push(`${program}, lines of ${geometry.d1.line}: ${what}`);
    const run = await hierarchy(geometry);
    await readTrace(trace, run.records);
    expect(differs === 0, `halfopen trace and the model differ by line ${differs} of the trace`);
    expect(isSame(run, models[0]), "halfopen trace and the model differ at the end");
    const last = models[names.length].counts;
    expect(same(theirs[i], last), `cachegrind counts ${JSON.stringify(theirs[i])}, the model ${JSON.stringify(last)}`);

    const ours = totalsOf(run.result());
    const sums = totals(theirs[i].I, theirs[i].L, theirs[i].S);
    const steps = models.map((model) => model.totals());
    const counts = {};
    for (const count of Object.keys(sums)) {
      const explained = Object.fromEntries(names.map((rule, n) => [rule, steps[n][count] - steps[n + 1][count]]));
      const difference = ours[count] - sums[count];
      const rest = difference - names.reduce((sum, rule) => sum + explained[rule], 0);
      expect(rest === 0, `${count}: ${rest} of the difference is no rule's`);
      counts[count] = { cachegrind: sums[count], halfopen: ours[count], explained, rest };
    }
    // What the rules explain of the references can be counted in the trace itself.
    const modify = records.M + beyond.M;
    const straddle = beyond.L + beyond.S + beyond.M;
    expect(counts["I refs"].explained.straddle === beyond.I, `${beyond.I} lines beyond the first in fetches`);
    expect(counts["D refs"].explained.modify === modify, `${modify} stores of records M`);
    expect(counts["D refs"].explained.straddle === straddle, `${straddle} lines beyond the first in data accesses`);
    const writebacks = run.result().levels[1].writebacks;
    runs.push({ program, geometry, records, beyond, writebacks, counts, cachegrind: theirs[i] });
  }
  return { runs, faults };
}
