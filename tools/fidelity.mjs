#!/usr/bin/env node
// Makes facts/fidelity/KERNEL.json.gz, what `halfopen fidelity` needs of facts/real-kernels and what the package carries:
//
//   node tools/fidelity.mjs            writes them, and facts/bars.json (how far the emulator is from them now)
//   node tools/fidelity.mjs --facts    writes them alone
//
// counts  the cases that are compared, in the format of counts-*.json, without the figures that nobody looks at;
//         functions have the names that the traces have
// trees   of a case that has a trace, the call that it is about: { n: name, c: calls, i: instructions, l: loads,
//         s: stores, k: callees }, own figures without the kernel stack; equal names under one caller are one node
// replays of the same calls: what drives the memory hierarchy (src/fidelity/replay.ts)

import { mkdirSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { callsOf, counts, instructionsOf, plainName, stackBlocks, symbolsOf, trace, traceText } from "./facts.mjs";

const KERNELS = ["2.6.20", "3.6"];
const FIGURES = ["insns", "loads_nonstack", "stores_nonstack", "locked"];
const CALLS = ["sys_listen#0", "tcp_v4_rcv#0", "tcp_v4_rcv#2", "sys_accept#0", "sys_accept4#0"];
/** Each case and the call in its trace, if it has one. */
const CASES = {
  listen_first_bl5: "sys_listen",
  listen_first_bl128: "sys_listen",
  listen_first_bl1024_raised: "sys_listen",
  relisten_after_listen_first_bl5: "sys_listen",
  synseen_inject_others0_target_oldest: "tcp_v4_rcv#0",
  synseen_inject_others1_target_oldest: null,
  synseen_inject_others10_target_oldest: null,
  synseen_inject_others100_target_oldest: null,
  synseen_inject_others1000_target_oldest: null,
  connect_others0_target_oldest: "tcp_v4_rcv#2",
  accept_others0_target_oldest: { "2.6.20": "sys_accept", 3.6: "sys_accept4" },
};

const pick = (from, keys) => Object.fromEntries(keys.filter((key) => key in from).map((key) => [key, from[key]]));

/** The cases of a counts file, cut to what is compared. */
function countsOf(kernel) {
  const symbols = symbolsOf(kernel);
  const shown = (symbol) => (symbols.byName.has(symbol) ? symbols.at(symbols.byName.get(symbol)) : plainName(symbol));
  const all = counts(kernel);
  return Object.fromEntries(
    Object.keys(CASES).map((name) => {
      const functions = Object.entries(all[name].functions).filter(([call]) => CALLS.includes(call));
      const cut = functions.map(([call, figures]) => {
        const own = {};
        for (const [symbol, one] of Object.entries(figures.self_by_function)) {
          const before = own[shown(symbol)];
          own[shown(symbol)] = Object.fromEntries(FIGURES.map((key) => [key, one[key] + (before?.[key] ?? 0)]));
        }
        const kept = pick(figures, [...FIGURES, "lines_total_nonstack", "insns_by_rep"]);
        return [call, { ...kept, self_by_function: own }];
      });
      return [name, { functions: Object.fromEntries(cut) }];
    }),
  );
}

function treeOf(call) {
  const node = {
    n: call.name,
    c: 1,
    i: call.instructions,
    l: call.loads + call.repLoads,
    s: call.stores + call.repStores,
  };
  const callees = new Map();
  for (const child of call.calls.map(treeOf)) callees.set(child.n, merged(callees.get(child.n), child));
  return callees.size > 0 ? { ...node, k: [...callees.values()] } : node;
}

function merged(one, other) {
  if (!one) return other;
  const callees = new Map();
  for (const child of [...(one.k ?? []), ...(other.k ?? [])]) callees.set(child.n, merged(callees.get(child.n), child));
  const sum = { n: one.n, c: one.c + other.c, i: one.i + other.i, l: one.l + other.l, s: one.s + other.s };
  return callees.size > 0 ? { ...sum, k: [...callees.values()] } : sum;
}

/** The instructions of the nth call of a function, from its first to its return. */
function during(list, address, nth) {
  let seen = -1;
  for (let i = 1; i < list.length; i++) {
    const { pc: from, accesses } = list[i - 1];
    const slot = accesses.at(-1);
    if (list[i].pc !== address || !slot?.store || slot.size !== 4 || ++seen !== nth) continue;
    for (let end = i; end < list.length - 1; end++) {
      const next = list[end + 1].pc;
      const returns = list[end].accesses.some((access) => !access.store && access.address === slot.address);
      if (returns && next > from && next <= from + 8) return list.slice(i, end + 1);
    }
  }
  throw new Error(`no call ${nth} of ${address.toString(16)}`);
}

const CODE_BLOCK = 32;
const [LOAD, STORE, FETCH] = [0, 1, 2];

/**
 * Words for the core's replay(). The kernel stack is forwarded from its last pushes, so its loads take no more than its
 * stores do, as in the emulator's account. Code is fetched in blocks of 32 bytes, the smallest line.
 */
function wordsOf(list, blocks) {
  const words = [];
  let block = -1;
  for (const { pc, accesses } of list) {
    const here = pc - (pc % CODE_BLOCK);
    if (here !== block) words.push((here | FETCH) >>> 0);
    block = here;
    for (const { store, address } of accesses) {
      const kind = store || blocks.has(address >>> 13) ? STORE : LOAD;
      words.push(((address & ~3) | kind) >>> 0);
    }
  }
  return words;
}

/** Branches backward that go another way than their two-bit counter expects, in the second of two runs. */
function mispredicted(list) {
  const ends = list.map(({ pc }, i) => (list[i + 1] ? list[i + 1].pc - pc : 0));
  const isLoop = (i) => ends[i] < 0 && ends[i] > -512 && list[i].accesses.length === 0;
  const loops = new Set(list.filter((_, i) => isLoop(i)).map(({ pc }) => pc));
  const states = new Map();
  let wrong = 0;
  for (const run of [1, 2]) {
    list.forEach(({ pc }, i) => {
      if (!loops.has(pc)) return;
      const state = states.get(pc) ?? 0;
      const again = isLoop(i);
      if (run === 2 && state >= 2 !== again) wrong++;
      states.set(pc, again ? Math.min(3, state + 1) : Math.max(0, state - 1));
    });
  }
  return wrong;
}

function replayOf(kernel, name, call) {
  const symbols = symbolsOf(kernel);
  const [symbol, nth = "0"] = call.split("#");
  const all = instructionsOf(traceText(kernel, name));
  const list = during(all, symbols.byName.get(symbol), Number(nth));
  const words = Uint32Array.from(wordsOf(list, stackBlocks(all, symbols)));
  return {
    instructions: list.length,
    turns: list.reduce((sum, { turns }) => sum + turns, 0),
    mispredicted: mispredicted(list),
    words: Buffer.from(words.buffer).toString("base64"),
  };
}

/** The text of a kernel's file. */
export function fidelityFacts(kernel) {
  const [trees, replays] = [{}, {}];
  for (const [name, wanted] of Object.entries(CASES)) {
    const call = typeof wanted === "object" ? wanted?.[kernel] : wanted;
    if (!call) continue;
    const [root] = callsOf(trace(kernel, name).root, call);
    trees[name] = treeOf(root);
    replays[name] = replayOf(kernel, name, call);
  }
  return `${JSON.stringify({ counts: { cases: countsOf(kernel) }, trees, replays })}\n`;
}

async function main(words) {
  mkdirSync(new URL("../facts/fidelity/", import.meta.url), { recursive: true });
  for (const kernel of KERNELS) {
    const file = new URL(`../facts/fidelity/${kernel}.json.gz`, import.meta.url);
    writeFileSync(file, gzipSync(fidelityFacts(kernel), { level: 9 }));
  }
  if (words.includes("--facts")) return;
  const { barsText } = await import("./fidelity/bars.mjs");
  writeFileSync(new URL("../facts/bars.json", import.meta.url), await barsText(KERNELS));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await main(process.argv.slice(2));
