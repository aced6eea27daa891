// What a run of cases came to: per kernel, and what failed.

import { counts, runCase, type Trace, type Verdict } from "./run.js";
import type { Case } from "./schema.js";
import type { Surroundings } from "./world.js";

export interface Result {
  kernel: string;
  case: Case;
  verdict: Verdict;
}

/** Runs all cases on all kernels that they name. */
export async function runAll(
  cases: readonly Case[],
  kernels: readonly string[],
  surroundings: Omit<Surroundings, "kernel">,
  trace?: (kernel: string, one: Case) => Trace,
): Promise<Result[]> {
  const results: Result[] = [];
  for (const kernel of kernels) {
    for (const one of cases) {
      if (!counts(one, kernel)) continue;
      const verdict = await runCase(one, { ...surroundings, kernel }, trace?.(kernel, one));
      results.push({ kernel, case: one, verdict });
    }
  }
  return results;
}

export interface Tally {
  passed: number;
  failed: number;
  notRun: number;
}

export interface Failure {
  kernel: string;
  id: string;
  step: number;
  expected: unknown;
  got: unknown;
}

/** The document of --json (contract: conformance.md). */
export interface Summary {
  kernels: Record<string, Tally>;
  failures: Failure[];
}

export function summary(results: readonly Result[], kernels: readonly string[]): Summary {
  const tallies = kernels.map((kernel): [string, Tally] => {
    const mine = results.filter((one) => one.kernel === kernel);
    const number = (verdict: Verdict["verdict"]) => mine.filter((one) => one.verdict.verdict === verdict).length;
    return [kernel, { passed: number("passed"), failed: number("failed"), notRun: number("notRun") }];
  });
  const failures = results.flatMap(({ kernel, case: { id }, verdict }) =>
    verdict.verdict === "failed"
      ? [{ kernel, id, step: verdict.step, expected: verdict.expected, got: verdict.got }]
      : [],
  );
  return { kernels: Object.fromEntries(tallies), failures };
}

const number = (value: number) => value.toLocaleString("en").padStart(10);

/** The table of the kernels, then a line for each case that failed or was not run. */
export function reportText(results: readonly Result[], kernels: readonly string[]): string {
  const { kernels: tallies, failures } = summary(results, kernels);
  const rows = Object.entries(tallies).map(([kernel, { passed, failed, notRun }]) =>
    [kernel.padEnd(8), number(passed + failed + notRun), number(passed), number(failed), number(notRun)].join(""),
  );
  const head = ["Linux".padEnd(8), ...["cases", "passed", "failed", "not run"].map((word) => word.padStart(10))].join(
    "",
  );
  const lines = [head, ...rows];
  if (failures.length > 0) lines.push("", "Failed");
  for (const { kernel, id, step, expected, got } of failures) {
    lines.push(`  ${kernel}  ${id}, step ${step}: expected ${plain(expected)}, got ${plain(got)}`);
  }
  const notRun = results.filter(({ verdict }) => verdict.verdict === "notRun");
  if (notRun.length > 0) lines.push("", "Not run, for want of");
  for (const {
    kernel,
    case: { id },
    verdict,
  } of notRun) {
    if (verdict.verdict === "notRun") lines.push(`  ${kernel}  ${id}, step ${verdict.step}: ${verdict.operation}`);
  }
  return `${lines.join("\n")}\n`;
}

/** JSON without the quotes around keys. */
export function plain(value: unknown): string {
  const text = JSON.stringify(value, (_, one) => (typeof one === "function" ? undefined : one)) ?? String(value);
  return text.replaceAll(/"(\w+)":/g, "$1: ").replaceAll(",", ", ");
}
