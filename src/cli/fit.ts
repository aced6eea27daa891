import { Command, Option } from "commander";
import { fitMachine } from "../fit.js";
import { InputError } from "../input-error.js";
import { LatencyModel } from "../latency.js";
import type { Machine } from "../machine.js";
import { readMachineFile, readTextFile } from "../machine-file.js";
import { readMatrixText } from "../matrix-text.js";
import { describeCell } from "../report/latency.js";
import { type CommonOptions, optionsOf, outputOptions, readNumber } from "./options.js";
import type { Terminal } from "./terminal.js";

interface FitOptions extends CommonOptions {
  profile?: string;
  seconds?: string;
}

export function fitCommand(terminal: Terminal): Command {
  return outputOptions(
    new Command("fit")
      .description("proposes a machine profile from a measured latency matrix (lmbench or InstLatx64 text)")
      .argument("<matrix>", "output of lat_mem_rd, or an InstLatx64 MemLat text")
      .addOption(
        new Option("--profile <start>", "where to begin: geometry and clock are taken from it, a name or a file"),
      )
      .addOption(new Option("--seconds <n>", "stop searching after so long (default: 120)")),
  )
    .addHelpText(
      "after",
      `
The profile goes to stdout as JSON: sizes, ways, TLBs and everything that the
matrix does not show stay those of START; latencies, DRAM page, page walk and
prefetch distances are fitted by least squares (relative; a cell that is more
than 10 % off counts linearly). What was fitted stands under "estimates".
How good the proposal is goes to stderr, and to stdout with --json:
  { "before", "after", "worst", "fitted", "profile" }

  halfopen fit memlat.txt --profile nehalem-bloomfield > mine.json
  halfopen latency --machine ./mine.json`,
    )
    .action(async (file: string, _options, command: Command) => {
      const options = optionsOf<FitOptions>(command);
      if (options.profile === undefined) {
        throw new InputError("--profile: missing; give the machine to begin with, a shipped name or a JSON file");
      }
      const start = readMachineFile(options.profile);
      const budget = options.seconds === undefined ? 120 : readNumber("--seconds", options.seconds, 1, 86_400);
      const { tool, matrix } = readMatrixText(readTextFile(file), file, start.mhz);
      const model = await LatencyModel.load();
      const fit = fitMachine(model, start, matrix, { budget, progress: terminal.progress });
      const profile = noted(fit.machine, fit.fitted, `${tool} matrix ${file}`);
      if (options.json) {
        const { before, after, fitted } = fit;
        const document = { before: before.mean, after: after.mean, worst: after.worst, fitted, profile };
        terminal.print(`${JSON.stringify(document, null, 2)}\n`);
        return;
      }
      terminal.print(`${JSON.stringify(profile, null, 2)}\n`);
      const percent = (mean: number) => `${(100 * mean).toFixed(1)} %`;
      if (!options.quiet) {
        terminal.note?.(
          `${tool}, ${fit.after.cells} cells: mean error ${percent(fit.before.mean)} with ${start.name}, ${percent(fit.after.mean)} fitted; worst: ${describeCell(fit.after.worst)}`,
        );
      }
    });
}

/** Sources of the figures that are no longer the start's are replaced by where they come from now. */
function noted(machine: Machine, fitted: readonly string[], from: string): Machine {
  const gone = (key: string) => !fitted.includes(key);
  const without = (notes: Record<string, string>) =>
    Object.fromEntries(Object.entries(notes).filter(([key]) => gone(key)));
  const estimates = Object.fromEntries(fitted.map((pointer) => [pointer, `fitted to ${from}`]));
  return {
    ...machine,
    sources: without(machine.sources),
    estimates: { ...without(machine.estimates), ...estimates },
  };
}
