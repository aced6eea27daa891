import { readFileSync } from "node:fs";
import { Command, CommanderError } from "commander";
import { didYouMean, InputError } from "../input-error.js";
import { checkCommand } from "./check.js";
import { faultOf } from "./fault.js";
import { fidelityCommand } from "./fidelity.js";
import { fitCommand } from "./fit.js";
import { home } from "./home.js";
import { kernelsCommand } from "./kernels.js";
import { latencyCommand } from "./latency.js";
import { layoutCommand } from "./layout.js";
import { listenCommand } from "./listen.js";
import { lookupCommand } from "./lookup.js";
import { machinesCommand } from "./machines.js";
import { bootOptions, type CommonOptions, optionsOf } from "./options.js";
import { runCommand } from "./run.js";
import { surveyCommand } from "./survey.js";
import { Progress, paperFor } from "./terminal.js";
import { traceCommand } from "./trace.js";

/** Commands that are planned and not there yet. */
const LATER = ["locks", "smp", "pingpong"];

/** Where a command line is run: streams, environment. */
export interface Surroundings {
  stdout: { isTTY?: boolean | undefined; columns?: number | undefined };
  stderr: { isTTY?: boolean | undefined };
  env: Record<string, string | undefined>;
  /** Writes to stderr at once. */
  warn(text: string): void;
}

/** What a command line came to: what goes to stdout, and the exit status. */
export interface Outcome {
  text: string;
  status: number;
}

/** Runs a command line. What is wrong with it is one line through `warn`, and status 2. */
export async function run(args: readonly string[], { stdout, stderr, env, warn }: Surroundings): Promise<Outcome> {
  const paper = paperFor(stdout, env);
  const progress = new Progress(stderr.isTTY && !args.includes("--quiet") ? warn : () => {});
  let text = "";
  const print = (more: string) => {
    text += more;
  };
  let status = 0;
  const fail = () => {
    status = 1;
  };
  const note = (line: string) => {
    progress.end();
    warn(`${line}\n`);
  };
  const program = build({ paper, print, progress: (line) => progress.update(line), fail, note });
  const commands = [program, ...program.commands];
  for (const command of commands) {
    command
      .exitOverride()
      .configureOutput({ writeOut: print, writeErr: () => {}, getOutHelpWidth: () => paper.columns });
  }
  try {
    await program.parseAsync(args, { from: "user" });
    return { text, status };
  } catch (error) {
    if (error instanceof CommanderError && error.exitCode === 0) return { text, status: 0 };
    const asked = error instanceof CommanderError && error.code === "commander.help";
    const message = faultOf(asked ? unknown(args[args.indexOf("help") + 1] ?? "", program) : error);
    if (message === undefined) throw error;
    progress.end();
    warn(`halfopen: ${message.replaceAll(/\s*\n\s*/g, " ")}\n`);
    return { text: "", status: 2 };
  } finally {
    progress.end();
  }
}

function build(terminal: Parameters<typeof surveyCommand>[0]): Command {
  const program = bootOptions(new Command("halfopen"))
    .description("Where every cycle of a Linux listen(), SYN, ACK and accept() goes.")
    .usage("[COMMAND] [options]")
    .version(version(), "--version", "print the version")
    .helpCommand("help [command]", "help for a command")
    .enablePositionalOptions()
    .allowExcessArguments()
    .allowUnknownOption()
    .action(async (_options, command: Command) => {
      const [word] = command.args;
      if (word !== undefined) throw unknown(word, program);
      await home(terminal, optionsOf<CommonOptions>(command));
    })
    .addHelpText("after", "\nWithout a command: survey of this host's listeners.");
  const commands = [
    surveyCommand,
    listenCommand,
    lookupCommand,
    runCommand,
    checkCommand,
    traceCommand,
    latencyCommand,
    fidelityCommand,
    fitCommand,
    layoutCommand,
    kernelsCommand,
    machinesCommand,
  ];
  for (const command of commands) program.addCommand(command(terminal));
  return program;
}

/** The fault of a word that is neither a command nor an option of `halfopen` alone. */
function unknown(word: string, program: Command): InputError {
  if (word.startsWith("-")) {
    const flags = [...program.options.map(({ long }) => long ?? ""), "--help"];
    return new InputError(`${word}: unknown option; ${didYouMean(word, flags, "see halfopen --help")}`);
  }
  if (LATER.includes(word)) {
    return new InputError(
      `${word}: this command comes in a later version; see halfopen --help for those that there are`,
    );
  }
  const names = program.commands.map((command) => command.name());
  return new InputError(`${word}: unknown command; ${didYouMean(word, names, "see halfopen --help")}`);
}

function version(): string {
  const url = new URL("../../package.json", import.meta.url);
  return (JSON.parse(readFileSync(url, "utf8")) as { version: string }).version;
}
