// docs/accuracy.md, from what measure.mjs found.
import { markdownTable } from "markdown-table";
import { BARS, overBars } from "../../dist/fidelity/bars.js";
import { SHARE } from "../../dist/fidelity/compare.js";
import { figureNames } from "../../dist/fidelity/figures.js";
import { kernels } from "../../dist/kernels.js";
import { defaultMachine } from "../../dist/machines.js";
import { describeCell } from "../../dist/report/latency.js";
import { head as cachegrindHead, rows as cachegrindRows } from "../cachegrind/table.mjs";
import { average, percent } from "./figures.mjs";

const number = (value) => value.toLocaleString("en");

/** A table whose first columns are words, as many as `words`, and the others figures. */
function table(heads, rows, words = 1) {
  return markdownTable([heads, ...rows], { align: heads.map((_, i) => (i < words ? "l" : "r")) });
}

/** "9,587 +0.2 %": emulated, and how far off. */
function pair([emulated, real]) {
  if (emulated === null || real === null) return "";
  const off = real === 0 ? 0 : (100 * (emulated - real)) / real;
  return `${number(emulated)} ${off < 0 ? "−" : "+"}${Math.abs(off).toFixed(1)} %`;
}

function summary({ machines, kernels: counted }) {
  const worst = machines.reduce((a, b) => (a.mean > b.mean ? a : b));
  const means = machines.map(({ mean }) => mean);
  const part = (which) =>
    counted
      .map((one) => [one.name, which(one)])
      .map(([name, { mean, worst }]) => `Linux ${name} ${percent(mean)} off on average, at most ${percent(worst)}`)
      .join("; ");
  const onAll = counted.flatMap(({ cycles }) => Object.values(cycles));
  const dearest = Math.max(...onAll.map(({ worst }) => worst));
  const estimated = kernels.filter(({ traced }) => !traced).map(({ name }) => name);
  return `- **Machines**: a dependent load, in whole clocks, is ${percent(average(means))} off what was measured on the real machine, on average over
  ${machines.length} machines; ${worst.name} is farthest, ${percent(worst.mean)}.
- **Kernels, counts**: instructions, loads, stores, locked operations and lines of whole calls against the real kernels, executed
  instruction by instruction: ${part(({ counts }) => counts)}.
- **Kernels, cycles** on ${defaultMachine}, against the real kernels' traces on the same machine model: ${part(({ cycles }) => cycles[defaultMachine])}.
  On any of the machines at most ${percent(dearest)}.
- **Estimates**: Linux ${estimated.join(", ")} were never traced. Their cycles are about 30 % uncertain, either way.`;
}

function machinesPart({ machines }) {
  const rows = machines.map(({ name, mean, unrounded, cells, levels, worst, measured }) => [
    `[${name}](${sourceOf(measured)})`,
    number(cells),
    percent(mean),
    percent(unrounded),
    ...["l1", "l2", "l3", "memory"].map((level) => percent(levels[level])),
    describeCell(worst),
  ]);
  return `${table(["machine", "cells", "error", "unrounded", "L1", "L2", "L3", "memory", "worst cell"], rows)}`;
}

/** Which machines are near only because of a figure of the measuring program. */
function timerPart({ machines }) {
  return machines
    .filter(({ timerOverlap }) => timerOverlap)
    .map(
      ({
        name,
        timerOverlap,
        mean,
        unrounded,
        alone,
      }) => ` Of ${name} one figure is the measuring program's rather than the
machine's: its shortest walks, of 256 bytes, were measured at half the latency of all other arrays that fit L1, which is taken
for ${timerOverlap} clocks by which the program times too little (\`core.timerOverlap\`, an estimate that was fitted to that very row).
Its error is ${percent(mean)} with this figure and in whole clocks, ${percent(unrounded)} unrounded, ${percent(alone)} without either.`,
    )
    .join("");
}

const within = ({ error }) => error.mean <= 0.1;

function unseenSummary({ unseen }) {
  const mean = average(unseen.map(({ error }) => error.mean));
  return `${unseen.filter(within).length} are predicted within 10 %, the mean error is ${percent(mean)}.`;
}

function unseenPart({ unseen }) {
  const rows = [...unseen]
    .sort((a, b) => a.error.mean - b.error.mean)
    .map(({ title, error, over }) => [title, percent(error.mean), describeCell(error.worst), over ?? ""]);
  return markdownTable([["machine", "error", "worst cell", "why more than 10 %"], ...rows], {
    align: ["l", "r", "l", "l"],
  });
}

/** Where a matrix was published: "InstLatx64/InstLatx64 @commit : path" as an address. */
function sourceOf({ source }) {
  const [, repository, commit, path] = /^(\S+) @(\w+) : (\S+)$/.exec(source);
  return `https://github.com/${repository}/blob/${commit}/${path}`;
}

function instructionsPart({ instructions }) {
  const names = Object.keys(instructions[0].costs);
  const rows = instructions.map(({ name, costs }) => [
    name,
    ...names.map((one) => {
      const { published, charged } = costs[one];
      if (published === null) return charged === 0 ? "" : `${charged} (unpublished)`;
      return published === charged ? String(charged) : `${charged}, published ${published}`;
    }),
  ]);
  const heads = { lock_rmw: "`lock` and an operation", xchg_mem: "`xchg`", mfence: "`mfence`", popf: "`popf`" };
  return table(["machine", ...names.map((one) => heads[one])], rows);
}

/** Cachegrind and `halfopen trace` on the same programs (npm run cachegrind -- --update). */
function cachegrindPart(facts) {
  const rules = Object.entries(facts.rules).map(([name, text]) => `- *${name}*: ${text}`);
  const programs = Object.values(facts.versions).join(", ");
  return `Access for access \`halfopen trace\` gives the hits, misses and write-backs of a plain model of LRU, write-allocate,
write-back caches (\`test/trace.test.ts\`: real traces, random geometries). Beside Cachegrind (${facts.valgrind}; ${programs}; \`npm run
cachegrind\` repeats it with the programs of the machine that it runs on) it differs where Cachegrind's manual says that Cachegrind counts otherwise:

${rules.join("\n")}

Each column is what exchanging that rule alone, in this order, explains; a rest is what none does.

${table(cachegrindHead, cachegrindRows(facts), 3)}`;
}

function callsPart(one) {
  const rows = one.cases.map(({ title, total, cycles }) => [
    title,
    ...figureNames.map((figure) => pair(total[figure])),
    pair(total.lines),
    cycles[1] === null ? number(cycles[0]) : pair(cycles),
  ]);
  return table(["call", ...figureNames, "lines", "cycles"], rows);
}

/** Traces whose cycles are compared with nothing. */
function otherWaysPart({ otherWays }) {
  const list = otherWays.map(
    ({ title, traced, counted }) => `${title} (${number(traced)} instructions traced, ${number(counted)} counted)`,
  );
  return list.length === 0
    ? ""
    : `Left out, because the trace took another way than the counted call: ${list.join(", ")}.\n\n`;
}

function exceptionsPart({ name, worst, ...result }, reasons) {
  const over = overBars(result);
  const bars = `The bars are ${BARS.total * 100} % for the counts of a call, and ${BARS.function * 100} % for those of a function that has more than ${SHARE * 100} % of its instructions, measured blocks aside; one access more or less in each call of a function is let pass. Cycles are in no bar`;
  if (over.length === 0)
    return `${bars}: all inside (worst call ${percent(worst.total)}, worst function ${percent(worst.function)}).`;
  const list = over.map((what) => `- ${what}: ${reasons[name][what]}`);
  return `${bars}. Outside:\n\n${list.join("\n")}`;
}

function cyclesPart({ kernels: counted }) {
  const rows = Object.keys(counted[0].cycles).map((machine) => [
    machine,
    ...counted.flatMap(({ cycles }) => [percent(cycles[machine].mean), percent(cycles[machine].worst)]),
  ]);
  return table(["machine", ...counted.flatMap(({ name }) => [`Linux ${name}, mean`, "worst"])], rows);
}

function crowdedPart({ crowdedBucket }) {
  const rows = crowdedBucket.map(({ machine, kernel, ms }) => [`Linux ${kernel}`, machine, `${ms.toFixed(2)} ms`]);
  return table(["kernel", "machine", "one lookup"], rows, 2);
}

const LEFT_OUT = [
  [
    "Overlap",
    "An out-of-order core runs past a load that waits. Each load pays its whole latency here, stores that hit and stack traffic nothing, so a warm path costs more than on real machines from the Pentium III on. A walk along a chain, where each load needs the one before, is not affected.",
  ],
  [
    "Instructions",
    "All run at the profile's one rate (cycles per instruction); only locked operations, `cli`, `sti`, `popf`, fences, entry and exit have costs of their own.",
  ],
  ["Branches", "A loop's end is predicted by two-bit counters; other branches are taken as predicted."],
  ["Replacement", "True LRU everywhere; real second and third levels use approximations of it."],
  [
    "Hash of L3 slices, page placement",
    "Physical pages are given out in order, or by the rule that the profile names; no L3 slice is farther than another.",
  ],
  ["Stores", "No store buffer limit, no write combining; a write-back takes no time from later loads."],
  ["Buses", "No queueing of one CPU's misses behind another's; a line comes from another CPU at a fixed cost."],
  ["Interrupts, devices, other processes", "Nothing else runs: caches and TLBs hold what the calls left in them."],
];

/** The whole page: what was measured now, and of `facts` the exceptions of bars.json and cachegrind.json. */
export function page(found, facts) {
  const reasons = facts.bars.exceptions;
  const kernelParts = found.kernels.map(
    (one) => `### Linux ${one.name}\n\n${callsPart(one)}\n\n${otherWaysPart(one)}${exceptionsPart(one, reasons)}`,
  );
  return `<!-- Written by \`npm run accuracy\`; CI writes it again and fails on a difference. -->
# How far from reality

${summary(found)}

Every figure on this page but Cachegrind's table, which \`npm run cachegrind -- --update\` writes, is computed by \`npm run accuracy\`
from the emulator as it is, and the measurements in \`facts/\`.

## Machines: load latency

Cycles of a dependent load, array size by stride, against matrices measured on the real machines (InstLatx64, linear). It
prints whole clocks, so \`halfopen latency\` does here, too. The error is the mean of |modelled / measured − 1| over all cells,
and with the modelled cycles unrounded; then over the cells of the arrays that each level holds. \`halfopen latency --machine NAME\`
prints every cell.

${machinesPart(found)}

Lines are modelled, dots measured:

![Measured and modelled load latencies](accuracy-latency.svg)

One profile each, no code for any machine: caches, TLBs with page walks through the caches, open DRAM pages, lines
that arrive in pieces, exclusive L2, adjacent-line, next-line and stream prefetch. The profiles were fitted to these matrices,
so the errors are those of a fit, not of a prediction.${timerPart(found)}

### Machines that no profile was fitted for

${found.unseen.length} more machines of InstLatx64, each with a profile as a stranger would write it: geometry and a handful of latencies, every
other figure the default (\`facts/unseen/\`, \`node tools/unseen.mjs\`). ${unseenSummary(found)} The latencies are read off the
same matrix's plateaus, and the defaults were chosen with most of these machines in view; \`facts/README.md\` says which were held out.

${unseenPart(found)}

## Machines: single instructions

Cycles of instructions that the kernels' locks are made of, as published (\`facts/machines.json\`) and as charged:

${instructionsPart(found)}

## The hierarchy: hits and misses

${cachegrindPart(facts.cachegrind)}

## Kernels: calls

Emulated figures on core2-woodcrest, and how far off the same call of the real kernel, booted and executed instruction by
instruction (\`facts/real-kernels/\`). Loads and stores leave out the kernel stack; lines are distinct 64-byte lines of data;
cycles are those of a warm repetition whose first-level caches hold other things, beside the real kernel's trace, replayed on
the same machine model, where a trace took the counted way (instructions within 10 %). A call whose counted repetition did
what is not done every time (listen 1024 of 2.6.20 refilled a list of free pages) is emulated after as many more sockets
as bring it nearest to the counts. The instructions
of a function's main path and the counts of measured blocks come from such traces, so these agree by construction where the
path is the real one. \`halfopen fidelity --json\` has every function.

${kernelParts.join("\n\n")}

### Cycles on all machines

Emulated calls against the replayed traces, deviation over the calls that have a trace:

${cyclesPart(found)}

## A measurement of others

Cloudflare traced \`__inet_lookup_listener()\` on a server of 2016 (Linux 3.18) with 16,000 listeners in one bucket: of 3,198 walks of the
long chain 2,928 took 1.02 to 2.05 ms, the slowest 2.36 ms. The same walk here, which no figure was fitted to:

${crowdedPart(found)}

## Kernels that were never traced

1.2, 4.3 and 4.14: structs, sizes and the order of effects are the real ones, and their answers are compared case by case
(\`npm run conformance\` says which differ). Instructions per function are walks through compiled code (\`facts/functions.json\`, another compiler
differs by up to 30 %) or Linux 3.6's traces, and marked as estimates in each kernel's \`system_map.ts\`. Their cycles are about 30 % uncertain, either way.
With counts of such a kernel \`halfopen fidelity --kernel 4.3 --counts FILE\` says how good the estimates are.

## What is not modelled

${table(["what", "and so"], LEFT_OUT, 2)}
`;
}
