// The profile that a fit proposes: a machine of its own, with where its figures come from.
import type { Fit } from "./fit.js";
import { InputError } from "./input-error.js";
import { checkInput } from "./json.js";
import { LARGEST_WALK } from "./latency.js";
import { type Machine, machineNames, machineSchema } from "./machine.js";
import type { CacheGeometry, MatrixText } from "./matrix-text.js";

/**
 * Name of the proposal: `wanted`, or START's with "-fitted" behind it.
 * @throws InputError for one that a profile cannot have, or that a shipped one has, whose measured matrix is another
 */
export function fittedName(start: Machine, wanted: string | undefined): string {
  const ending = "-fitted";
  if (wanted === undefined) return start.name.slice(0, 40 - ending.length) + ending;
  if (!machineSchema.shape.name.safeParse(wanted).success)
    throw new InputError(`--name ${wanted}: not a name; use up to 40 of a-z, 0-9, - and .`);
  if (machineNames().includes(wanted)) throw new InputError(`--name ${wanted}: a shipped profile; give another name`);
  return wanted;
}

/**
 * The fitted machine with a name and title of its own; what is fitted has the matrix for its source, as the clock has
 * where the text names it, and the rest what it had in `start`.
 * @param file what held the matrix
 */
export function fittedProfile({ machine, fitted }: Fit, start: Machine, name: string, text: MatrixText, file: string) {
  const from = clip(file.replace(/^.*[/\\]/, "").replace(/\p{Cc}/gu, "?"), 40);
  const ending = `, fitted to ${from}`;
  const source = `fitted to ${file} (halfopen fit)`;
  const replaced = text.mhz === undefined ? fitted : [...fitted, "/mhz"];
  const without = (notes: Record<string, string>) =>
    Object.fromEntries(Object.entries(notes).filter(([key]) => !replaced.includes(key)));
  const profile: Machine = {
    ...machine,
    name,
    title: clip(start.title, 100 - ending.length) + ending,
    mhz: text.mhz ?? machine.mhz,
    sources: {
      ...without(machine.sources),
      ...(text.mhz === undefined ? {} : { "/mhz": `named in ${file}` }),
      ...Object.fromEntries(fitted.map((pointer) => [pointer, source])),
    },
    estimates: without(machine.estimates),
  };
  return checkInput(machineSchema, profile, `the profile fitted to ${file}`);
}

/** What a person should know of a fit: in what the text and the machine that it begins with differ, and what failed. */
export function fitNotes({ tool, mhz, caches, matrix, notes }: MatrixText, start: Machine, fit: Fit): string[] {
  const list = [...notes];
  if (tool === "lmbench")
    list.push(`nanoseconds are turned into core clocks at ${start.mhz} MHz, the clock of ${start.name}`);
  if (mhz !== undefined && Math.abs(mhz / start.mhz - 1) > SAME_CLOCK)
    list.push(`measured at ${mhz} MHz, which the profile takes over; ${start.name} has ${start.mhz} MHz`);
  for (const [level, given] of Object.entries(caches)) {
    const own = start.caches[level as keyof typeof caches];
    if (own && own.bytes === given.bytes && own.ways === given.ways && own.line === given.line) continue;
    const has = own ? described(own) : "none";
    list.push(
      `${level} is ${described(given)} where it was measured, ${has} in ${start.name}, which stays: correct START first`,
    );
  }
  if (matrix.rows.some(({ size }) => size > LARGEST_WALK))
    list.push(`arrays over ${LARGEST_WALK / 2 ** 30} GB are modelled as such of ${LARGEST_WALK / 2 ** 30} GB`);
  if (fit.fitted.length === 0) list.push(`nothing was tried that is nearer than ${start.name}: no figure is fitted`);
  return list;
}

/** Two runs of one machine differ by less. */
const SAME_CLOCK = 0.001;

const described = ({ bytes, ways, line }: CacheGeometry) =>
  `${(bytes / 1024).toLocaleString("en")} KB, ${ways} ways, lines of ${line}`;

const clip = (text: string, width: number) => (text.length <= width ? text : `${text.slice(0, width - 1)}…`);
