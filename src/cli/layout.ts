import { Command, Option } from "commander";
import { didYouMean, InputError } from "../input-error.js";
import { kernels } from "../kernels.js";
import { type Layout, layouts } from "../layouts.js";
import { layoutReport, structsReport } from "../report/layout.js";
import { type CommonOptions, optionsOf, outputOptions, readKernels } from "./options.js";
import type { Terminal } from "./terminal.js";

export function layoutCommand(terminal: Terminal): Command {
  const names = kernels.map(({ name }) => name).join(", ");
  return outputOptions(
    new Command("layout")
      .description("the structs of a kernel with offset, size and cache line")
      .argument("[struct]", "one struct, field by field (default: all structs with their sizes)")
      .addOption(new Option("--kernel <names>", `${names}, a comma list, or all (default: all)`)),
  ).action((wanted: string | undefined, _options, command: Command) => {
    const options = optionsOf<CommonOptions>(command);
    const chosen = readKernels(options.kernel ?? "all");
    const all = chosen.flatMap((kernel) => layouts(kernel));
    const found = wanted === undefined ? all : named(all, wanted, chosen);
    if (options.json) {
      const plain = found.map(({ kernel, struct, size, lines, fields }) => ({ kernel, struct, size, lines, fields }));
      terminal.print(`${JSON.stringify(plain, null, 2)}\n`);
    } else if (wanted === undefined) terminal.print(structsReport(terminal.paper, found, chosen, !options.quiet));
    else terminal.print(layoutReport(terminal.paper, found));
  });
}

function named(all: Layout[], wanted: string, chosen: string[]): Layout[] {
  const name = wanted.replace(/^struct\s+/, "");
  const found = all.filter(({ struct }) => struct === name);
  if (found.length > 0) return found;
  const structs = [...new Set(all.map(({ struct }) => struct))];
  throw new InputError(
    `layout ${wanted}: Linux ${chosen.join(", ")} has no such struct here; ${didYouMean(name, structs, "see halfopen layout")}`,
  );
}
