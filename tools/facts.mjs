#!/usr/bin/env node
// Prints table rows out of facts/: what the traced kernels did, and where the fields of their structs lie.
//
//   node tools/facts.mjs tree KERNEL CASE [ROOT[#N]] [DEPTH]   call tree of a trace
//   node tools/facts.mjs rows KERNEL NAME...                   text() rows for system_map.ts
//   node tools/facts.mjs blocks KERNEL CASE NAME...            block() rows: a call with everything beneath it
//   node tools/facts.mjs lines KERNEL CASE ROOT NAME...        lines for block() rows: those that nothing else touches
//   node tools/facts.mjs profile KERNEL CASE [ROOT[#N]]        instructions by function
//   node tools/facts.mjs struct KERNEL NAME...                 accessor classes for structs.ts
//
// A trace is a sequence of instructions ("i pc") and their accesses ("l|s vaddr size pc"), without the instruction
// bytes. So calls and returns are recognised by what they do to the stack: a call stores its return address and
// jumps; a return loads from that very slot and lands just behind the call. A jump to another function's first
// instruction that stored nothing is a tail call: it counts as a callee of the function that jumped.
//
// A repeated string instruction shows its pc once per turn and once more to find the count at zero. It counts as one
// instruction; the accesses of its turns are kept apart (`rep`), because zeroing and copying are charged per byte.

import { existsSync, readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { gunzipSync } from "node:zlib";

const FACTS = new URL("../facts/", import.meta.url);
const KERNEL_BASE = 0xc0000000;
/** 2.6.20 shows the page with sysenter to user mode here: what runs in it is no kernel. */
const VDSO_BASE = 0xffffe000;
const inKernel = (pc) => pc >= KERNEL_BASE && pc < VDSO_BASE;
const LINE_SHIFT = 6;

/** What can be wrong with the words on the command line: one line for the user, exit status 2. */
export class UsageError extends Error {}

// ── The files ────────────────────────────────────────────────────────────────────────────────────────────────────────

const SOURCES = new Map([
  ["1.2", "v1.2.13"],
  ["1.2.13", "v1.2.13"],
  ["2.6.20", "v2.6.20"],
  ["3.6", "v3.6.5"],
  ["3.6.5", "v3.6.5"],
  ["4.3", "v4.3"],
  ["4.14", "v4.14"],
]);
const TRACED = { "v2.6.20": "2.6.20", "v3.6.5": "3.6" };

const cache = new Map();

function once(key, make) {
  if (!cache.has(key)) cache.set(key, make());
  return cache.get(key);
}

const factsFile = (name) => new URL(name, FACTS);
const readJson = (name) => once(name, () => JSON.parse(readFileSync(factsFile(name), "utf8")));
const readGzip = (name) => gunzipSync(readFileSync(factsFile(name))).toString("latin1");

/** "3.6" -> "v3.6.5", the key in layouts.json and functions.json. */
export function sourceOf(kernel) {
  const source = SOURCES.get(String(kernel).replace(/^v/, ""));
  if (!source) throw new UsageError(`unknown kernel "${kernel}": use 1.2, 2.6.20, 3.6, 4.3 or 4.14`);
  return source;
}

/** "3.6" -> "3.6", the folder in real-kernels/traces. */
export function tracedKernel(kernel) {
  const traced = TRACED[sourceOf(kernel)];
  if (!traced) throw new UsageError(`no traces of kernel "${kernel}": use 2.6.20 or 3.6`);
  return traced;
}

export function traceCases(kernel) {
  return readdirSync(factsFile(`real-kernels/traces/${tracedKernel(kernel)}/`))
    .filter((name) => name.endsWith(".txt.gz"))
    .sort();
}

const caseName = (file) => file.replace(/\.rep\d+\.txt\.gz$/, "");

/** The trace file of a case: its exact name, or a beginning that only one case has. */
function traceFile(kernel, wanted) {
  const files = traceCases(kernel);
  const exact = files.find((file) => caseName(file) === wanted || file === wanted);
  if (exact) return exact;
  const found = files.filter((file) => file.startsWith(wanted));
  if (found.length === 1) return found[0];
  if (found.length > 1) throw new UsageError(`case "${wanted}" is one of: ${found.map(caseName).join(" ")}`);
  throw new UsageError(`no trace of case "${wanted}" on ${kernel}: use one of ${files.map(caseName).join(" ")}`);
}

/** The counted figures of a kernel: case -> whole system call and functions. */
export function counts(kernel) {
  const name = `real-kernels/counts-${tracedKernel(kernel)}.json.gz`;
  return once(name, () => (existsSync(factsFile(name)) ? JSON.parse(readGzip(name)).cases : {}));
}

// ── Symbols ──────────────────────────────────────────────────────────────────────────────────────────────────────────

const SUFFIX = /(\.(isra|constprop)\.\d+|\.cold)+(?=\.|$)/g;
const BOUNDARY = /^(_s?text|_[se]inittext|_etext|__\w+_(start|end|begin))$/;
/** The assembler labels of entry.S between user mode and the system call table: one function here. */
const ENTRY =
  /^(ret_from_(exception|intr|fork)|resume_(userspace|kernel)|sysenter_\w+|ia32_sysenter_target|system_call|syscall_(call|exit|exit_work|fault|badsys|trace_entry)|restore_(all|nocheck)\w*|irq_return|work_(pending|resched|notifysig)\w*|sysexit_audit|sysenter_audit)$/;
export const KERNEL_ENTRY = "kernel_entry";

/** A name as it is shown: without the compiler's marks for changed copies of a function. */
export const plainName = (symbol) => symbol.replace(SUFFIX, "");

class Symbols {
  constructor(kernel) {
    const sizes = functionIndex(kernel);
    const byAddress = new Map();
    for (const line of readGzip(`real-kernels/traces/${kernel}/System.map.gz`).split("\n")) {
      const [hex, type, symbol] = line.split(" ");
      if (!symbol || !"tTwW".includes(type)) continue;
      const address = Number.parseInt(hex, 16);
      if (address < KERNEL_BASE) continue;
      if (!byAddress.has(address)) byAddress.set(address, []);
      byAddress.get(address).push({ symbol, type });
    }
    this.addresses = [...byAddress.keys()].sort((a, b) => a - b);
    /** The shown name of each address, and the address of each name. */
    this.names = new Map();
    this.byName = new Map();
    const rank = ({ symbol, type }) =>
      (BOUNDARY.test(symbol) ? 8 : 0) + (sizes.has(plainName(symbol)) ? 0 : 4) + ["T", "W", "w", "t"].indexOf(type);
    for (const address of this.addresses) {
      const here = byAddress.get(address).sort((a, b) => rank(a) - rank(b) || (a.symbol < b.symbol ? -1 : 1));
      this.names.set(address, ENTRY.test(here[0].symbol) ? KERNEL_ENTRY : plainName(here[0].symbol));
      for (const { symbol } of here) {
        if (!this.byName.has(symbol)) this.byName.set(symbol, address);
        if (!symbol.endsWith(".cold") && !this.byName.has(plainName(symbol)))
          this.byName.set(plainName(symbol), address);
      }
    }
    const entry = this.byName.get("sysenter_entry") ?? this.byName.get("ia32_sysenter_target");
    this.byName.set(KERNEL_ENTRY, entry);
  }

  /** Index of the symbol that pc lies in. */
  indexAt(pc) {
    let low = 0;
    let high = this.addresses.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.addresses[middle] <= pc) low = middle + 1;
      else high = middle;
    }
    return low - 1;
  }

  /** The function that pc lies in, under its shown name. */
  at(pc) {
    const index = this.indexAt(pc);
    return index < 0 ? "?" : this.names.get(this.addresses[index]);
  }

  /** Whether pc is the first instruction of something with a name. */
  starts(pc) {
    return this.names.has(pc);
  }

  /** Bytes up to the next symbol. */
  span(address) {
    const next = this.addresses[this.indexAt(address) + 1];
    return next === undefined ? 0 : next - address;
  }
}

export const symbolsOf = (kernel) => once(`symbols ${kernel}`, () => new Symbols(kernel));

/** functions.json of a kernel by shown name; of two allocators the one that the kernel was traced with. */
function functionIndex(kernel) {
  return once(`functions ${kernel}`, () => {
    const index = new Map();
    for (const [key, entry] of Object.entries(readJson("functions.json")[sourceOf(kernel)])) {
      const [symbol, object] = key.split("@");
      const name = plainName(symbol);
      if (name.startsWith(".") || symbol.endsWith(".cold")) continue;
      if (object === "mm_slub") index.set(name, entry);
      else if (!object && (!index.has(name) || name === symbol) && index.get(name)?.obj !== "mm_slub")
        index.set(name, entry);
    }
    return index;
  });
}

// ── A trace as a call tree ───────────────────────────────────────────────────────────────────────────────────────────

/** One call. Loads and stores are those outside the kernel stack; `rep` ones are kept apart. */
class Call {
  constructor(name, parent, pc) {
    this.name = name;
    this.parent = parent;
    this.pc = pc;
    this.calls = [];
    this.instructions = 0;
    this.loads = 0;
    this.stores = 0;
    this.stackLoads = 0;
    this.stackStores = 0;
    this.repLoads = 0;
    this.repStores = 0;
    this.repStackLoads = 0;
    this.repStackStores = 0;
    this.repBytes = 0;
    /** Accesses that both loaded and stored one place: a bound for the locked operations. */
    this.updates = 0;
    this.read = new Set();
    this.written = new Set();
    this.code = new Set();
    parent?.calls.push(this);
  }
}

/** The instructions of a trace: pc and accesses. A rep instruction is one of them, with the accesses of all its turns. */
export function instructionsOf(text) {
  const list = [];
  let now = null;
  for (const line of text.split("\n")) {
    const [kind, first, size, pc] = line.split(" ");
    if (kind === "i") {
      const address = Number.parseInt(first, 16);
      if (now?.pc === address) now.turns++;
      else {
        now = { pc: address, turns: 0, accesses: [] };
        list.push(now);
      }
    } else if (kind === "l" || kind === "s") {
      if (now && Number.parseInt(pc, 16) === now.pc)
        now.accesses.push({ store: kind === "s", address: Number.parseInt(first, 16), size: Number(size) });
    }
  }
  return list;
}

/** The return address that an instruction stored if it was a call, else -1. */
function callSlot(previous, pc) {
  const last = previous.accesses.at(-1);
  if (!last?.store || last.size !== 4 || previous.turns > 0) return -1;
  return pc > previous.pc && pc <= previous.pc + 15 ? -1 : last.address;
}

const loadsFrom = (instruction, slot) =>
  instruction.accesses.some((access) => !access.store && access.address === slot && access.size === 4);

/** The 8 KB blocks that calls stored return addresses into: the kernel stacks, with thread_info at their bottom. */
export function stackBlocks(list, symbols) {
  const blocks = new Set();
  for (let i = 1; i < list.length; i++) {
    const { pc } = list[i];
    if (!inKernel(pc) || !inKernel(list[i - 1].pc) || !symbols.starts(pc)) continue;
    const slot = callSlot(list[i - 1], pc);
    if (slot >= KERNEL_BASE) blocks.add(slot >>> 13);
  }
  return blocks;
}

/** Bytes of the instructions, as far as the trace shows them: from one to the next in a straight line. */
function lengthsOf(list) {
  const lengths = new Map();
  for (let i = 1; i < list.length; i++) {
    const { pc } = list[i - 1];
    const length = list[i].pc - pc;
    if (length > 0 && length <= 15 && !(lengths.get(pc) <= length)) lengths.set(pc, length);
  }
  return lengths;
}

function book(call, instruction, blocks, length) {
  call.instructions++;
  for (let line = instruction.pc >>> LINE_SHIFT; line <= (instruction.pc + length - 1) >>> LINE_SHIFT; line++)
    call.code.add(line);
  const repeated = instruction.turns > 0;
  let loaded = -1;
  for (const { store, address, size } of instruction.accesses) {
    const stack = blocks.has(address >>> 13);
    if (repeated) {
      call.repBytes += stack ? 0 : size;
      call[stack ? (store ? "repStackStores" : "repStackLoads") : store ? "repStores" : "repLoads"]++;
    } else call[stack ? (store ? "stackStores" : "stackLoads") : store ? "stores" : "loads"]++;
    if (stack) continue;
    for (let line = address >>> LINE_SHIFT; line <= (address + size - 1) >>> LINE_SHIFT; line++)
      (store ? call.written : call.read).add(line);
    if (!store) loaded = address;
    else if (loaded === address && !repeated) call.updates++;
  }
}

/** The call tree of a trace text: a nameless root whose calls are the entries into the kernel. */
export function callTree(text, symbols) {
  const list = instructionsOf(text);
  const blocks = stackBlocks(list, symbols);
  const lengths = lengthsOf(list);
  const root = new Call("", null, 0);
  let stack = [];
  let previous = null;

  const enter = (parent, pc, slot, from) => {
    const call = new Call(symbols.at(pc), parent, pc);
    stack.push({ call, slot, from });
  };

  for (const instruction of list) {
    const { pc } = instruction;
    if (!inKernel(pc)) {
      stack = [];
      previous = null;
      continue;
    }
    if (!previous || stack.length === 0) enter(root, pc, -1, -1);
    else {
      const top = stack.at(-1);
      // A return: the frames above the call that is returned to are done.
      let depth = -1;
      for (let i = stack.length - 1; i > 0 && depth < 0; i--) {
        const { slot, from } = stack[i];
        if (slot >= 0 && pc > from && pc <= from + 8 && loadsFrom(previous, slot)) depth = i;
      }
      if (depth > 0) {
        const { slot } = stack[depth];
        while (stack.length > 1 && stack[depth - 1]?.slot === slot) depth--; // tail calls share the slot
        stack.length = Math.max(depth, 1);
      } else {
        const slot = callSlot(previous, pc);
        if (slot >= 0 && blocks.has(slot >>> 13)) enter(top.call, pc, slot, previous.pc);
        else if (symbols.at(pc) !== top.call.name) {
          if (symbols.starts(pc)) enter(top.call, pc, top.slot, top.from);
          else {
            const known = stack.findLastIndex(({ call }) => call.name === symbols.at(pc));
            if (known >= 0) stack.length = known + 1;
            else enter(top.call, pc, -1, -1);
          }
        }
      }
    }
    // Of an instruction that always jumped no length is known: a call has mostly five bytes, a jump two.
    book(stack.at(-1).call, instruction, blocks, lengths.get(pc) ?? (instruction.accesses.at(-1)?.store ? 5 : 2));
    previous = instruction;
  }
  return root;
}

/** The text of one case's trace. */
export function traceText(kernel, wanted) {
  const traced = tracedKernel(kernel);
  return readGzip(`real-kernels/traces/${traced}/${traceFile(traced, wanted)}`);
}

/** The call tree of one case of a traced kernel. */
export function trace(kernel, wanted) {
  const traced = tracedKernel(kernel);
  const file = traceFile(traced, wanted);
  return once(`trace ${traced} ${file}`, () => {
    const root = callTree(readGzip(`real-kernels/traces/${traced}/${file}`), symbolsOf(traced));
    return { root, name: caseName(file), kernel: traced };
  });
}

/** All calls beneath a call, in the order of time. */
export function walk(call, visit) {
  for (const child of call.calls) {
    visit(child);
    walk(child, visit);
  }
}

/** The calls of a function: "tcp_v4_rcv" all of them, "tcp_v4_rcv#2" the third; not those within one another. */
export function callsOf(root, wanted) {
  const [name, nth] = wanted.split("#");
  const found = [];
  const search = (call) => {
    for (const child of call.calls) {
      if (child.name === name) found.push(child);
      else search(child);
    }
  };
  search(root);
  if (nth === undefined) return found;
  return found[Number(nth)] ? [found[Number(nth)]] : [];
}

const zeros = () => ({
  instructions: 0,
  loads: 0,
  stores: 0,
  stackLoads: 0,
  stackStores: 0,
  repLoads: 0,
  repStores: 0,
  repStackLoads: 0,
  repStackStores: 0,
  repBytes: 0,
});
const SUMMED = Object.keys(zeros());

/** A call with everything beneath it. */
export function inclusive(call) {
  const total = {
    ...zeros(),
    read: new Set(),
    written: new Set(),
    code: new Set(),
    /** Instructions of each function. */
    byName: new Map(),
  };
  const add = (one) => {
    for (const key of SUMMED) total[key] += one[key];
    for (const key of ["read", "written", "code"]) for (const line of one[key]) total[key].add(line);
    total.byName.set(one.name, (total.byName.get(one.name) ?? 0) + one.instructions);
  };
  add(call);
  walk(call, add);
  return total;
}

// ── tree, profile ────────────────────────────────────────────────────────────────────────────────────────────────────

function roots(kernel, wanted, rootName) {
  const { root, name } = trace(kernel, wanted);
  if (!rootName) return root.calls;
  const found = callsOf(root, rootName);
  if (found.length === 0) throw new UsageError(`no call of "${rootName}" in ${name} on ${kernel}`);
  return found;
}

const repText = ({ repLoads, repStores, repStackLoads, repStackStores }) =>
  repLoads + repStores + repStackLoads + repStackStores === 0
    ? ""
    : ` rep ${repLoads} ${repStores} ${repStackLoads} ${repStackStores}`;
const figures = (one) =>
  `${one.instructions} ${one.loads} ${one.stores} ${one.stackLoads} ${one.stackStores}${repText(one)}`;

export function treeText(kernel, wanted, rootName, depth = 99) {
  const lines = ["# instructions loads stores stackLoads stackStores [rep loads stores stackLoads stackStores]"];
  const show = (call, level) => {
    const total = inclusive(call);
    lines.push(
      `${"  ".repeat(level)}${call.name} self ${figures(call)} | total ${figures(total)}` +
        ` | lines read ${total.read.size} written ${total.written.size}`,
    );
    if (level < depth) for (const child of call.calls) show(child, level + 1);
  };
  for (const call of roots(kernel, wanted, rootName)) show(call, 0);
  return lines.join("\n");
}

export function profileText(kernel, wanted, rootName) {
  const byName = new Map();
  const add = (call) => {
    if (!byName.has(call.name)) {
      byName.set(call.name, { name: call.name, ...zeros(), calls: 0 });
    }
    const sum = byName.get(call.name);
    for (const key of SUMMED) sum[key] += call[key];
    sum.calls++;
  };
  for (const call of roots(kernel, wanted, rootName)) {
    add(call);
    walk(call, add);
  }
  const rows = [...byName.values()].sort((a, b) => b.instructions - a.instructions || (a.name < b.name ? -1 : 1));
  const all = rows.reduce((sum, row) => sum + row.instructions, 0);
  return table([
    ["function", "insns", "%", "loads", "stores", "stackLoads", "stackStores", "repLoads", "repStores", "calls"],
    ...rows.map((row) => [
      row.name,
      row.instructions,
      ((row.instructions * 100) / all).toFixed(1),
      row.loads,
      row.stores,
      row.stackLoads,
      row.stackStores,
      row.repLoads,
      row.repStores,
      row.calls,
    ]),
  ]);
}

function table(rows) {
  const widths = rows[0].map((_, column) => Math.max(...rows.map((row) => String(row[column]).length)));
  const cell = (value, column) =>
    column === 0 ? String(value).padEnd(widths[column]) : String(value).padStart(widths[column]);
  return rows.map((row) => row.map(cell).join("  ")).join("\n");
}

// ── rows ─────────────────────────────────────────────────────────────────────────────────────────────────────────────

/** The traces in the order in which a function's main path is looked for, each with the call that it is sought under. */
const MAIN_PATHS = [
  { name: "listen_first_bl128" },
  { name: "synseen_inject_others0_target_oldest", under: "tcp_v4_rcv#0" },
  { name: "connect_others0_target_oldest", under: "tcp_v4_rcv#2" },
  { name: "accept_others0_target_oldest" },
];

/** The call under which a case happens: the SYN or the final ACK at the listener; nothing means the whole trace. */
function mainCall(name) {
  if (name.startsWith("connect")) return "tcp_v4_rcv#2";
  return name.startsWith("syn") ? "tcp_v4_rcv#0" : undefined;
}

/** All calls of a function, first those beneath or above the call that the case is about, else all in the trace. */
function mainPathCalls(kernel, { name, under }, wanted) {
  const { root } = trace(kernel, name);
  const all = (from) => {
    const found = [];
    walk(from, (call) => {
      if (call.name === wanted) found.push(call);
    });
    return found;
  };
  const [top] = under ? callsOf(root, under) : [];
  if (!top) return all(root);
  const near = top.name === wanted ? [top] : all(top);
  if (near.length > 0) return near;
  for (let call = top.parent; call; call = call.parent) if (call.name === wanted) return [call];
  return all(root);
}

function pathsOf(kernel) {
  const files = traceCases(kernel).map(caseName);
  const others = files.filter((file) => !MAIN_PATHS.some(({ name }) => name === file));
  return [...MAIN_PATHS, ...others.map((name) => ({ name, under: mainCall(name) }))];
}

// ── Rows of kernels that were never traced: 1.2, 4.3, 4.14 ──────────────────────────────────────────────────────────

/** Where their code begins, and how far above 3.6's places the functions stand that functions.json does not know. */
const TEXT = { "v1.2.13": 0xc0101000, "v4.3": 0xc1000000, "v4.14": 0xc1000000 };
const ABOVE = 3 << 20;
const LINK_ORDER = ["kernel", "mm", "fs", "net_socket", "net_core", "net_ipv4", "net_inet"];
const rankOf = ({ obj }) => LINK_ORDER.findIndex((part) => obj.startsWith(part));

export const isTraced = (kernel) => TRACED[sourceOf(kernel)] !== undefined;

/** They have no System.map: functions stand in the order of functions.json, the objects as linked, each on 16 bytes. */
function placesOf(kernel) {
  return once(`places ${sourceOf(kernel)}`, () => {
    const places = new Map();
    let address = TEXT[sourceOf(kernel)];
    const functions = [...functionIndex(kernel)].sort((a, b) => rankOf(a[1]) - rankOf(b[1]));
    for (const [, compiled] of functions) {
      places.set(compiled, address);
      address += Math.ceil(compiled.bytes / 16) * 16;
    }
    return places;
  });
}

/** The name that 3.6 has for a function of a later kernel. */
const NAMES_IN_36 = { __fdget: "fget_light", __alloc_fd: "alloc_fd", __local_bh_enable_ip: "local_bh_enable_ip" };
const nameIn36 = (name) => NAMES_IN_36[name] ?? name.replace(/^SyS_/, "sys_");
/** From 3.7 on sys_x is another name of SyS_x. */
const compiledIn = (kernel, name) =>
  functionIndex(kernel).get(name) ?? functionIndex(kernel).get(name.replace(/^sys_/, "SyS_"));

/**
 * What is known of an untraced function's main path: the walk without jumps where that is what 3.6's trace did, else the
 * same share of its instructions as there. One that functions.json does not know is as in 3.6.
 */
function untracedRow(kernel, wanted) {
  const name = plainName(wanted);
  const compiled = compiledIn(kernel, name);
  const later = sourceOf(kernel).startsWith("v4");
  const former = nameIn36(name);
  const old = later && knows("3.6", former) ? row("3.6", former) : null;
  if (!compiled && !old) throw new UsageError(`${kernel} has no function ${wanted}`);
  if (!compiled) {
    const notes = [`as 3.6: ${old.notes.join(", ")}`];
    return { ...old, name, address: old.address + ABOVE, notes };
  }
  const place = { name: name.replaceAll(".", "_"), address: placesOf(kernel).get(compiled), bytes: compiled.bytes };
  const before = functionIndex("3.6").get(former);
  const walked = before && Math.abs(before.fallthrough.insns - old?.instructions) <= 0.2 * old?.instructions;
  if (old?.notes[0]?.startsWith("trace") && before && !walked) {
    const share = (is, was, traced) => (was === 0 ? traced : Math.round((traced * is) / was));
    return {
      ...place,
      instructions: share(compiled.insns, before.insns, old.instructions),
      stackLoads: share(compiled.stack_loads, before.stack_loads, old.stackLoads),
      stackStores: share(compiled.stack_stores, before.stack_stores, old.stackStores),
      notes: [`estimate: as 3.6's trace, ${old.instructions} of ${before.insns}; here of ${compiled.insns}`],
    };
  }
  const early = compiled.fallthrough.insns * 3 < compiled.insns;
  const from = early ? compiled : compiled.fallthrough;
  const notes = [early ? "functions.json, whole function" : "functions.json fall-through"];
  return { ...place, instructions: from.insns, stackLoads: from.stack_loads, stackStores: from.stack_stores, notes };
}

/** Whether a function is in System.map or was compiled on its own. */
function knows(kernel, wanted) {
  if (!isTraced(kernel))
    return (
      compiledIn(kernel, plainName(wanted)) !== undefined ||
      (sourceOf(kernel).startsWith("v4") && knows("3.6", nameIn36(plainName(wanted))))
    );
  const traced = tracedKernel(kernel);
  const { byName } = symbolsOf(traced);
  const name = plainName(wanted);
  return byName.has(wanted) || byName.has(name) || functionIndex(traced).has(name);
}

/** address, bytes, instructions, stackLoads, stackStores of a function and where they come from. */
export function row(kernel, wanted) {
  if (!isTraced(kernel)) return untracedRow(kernel, wanted);
  const traced = tracedKernel(kernel);
  const symbols = symbolsOf(traced);
  const name = plainName(wanted);
  const compiled = functionIndex(traced).get(name);
  const notes = [];
  let address = symbols.byName.get(wanted) ?? symbols.byName.get(name);
  let bytes = compiled?.bytes;
  if (!knows(kernel, wanted)) throw new UsageError(`${kernel} has no function ${wanted}`);

  let figures = null;
  let entryBytes = 0;
  for (const path of pathsOf(traced)) {
    const calls = mainPathCalls(traced, path, name);
    if (calls.length === 0) continue;
    const sorted = [...calls].sort((a, b) => a.instructions - b.instructions);
    const least = sorted[0];
    entryBytes = least.code.size << LINE_SHIFT;
    figures = {
      instructions: least.instructions,
      stackLoads: least.stackLoads + least.repStackLoads,
      stackStores: least.stackStores + least.repStackStores,
    };
    notes.push(`trace ${path.name}`);
    const most = sorted.at(-1).instructions;
    if (most !== least.instructions) notes.push(`calls ${calls.length}, ${least.instructions}..${most} insns`);
    const rep = least.repLoads + least.repStores;
    if (rep > 0) notes.push(`without ${rep} rep accesses`);
    break;
  }
  if (!figures && compiled) {
    const early = compiled.fallthrough.insns * 3 < compiled.insns;
    const from = early ? compiled : compiled.fallthrough;
    figures = { instructions: from.insns, stackLoads: from.stack_loads, stackStores: from.stack_stores };
    notes.push(early ? "functions.json, whole function" : "functions.json fall-through");
  }
  if (!figures) throw new UsageError(`"${wanted}" is in no trace of ${kernel} and not in functions.json`);

  if (address === undefined) {
    const place = placeFor(traced, name, compiled);
    address = place.address;
    notes.push(place.note);
  } else if (bytes === undefined) {
    bytes = name === KERNEL_ENTRY ? entryBytes : symbols.span(address);
    notes.push(name === KERNEL_ENTRY ? "bytes by the lines fetched" : "bytes up to the next symbol");
  }
  return { name: name.replaceAll(".", "_"), address, bytes, ...figures, notes };
}

/** A function that the traced kernel inlined: in the place of its caller, else behind its neighbour in the file. */
function placeFor(traced, name, compiled) {
  const symbols = symbolsOf(traced);
  const functions = functionIndex(traced);
  const callers = [...functions].filter(
    ([other, entry]) => symbols.byName.has(other) && entry.calls.some((callee) => plainName(callee) === name),
  );
  const caller = callers.find(([, entry]) => entry.obj === compiled.obj) ?? callers[0];
  if (caller) return { address: symbols.byName.get(caller[0]), note: `placed in ${caller[0]}, which inlines it` };
  let before = null;
  for (const [other, entry] of functions) {
    if (other === name && before) break;
    if (entry.obj !== compiled.obj || !symbols.byName.has(other)) continue;
    before = other;
  }
  if (!before) throw new UsageError(`no place for "${name}": nothing of ${compiled.obj} is in System.map`);
  const end = symbols.byName.get(before) + functions.get(before).bytes;
  return { address: Math.ceil(end / 16) * 16, note: `placed after ${before}` };
}

const hex = (address) => `0x${address.toString(16).padStart(8, "0")}`;

/** `export const name = word(a, b, c); // note`, aligned. */
function constants(word, rows) {
  const nameWidth = Math.max(...rows.map(({ name }) => name.length));
  const columns = rows[0].values.map((_, i) => Math.max(...rows.map(({ values }) => String(values[i]).length)));
  return rows
    .map(({ name, values, notes }) => {
      const list = values.map((value, i) => String(value).padStart(columns[i])).join(", ");
      return `export const ${name.padEnd(nameWidth)} = ${word}(${list}); // ${notes.join(" // ")}`;
    })
    .join("\n");
}

export function rowsText(kernel, names) {
  if (names.length === 0) throw new UsageError("rows: name at least one function");
  const unknown = names.filter((name) => !knows(kernel, name));
  if (unknown.length > 0) throw new UsageError(`${kernel} has no function ${unknown.join(", ")}`);
  return constants(
    "text",
    names
      .map((name) => row(kernel, name))
      .map(({ name, address, bytes, instructions, stackLoads, stackStores, notes }) => ({
        name,
        values: [hex(address), bytes, instructions, stackLoads, stackStores],
        notes,
      })),
  );
}

// ── blocks ───────────────────────────────────────────────────────────────────────────────────────────────────────────

/** So many of the functions beneath a block are named, those with the most instructions. */
const NAMED = 5;

/** Locked operations of each call of a function as counted in the case, or null. */
function countedLocked(kernel, caseWanted, name, total) {
  const functions = counts(kernel)[caseWanted]?.functions ?? {};
  const found = Object.entries(functions)
    .filter(([key]) => key.split("#")[0] === name)
    .map(([, figures]) => figures);
  if (found.length === 0) return null;
  // Several calls: the one that is most like the traced one.
  found.sort((a, b) => Math.abs(a.insns - total.instructions) - Math.abs(b.insns - total.instructions));
  return found[0].locked;
}

/**
 * Locked operations of a call by functions.json, never more than it has updates of memory. Where the counts tell, this is
 * right for most single functions, and off by one to six for the long paths.
 */
function estimatedLocked(kernel, call) {
  const functions = functionIndex(kernel);
  const own = (one) => {
    const known = functions.get(one.name);
    if (known) return Math.min(known.locked, one.updates);
    return /(spin|read|write|mutex)_(try)?(un)?lock/.test(one.name) ? Math.min(1, one.updates) : 0;
  };
  let sum = own(call);
  walk(call, (one) => {
    sum += own(one);
  });
  return sum;
}

/** One call of a function with everything beneath it, as the traced case shows it; the mean if there are several. */
export function block(kernel, wanted, name) {
  const { root, name: caseFound, kernel: traced } = trace(kernel, wanted);
  const shown = plainName(name);
  const under = mainCall(caseFound);
  const [top] = under ? callsOf(root, under) : [];
  let calls = top ? (top.name === shown ? [top] : callsOf(top, shown)) : [];
  if (calls.length === 0) calls = callsOf(root, shown);
  if (calls.length === 0) throw new UsageError(`no call of "${name}" in ${caseFound} on ${kernel}`);

  const totals = calls.map(inclusive);
  const mean = (value) => Math.round(totals.reduce((sum, total, i) => sum + value(total, i), 0) / totals.length);
  const address = symbolsOf(traced).byName.get(shown) ?? calls[0].pc;
  const names = [...totals[0].byName]
    .sort((a, b) => b[1] - a[1])
    .flatMap(([other]) => (other === shown ? [] : [other]));
  const list = names.length > NAMED ? [...names.slice(0, NAMED), "..."] : names;
  const counted = totals.map((total) => countedLocked(traced, caseFound, shown, total));
  const notes = [`trace ${caseFound}${list.length > 0 ? `: ${list.join(", ")}` : ""}`];
  if (calls.length > 1) notes.push(`mean of ${calls.length} calls`);
  const rep = mean((total) => total.repLoads + total.repStores);
  if (rep > 0) notes.push(`${rep} of the accesses by rep`);
  if (counted.includes(null)) notes.push("locked estimated");
  return {
    name: shown.replaceAll(".", "_"),
    address,
    codeBytes: mean((total) => total.code.size << LINE_SHIFT),
    instructions: mean((total) => total.instructions),
    loads: mean((total) => total.loads + total.repLoads),
    stores: mean((total) => total.stores + total.repStores),
    stackLoads: mean((total) => total.stackLoads + total.repStackLoads),
    stackStores: mean((total) => total.stackStores + total.repStackStores),
    locked: mean((_, i) => counted[i] ?? estimatedLocked(traced, calls[i])),
    linesRead: mean((total) => new Set([...total.read, ...total.written]).size),
    linesWritten: mean((total) => total.written.size),
    notes,
  };
}

export function blocksText(kernel, wanted, names) {
  if (names.length === 0) throw new UsageError("blocks: name at least one function");
  return constants(
    "block",
    names
      .map((name) => block(kernel, wanted, name))
      .map(({ name, address, notes, ...figures }) => ({
        name,
        values: [hex(address), ...Object.values(figures)],
        notes,
      })),
  );
}

/** The lines that each named function touches with what is beneath it but not named, and how many are only its own. */
export function linesText(kernel, wanted, [rootName, ...names]) {
  if (names.length === 0) throw new UsageError("lines: name the call that it is about and at least one function");
  const [top] = roots(kernel, wanted, rootName);
  const owners = new Map();
  const written = new Set();
  const visit = (call, within) => {
    const owner = names.includes(call.name) ? call.name : within;
    for (const line of [...call.read, ...call.written])
      owners.set(line, (owners.get(line) ?? new Set()).add(owner ?? ""));
    for (const line of call.written) written.add(`${owner} ${line}`);
    for (const child of call.calls) visit(child, owner);
  };
  visit(top, undefined);
  const row = (name) => {
    const all = [...owners.keys()].filter((line) => owners.get(line).has(name));
    if (all.length === 0) throw new UsageError(`no call of "${name}" beneath ${rootName} in ${wanted} on ${kernel}`);
    const firstOf = (line) => (owners.get(line).has("") ? "" : names.find((other) => owners.get(line).has(other)));
    const own = all.filter((line) => firstOf(line) === name);
    const count = (lines) => [lines.length, lines.filter((line) => written.has(`${name} ${line}`)).length];
    return [name, ...count(all), ...count(own)];
  };
  return table([["function", "read", "written", "own read", "own written"], ...names.map(row)]);
}

// ── struct ───────────────────────────────────────────────────────────────────────────────────────────────────────────

/** First members that are inheritance: struct, the member, its type. */
const BASES = {
  inet_sock: ["sk", "sock"],
  inet_connection_sock: ["icsk_inet", "inet_sock"],
  tcp_sock: ["inet_conn", "inet_connection_sock"],
  inet_request_sock: ["req", "request_sock"],
  tcp_request_sock: ["req", "inet_request_sock"],
};
/** First members whose fields the kernel's own macros show as fields of the outer struct. */
const COMMON = { __sk_common: "sk_", __req_common: "rsk_", __tw_common: "tw_" };

const bare = (type) => type.replace(/^(struct|union) /, "");
const isPointer = (type) => /\*|^fn\b/.test(type);
const unsignedOf = (size) => `u${size === 3 ? 32 : size * 8}`;
const SIGNED = /^(int|long int|__s32|s32)$/;

function scalarType({ type, size }) {
  if (isPointer(type)) return "u32";
  return size === 4 && SIGNED.test(type) ? "i32" : unsignedOf(size);
}

/** The fields of a struct of layouts.json as {offset, name, type, embed} and what has no accessor as {offset, note}. */
export function structFields(kernel, wanted) {
  const { structs, slab_allocator_structs: slab = {} } = readJson("layouts.json")[sourceOf(kernel)];
  const find = (name) => structs[name] ?? slab[name];
  const struct = find(wanted);
  if (!struct) throw new UsageError(`${kernel} has no struct "${wanted}" in layouts.json`);
  const base = BASES[wanted]?.[1] !== undefined && struct.fields[BASES[wanted][0]] ? BASES[wanted] : null;
  const fields = [];
  const bits = new Map();

  const add = (prefix, offset, all, level) => {
    const inner = (name) => Object.entries(all).filter(([other]) => other.startsWith(`${name}.`));
    for (const [path, field] of Object.entries(all)) {
      if (path.split(".").length !== level || (prefix === "" && base && path === base[0])) continue;
      const local = path.split(".").join("_");
      const name = prefix === "" ? local : prefix + local.replace(/^skc_(tw_)?/, "");
      const at = offset + field.offset;
      const { size, type } = field;
      if (size === 0 || /\]$/.test(type)) {
        if (size > 0 || !/dontcopy/.test(path)) fields.push({ offset: at, note: `${name}: ${type}` });
      } else if (field.bits !== undefined && field.bits !== size * 8) {
        const key = at;
        if (!bits.has(key)) {
          bits.set(key, { offset: at, name: `${name}_bits`, type: "", size, notes: [] });
          fields.push(bits.get(key));
        }
        const holder = bits.get(key);
        holder.size = Math.max(holder.size, size);
        holder.notes.push(
          field.bits === 1 ? `${name} ${field.bit}` : `${name} ${field.bit}-${field.bit + field.bits - 1}`,
        );
      } else if (COMMON[path] && level === 1) {
        add(COMMON[path], at, find(bare(type)).fields, 1);
      } else if (size <= 4 && size !== 3 && (isPointer(type) || !/^(struct|union) /.test(type))) {
        fields.push({ offset: at, name, type: scalarType(field) });
      } else if (!isPointer(type) && find(bare(type))) {
        fields.push({ offset: at, name, type: bare(type), embed: true });
      } else if (inner(path).length > 0) {
        const deeper = inner(path).filter(([other]) => other.split(".").length > level);
        add(prefix, offset, Object.fromEntries(deeper), level + 1);
      } else fields.push({ offset: at, note: `${name}: ${type}, ${size} bytes` });
    }
  };
  add("", 0, struct.fields, 1);
  for (const holder of bits.values()) {
    holder.type = unsignedOf(holder.size);
    holder.note = `bits: ${holder.notes.join(", ")}`;
  }
  return { name: wanted, size: struct.size, base: base?.[1], fields };
}

export function structText(kernel, names) {
  if (names.length === 0) throw new UsageError("struct: name at least one struct");
  return names
    .map((wanted) => {
      const { name, size, base, fields } = structFields(kernel, wanted);
      const parent = base ? ` extends ${base}` : "";
      const lines = fields.map((field) => {
        if (!field.name) return `  // ${field.offset} ${field.note}`;
        const word = field.embed ? "@embed" : "@at";
        const tail = field.note ? ` // ${field.note}` : "";
        return `  ${word}(${field.offset}) ${field.name}: ${field.type};${tail}`;
      });
      return [
        `/** struct ${name}, ${size} bytes. */`,
        `@unmanaged @struct(${size}) export class ${name}${parent} {`,
        ...lines,
        "}",
      ].join("\n");
    })
    .join("\n\n");
}

// ── The command line ─────────────────────────────────────────────────────────────────────────────────────────────────

const USAGE = `usage: node tools/facts.mjs COMMAND KERNEL ...
  tree KERNEL CASE [ROOT[#N]] [DEPTH]   call tree: own and inclusive figures of every call
  rows KERNEL NAME...                   export const NAME = text(address, bytes, instructions, stackLoads, stackStores)
  blocks KERNEL CASE NAME...            export const NAME = block(address, codeBytes, instructions, loads, stores,
                                        stackLoads, stackStores, locked, linesRead, linesWritten)
  lines KERNEL CASE ROOT[#N] NAME...    lines that each NAME and all beneath it but other NAMEs read and write: all, and those
                                        that nothing else beneath ROOT touches. A line of several NAMEs is the first one's
  profile KERNEL CASE [ROOT[#N]]        instructions by function
  struct KERNEL NAME...                 accessor classes
`;

/**
 * The text that a command line prints.
 * @param {string[]} words
 */
export function run(words) {
  const [command, kernel, ...rest] = words;
  if (command === undefined || command === "help" || command === "--help") return USAGE.trimEnd();
  if (!["tree", "rows", "blocks", "lines", "profile", "struct"].includes(command))
    throw new UsageError(`unknown command "${command}": use tree, rows, blocks, lines, profile or struct`);
  if (kernel === undefined) throw new UsageError(`${command}: name a kernel`);
  if (command === "struct") return structText(kernel, rest);
  if (command === "rows") return rowsText(kernel, rest);
  const [wanted, ...more] = rest;
  tracedKernel(kernel);
  if (wanted === undefined) throw new UsageError(`${command}: name a case, one of ${traceList(kernel)}`);
  if (command === "blocks") return blocksText(kernel, wanted, more);
  if (command === "lines") return linesText(kernel, wanted, more);
  if (command === "profile") return profileText(kernel, wanted, more[0]);
  const depth = more[1] === undefined ? 99 : Number(more[1]);
  if (!Number.isInteger(depth) || depth < 0) throw new UsageError(`depth "${more[1]}" is not a whole number`);
  return treeText(kernel, wanted, more[0], depth);
}

const traceList = (kernel) => traceCases(kernel).map(caseName).join(" ");

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  // A reader such as head may close the pipe early.
  process.stdout.on("error", () => process.exit(0));
  try {
    process.stdout.write(`${run(process.argv.slice(2))}\n`);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    process.stderr.write(`facts: ${error.message}\n`);
    process.exitCode = 2;
  }
}
