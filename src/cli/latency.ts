import { Command, Option } from "commander";
import { defaultShape, LatencyModel, type MeasuredMatrix, measuredMatrices, predict } from "../latency.js";
import { readMachineFile } from "../machine-file.js";
import { defaultMachine } from "../machines.js";
import { latencyReport } from "../report/latency.js";
import { type CommonOptions, optionsOf, outputOptions } from "./options.js";
import type { Terminal } from "./terminal.js";

export function latencyCommand(terminal: Terminal): Command {
  return outputOptions(
    new Command("latency")
      .description(
        "cycles of a dependent load by size of the array and stride, as lat_mem_rd and InstLatx64 measure it",
      )
      .addOption(new Option("--machine <name|file>", `a shipped profile or a JSON file (default: ${defaultMachine})`)),
  )
    .addHelpText(
      "after",
      `
Each load's address comes from the one before, so that each waits for the last.
The array is walked upwards, caches and TLBs are warm. Where the matrix of the
real machine is known (InstLatx64), rows and columns are the same ones, and the
measured cycles and the error stand beside, all in whole clocks as InstLatx64
prints them.`,
    )
    .action(async (_options, command: Command) => {
      const options = optionsOf<CommonOptions>(command);
      const machine = readMachineFile(options.machine ?? defaultMachine);
      const model = await LatencyModel.load();
      const measured = Object.hasOwn(measuredMatrices, machine.name) ? measuredMatrices[machine.name] : undefined;
      const shape = measured ?? defaultShape();
      const progress = (done: number) => terminal.progress(`latency: ${done} of ${shape.rows.length} rows`);
      const beside = measured && predict(model, machine, measured, progress);
      const matrix = beside?.matrix ?? model.matrix(machine, shape, progress);
      if (!options.json) {
        terminal.print(latencyReport(terminal.paper, machine, matrix, measured));
        return;
      }
      const document = {
        machine: machine.name,
        strides: matrix.strides,
        rows: matrix.rows.map(({ size, cycles }) => ({ size, cycles: cycles.map(hundredths) })),
        ...(measured && beside ? besideMeasured(measured, beside) : {}),
      };
      terminal.print(`${JSON.stringify(document, null, 2)}\n`);
    });
}

/** What a program gets besides where the machine was measured: cycles before they are rounded as printed, and the error. */
function besideMeasured({ rows, source }: MeasuredMatrix, { exact, error }: ReturnType<typeof predict>) {
  return {
    exact: exact.rows.map(({ size, cycles }) => ({ size, cycles: cycles.map(hundredths) })),
    measured: rows,
    source,
    error: { mean: Math.round(error.mean * 1e5) / 1e5, cells: error.cells, worst: error.worst },
  };
}

const hundredths = (value: number) => Math.round(value * 100) / 100;
