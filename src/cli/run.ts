import { Command } from "commander";
import { InputError } from "../input-error.js";
import type { Account } from "../ledger.js";
import { readTextFile } from "../machine-file.js";
import { Recorder } from "../recorder.js";
import { runReport, runSummary } from "../report/run.js";
import { readScenario, type Scenario } from "../scenario.js";
import { bootPlan, type Overrides, type Plan, planScenario } from "../scenario-plan.js";
import { runScenario, type ScenarioResult } from "../scenario-run.js";
import { bootOptions, type CommonOptions, optionsOf, readBoots } from "./options.js";
import { type CaseWithoutCalls, type FileOptions, fileOptions, readFileOptions } from "./output.js";
import type { Terminal } from "./terminal.js";

export function runCommand(terminal: Terminal): Command {
  return fileOptions(
    bootOptions(
      new Command("run")
        .description("runs scenarios and compares what comes out with what they expect; exit status 1 if it differs")
        .argument("<file...>", "scenarios: JSON, described by schemas/scenario.schema.json"),
      "the scenario's",
    ),
  )
    .addHelpText(
      "after",
      `
A scenario names its kernels, machine, CPUs, seed and sysctls. An option goes
before what the scenario says: --kernel, --machine, --cpus and --seed instead of
it, --sysctl in addition (or instead of the same key). With several kernels, a
sysctl that one of them lacks is ignored there. --quiet prints what was not as
expected and the summary alone.

  {
    "name": "accept queue holds backlog + 1", "kernel": "3.6",
    "steps": [
      { "op": "socket", "as": "s" },
      { "op": "bind", "fd": "s", "addr": "0.0.0.0", "port": 80 },
      { "op": "listen", "fd": "s", "backlog": 1, "expect": { "ret": 0 } },
      { "op": "syn", "from": "10.0.0.1:4000", "to": "10.9.9.9:80", "count": 2 },
      { "op": "ack", "from": "10.0.0.1:4000", "to": "10.9.9.9:80", "count": 2,
        "expect": { "outcomes": { "established": 2 } } }
    ]
  }`,
    )
    .action(async (files: string[], _options, command: Command) => {
      const options = optionsOf<CommonOptions & FileOptions>(command);
      const overrides = readOverrides(options);
      const runs: { file: string; scenario: Scenario; plan: Plan }[] = [];
      for (const file of files) {
        const scenario = readScenario(readTextFile(file), file);
        runs.push({ file, scenario, plan: await planScenario(scenario, file, overrides) });
      }
      const save = await readFileOptions(options);
      const all: ScenarioResult[] = [];
      const cases: CaseWithoutCalls[] = [];
      for (const { file, scenario, plan } of runs) {
        const measured = await measureScenario(scenario, plan, terminal, options.profile !== undefined);
        all.push(...measured.map(({ result }) => result));
        cases.push(...measured.map((one) => one.exported));
        if (options.json) continue;
        const results = measured.map(({ result }) => result);
        terminal.print(runReport(terminal.paper, { file, scenario, plan, results, quiet: options.quiet === true }));
      }
      const unrecorded = cases.find(({ calls }) => !calls);
      if (options.profile !== undefined && unrecorded) {
        const reason = `a step of ${unrecorded.name} makes more calls than a recording holds`;
        throw new InputError(`--profile ${options.profile}: ${reason}; give its steps smaller counts`);
      }
      await save(apart(cases));
      if (all.some(({ ok }) => !ok)) terminal.fail();
      if (options.json) terminal.print(`${JSON.stringify(all.length === 1 ? all[0] : all, null, 2)}\n`);
      else terminal.print(runSummary(terminal.paper, files.length, all));
    });
}

function readOverrides(options: CommonOptions): Overrides {
  const { kernels, machine, options: read } = readBoots(options);
  return {
    kernels: options.kernel === undefined ? undefined : kernels,
    machine: options.machine === undefined ? undefined : machine,
    cpus: options.cpus === undefined ? undefined : read.cpus,
    seed: options.seed === undefined ? undefined : read.seed,
    sysctl: read.sysctl,
  };
}

/** A scenario's run on one kernel, with what exports and profiles are made of. */
export interface MeasuredRun {
  result: ScenarioResult;
  accounts: Account[];
  exported: CaseWithoutCalls;
}

/**
 * Runs a scenario on each kernel of its plan.
 * @param record whether the calls are recorded, too; they are left out where they are too many
 */
export async function measureScenario(
  scenario: Scenario,
  plan: Plan,
  { progress }: Pick<Terminal, "progress">,
  record = false,
): Promise<MeasuredRun[]> {
  const runs: MeasuredRun[] = [];
  for (const kernel of plan.kernels) {
    const linux = await bootPlan(plan, kernel);
    const recorder = record ? new Recorder(linux) : undefined;
    const result = runScenario(linux, scenario, {
      progress: (done) => progress(`run: ${scenario.name}, Linux ${kernel}, ${done} steps done`),
      ...(recorder ? { perform: (name, work) => recorder.record(name, work) } : {}),
    });
    const { machine } = plan;
    const calls = recorder?.calls();
    runs.push({
      result,
      accounts: linux.ledger(),
      exported: {
        id: `run/linux-${kernel}/${machine.name}/${slug(scenario.name)}`,
        name: `${scenario.name}, Linux ${kernel}`,
        mhz: machine.mhz,
        cost: linux.total(),
        ...(calls ? { calls } : {}),
      },
    });
  }
  return runs;
}

/** Cases of the same name get a number each, the second one 2. */
function apart(cases: readonly CaseWithoutCalls[]): CaseWithoutCalls[] {
  const seen = new Map<string, number>();
  return cases.map((one) => {
    const times = (seen.get(one.id) ?? 0) + 1;
    seen.set(one.id, times);
    return times === 1 ? one : { ...one, id: `${one.id}-${times}`, name: `${one.name} (${times})` };
  });
}

/** "Accept queue: backlog + 1" as "accept-queue-backlog-1". */
function slug(name: string): string {
  const words = name.toLowerCase().match(/[a-z0-9]+/g) ?? ["scenario"];
  return words.join("-");
}
