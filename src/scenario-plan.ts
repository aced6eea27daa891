import { Emulator } from "./emulator.js";
import { InputError } from "./input-error.js";
import { faultLine } from "./json.js";
import { cpusFault, cpusOf, kernels } from "./kernels.js";
import { type Machine, readMachine } from "./machine.js";
import { defaultMachine } from "./machines.js";
import type { Scenario, Step } from "./scenario.js";
import type { SysctlValue } from "./sysctls.js";

/** What is asked for besides the scenario, and goes before it. */
export interface Overrides {
  /** Instead of the scenario's. */
  kernels?: readonly string[] | undefined;
  machine?: Machine | undefined;
  cpus?: number | undefined;
  seed?: number | undefined;
  /** Added to the scenario's; of the same name instead of it. */
  sysctl?: Record<string, SysctlValue> | undefined;
}

/** What a scenario boots. */
export interface Plan {
  kernels: string[];
  machine: Machine;
  cpus: number;
  seed: number;
  sysctl: Record<string, SysctlValue>;
}

/**
 * What a scenario boots under these overrides.
 * @param file what it was read from, for messages
 * @throws InputError for a step that this machine or these kernels cannot run, or a sysctl that a kernel lacks where
 *   there is only one
 */
export async function planScenario(scenario: Scenario, file: string, overrides: Overrides = {}): Promise<Plan> {
  const machine = overrides.machine ?? readMachine(scenario.machine ?? defaultMachine, { file, pointer: "/machine" });
  const asked = overrides.kernels ?? scenario.kernel;
  const missing = asked.find((name) => !kernels.some((kernel) => kernel.name === name));
  if (missing !== undefined) {
    const fix = `name some of ${kernels.map(({ name }) => name).join(", ")}`;
    throw new InputError(faultLine(file, "/kernel", `Linux ${missing} is not in this build`, fix));
  }
  const plan: Plan = {
    kernels: [...asked],
    machine,
    cpus: overrides.cpus ?? scenario.cpus ?? 1,
    seed: overrides.seed ?? scenario.seed ?? 1,
    sysctl: { ...scenario.sysctl, ...overrides.sysctl },
  };
  const fault = plan.kernels.length === 1 ? cpusFault(plan.kernels[0] ?? "", plan.cpus) : undefined;
  if (fault !== undefined) throw new InputError(`${file}: at /cpus: ${fault}`);
  checkSteps(scenario.steps, plan, file, "/steps");
  if (scenario.kernel.length === 1 && plan.kernels.length === 1) await checkSysctls(plan, file);
  return plan;
}

async function checkSysctls({ kernels, sysctl }: Plan, file: string): Promise<void> {
  if (Object.keys(sysctl).length === 0) return;
  const [kernel = ""] = kernels;
  const known = (await Emulator.boot({ kernel })).sysctls();
  for (const name of Object.keys(sysctl)) {
    if (known.includes(name)) continue;
    const fix = `remove it, or name several kernels; there are ${known.join(", ")}`;
    throw new InputError(faultLine(file, `/sysctl/${name}`, `Linux ${kernel} has no such sysctl`, fix));
  }
}

function checkSteps(steps: readonly Step[], plan: Plan, file: string, pointer: string): void {
  for (const [index, step] of steps.entries()) {
    const at = `${pointer}/${index}`;
    if ((step.cpu ?? 0) >= plan.cpus) {
      const problem = `there is no CPU ${step.cpu} on a machine of ${plan.cpus}`;
      throw new InputError(faultLine(file, `${at}/cpu`, problem, `give 0 to ${plan.cpus - 1}, or more "cpus"`));
    }
    if ("from" in step) {
      for (const key of ["from", "to"] as const) checkEndpoint(step[key], plan, file, `${at}/${key}`);
      if (isIpv6(step.from) !== isIpv6(step.to)) {
        const problem = `${step.to} is not of the family of ${step.from}`;
        throw new InputError(faultLine(file, `${at}/to`, problem, "give two addresses of a kind"));
      }
    }
    if (step.op === "repeat") checkSteps(step.steps, plan, file, `${at}/steps`);
  }
}

function isIpv6(endpoint: string): boolean {
  return endpoint.startsWith("[") && !endpoint.toLowerCase().startsWith("[::ffff:");
}

function checkEndpoint(text: string, plan: Plan, file: string, at: string): void {
  if (!isIpv6(text)) return;
  const lacking = plan.kernels.filter((name) => !kernels.find((kernel) => kernel.name === name)?.ipv6);
  if (lacking.length === 0) return;
  const problem = `IPv6 segments are not emulated on Linux ${lacking.join(", ")}`;
  throw new InputError(faultLine(file, at, problem, "give IPv4 addresses"));
}

/** Boots a kernel of the plan. A sysctl that it lacks is ignored; of the CPUs it gets as many as it can use. */
export async function bootPlan({ machine, cpus, seed, sysctl }: Plan, kernel: string): Promise<Emulator> {
  const linux = await Emulator.boot({ kernel, machine, cpus: cpusOf(kernel, cpus), seed });
  const known = linux.sysctls();
  for (const [name, value] of Object.entries(sysctl)) if (known.includes(name)) linux.sysctl(name, value);
  return linux;
}
