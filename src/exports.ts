import type { Cost } from "./ledger.js";

/** A result that is followed from one version to the next. */
export interface Measurement {
  /** Names it for good: words and numbers between slashes, neither blanks nor commas. */
  id: string;
  cost: Cost;
}

const counts = ["instructions", "loads", "stores", "locked", "walks"] as const;

/** Lines "name,count" without a head, as rustls' ci-bench writes its icounts.csv; the count is cycles. */
export function csv(measurements: readonly Measurement[]): string {
  return measurements.map(({ id, cost }) => `${id},${cost.cycles}\n`).join("");
}

/** Bencher Metric Format: cycles and counts of each. https://bencher.dev/docs/reference/bencher-metric-format */
export function bencher(measurements: readonly Measurement[]): string {
  const benchmarks = measurements.map(({ id, cost }) => {
    const measures = (["cycles", ...counts] as const).map((measure) => [measure, { value: cost[measure] }]);
    return [id, Object.fromEntries(measures)];
  });
  return `${JSON.stringify(Object.fromEntries(benchmarks), null, 2)}\n`;
}

/** github-action-benchmark's customSmallerIsBetter: cycles, with the counts in the tooltip. */
export function githubAction(measurements: readonly Measurement[]): string {
  const rows = measurements.map(({ id, cost }) => {
    const extra = counts.map((count) => `${count}: ${cost[count]}`).join("\n");
    return { name: id, unit: "cycles", value: cost.cycles, extra };
  });
  return `${JSON.stringify(rows, null, 2)}\n`;
}
