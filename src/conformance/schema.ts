// The notation of the cases as zod schemas (contract: conformance.md). Wrong types are faults of the file; operations
// and keys that it may have and that are not known here are no faults: their cases are not run, and say so.
import { z } from "zod";
import { addressFault } from "../address.js";
import { InputError } from "../input-error.js";
import { faultLine, faultWords, jsonPointer, parseJson } from "../json.js";

const name = z.string().min(1);
const whole = z.int();
const count = z.int().min(0).max(1_000_000);
const address = z.string().refine((text) => addressFault(text) === undefined, "no address; give one such as 192.0.2.1");
const port = z.int().min(0).max(65_535);
/** A port, or that of a named socket. */
const anyPort = z.union([port, z.string().regex(/^port_of:./, "no port; give 0 to 65535 or port_of:NAME")]);
const flag = z.union([z.boolean(), whole]);
const wordOrNumber = z.union([z.string(), whole]);
const flags = z.string().regex(/^[SFRPU.]*$/, "no flags; give letters of S F R P . U");

/** Which socket: by its name, or a raw descriptor. */
const socket = { s: name.optional(), fd: whole.optional() };
/** The addresses of a new flow; absent: the notation's own (flows.ts). */
const endpoints = {
  src: address.optional(),
  sport: port.optional(),
  dst: address.optional(),
  dport: anyPort.optional(),
};
const listening = {
  addr: address.optional(),
  port: anyPort,
  backlog: whole,
  reuseaddr: flag.optional(),
  reuseport: flag.optional(),
  dev: wordOrNumber.optional(),
  family: wordOrNumber.optional(),
  v6only: flag.optional(),
};
const accepting = {
  ...socket,
  nonblock: flag.optional(),
  as: name.optional(),
  addrptr: z.enum(["ok", "bad", "null"]).optional(),
  addrlen: whole.optional(),
  flags: wordOrNumber.optional(),
};
const optionValue = z.union([whole, z.string(), z.array(whole)]);

/** The arguments of each operation. */
export const operations = {
  open: z.looseObject({ path: z.string().optional(), s: name }),
  socket: z.looseObject({ family: wordOrNumber, type: wordOrNumber, proto: wordOrNumber.optional(), s: name }),
  dup: z.looseObject({ ...socket, as: name }),
  close: z.looseObject({ ...socket }),
  setuid: z.looseObject({ uid: count }),
  sysctl: z.looseObject({ name, value: optionValue }),
  addr_add: z.looseObject({ addr: z.string(), brd: address.optional(), dev: wordOrNumber.optional() }),
  bind: z.looseObject({ ...socket, addr: address, port: anyPort, family: wordOrNumber.optional() }),
  listen: z.looseObject({ ...socket, backlog: whole }),
  connect: z.looseObject({
    ...socket,
    addr: address.optional(),
    port: anyPort.optional(),
    family: wordOrNumber.optional(),
    nonblock: flag.optional(),
  }),
  shutdown: z.looseObject({ ...socket, how: wordOrNumber }),
  getpeername: z.looseObject({ ...socket }),
  getsockname: z.looseObject({ ...socket }),
  send: z.looseObject({ ...socket, len: count }),
  recv: z.looseObject({ ...socket, len: count }),
  setopt: z.looseObject({ ...socket, level: wordOrNumber, opt: wordOrNumber, value: optionValue }),
  getopt: z.looseObject({ ...socket, level: wordOrNumber, opt: wordOrNumber }),
  listener: z.looseObject({ s: name, ...listening }),
  accept: z.looseObject(accepting),
  accept4: z.looseObject(accepting),
  accept_block: z.looseObject({ ...accepting, thread: name }),
  join: z.looseObject({ thread: name, as: name.optional() }),
  syn: z.looseObject({ flow: name, ...endpoints, seq: count.optional() }),
  ack: z.looseObject({
    flow: name,
    seq_off: whole.optional(),
    ack_off: whole.optional(),
    seq_abs: whole.optional(),
    ack_abs: whole.optional(),
    data_len: count.optional(),
  }),
  handshake: z.looseObject({ flow: name, ...endpoints, seq: count.optional() }),
  seg: z.looseObject({
    flow: name.optional(),
    ...endpoints,
    flags,
    seq: whole.optional(),
    ack: whole.optional(),
    seq_off: whole.optional(),
    ack_off: whole.optional(),
    seq_abs: whole.optional(),
    ack_abs: whole.optional(),
    data_len: count.optional(),
    replies_cover_previous: count.optional(),
  }),
  syn_burst: z.looseObject({ n: count, ...endpoints }),
  connect_burst: z.looseObject({ n: count, addr: address, port: anyPort, within_ms: count.optional() }),
  advance: z.looseObject({ ms: z.number().min(0).max(0x7fffffff) }),
  repeat: z.looseObject({
    n: count.optional(),
    times: count.optional(),
    count: count.optional(),
    steps: z.array(z.unknown()).optional(),
    body: z.array(z.unknown()).optional(),
    do: z.array(z.unknown()).optional(),
    step: z.unknown().optional(),
  }),
  listener_group: z.looseObject({ n: z.int().min(1).max(10_000), ...listening }),
  map_flows: z.looseObject({ n: count, as: name.optional(), complete: flag.optional(), ...endpoints }),
  close_owner_of: z.looseObject({ flow: name }),
  make_timewait: z.looseObject({
    addr: address,
    port,
    reuseaddr: flag.optional(),
    reuseport: flag.optional(),
    flow: name.optional(),
  }),
  timewait_flow: z.looseObject({ flow: name, ...endpoints, client_seq_end: count.optional(), s: name.optional() }),
  query: z.looseObject({
    ...socket,
    what: name,
    port: anyPort.optional(),
    thread: name.optional(),
    flow: name.optional(),
    name: name.optional(),
    events: z.array(z.string()).optional(),
  }),
};
export type Operation = keyof typeof operations;
export type Arguments<O extends Operation> = z.output<(typeof operations)[O]>;

/** What a step must come to; each operation knows its own keys. */
export type Expectation = Record<string, unknown>;
const expectation = z.record(z.string(), z.unknown());
const common = {
  op: name,
  expect: expectation.optional(),
  expect_by_gen: z.record(z.string(), expectation).optional(),
};

export interface Step {
  op: string;
  expect?: Expectation | undefined;
  expect_by_gen?: Record<string, Expectation> | undefined;
  [argument: string]: unknown;
}

const anyStep = z.looseObject(common);
const sysctls = z.record(z.string(), optionValue);

const conformanceCase = z.looseObject({
  id: name,
  title: z.string().optional(),
  topic: z.string().optional(),
  generations: z.array(z.string()).min(1),
  sysctls: sysctls.optional(),
  steps: z.array(z.unknown()).min(1),
});

export interface Case {
  id: string;
  title: string;
  topic: string;
  generations: string[];
  sysctls: z.output<typeof sysctls>;
  steps: Step[];
}

/** Keys of a step that are no arguments. */
const REMARKS = ["op", "expect", "expect_by_gen", "note", "notes", "comment", "title", "why"];

/** An argument that a step has and its operation does not know. */
export function unknownArgument(step: Step): string | undefined {
  const known = Object.keys(operations[step.op as Operation].shape);
  return Object.keys(step).find((key) => !known.includes(key) && !REMARKS.includes(key));
}

export function isOperation(op: string): op is Operation {
  return Object.hasOwn(operations, op);
}

/**
 * The cases of a file's text.
 * @throws InputError that names the file, the case by its id, the step, and the fault
 */
export function readCases(text: string, file: string): Case[] {
  const content = parseJson(text, file);
  const list = Array.isArray(content) ? content : (content as { cases?: unknown } | null)?.cases;
  if (!Array.isArray(list)) throw new InputError(faultLine(file, "/cases", "no array of cases", "give one"));
  const seen = new Set<string>();
  return list.map((value, i) => {
    const one = readCase(value, i, file);
    if (seen.has(one.id)) throw new InputError(faultLine(file, `/cases/${i}/id`, `${one.id} is there twice`, "rename"));
    seen.add(one.id);
    return one;
  });
}

function readCase(value: unknown, index: number, file: string): Case {
  const id = (value as { id?: unknown } | null)?.id;
  const where = `${file}: case ${typeof id === "string" ? id : `number ${index + 1}`}`;
  const { title = "", topic = "", sysctls: settings = {}, ...rest } = checked(conformanceCase, value, where);
  const steps = rest.steps.map((step, i) => readStep(step, `${where}, step ${i + 1}`));
  return { id: rest.id, title, topic, generations: rest.generations, sysctls: settings, steps };
}

function readStep(value: unknown, where: string): Step {
  const step = checked(anyStep, value, where) as Step;
  if (!isOperation(step.op)) return step;
  checked(operations[step.op], step, where);
  if (step.op !== "repeat") return step;
  const inner = [step.steps ?? step.body ?? step.do ?? step.step ?? []].flat();
  for (const [i, one] of inner.entries()) readStep(inTurn(one, 0), `${where}, step ${i + 1} of the repeat`);
  return { ...step, steps: inner };
}

/** A step of a repeat as it is in one turn, counted from 0: "{i}" in its words is the turn, "2000+i" a number. */
export function inTurn(value: unknown, turn: number): unknown {
  if (typeof value === "string") {
    const [, base] = /^\{?(\d+) ?\+ ?\{?i\}*$/.exec(value) ?? [];
    return base === undefined ? value.replaceAll(/\$?\{i\}|\$i\b/g, String(turn)) : Number(base) + turn;
  }
  if (Array.isArray(value)) return value.map((one) => inTurn(one, turn));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, inTurn(one, turn)]));
}

function checked<T extends z.ZodType>(schema: T, value: unknown, where: string): z.output<T> {
  const result = schema.safeParse(value, { reportInput: true });
  if (result.success) return result.data;
  const issue = result.error.issues[0] as z.core.$ZodIssue;
  throw new InputError(faultLine(where, jsonPointer(issue.path), ...faultWords(issue)));
}
