import { z } from "zod";
import { addressFault, endpointFault } from "./address.js";
import { didYouMean, InputError } from "./input-error.js";
import { checkInput, faultLine, parseJson } from "./json.js";
import { kernels } from "./kernels.js";
import { type Machine, machineSchema, readMachine } from "./machine.js";
import { sysctlFault, sysctlNames } from "./sysctls.js";

/** The kernels that a scenario may name. */
const kernelNames = ["1.2", "2.6.20", "3.6", "4.3", "4.14"] as const;

/** Repeats within one another, at most. */
const DEEPEST_REPEAT = 32;

const ops = [
  "socket",
  "file",
  "setsockopt",
  "bind",
  "listen",
  "accept",
  "shutdown",
  "close",
  "syn",
  "ack",
  "rst",
  "advance",
  "state",
  "repeat",
] as const;

const text = (value: unknown) => JSON.stringify(value) ?? String(value);

const cInt = (description: string) =>
  z
    .int()
    .min(-(2 ** 31))
    .max(2 ** 31 - 1)
    .describe(description);
const name = z
  .string()
  .min(1, "an empty name; give one")
  .describe("A name for the descriptor, by which later steps know it");
const fd = z
  .union(
    [
      z.string().min(1),
      z
        .int()
        .min(-(2 ** 31))
        .max(2 ** 31 - 1),
    ],
    {
      error: ({ input }) =>
        input === undefined
          ? "missing; add it (a name or a number)"
          : `${text(input)} is no descriptor; give a name or a number`,
    },
  )
  .describe('A name given by "as", or a number');
const endpoint = z
  .string()
  .refine((value) => endpointFault(value) === undefined, {
    error: ({ input }) => `${text(input)} is no endpoint; give address:port, such as 10.0.0.1:80 or [::1]:80`,
  })
  .meta({ pattern: "^(\\d{1,3}(\\.\\d{1,3}){3}|\\[[0-9A-Fa-f:.]+\\]):\\d{1,5}$" })
  .describe('"address:port", an IPv6 address in brackets');
const address = z
  .string()
  .refine((value) => addressFault(value) === undefined, {
    error: ({ input }) => `${text(input)} is no address; give one such as 0.0.0.0 or ::1`,
  })
  .describe("An IPv4 or IPv6 address");

const expected = z.record(z.string(), z.json());
const every = {
  cpu: z.int().min(0).max(63).describe("The CPU that it runs on; default 0").optional(),
  note: z.string().describe("For readers").optional(),
  expect: expected.describe("What the result must have: every key here must be there and equal").optional(),
  expect_by_kernel: z
    .partialRecord(z.enum(kernelNames), expected)
    .describe("Instead of expect on these kernels, where several are named and differ")
    .optional(),
};
const packet = {
  from: endpoint,
  to: endpoint,
  dev: z.int().min(1).max(1000).describe("The interface that it comes in by; default 1").optional(),
  count: z
    .int()
    .min(1)
    .max(100_000_000)
    .describe(
      "So many packets, each next one with the source port plus one (65535 is followed by 1024 of the next address)",
    )
    .optional(),
};
const op = <Op extends (typeof ops)[number]>(value: Op, description: string) => z.literal(value).describe(description);

const simpleSteps = [
  z.strictObject({
    op: op("socket", "socket(): a new descriptor"),
    as: name,
    family: z.enum(["inet", "inet6"]).describe("Default inet").optional(),
    type: z.enum(["stream", "dgram"]).describe("Default stream").optional(),
    ...every,
  }),
  z.strictObject({ op: op("file", "An open file that is no socket"), as: name, ...every }),
  z.strictObject({
    op: op("setsockopt", "setsockopt()"),
    fd,
    option: z.enum(["reuseaddr", "reuseport", "v6only", "bindtodevice", "defer_accept"]),
    value: cInt("Its value; of bindtodevice the interface's number, of defer_accept seconds"),
    ...every,
  }),
  z.strictObject({ op: op("bind", "bind()"), fd, addr: address, port: z.int().min(0).max(65_535), ...every }),
  z.strictObject({ op: op("listen", "listen()"), fd, backlog: cInt("As the application passes it"), ...every }),
  z.strictObject({ op: op("accept", "accept(), which never blocks"), fd, as: name.optional(), ...every }),
  z.strictObject({ op: op("shutdown", "shutdown()"), fd, how: z.enum(["rd", "wr", "rdwr"]), ...every }),
  z.strictObject({ op: op("close", "close()"), fd, ...every }),
  z.strictObject({ op: op("syn", "A client's SYN arrives"), ...packet, ...every }),
  z.strictObject({
    op: op("ack", "A client's ACK arrives: the handshake's last, or with data"),
    ...packet,
    len: z.int().min(0).max(65_535).describe("Bytes of data; default 0").optional(),
    ...every,
  }),
  z.strictObject({ op: op("rst", "A client's reset arrives"), ...packet, ...every }),
  z.strictObject({
    op: op("advance", "Time passes; timers run"),
    ms: z.int().min(0).max(4_294_967_295).describe("Milliseconds"),
    ...every,
  }),
  z.strictObject({ op: op("state", "Everything that an observer may know, free of charge"), ...every }),
] as const;

/** A step that does one thing. */
export type SimpleStep = z.output<(typeof simpleSteps)[number]>;
/** Steps that are run several times. */
export interface RepeatStep extends Omit<z.output<(typeof simpleSteps)[12]>, "op"> {
  op: "repeat";
  times: number;
  steps: Step[];
}
export type Step = SimpleStep | RepeatStep;

const repeatStep = z.strictObject({
  op: op("repeat", "Runs steps again and again; the results are summed"),
  times: z.int().min(1).max(100_000_000).describe("How many times"),
  get steps(): z.ZodType<Step[]> {
    return z.array(step).min(1);
  },
  ...every,
});

const step: z.ZodType<Step> = z
  .discriminatedUnion("op", [...simpleSteps, repeatStep], {
    error: ({ input, code }) => {
      if (code !== "invalid_union") return undefined;
      const given = (input as { op?: unknown } | null)?.op;
      if (typeof given !== "string") return "no op; add one, such as listen";
      return `unknown op ${text(given)}; ${didYouMean(given, ops, `there are ${ops.join(", ")}`)}`;
    },
  })
  .meta({ id: "step" }) as z.ZodType<Step>;

const kernelName = z.enum(["all", ...kernelNames]);
const sysctls = z
  .partialRecord(
    z.enum(sysctlNames),
    z.union(
      [
        z
          .int()
          .min(0)
          .max(2 ** 31 - 1),
        z.tuple([z.int().min(1).max(65_535), z.int().min(1).max(65_535)]),
      ],
      {
        error: ({ input }) => `${text(input)} is no setting; give a whole number from 0 to 2147483647`,
      },
    ),
  )
  .superRefine((values, context) => {
    for (const [name, value] of Object.entries(values)) {
      const message = sysctlFault(name, value);
      if (message) context.addIssue({ code: "custom", path: [name], message });
    }
  })
  .describe("Set before the first step; what is not named has the kernel's default");

/** Schema of a scenario: what is done to a kernel, and what must come out. */
export const scenarioSchema = z
  .strictObject({
    $schema: z.string().optional(),
    name: z.string().min(1, "an empty name; give one").describe("What it shows").optional(),
    kernel: z
      .union([kernelName, z.array(kernelName).min(1)], { error: ({ input }) => kernelFault(input) })
      .describe("The kernel, several of them, or all; default all")
      .optional(),
    machine: z
      .union([z.string().min(1), machineSchema])
      .describe("A shipped profile's name, or a profile; default core2-woodcrest")
      .optional(),
    cpus: z.int().min(1).max(64).describe("Default 1").optional(),
    seed: z.int().min(0).max(4_294_967_295).describe("Everything random derives from it; default 1").optional(),
    sysctl: sysctls.optional(),
    steps: z.array(step).describe("What is done, in this order"),
  })
  .meta({ title: "halfopen scenario", description: "What is done to an emulated kernel, and what must come out" });

function kernelFault(input: unknown): string {
  const names = [...kernelNames, "all"];
  const wrong = Array.isArray(input) ? input.find((one) => !names.includes(one)) : input;
  if (Array.isArray(input) && input.length === 0) return `no kernel; give ${names.join(", ")}`;
  return `${text(wrong)} is no kernel; give ${names.join(", ")}, or a list of them`;
}

export interface Scenario {
  $schema?: string | undefined;
  name: string;
  kernel: string[];
  machine?: string | Machine | undefined;
  cpus?: number | undefined;
  seed?: number | undefined;
  sysctl: Record<string, number | [number, number]>;
  steps: Step[];
}

/**
 * A scenario from its text, defaults filled in.
 * @param file what it is read from, for messages; without a name the scenario has the file's
 * @throws InputError for the first fault, with its JSON pointer
 */
export function readScenario(source: string, file: string): Scenario {
  const value = parseJson(source, file);
  const machine = (value as { machine?: unknown } | null)?.machine;
  if (machine !== undefined) readMachine(machine, { file, pointer: "/machine" });
  checkNesting(value, file);
  const { name, kernel, sysctl, ...rest } = checkInput(scenarioSchema, value, file);
  const asked = [kernel ?? "all"].flat();
  const scenario: Scenario = {
    ...rest,
    name: name ?? file.replace(/^.*[/\\]/, "").replace(/\.json$/, ""),
    kernel: asked.includes("all") ? kernels.map(({ name }) => name) : kernelNames.filter((one) => asked.includes(one)),
    sysctl: Object.fromEntries(
      Object.entries(sysctl ?? {}).flatMap(([key, set]) => (set === undefined ? [] : [[key, set]])),
    ),
  };
  checkNames(scenario.steps, file, "/steps", new Set());
  return scenario;
}

/** Throws an InputError for the first repeat that is within too many others. */
function checkNesting(document: unknown, file: string): void {
  type Place = { steps: unknown; pointer: string; depth: number };
  const stepsOf = (value: unknown) => (value as { steps?: unknown } | null)?.steps;
  const places: Place[] = [{ steps: stepsOf(document), pointer: "/steps", depth: 0 }];
  for (let place = places.pop(); place; place = places.pop()) {
    const { steps, pointer, depth } = place;
    if (!Array.isArray(steps)) continue;
    for (const [index, step] of steps.entries()) {
      const inner = stepsOf(step);
      if (inner === undefined) continue;
      const at = `${pointer}/${index}`;
      if (depth === DEEPEST_REPEAT) {
        const problem = `a repeat within ${DEEPEST_REPEAT} others`;
        throw new InputError(faultLine(file, at, problem, `nest at most ${DEEPEST_REPEAT}`));
      }
      places.push({ steps: inner, pointer: `${at}/steps`, depth: depth + 1 });
    }
  }
}

/** Every descriptor's name must have been given by an earlier step. */
function checkNames(steps: readonly Step[], file: string, pointer: string, known: Set<string>): void {
  for (const [index, step] of steps.entries()) {
    const at = `${pointer}/${index}`;
    if ("fd" in step && typeof step.fd === "string" && !known.has(step.fd)) {
      const hint =
        known.size > 0 ? `so far there are ${[...known].join(", ")}` : 'give it with "as" in an earlier step';
      throw new InputError(faultLine(file, `${at}/fd`, `no descriptor has the name ${text(step.fd)}`, hint));
    }
    if ("as" in step && step.as !== undefined) known.add(step.as);
    if (step.op === "repeat") checkNames(step.steps, file, `${at}/steps`, known);
  }
}
