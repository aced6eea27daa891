import { Command, Option } from "commander";
import { defaultTries, fitMachine } from "../fit.js";
import { fitNotes, fittedName, fittedProfile } from "../fitted-profile.js";
import { InputError } from "../input-error.js";
import { LatencyModel } from "../latency.js";
import { readMachineFile } from "../machine-file.js";
import { readMatrixText } from "../matrix-text.js";
import { describeCell } from "../report/latency.js";
import { plural } from "../report/text.js";
import { nameOf, readText } from "../trace/input.js";
import { type CommonOptions, optionsOf, outputOptions, readNumber } from "./options.js";
import type { Terminal } from "./terminal.js";

interface FitOptions extends CommonOptions {
  profile?: string;
  name?: string;
  tries?: string;
}

export function fitCommand(terminal: Terminal): Command {
  return outputOptions(
    new Command("fit")
      .description("proposes a machine profile from a measured latency matrix (lmbench or InstLatx64 text)")
      .argument("<matrix|->", "output of lat_mem_rd, or an InstLatx64 MemLat text; - is standard input")
      .addOption(new Option("--profile <start>", "the machine to begin with, a name or a file"))
      .addOption(new Option("--name <name>", "name of the proposed machine (default: START-fitted)"))
      .addOption(new Option("--tries <n>", `profiles to try at most (default: ${defaultTries})`)),
  )
    .addHelpText(
      "after",
      `
The profile goes to stdout as JSON: sizes, ways, TLBs and everything that the
matrix does not show stay those of START; latencies, DRAM page, page walk and
prefetch distances are fitted by least squares (relative; a cell that is more
than 10 % off counts linearly). The clock is the one that the text names, else
START's, at which the nanoseconds of lat_mem_rd become core clocks. What was
fitted has the matrix for its source. The text may be packed with gzip or zstd.
How good the proposal is, and in what the text and START differ, goes to
stderr, and to stdout with --json:
  { "before", "after", "worst", "fitted", "tries", "notes", "profile" }

  halfopen fit memlat.txt --profile nehalem-bloomfield > mine.json
  halfopen latency --machine ./mine.json`,
    )
    .action(async (file: string, _options, command: Command) => {
      const options = optionsOf<FitOptions>(command);
      if (options.profile === undefined) {
        throw new InputError("--profile: missing; give the machine to begin with, a shipped name or a JSON file");
      }
      const start = readMachineFile(options.profile, { file: "--profile" });
      const name = fittedName(start, options.name);
      const tries = options.tries === undefined ? defaultTries : readNumber("--tries", options.tries, 1, 1_000_000);
      const matrixFile = nameOf(file);
      const text = readMatrixText(await readText(file, LONGEST_TEXT), matrixFile, start.mhz);
      const model = await LatencyModel.load();
      const fit = fitMachine(model, start, text.matrix, { tries, progress: terminal.progress });
      const profile = fittedProfile(fit, start, name, text, matrixFile);
      const notes = fitNotes(text, start, fit);
      if (options.json) {
        const { before, after, fitted, tries } = fit;
        const document = { before: before.mean, after: after.mean, worst: after.worst, fitted, tries, notes, profile };
        terminal.print(`${JSON.stringify(document, null, 2)}\n`);
        return;
      }
      terminal.print(`${JSON.stringify(profile, null, 2)}\n`);
      if (options.quiet) return;
      const percent = (mean: number) => `${(100 * mean).toFixed(1)} %`;
      for (const note of notes) terminal.note?.(`${matrixFile}: ${note}`);
      terminal.note?.(
        `${text.tool}, ${plural(fit.after.cells, "cell")}, ${plural(fit.tries, "try", "tries")}: mean error ${percent(fit.before.mean)} with ${start.name}, ${percent(fit.after.mean)} fitted; worst: ${describeCell(fit.after.worst)}`,
      );
    });
}

/** Bytes; that of InstLatx64 for a large machine has 20,000. */
const LONGEST_TEXT = 16 * 2 ** 20;
