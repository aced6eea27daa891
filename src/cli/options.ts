import { type Command, Option } from "commander";
import { type BootOptions, Emulator } from "../emulator.js";
import { InputError, near } from "../input-error.js";
import { cpusFault, cpusNote, cpusOf, kernels } from "../kernels.js";
import type { Machine } from "../machine.js";
import { readMachineFile } from "../machine-file.js";
import { defaultMachine } from "../machines.js";
import { accuracyLine } from "../report/accuracy.js";
import { wrap } from "../report/text.js";
import { PORT_RANGE, type SysctlValue, sysctlNames } from "../sysctls.js";
import type { Terminal } from "./terminal.js";

/** The common options as commander gives them. */
export interface CommonOptions {
  kernel?: string;
  machine?: string;
  cpus?: string;
  seed?: string;
  sysctl?: string[];
  json?: true;
  quiet?: true;
}

/** What a run boots: each of these kernels, on this machine. */
export interface Boots {
  kernels: string[];
  machine: Machine;
  options: Omit<BootOptions, "kernel">;
}

const collect = (value: string, before: string[] | undefined) => [...(before ?? []), value];

/** --json and --quiet, which every command takes. */
export function outputOptions(command: Command): Command {
  return command
    .addOption(new Option("--json", "print one JSON document and nothing else"))
    .addOption(new Option("--quiet", "no progress and no hints"));
}

/**
 * The options of every command that boots a kernel.
 * @param otherwise what holds without them, where that is not all kernels on one CPU of the default machine
 */
export function bootOptions(command: Command, otherwise?: string): Command {
  const names = kernels.map(({ name }) => name).join(", ");
  const unless = (value: string | number) => `(default: ${otherwise ?? value})`;
  command
    .addOption(new Option("--kernel <names>", `${names}, a comma list, or all ${unless("all")}`))
    .addOption(new Option("--machine <name|file>", `a shipped profile or a JSON file ${unless(defaultMachine)}`))
    .addOption(new Option("--cpus <n>", `CPUs of the machine, 1 to 64 ${unless(1)}`))
    .addOption(new Option("--seed <n>", `everything random derives from it ${unless(1)}`))
    .addOption(
      new Option(
        "--sysctl <key=value>",
        "set before the first call, on the kernels that have it; may be repeated",
      ).argParser(collect),
    );
  return outputOptions(command);
}

/** The options of a command with those given before its name. */
export function optionsOf<T extends CommonOptions>(command: Command): T {
  const sysctl = [...(command.parent?.opts<T>().sysctl ?? []), ...(command.opts<T>().sysctl ?? [])];
  return { ...command.parent?.opts<T>(), ...command.opts<T>(), ...(sysctl.length > 0 ? { sysctl } : {}) } as T;
}

/** Throws an InputError for the first option that is wrong. */
export function readBoots({ kernel, machine, cpus, seed, sysctl }: CommonOptions): Boots {
  const profile = readMachineFile(machine ?? defaultMachine);
  const names = readKernels(kernel ?? "all");
  const wanted = cpus === undefined ? 1 : readNumber("--cpus", cpus, 1, 64);
  const fault = names.length === 1 ? cpusFault(names[0] ?? "", wanted) : undefined;
  if (fault !== undefined) throw new InputError(`--cpus ${cpus}: ${fault}`);
  return {
    kernels: names,
    machine: profile,
    options: {
      machine: profile,
      cpus: wanted,
      seed: seed === undefined ? 1 : readNumber("--seed", seed, 0, 2 ** 32 - 1),
      sysctl: readSysctls(sysctl ?? []),
    },
  };
}

/** Boots `kernel`. A sysctl that it lacks is an InputError, or ignored where several kernels run side by side. */
export async function boot({ kernels, options }: Boots, kernel: string): Promise<Emulator> {
  const { sysctl = {}, cpus = 1, ...rest } = options;
  const emulator = await Emulator.boot({ ...rest, kernel, cpus: cpusOf(kernel, cpus) }).catch(
    (error: NodeJS.ErrnoException) => {
      if (error.code === "ENOENT") throw new InputError(`${error.path}: not built; run npm run build`);
      throw error;
    },
  );
  const known = emulator.sysctls();
  for (const [name, value] of Object.entries(sysctl)) {
    if (known.includes(name)) emulator.sysctl(name, value);
    else if (kernels.length === 1)
      throw new InputError(
        `--sysctl ${name}=${value}: Linux ${kernel} has no such sysctl; leave it out (it has ${known.join(", ")})`,
      );
  }
  return emulator;
}

/** Ends a report: which kernels use fewer CPUs than were asked for, if any do, and unless `quiet` how far all is from reality. */
export function printNotes({ paper, print }: Terminal, { kernels, machine, options }: Boots, quiet = false): void {
  const notes = [cpusNote(kernels, options.cpus ?? 1), quiet ? "" : accuracyLine(machine, kernels)];
  for (const note of notes.filter(Boolean)) print(`\n${paper.faint(wrap(note, paper.columns))}\n`);
}

/** A comma list of kernels, or all, without repetitions. */
export function readKernels(list: string, option = "--kernel "): string[] {
  const known = kernels.map(({ name }) => name);
  const names = list.split(",").map((name) => name.trim());
  for (const name of names) {
    if (name === "all" || known.includes(name)) continue;
    const hint = name === "" ? "an empty name" : "unknown kernel";
    throw new InputError(`${option}${list}: ${hint}; give ${known.join(", ")} or all`);
  }
  return names.includes("all") ? known : known.filter((name) => names.includes(name));
}

/** A whole number within bounds. */
export function readNumber(option: string, text: string, min: number, max: number): number {
  const value = Number(text);
  if (/^[+-]?\d+$/.test(text.trim()) && value >= min && value <= max) return value;
  const problem = /^[+-]?\d+$/.test(text.trim()) ? `not within ${min} to ${max}` : "not a whole number";
  throw new InputError(`${option} ${text}: ${problem}; give ${min} to ${max}`);
}

/** A comma list of whole numbers within bounds, in the order given. */
export function readNumbers(option: string, list: string, min: number, max: number): number[] {
  return list.split(",").map((text) => {
    if (/^\s*[+-]?\d+\s*$/.test(text) && Number(text) >= min && Number(text) <= max) return Number(text);
    const problem = /^\s*[+-]?\d+\s*$/.test(text)
      ? `${text.trim()} is not within ${min} to ${max}`
      : `${JSON.stringify(text.trim())} is no whole number`;
    throw new InputError(`${option} ${list}: ${problem}; give one or a comma list, such as 5,128,512`);
  });
}

function readSysctls(texts: string[]): Record<string, SysctlValue> {
  const values: Record<string, SysctlValue> = {};
  for (const text of texts) {
    const [, name, value] = /^([^=]+)=(.*)$/.exec(text.trim()) ?? [];
    if (name === undefined || value === undefined) {
      throw new InputError(`--sysctl ${text}: not key=value; give one such as net.core.somaxconn=1024`);
    }
    const key = name.trim().replaceAll("/", ".");
    if (!(sysctlNames as readonly string[]).includes(key)) {
      const hint = nearSysctl(key);
      const fix = hint === undefined ? `there are ${sysctlNames.join(", ")}` : `did you mean ${hint}?`;
      throw new InputError(`--sysctl ${text}: unknown key; ${fix}`);
    }
    values[key] =
      key === PORT_RANGE ? readPortRange(value) : readNumber(`--sysctl ${key} =`, value.trim(), 0, 2 ** 31 - 1);
  }
  return values;
}

function readPortRange(text: string): [first: number, last: number] {
  const numbers = text.trim().split(/[\s,-]+/);
  if (numbers.length !== 2) throw new InputError(`--sysctl ${PORT_RANGE}=${text}: not two ports; give first and last`);
  const [first, last] = numbers.map((port) => readNumber(`--sysctl ${PORT_RANGE} =`, port, 1, 65_535));
  return [first as number, last as number];
}

function nearSysctl(key: string): string | undefined {
  return sysctlNames.find((name) => name.endsWith(`.${key}`)) ?? near(key, sysctlNames);
}
