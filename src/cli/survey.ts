import { Command } from "commander";
import type { Listener } from "../listeners.js";
import { readListeners } from "../listeners-file.js";
import { surveyReport } from "../report/survey.js";
import { type Survey, type SurveyDetail, survey } from "../survey.js";
import { boot, bootOptions, type CommonOptions, optionsOf, printNotes, readBoots } from "./options.js";
import type { Terminal } from "./terminal.js";

export function surveyCommand(terminal: Terminal): Command {
  return bootOptions(
    new Command("survey")
      .description("what real listeners are to each kernel: buckets, chains, memory, cycles of listen() and of a SYN")
      .argument(
        "[file...]",
        "text of /proc/net/tcp, /proc/net/tcp6, ss -ltn or netstat -ltn; - is stdin (default: this host's /proc/net)",
      ),
  )
    .addHelpText(
      "after",
      `
Each listener is replayed in the order of the text: socket, SO_REUSEADDR, bind,
listen with its backlog, which the kernel's own net.core.somaxconn cuts (raise
it with --sysctl). /proc/net/tcp does not hold backlogs: 128 is assumed. An IPv6
listener whose port has an IPv4 one too is IPv6-only. Repeated address and port
ask for SO_REUSEPORT; a kernel without it skips them, and the report says so.

Cycles of a SYN: when all listen, each port that IPv4 reaches gets two SYNs in a
row, from two sources. The second one is measured, so that caches and TLBs hold
what the first one left; both requests stay queued. The median of an even number
of ports is the lower one.

A bucket is the port modulo 32.

  ssh host cat /proc/net/tcp /proc/net/tcp6 | halfopen survey -`,
    )
    .action(async (files: string[], _options, command: Command) => {
      const options = optionsOf<CommonOptions>(command);
      await runSurvey(terminal, options, async () => readListeners(files));
    });
}

/** Reads the options, then the listeners; surveys them on each kernel and prints. */
export async function runSurvey(
  terminal: Terminal,
  options: CommonOptions,
  read: () => Promise<{ source: string; listeners: Listener[] }>,
): Promise<void> {
  const boots = readBoots(options);
  const { source, listeners } = await read();
  const surveys: SurveyDetail[] = [];
  for (const kernel of boots.kernels) {
    const linux = await boot(boots, kernel);
    surveys.push(
      survey(linux, listeners, (what, done, of) =>
        terminal.progress(
          `survey: Linux ${kernel}, ${what === "listen" ? "listener" : "SYN to port"} ${done} of ${of}`,
        ),
      ),
    );
  }
  if (options.json) {
    const plain = listeners.map(({ addr, port, backlog }) => ({ addr, port, backlog }));
    terminal.print(`${JSON.stringify({ source, listeners: plain, kernels: surveys.map(contractKeys) }, null, 2)}\n`);
  } else {
    terminal.print(surveyReport(terminal.paper, source, listeners, surveys, boots.machine));
    printNotes(terminal, boots, options.quiet || listeners.length === 0);
  }
}

function contractKeys({
  ports: _ports,
  errors: _errors,
  reasons: _reasons,
  longest_bucket: _bucket,
  ...survey
}: SurveyDetail): Survey {
  return survey;
}
