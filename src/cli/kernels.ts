import { Command } from "commander";
import { readCoverage } from "../coverage.js";
import { didYouMean, InputError } from "../input-error.js";
import { kernels } from "../kernels.js";
import { coverageReport, kernelsReport } from "../report/kernels.js";
import { type CommonOptions, optionsOf, outputOptions } from "./options.js";
import type { Terminal } from "./terminal.js";

export function kernelsCommand(terminal: Terminal): Command {
  return outputOptions(
    new Command("kernels")
      .description("the kernels that there are; with a name, what of it is emulated and what is not")
      .argument("[name]", "a kernel, such as 3.6"),
  ).action(async (name: string | undefined, _options, command: Command) => {
    const options = optionsOf<CommonOptions>(command);
    if (name === undefined) {
      const plain = kernels.map(({ name, release, year, about }) => ({ name, release, year, about }));
      if (options.json) terminal.print(`${JSON.stringify(plain, null, 2)}\n`);
      else terminal.print(kernelsReport(terminal.paper, kernels, !options.quiet));
      return;
    }
    const names = kernels.map((kernel) => kernel.name);
    const kernel = kernels.find((other) => other.name === name || other.release === name);
    if (!kernel) {
      throw new InputError(
        `kernels ${name}: unknown kernel; ${didYouMean(name, names, `there are ${names.join(", ")}`)}`,
      );
    }
    const coverage = (await readCoverage()).get(kernel.name);
    if (!coverage) throw new InputError(`kernels ${name}: its system map is not built; run npm run build`);
    if (!options.json) {
      terminal.print(coverageReport(terminal.paper, kernel, coverage));
      return;
    }
    const { release, year, about } = kernel;
    const { functions, blocks, leftOut } = coverage;
    terminal.print(
      `${JSON.stringify({ name: kernel.name, release, year, about, functions, blocks, leftOut }, null, 2)}\n`,
    );
  });
}
