import { Command } from "commander";
import { type ListenCost, listenCost } from "../listen.js";
import { listenReport } from "../report/listen.js";
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

export function listenCommand(terminal: Terminal): Command {
  return fileOptions(
    bootOptions(
      new Command("listen")
        .description("one listen() on a fresh boot: cycles by cause and by function, bytes and where they came from")
        .option("--backlog <n[,n...]>", "the backlog, or several to compare (default: 128)"),
    ),
  )
    .addHelpText(
      "after",
      `
The socket is new and bound to 0.0.0.0:80; caches and TLBs are as socket() and
bind() left them. The kernel cuts the backlog to net.core.somaxconn and the SYN
table to net.ipv4.tcp_max_syn_backlog; raise both to see the table leave
kmalloc:
  halfopen listen --backlog 128,256,512 \\
    --sysctl net.core.somaxconn=1024 --sysctl net.ipv4.tcp_max_syn_backlog=1024`,
    )
    .action(async (_options, command: Command) => {
      const options = optionsOf<ListenOptions & FileOptions>(command);
      const measure = readListen(options);
      const boots = readBoots(options);
      const save = await readFileOptions(options);
      const { costs, caps } = await measure(boots, terminal);
      await save(costs.map((cost) => listenCase(cost, boots.machine.mhz)));
      if (options.json) terminal.print(`${JSON.stringify(costs.map(plain), null, 2)}\n`);
      else {
        terminal.print(listenReport(terminal.paper, costs, boots.machine, caps, !options.quiet));
        printNotes(terminal, boots, options.quiet);
      }
    });
}

export interface ListenOptions extends CommonOptions {
  backlog?: string;
}

/** Checks --backlog. Returns what measures each of them on each kernel. */
export function readListen(options: ListenOptions) {
  const backlogs = readNumbers("--backlog", options.backlog ?? "128", -(2 ** 31), 2 ** 31 - 1);
  return async (boots: Boots, { progress }: Pick<Terminal, "progress">) => {
    const costs: ListenCost[] = [];
    /** net.core.somaxconn of each kernel. */
    const caps = new Map<string, number>();
    for (const kernel of boots.kernels) {
      for (const backlog of backlogs) {
        const linux = await boot(boots, kernel);
        caps.set(kernel, linux.sysctl("net.core.somaxconn"));
        costs.push(listenCost(linux, backlog));
        progress(`listen: Linux ${kernel}, backlog ${backlog}`);
      }
    }
    return { costs, caps };
  };
}

export function listenCase(cost: ListenCost, mhz: number): Case {
  const { kernel, machine, backlog, calls } = cost;
  const id = `listen/linux-${kernel}/${machine}/backlog-${backlog}`;
  return { id, name: `listen ${backlog}, Linux ${kernel}`, mhz, calls, cost };
}

/** The contract's keys in the contract's order. */
function plain({
  kernel,
  machine,
  backlog,
  ret,
  errno,
  cycles,
  instructions,
  loads,
  stores,
  locked,
  ...rest
}: ListenCost) {
  const { causes, functions, nr_table_entries, listen_opt_bytes, listen_opt_from } = rest;
  return {
    kernel,
    machine,
    backlog,
    ret,
    ...(errno === undefined ? {} : { errno }),
    cycles,
    instructions,
    loads,
    stores,
    locked,
    causes,
    functions: functions.map(({ name, self, total, calls }) => ({ name, self, total, calls })),
    nr_table_entries,
    listen_opt_bytes,
    listen_opt_from,
  };
}
