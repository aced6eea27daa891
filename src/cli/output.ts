import { constants } from "node:fs";
import { access, realpath, rename, rm, stat, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { type Command, Option } from "commander";
import type { CallNode, Profile } from "../calls.js";
import { bencher, csv, githubAction, type Measurement } from "../exports.js";
import { InputError } from "../input-error.js";
import { callgrind } from "../profiles/callgrind.js";
import { folded } from "../profiles/folded.js";
import { pprof } from "../profiles/pprof.js";
import { speedscope } from "../profiles/speedscope.js";
import { trace } from "../profiles/trace.js";

/** What a run measured: a profile and a measurement at once. */
export type Case = Profile & Measurement;
/** Where the calls were too many to be recorded there is no profile. */
export type CaseWithoutCalls = Omit<Case, "calls"> & { calls?: CallNode };

type Format = (cases: readonly Case[]) => string | Uint8Array;

/** The formats of each option, by the ending of the file. */
const formats: Record<"profile" | "export", Record<string, Format>> = {
  profile: {
    ".speedscope.json": speedscope,
    ".folded": folded,
    ".callgrind": callgrind,
    ".trace.json": trace,
    ".pb.gz": pprof,
  },
  export: { ".csv": csv, ".bmf.json": bencher, ".bench.json": githubAction },
};

const endings = (option: keyof typeof formats) => Object.keys(formats[option]).join(", ");

/** The options as commander gives them. */
export interface FileOptions {
  profile?: string;
  export?: string;
}

/** --profile and --export. */
export function fileOptions(command: Command): Command {
  return command
    .addOption(new Option("--profile <file>", `write the calls as a profile; FILE ends in ${endings("profile")}`))
    .addOption(new Option("--export <file>", `write the cycles for a dashboard; FILE ends in ${endings("export")}`));
}

/**
 * Checks --profile and --export before the work begins.
 * @returns writes the files that they ask for, all of them or none
 * @throws InputError for an ending that names no format, or a path that cannot be written
 */
export async function readFileOptions(
  options: FileOptions,
): Promise<(cases: readonly CaseWithoutCalls[]) => Promise<void>> {
  const wanted: { option: string; file: string; write: (cases: readonly CaseWithoutCalls[]) => string | Uint8Array }[] =
    [];
  for (const name of ["profile", "export"] as const) {
    const file = options[name];
    if (file === undefined) continue;
    const option = `--${name} ${file}`;
    const ending = Object.keys(formats[name]).find((end) => file.endsWith(end));
    if (ending === undefined) throw new InputError(`${option}: unknown ending; give one of ${endings(name)}`);
    await checked(option, file, async () => {
      await access(dirname(file), constants.W_OK);
      const there = await stat(file).catch(() => undefined);
      if (there?.isDirectory()) throw Object.assign(new Error(), { code: "EISDIR" });
    });
    // A link stays a link: what it points to is written.
    const target = await realpath(file).catch(() => file);
    const format = formats[name][ending] as Format;
    const isDrawn = (one: CaseWithoutCalls) => name === "export" || one.calls !== undefined;
    wanted.push({ option, file: target, write: (cases) => format(cases.filter(isDrawn) as Case[]) });
  }
  return async (cases) => {
    await replace(wanted.map(({ option, file, write }) => ({ option, file, data: write(cases) })));
  };
}

/** Writes files, all of them or none; a reader sees the old text or the new one. `option` is what asked for the file. */
export async function replace(wanted: { option: string; file: string; data: string | Uint8Array }[]): Promise<void> {
  const files = wanted.map((one) => ({ ...one, part: `${one.file}.${process.pid}.part` }));
  try {
    for (const { option, file, part, data } of files) await checked(option, file, () => writeFile(part, data));
    for (const { option, file, part } of files) await checked(option, file, () => rename(part, file));
  } finally {
    for (const { part } of files) await rm(part, { force: true }).catch(() => {});
  }
}

/** Does `work`; what the file system refuses is an InputError. */
async function checked(option: string, file: string, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === undefined) throw error;
    if (code === "ENOENT") throw new InputError(`${option}: there is no folder ${dirname(file)}; make it first`);
    if (code === "EISDIR") throw new InputError(`${option}: a directory; give the name of a file`);
    throw new InputError(`${option}: cannot be written (${code}); give another path`);
  }
}
