#!/usr/bin/env node
// Instructions, loads, stores and locked operations of each emulated function on its main path, beside what the real
// kernel did in a trace and what the compiler made of its source (facts/functions.json).
//
//   npm run functions -- [--kernel K] [--json] [NAME...]
//
// All figures are one call's own, without what it calls. Loads and stores leave out the kernel stack, as in the facts.
// A row that is off by more than 30 % from the fall-through walk must be explained: by a rule below that is checked
// here, or by a sentence in functions/notes.json. If one is not, the exit status is 1.

import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { callsOf, counts, isTraced, plainName, sourceOf, trace, UsageError, walk } from "./facts.mjs";
import { cases } from "./functions/cases.mjs";

const readJson = (path) => JSON.parse(readFileSync(new URL(path, import.meta.url), "utf8"));
const FIGURES = ["instructions", "loads", "stores", "locked", "stackLoads", "stackStores"];

// ── What is compared ─────────────────────────────────────────────────────────────────────────────────────────────────

/** Own figures of one call of each function in a case, by name; none if the kernel has not the sysctls of the case. */
async function emulated(Emulator, kernel, { sysctl = {}, prepare }) {
  const has = (await Emulator.boot({ kernel })).sysctls();
  if (!Object.keys(sysctl).every((name) => has.includes(name))) return new Map();
  const emulator = await Emulator.boot({ kernel, sysctl });
  const { accounts } = emulator.account(prepare(emulator));
  const called = accounts.filter(({ block, calls }) => !block && calls > 0);
  return new Map(called.map((account) => [account.name, perCall(account, account.calls)]));
}

const perCall = (sum, calls) =>
  Object.fromEntries(FIGURES.map((key) => [key, Math.round(((sum[key] ?? 0) * 10) / calls) / 10]));

/**
 * Own figures of one call of each function in a trace, by name; `rep`: accesses of repeated string instructions among
 * them. A trace does not show locked operations. They are those that were counted in the same case; where none were,
 * those of functions.json, but no more than memory was updated.
 */
function traced(kernel, { trace: wanted, under }, functions) {
  if (!wanted || !isTraced(kernel)) return new Map();
  const { root } = trace(kernel, wanted);
  const top = under ? callsOf(root, under)[0] : root;
  const calls = [];
  for (let call = top; call; call = call.parent) calls.push(call);
  walk(top, (call) => calls.push(call));
  const locked = countedLocked(kernel, wanted, under);
  const byName = new Map();
  for (const call of calls) byName.set(call.name, [...(byName.get(call.name) ?? []), call]);
  return new Map(
    [...byName].map(([name, list]) => {
      const sum = (value) => list.reduce((total, call) => total + value(call), 0);
      const total = {
        instructions: sum((call) => call.instructions),
        loads: sum((call) => call.loads + call.repLoads),
        stores: sum((call) => call.stores + call.repStores),
        locked: locked.get(name) ?? sum((call) => Math.min(call.updates, functions.get(name)?.locked ?? 0)),
        stackLoads: sum((call) => call.stackLoads + call.repStackLoads),
        stackStores: sum((call) => call.stackStores + call.repStackStores),
      };
      const rep = Math.round(sum((call) => call.repLoads + call.repStores) / list.length);
      return [name, { ...perCall(total, list.length), rep }];
    }),
  );
}

/** Locked operations of each function beneath the call that a case is about, as far as they were counted. */
function countedLocked(kernel, wanted, under) {
  const functions = Object.entries(counts(kernel)[wanted]?.functions ?? {});
  const own = functions.find(
    ([name, { self_by_function }]) => self_by_function && (under ? name === under : name.startsWith("sys_")),
  );
  return new Map(
    Object.entries(own?.[1].self_by_function ?? {}).map(([name, { locked }]) => [plainName(name), locked]),
  );
}

/** functions.json of a kernel by plain name; of two allocators the one that is emulated. */
function compiled(kernel) {
  const index = new Map();
  for (const [key, entry] of Object.entries(readJson("../facts/functions.json")[sourceOf(kernel)])) {
    const [symbol, object] = key.split("@");
    const name = plainName(symbol);
    if (symbol.endsWith(".cold") || (object && object !== ALLOCATOR[kernel])) continue;
    if (!index.has(name) || name === symbol) index.set(name, entry);
  }
  return index;
}
const ALLOCATOR = { "2.6.20": "mm_slab", 3.6: "mm_slub", 4.3: "mm_slub", 4.14: "mm_slub" };

const compiledFigures = (one) => ({
  instructions: one.insns,
  loads: one.loads,
  stores: one.stores,
  locked: one.locked,
  stackLoads: one.stack_loads,
  stackStores: one.stack_stores,
});

/**
 * The rows of a kernel: those that a case reached, the names of the others, and notes about rows that need none.
 * @param {typeof import("../src/index.ts").Emulator} Emulator
 * @param {string} kernel
 */
export async function collect(Emulator, kernel) {
  const map = readJson("../build/system-map.json")[kernel];
  const notes = readJson("functions/notes.json")[kernel] ?? {};
  const functions = compiled(kernel);
  const found = new Map();
  for (const one of cases) {
    const real = traced(kernel, one, functions);
    for (const [name, figures] of await emulated(Emulator, kernel, one))
      if (!found.has(name))
        found.set(name, { case: one.name, emulated: figures, trace: real.get(name) ?? null, traceCase: one.trace });
  }
  const before = BEFORE[kernel] ? await collectOnce(Emulator, BEFORE[kernel]) : null;
  const texts = map.filter(({ kind }) => kind === "text");
  const rows = texts
    .filter(({ name }) => found.has(name))
    .map((text) => {
      const { name, file } = text;
      const entry = functions.get(name);
      const row = {
        kernel,
        name,
        file,
        ...found.get(name),
        ...otherTrace(kernel, text, found.get(name), functions),
        fallThrough: entry ? compiledFigures(entry.fallthrough) : null,
        whole: entry ? compiledFigures(entry) : null,
      };
      const off = offBy(row);
      const earlier = before?.rows.find((other) => other.name === name);
      const reasons = off
        .map((what) => ruleFor(row, what, text, map, functions) ?? asBefore(row, what, earlier))
        .filter(Boolean);
      const explained = reasons.length === off.length;
      const note = notes[name] ? [notes[name]] : [];
      return { ...row, off, reasons: explained || notes[name] ? [...new Set([...reasons, ...note])] : [] };
    });
  const needless = Object.keys(notes).filter((name) => !rows.some((row) => row.name === name && row.off.length > 0));
  return { kernel, rows, needless, missed: texts.filter(({ name }) => !found.has(name)).map(({ name }) => name) };
}

/** Of a kernel without traces: the one whose code its own was written from. */
const BEFORE = { 4.3: "3.6", 4.14: "4.3" };

const collected = new Map();

/** The rows of a kernel that another one is compared with, collected once. */
function collectOnce(Emulator, kernel) {
  if (!collected.has(kernel)) collected.set(kernel, collect(Emulator, kernel));
  return collected.get(kernel);
}

/** An untraced function that does what the kernel before it does: a sentence, or nothing. */
function asBefore({ emulated }, what, earlier) {
  if (!earlier || unexplained(earlier)) return null;
  const figure = what === "instructions" ? (one) => one.instructions : accesses;
  const slack = what === "instructions" ? 0 : 2;
  if (!near(figure(emulated), figure(earlier.emulated), 0.3, slack)) return null;
  const { kernel, trace } = earlier;
  return `as in ${kernel} (${figure(earlier.emulated)}${trace ? `; traced there: ${figure(trace)}` : ""})`;
}

/** Where the case has no trace, or the function is not in it: the trace that its row was taken from, if it was. */
function otherTrace(kernel, { name, source }, { trace: own }, functions) {
  if (own) return {};
  const [, wanted] = /^trace ([\w-]+)/.exec(source) ?? [];
  const figures = wanted ? traced(kernel, { trace: wanted }, functions).get(name) : undefined;
  return figures ? { trace: figures, traceCase: wanted } : { traceCase: null };
}

// ── What is off, and why ─────────────────────────────────────────────────────────────────────────────────────────────

const accesses = (figures) => figures.loads + figures.stores;
const near = (value, wanted, share, slack = 0) => Math.abs(value - wanted) <= Math.max(wanted * share, slack);

/** Which figures are off by more than 30 % from the fall-through walk, or from the trace where there is no such walk. */
function offBy({ emulated, trace, fallThrough }) {
  const wanted = fallThrough ?? trace;
  if (!wanted) return [];
  return [
    ...(near(emulated.instructions, wanted.instructions, 0.3) ? [] : ["instructions"]),
    ...(near(accesses(emulated), accesses(wanted), 0.3, 2) ? [] : ["accesses"]),
  ];
}

export const unexplained = ({ off, reasons }) => off.length > 0 && reasons.length === 0;

/** The first rule that holds for a figure that is off: a sentence, or nothing. */
function ruleFor({ name, emulated, trace, fallThrough, whole }, what, text, map, functions) {
  const figure = what === "instructions" ? (one) => one.instructions : accesses;
  const unit = what === "instructions" ? "instructions" : "loads and stores";
  const slack = what === "instructions" ? 0 : 2;
  const is = figure(emulated);

  if (fallThrough && trace && near(is, figure(trace), 0.2, slack)) {
    const walked = figure(fallThrough);
    const how = walked < is ? `stops after ${walked}` : `has ${walked}, of paths not taken,`;
    const walk = walked < figure(whole) ? `the walk ${how} of ${figure(whole)}` : `functions.json has ${walked} in all`;
    return `as traced (${figure(trace)} ${unit}); ${walk}`;
  }
  // Zeroing and copying: functions.json counts a repeated string instruction once.
  if (what === "accesses" && trace?.rep && near(is - trace.rep, accesses(fallThrough ?? trace), 0.3, 2))
    return `${trace.rep} of the accesses are a string instruction's, which functions.json counts once`;
  // Loops and branches with rows of their own: the walk stops at the first loop.
  const parts = map.filter(({ kind, owner }) => kind === "part" && owner === name).map((part) => part.name);
  const more = Math.round(emulated.instructions - text.instructions);
  if (more > 0 && is > walked() && (what === "accesses" || near(text.instructions, walked(), 0.3)))
    return `${more} instructions and their data are beyond the walk: ${parts.join(", ")}`;
  // Counted by hand or fitted: the row in system_map.ts says how.
  if (what === "instructions" && /by hand|fitted|hand-counted|estimate|whole function|counts/.test(text.source))
    return `system_map.ts: ${text.source}; the walk has ${walked()} of ${figure(whole)} instructions`;
  const share = whole ? (accesses(whole) * emulated.instructions) / whole.instructions : 0;
  if (
    what === "accesses" &&
    !trace &&
    !near(emulated.instructions, fallThrough?.instructions ?? 0, 0.3) &&
    near(is, share, 0.3, 2)
  )
    return "as many loads and stores an instruction as the whole function has";
  // Callees that the compiler of functions.json left out of line and the emulated function has in itself.
  const calls = new Set((functions.get(name)?.fallthrough.calls ?? []).map(plainName));
  const inlined = [...calls].filter((callee) => functions.has(callee) && !map.some((row) => row.name === callee));
  const added = inlined.reduce((sum, callee) => sum + figure(compiledFigures(functions.get(callee).fallthrough)), 0);
  if (added > 0 && near(is, walked() + added, 0.3, slack)) return `${inlined.join(", ")} inlined`;
  return null;

  function walked() {
    return fallThrough ? figure(fallThrough) : 0;
  }
}

// ── For people ───────────────────────────────────────────────────────────────────────────────────────────────────────

const SIDES = ["emulated", "trace", "fallThrough"];
const SHOWN = ["instructions", "loads", "stores", "locked"];
const HEADING = ["function", ...["insns", "loads", "stores", "locked"].flatMap((key) => [key, "trace", "walk"])];

const cell = (figures, key) => (figures ? String(figures[key]) : "-");
const cells = (row) => [row.name, ...SHOWN.flatMap((key) => SIDES.map((side) => cell(row[side], key)))];

function reasonText(row) {
  if (unexplained(row)) return `NOT EXPLAINED: ${row.off.join(", ")}`;
  return row.off.length > 0 ? row.reasons.join("; ") : "";
}

/** One table, a heading for each C file. */
export function tableText({ kernel, rows, missed }) {
  const lines = rows.map((row) => [...cells(row), row.case, reasonText(row)]);
  const all = [[...HEADING, "case", "why it is off by more than 30 %"], ...lines];
  const widths = all[0].map((_, i) => Math.max(...all.map((line) => line[i].length)));
  const lastCell = widths.length - 1;
  const format = (line) =>
    line
      .map((value, i) => {
        if (i === 0 || i === lastCell - 1) return value.padEnd(widths[i]);
        if (i === lastCell) return value;
        // A gap before each group of three.
        return `${i % 3 === 1 ? " " : ""}${value.padStart(widths[i])}`;
      })
      .join("  ")
      .trimEnd();
  const files = [...new Set(rows.map(({ file }) => file))];
  const groups = files.map((file) => {
    const own = lines.filter((_, i) => rows[i].file === file).map((line) => `  ${format(line)}`);
    return `\n${file || "(no file)"}\n${own.join("\n")}`;
  });
  const rest = missed.length > 0 ? `\n\nnot reached by these cases: ${missed.join(", ")}` : "";
  return `Linux ${kernel}\n\n  ${format(all[0])}${groups.join("\n")}${rest}\n\n${summary({ kernel, rows, missed })}`;
}

export function summary({ kernel, rows, missed }) {
  const inTrace = rows.filter(({ trace }) => trace);
  const within = (share) =>
    inTrace.filter(
      ({ emulated, trace }) =>
        near(emulated.instructions, trace.instructions, share) && near(accesses(emulated), accesses(trace), share, 2),
    ).length;
  const off = rows.filter((row) => row.off.length > 0);
  const open = off.filter(unexplained).length;
  return (
    `${kernel}: ${rows.length} functions, ${missed.length} not reached; ${inTrace.length} in a trace, ` +
    `${within(0.1)} within 10 % of it and ${within(0.3)} within 30 %; ` +
    `${off.length} off by more than 30 % from the walk, ${off.length - open} explained`
  );
}

// ── Command line ─────────────────────────────────────────────────────────────────────────────────────────────────────

const USAGE = "usage: npm run functions -- [--kernel 2.6.20|3.6] [--json] [NAME...]";

async function main(words) {
  const { parseArgs } = await import("node:util");
  const { values, positionals } = parseArgs({
    args: words,
    allowPositionals: true,
    options: { kernel: { type: "string" }, json: { type: "boolean" }, help: { type: "boolean" } },
  });
  if (values.help) return console.log(USAGE);
  const { Emulator, kernels } = await import("../dist/index.js");
  const names = kernels.map(({ name }) => name);
  if (values.kernel && !names.includes(values.kernel)) throw new UsageError(`unknown kernel "${values.kernel}"`);
  const results = [];
  for (const kernel of values.kernel ? [values.kernel] : names) results.push(await collect(Emulator, kernel));
  const wanted = ({ name }) => positionals.length === 0 || positionals.includes(name);
  const known = results.flatMap(({ rows, missed }) => [...rows.map(({ name }) => name), ...missed]);
  const unknown = positionals.find((name) => !known.includes(name));
  if (unknown) throw new UsageError(`no emulated function "${unknown}"`);
  for (const result of results) {
    result.rows = result.rows.filter(wanted);
    result.missed = result.missed.filter((name) => wanted({ name }));
  }
  if (values.json) {
    const missed = results.flatMap((one) => one.missed.map((name) => ({ kernel: one.kernel, name, case: null })));
    console.log(JSON.stringify([...results.flatMap(({ rows }) => rows), ...missed], null, 2));
  } else console.log(results.map(tableText).join("\n\n\n"));
  if (results.some(({ rows }) => rows.some(unexplained))) process.exitCode = 1;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  // A reader such as head may close the pipe early.
  process.stdout.on("error", () => process.exit(0));
  try {
    await main(process.argv.slice(2));
  } catch (error) {
    if (!(error instanceof UsageError) && !error.code?.startsWith("ERR_PARSE_ARGS")) throw error;
    console.error(`functions: ${error.message}\n${USAGE}`);
    process.exitCode = 2;
  }
}
