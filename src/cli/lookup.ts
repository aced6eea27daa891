import { Command } from "commander";
import { InputError } from "../input-error.js";
import { type LookupCost, lookupCost, MOST_LISTENERS } from "../lookup.js";
import { lookupReport } from "../report/lookup.js";
import {
  type Boots,
  boot,
  bootOptions,
  type CommonOptions,
  optionsOf,
  printNotes,
  readBoots,
  readNumbers,
} from "./options.js";
import { type Case, type FileOptions, fileOptions, readFileOptions } from "./output.js";
import type { Terminal } from "./terminal.js";

export function lookupCommand(terminal: Terminal): Command {
  return fileOptions(
    bootOptions(
      new Command("lookup")
        .description("cost of finding the listener of a SYN with N listeners in its bucket, or spread over all")
        .option("--listeners <n[,n...]>", "listeners to look among (default: 1,10,100,1000)")
        .option("--spread", "consecutive ports, over all 32 buckets, not one bucket"),
    ),
  )
    .addHelpText(
      "after",
      `
The listener looked for is 0.0.0.0:80, bound first and so the last of its
bucket. The others are on addresses of 127.0.0.0/8 with ports that are equal to
80 modulo 32, or consecutive ones with --spread. Of two lookups in a row the
second is measured: caches and TLBs hold what they can of the chain.`,
    )
    .action(async (_options, command: Command) => {
      const options = optionsOf<LookupOptions & FileOptions>(command);
      const measure = readLookup(options);
      const boots = readBoots(options);
      const save = await readFileOptions(options);
      const spread = options.spread === true;
      const without: string[] = [];
      const costs = await measure(boots, terminal, without);
      await save(costs.map((cost) => lookupCase(cost, boots.machine.mhz, spread)));
      if (options.json) {
        const rows = costs.map(({ kernel, machine, listeners, bucket_length, cycles, loads, causes }) => {
          return { kernel, machine, listeners, bucket_length, cycles, loads, causes };
        });
        terminal.print(`${JSON.stringify(rows, null, 2)}\n`);
      } else {
        terminal.print(lookupReport(terminal.paper, costs, boots.machine, spread));
        for (const line of without) terminal.print(`${line}\n`);
        printNotes(terminal, boots, options.quiet);
      }
    });
}

export interface LookupOptions extends CommonOptions {
  listeners?: string;
  spread?: true;
}

/**
 * Checks --listeners. Returns what measures each of them on each kernel. Of several kernels, one that has no room for so
 * many is left out, with a line about it in `without`, if that is given.
 */
export function readLookup(options: LookupOptions) {
  const numbers = readNumbers("--listeners", options.listeners ?? "1,10,100,1000", 1, MOST_LISTENERS);
  const spread = options.spread === true;
  return async (boots: Boots, terminal: Pick<Terminal, "progress">, without?: string[]) => {
    const costs: LookupCost[] = [];
    for (const kernel of boots.kernels) {
      for (const listeners of numbers) {
        const progress = (made: number) =>
          terminal.progress(`lookup: Linux ${kernel}, ${made} of ${listeners} listeners`);
        try {
          costs.push(lookupCost(await boot(boots, kernel), listeners, { spread, progress }));
        } catch (error) {
          if (!(error instanceof InputError) || !without || boots.kernels.length === 1) throw error;
          without.push(`Left out: ${error.message.replace(/; ask for fewer$/, "")}.`);
        }
      }
    }
    return costs;
  };
}

export function lookupCase(cost: LookupCost, mhz: number, spread: boolean): Case {
  const { kernel, machine, listeners, calls } = cost;
  const [suffix, over] = spread ? ["-spread", " spread"] : ["", ""];
  const id = `lookup/linux-${kernel}/${machine}/listeners-${listeners}${suffix}`;
  return { id, name: `lookup ${listeners}${over}, Linux ${kernel}`, mhz, calls, cost };
}
