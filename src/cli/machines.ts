import { Command } from "commander";
import type { Machine } from "../machine.js";
import { readMachineFile } from "../machine-file.js";
import { shippedMachines } from "../machines.js";
import { machineReport, machinesReport } from "../report/machines.js";
import { type CommonOptions, optionsOf, outputOptions } from "./options.js";
import type { Terminal } from "./terminal.js";

export function machinesCommand(terminal: Terminal): Command {
  return outputOptions(
    new Command("machines")
      .description("the machines that there are; with a name, its figures and where each comes from")
      .argument("[name]", "a shipped profile, or a JSON file"),
  ).action((name: string | undefined, _options, command: Command) => {
    const options = optionsOf<CommonOptions>(command);
    if (name !== undefined) {
      const machine = readMachineFile(name, { file: "machines" });
      terminal.print(options.json ? `${JSON.stringify(machine, null, 2)}\n` : machineReport(terminal.paper, machine));
      return;
    }
    const machines = Object.values(shippedMachines);
    if (options.json) terminal.print(`${JSON.stringify(machines.map(summary), null, 2)}\n`);
    else terminal.print(machinesReport(terminal.paper, machines, !options.quiet));
  });
}

function summary({ name, title, year, mhz, caches, memory }: Machine) {
  return { name, title, year, mhz, caches, memory };
}
