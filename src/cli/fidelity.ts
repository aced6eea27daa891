import { Command, Option } from "commander";
import { type Fidelity, fidelity } from "../fidelity/compare.js";
import type { Counts } from "../fidelity/counts.js";
import { readCounts } from "../fidelity/file.js";
import { countedKernels, shippedCounts } from "../fidelity/shipped.js";
import { InputError } from "../input-error.js";
import { kernels } from "../kernels.js";
import { readMachineFile } from "../machine-file.js";
import { defaultMachine } from "../machines.js";
import { fidelityReport } from "../report/fidelity.js";
import { type CommonOptions, optionsOf, outputOptions, readKernels } from "./options.js";
import type { Terminal } from "./terminal.js";

interface FidelityOptions extends CommonOptions {
  counts?: string;
}

export function fidelityCommand(terminal: Terminal): Command {
  const names = kernels.map(({ name }) => name).join(", ");
  const counted = countedKernels.join(",");
  const command = new Command("fidelity")
    .description("emulated calls beside counts taken from the real kernel, per call and per function")
    .addOption(new Option("--kernel <names>", `${names}, a comma list, or all (default: ${counted})`))
    .addOption(new Option("--counts <file>", "counts of the kernel, where not those that come with halfopen"))
    .addOption(new Option("--machine <name|file>", `whose cycles are compared (default: ${defaultMachine})`));
  return outputOptions(command)
    .addHelpText(
      "after",
      `
Instructions count a repeated string instruction once; loads and stores leave
out the kernel stack; lines are distinct 64-byte lines of data. A function's
figures are its own; a measured block (·block) holds all that it calls. Cycles
begin with other things in the first-level caches: the emulated call's, and
those of the real kernel's trace on the same machine, where a trace took the
counted way.`,
    )
    .action(async (_options, command: Command) => {
      const options = optionsOf<FidelityOptions>(command);
      const results: Fidelity[] = [];
      const wanted = await readWanted(options);
      const machine = readMachineFile(options.machine ?? defaultMachine);
      for (const { kernel, counts } of wanted) {
        const progress = (title: string) => terminal.progress(`fidelity: Linux ${kernel}, ${title}`);
        const result = await fidelity({ kernel, machine, counts, progress });
        if (result.cases.length === 0) {
          throw new InputError(`${counts.file}: nothing to compare with Linux ${kernel}: ${result.missing[0]}`);
        }
        results.push(result);
      }
      if (options.json) {
        const plain = results.map(plainFidelity);
        terminal.print(`${JSON.stringify(plain.length === 1 ? plain[0] : plain, null, 2)}\n`);
      } else terminal.print(fidelityReport(terminal.paper, results, machine, !options.quiet));
    });
}

async function readWanted({
  kernel: list,
  counts: file,
}: FidelityOptions): Promise<{ kernel: string; counts: Counts }[]> {
  if (file === undefined) {
    const wanted = list === undefined || list === "all" ? [...countedKernels] : readKernels(list);
    return Promise.all(wanted.map(async (kernel) => ({ kernel, counts: await shippedCounts(kernel) })));
  }
  const [kernel, second] = readKernels(list ?? "all");
  if (kernel === undefined || second !== undefined) {
    throw new InputError(`--counts ${file}: whose counts? Give one kernel, such as --kernel 4.3`);
  }
  return [{ kernel, counts: readCounts(file) }];
}

/** The contract's keys in the contract's order; `missing` where the counts lack something. */
function plainFidelity({ kernel, machine, cases, worst, missing }: Fidelity) {
  return {
    kernel,
    machine,
    cases: cases.map((one) => ({
      case: one.case,
      total: one.total,
      cycles: one.cycles,
      functions: one.functions.map(({ name, instructions, loads, stores, locked }) => {
        return { name, instructions, loads, stores, locked };
      }),
    })),
    worst,
    ...(missing.length > 0 ? { missing } : {}),
  };
}
