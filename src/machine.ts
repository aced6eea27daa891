import { z } from "zod";
import { didYouMean, InputError } from "./input-error.js";
import { checkInput, jsonPointer, parseJson } from "./json.js";
import { defaultMachine, shippedMachines } from "./machines.js";

export { defaultMachine };

const count = (min: number, max: number, description: string) => z.int().min(min).max(max).describe(description);
const time = z.int().min(0).max(100_000);
const cycles = (description: string) => time.describe(`${description}, in core clocks`);
const cyclesOrNull = (description: string) => time.nullable().describe(`${description}, in core clocks`);
const clocks = (description: string) =>
  z.number().min(0).max(100_000).describe(`${description}, in core clocks; may be fractional`);

const cacheFields = {
  bytes: count(256, 2 ** 30, "Size in bytes: ways x line x a power of two of sets"),
  ways: count(1, 1024, "Associativity: lines per set"),
  line: count(16, 128, "Bytes per line, a power of two; the same in all caches of a machine"),
  latency: cycles("Load-to-use latency of a hit"),
};
const cache = (description: string) => z.strictObject(cacheFields).describe(description);
const sharedCache = (description: string) =>
  z
    .strictObject({ ...cacheFields, sharedBy: count(1, 64, "CPUs that share one such cache").default(1) })
    .describe(description);

const secondCache = (description: string) =>
  z
    .strictObject({
      ...cacheFields,
      sharedBy: count(1, 64, "CPUs that share one such cache").default(1),
      exclusive: z
        .boolean()
        .optional()
        .describe(
          "It holds only what left L1, and gives up what L1 takes (AMD); absent: only if it is no larger than L1",
        ),
    })
    .describe(description);

const tlbFields = {
  entries: count(1, 65_536, "Entries"),
  ways: count(1, 65_536, "Associativity; as many ways as entries: fully associative"),
};
const tlb = (description: string) => z.strictObject(tlbFields).describe(description);

const notes = (description: string) => z.record(z.string(), z.string().min(1)).describe(description);

const fields = z
  .strictObject({
    name: z
      .string()
      .regex(/^[a-z0-9][a-z0-9.-]{0,39}$/, "not a name; use up to 40 of a-z, 0-9, - and .")
      .describe("Short name, as --machine takes it"),
    title: z
      .string()
      .regex(/^\P{Cc}{1,100}$/u, "no title; use 1 to 100 printing characters")
      .describe("What a person calls the machine"),
    year: count(1985, 2100, "Year of introduction"),
    mhz: z.number().min(1).max(100_000).describe("Core clock in MHz"),
    caches: z
      .strictObject({
        l1i: cache("First-level instruction cache, one per CPU"),
        l1d: cache("First-level data cache, one per CPU"),
        l2: secondCache("Second-level cache, on the chip or on the board"),
        l3: sharedCache("Third-level cache; absent: an L2 miss goes to memory").optional(),
      })
      .describe("The caches"),
    fill: z
      .strictObject({
        bytes: count(4, 64, "Bytes that arrive at once, a power of two"),
        cache: clocks("Between two such parts of a line that comes from L2 or L3"),
        memory: clocks("Between two such parts of a line that comes from memory"),
      })
      .describe(
        "Lines arrive in parts, the wanted one first; absent: lines of 32 bytes in parts of 8, other lines whole",
      )
      .optional(),
    memory: z
      .strictObject({
        latency: cycles("Load-to-use latency with the DRAM page open"),
        pageBytes: count(256, 2 ** 20, "Bytes of a DRAM page, a power of two"),
        pageMiss: cycles("Added to latency when the access opens another DRAM page; 0: the controller closes pages"),
      })
      .describe("Main memory"),
    tlb: z
      .strictObject({
        data4k: tlb("Data TLB for 4K pages"),
        data4m: tlb("Data TLB for 4M pages; absent: 4M pages use the 4K entries").optional(),
        code4k: tlb("Code TLB for 4K pages"),
        code4m: tlb("Code TLB for 4M pages; absent: 4M pages use the 4K entries").optional(),
        second: z
          .strictObject({ ...tlbFields, latency: cycles("Added to the access when the translation is found here") })
          .describe("Second-level data TLB for 4K pages; absent: a first-level miss walks the page tables")
          .optional(),
        walk: cycles("Fixed part of a page walk; its loads are charged through the caches besides"),
      })
      .describe("Address translation"),
    paging: z
      .strictObject({ pse: z.boolean().default(true).describe("The CPU has 4M pages") })
      .describe("Paging features; absent: all defaults")
      .default({ pse: true }),
    prefetch: z
      .strictObject({
        adjacentLine: z.boolean().describe("A miss also fetches the other line of the aligned pair"),
        streams: count(0, 64, "Pages in which the prefetcher follows a run of ascending lines at a time; 0: none"),
        train: count(
          1,
          64,
          "Lines asked for in ascending order before it fetches ahead; absent: 2, with a shared L3 3",
        ).optional(),
        trainStep: count(
          0,
          64,
          "So many more of them for each line that the step is longer than one; absent: 0, with a shared L3 2",
        ).optional(),
        stride: count(
          1,
          64,
          "The longest step that it takes for a run, in lines; absent: 1, with a shared L3 8, else with an L1 of 4 cycles 2",
        ).optional(),
        distance: count(1, 64, "Lines that it runs ahead, within a 4K page; absent: 8, with a shared L3 12").optional(),
        memoryInterval: cycles(
          "Between two lines that it fetches from memory; absent: 1/8 of its latency with a shared L3, else 1/7 with an L1 of 4 cycles, 1/5 with 2 MB of L2, or 2/7, and 7/4 of that with an exclusive L2",
        ).optional(),
        l3Interval: cycles(
          "Between two lines that it fetches from L3; absent: all of its latency, if it is shared (sharedBy above 1, or 8 times as large as L2) a quarter, and 7/4 of that with an exclusive L2",
        ).optional(),
        nextLine: count(
          0,
          64,
          "Loads of a line after which L1 fetches the next one from L2, 1: when it asks for the line itself; 0: never; absent: 2 where there are streams, 1 with an exclusive L2 and a shared L3, 0 with an L1 of 4 cycles and no shared L3",
        ).optional(),
      })
      .describe("Hardware prefetch: into L2 what follows in a run of misses, into L1 what follows a line in use"),
    core: z
      .strictObject({
        cyclesPerInstruction: z
          .number()
          .positive()
          .max(100)
          .describe("Core clocks per instruction of kernel code that hits the caches"),
        mispredict: cycles("A mispredicted branch"),
        timerOverlap: cycles(
          "By which a run timed with the time stamp counter comes out too short, reading the counter overlapping with its end: latency matrices show it in small arrays; absent: 0",
        ).optional(),
      })
      .describe("The execution core"),
    atomic: z
      .strictObject({
        locked: clocks("A locked read-modify-write of a line held exclusively"),
        xchg: clocks("XCHG with a line held exclusively"),
        fence: clocks("MFENCE; 0: the CPU has none"),
      })
      .describe("Atomic operations"),
    system: z
      .strictObject({
        int80: cycles("Entry and exit of an empty system call by int 0x80 and iret"),
        sysenter: cyclesOrNull("Entry and exit of an empty system call by sysenter and sysexit; null: not available"),
        popf: clocks("POPF"),
        cli: cycles("CLI"),
        sti: cycles("STI"),
      })
      .describe("Privileged and system instructions"),
    coherence: z
      .strictObject({
        protocol: z.literal("MESI").describe("Coherence protocol"),
        transfer: cycles("Load of a line that another CPU holds modified, both under one L2 or on the only bus"),
        upgrade: cycles("Store to a line that other CPUs share"),
        remoteTransfer: cyclesOrNull("Like transfer, between CPUs that share no L2; null: as transfer"),
      })
      .describe("Traffic between the CPUs' caches"),
    sources: notes("Source of each published figure, by JSON pointer to it or to an object around it"),
    estimates: notes("Range and reason of each unpublished figure, by JSON pointer to it or to an object around it"),
  })
  .meta({ title: "halfopen machine profile", description: "A machine: everything that its cycle counts come from" });

/** Schema of a machine profile: one JSON file per machine, see the descriptions within. */
export const machineSchema = fields.superRefine((machine, context) => {
  const fault = (pointer: string, message: string) => {
    const path = pointer
      .split("/")
      .slice(1)
      .map((key) => key.replaceAll("~1", "/").replaceAll("~0", "~"));
    context.addIssue({ code: "custom", path, message });
  };
  for (const [level, cache] of Object.entries(machine.caches)) {
    if (!cache) continue;
    const { bytes, ways, line } = cache;
    if (!isPowerOfTwo(line)) fault(`/caches/${level}/line`, `${line} is no power of two; give 16, 32, 64 or 128`);
    else if (line !== machine.caches.l1d.line && isPowerOfTwo(machine.caches.l1d.line))
      fault(
        `/caches/${level}/line`,
        `${line} differs from the line of l1d (${machine.caches.l1d.line}); give all caches one line size`,
      );
    else if (level !== "l3" && !isPowerOfTwo(bytes / ways / line))
      fault(
        `/caches/${level}`,
        `${bytes} bytes / ${ways} ways / ${line} is no power of two of sets; change bytes or ways`,
      );
    else if (!Number.isInteger(bytes / ways / line))
      fault(`/caches/${level}`, `${bytes} bytes are no whole sets of ${ways} ways of ${line}; change bytes or ways`);
  }
  const { l1i, l1d, l2, l3 } = machine.caches;
  for (const [path, near, far] of [
    ["/caches/l2/latency", Math.max(l1i.latency, l1d.latency), l2.latency],
    ["/caches/l3/latency", l2.latency, (l3 ?? l2).latency],
    ["/memory/latency", (l3 ?? l2).latency, machine.memory.latency],
  ] as const) {
    if (far < near) fault(path, `${far} is less than the ${near} of the level before; give at least ${near}`);
  }
  if (machine.fill && !isPowerOfTwo(machine.fill.bytes))
    fault("/fill/bytes", `${machine.fill.bytes} is no power of two; give 4, 8, 16, 32 or 64`);
  if (!isPowerOfTwo(machine.memory.pageBytes))
    fault("/memory/pageBytes", `${machine.memory.pageBytes} is no power of two; give one`);
  for (const [part, value] of Object.entries(machine.tlb)) {
    if (!value || typeof value === "number" || isPowerOfTwo(value.entries / value.ways)) continue;
    fault(
      `/tlb/${part}`,
      `${value.entries} entries / ${value.ways} ways is no power of two of sets; change entries or ways`,
    );
  }

  const places = new Set(pointers(machine).map(([pointer]) => pointer));
  for (const list of ["sources", "estimates"] as const) {
    for (const key of Object.keys(machine[list])) {
      if (!places.has(key)) fault(`/${list}${jsonPointer([key])}`, `no figure at ${key}; give the JSON pointer of one`);
    }
  }
});

/** A machine profile, defaults filled in. */
export type Machine = z.output<typeof machineSchema>;

/** JSON pointers of the figures that neither `sources` nor `estimates` accounts for; shipped profiles have none. */
export function figuresWithoutSource(machine: Machine): string[] {
  const noted = Object.keys({ ...machine.sources, ...machine.estimates });
  return pointers(machine)
    .filter(([pointer, value]) => {
      if (
        typeof value !== "number" ||
        !/^\/(caches|fill|memory|tlb|prefetch|core|atomic|system|coherence)\//.test(pointer)
      )
        return false;
      if (pointer.endsWith("/sharedBy") && value === 1) return false; // the default
      return !noted.some((key) => pointer === key || pointer.startsWith(`${key}/`));
    })
    .map(([pointer]) => pointer);
}

function isPowerOfTwo(n: number): boolean {
  return Number.isInteger(Math.log2(n));
}

/** Every value within `value`, itself included, with its JSON pointer. */
function pointers(value: unknown, at = ""): [pointer: string, value: unknown][] {
  const inside = typeof value === "object" && value !== null ? Object.entries(value) : [];
  return [[at, value], ...inside.flatMap(([key, member]) => pointers(member, at + jsonPointer([key])))];
}

/** Names of the shipped profiles, the default first. */
export function machineNames(): string[] {
  return Object.keys(shippedMachines);
}

/**
 * A machine from the name of a shipped profile, from the path of a JSON file (a string that holds `/`, `\` or `.`),
 * or from an inline profile object.
 * @param options.file what the machine was named in, for messages; by default `--machine`
 * @param options.pointer where in that file it stands, as a JSON pointer
 * @param options.readText reads a file; without it (in a browser) a string is always a name
 * @throws InputError for an unknown name, an unreadable file, or the first fault in the profile
 */
export function readMachine(
  machine: unknown,
  options: { file?: string; pointer?: string; readText?: (path: string) => string } = {},
): Machine {
  const { file = "--machine", pointer = "", readText } = options;
  if (typeof machine !== "string") return checkInput(machineSchema, machine, file, pointer);
  if (Object.hasOwn(shippedMachines, machine)) return checkInput(machineSchema, shippedMachines[machine], machine);
  if (readText && /[/\\.]/.test(machine)) {
    return checkInput(machineSchema, parseJson(readText(machine), machine), machine);
  }
  const names = machineNames();
  const place = pointer === "" ? file : `${file}: at ${pointer}`;
  const hint = didYouMean(machine, names, `there are ${names.join(", ")}`);
  throw new InputError(`${place}: unknown machine ${JSON.stringify(machine)}; ${hint}`);
}
