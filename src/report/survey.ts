import { DEFAULT_BACKLOG, type Listener } from "../listeners.js";
import type { Machine } from "../machine.js";
import type { SurveyDetail } from "../survey.js";
import type { Paper } from "./paper.js";
import { clip, columns, count, duration, onMachine, plural, wrap } from "./text.js";

/** Rows of a chart at most. */
const CHART_HEIGHT = 5;
/** A chain is crowded if it is this many times the mean, and at least CROWD long. */
const CROWDED = 4;
const CROWD = 8;
/** A port is dear if its SYN costs this many times the cheapest. */
const DEAR = 2;

/** The buckets of each kernel, then what the kernels have of memory and cycles, side by side. */
export function surveyReport(
  paper: Paper,
  source: string,
  listeners: readonly Listener[],
  surveys: readonly SurveyDetail[],
  machine: Machine,
): string {
  const on = ` ${onMachine(machine)}`;
  const title = clip(`${plural(listeners.length, "listener")} of ${source}`, paper.columns - on.length);
  const head = paper.title(title) + paper.faint(on);
  if (listeners.length === 0) return `${head}\n\n  nothing to survey: no socket listens there\n`;

  // Kernels with equal buckets share a chart.
  const charts = new Map<string, SurveyDetail[]>();
  for (const survey of surveys) {
    const key = survey.buckets.join();
    charts.set(key, [...(charts.get(key) ?? []), survey]);
  }
  const parts = [head];
  for (const alike of charts.values()) {
    const [first] = alike as [SurveyDetail];
    const names = alike.map(({ kernel }) => kernel).join(", ");
    parts.push(`${bucketsLine(paper, names, listeners.length - first.skipped, first)}\n\n${histogram(paper, first)}`);
  }
  parts.push(figures(paper, surveys, machine));
  const prose = surveys.map((survey) => explanation(survey)).filter((text) => text !== "");
  const assumed = listeners.filter((listener) => listener.assumed).length;
  if (assumed > 0) {
    const whose =
      assumed === listeners.length ? "this text does not hold backlogs" : `${count(assumed)} rows hold no backlog`;
    prose.push(`Backlogs: ${whose}, ${DEFAULT_BACKLOG} is assumed; the text of ss -ltn holds them.`);
  }
  if (prose.length > 0) parts.push([...new Set(prose)].map((text) => wrap(text, paper.columns)).join("\n"));
  return `${parts.join("\n\n")}\n`;
}

const mean = ({ buckets }: SurveyDetail) => buckets.reduce((sum, length) => sum + length, 0) / buckets.length;
const isCrowded = (survey: SurveyDetail, length: number) => length >= Math.max(CROWD, CROWDED * mean(survey));

/** What the buckets hold; in two lines where the paper is narrow. */
function bucketsLine(paper: Paper, names: string, made: number, survey: SurveyDetail): string {
  const line = `Linux ${names}: ${plural(made, "listener")} in ${survey.buckets.length} buckets,`;
  const crowded = crowdedText(paper, survey);
  return paper.fit([0, 1], (narrow) => (narrow ? `${line}\n${crowded}` : `${line} ${crowded}`));
}

function crowdedText(paper: Paper, survey: SurveyDetail): string {
  const crowded = survey.buckets.filter((length) => isCrowded(survey, length)).length;
  const longest = `longest chain ${count(survey.longest_chain)}`;
  return crowded === 0 ? longest : paper.bad(`${longest}, ${count(crowded)} crowded`);
}

/** Columns of a chart at most: of more buckets, neighbours share one, which shows the longest chain of them. */
const CHART_COLUMNS = 32;

/** Upright bars, one per bucket or few, with the number of the first beneath. */
function histogram(paper: Paper, survey: SurveyDetail): string {
  const { longest_chain } = survey;
  const share = Math.ceil(survey.buckets.length / CHART_COLUMNS);
  const buckets = Array.from({ length: Math.ceil(survey.buckets.length / share) }, (_, i) =>
    Math.max(...survey.buckets.slice(i * share, (i + 1) * share)),
  );
  const cell = paper.columns >= 106 ? 3 : 2;
  const scale = count(longest_chain);
  const lines = columns(buckets, Math.min(CHART_HEIGHT, longest_chain)).map((row, i) => {
    const label = i === 0 ? scale : "";
    const bars = row.map((level, bucket) => {
      const bar = level.repeat(cell - 1);
      const coloured = isCrowded(survey, buckets[bucket] ?? 0) ? paper.bad(bar) : paper.bar(bar);
      return level === " " ? " ".repeat(cell) : `${coloured} `;
    });
    return `  ${label.padStart(scale.length)} ${paper.faint("│")}${bars.join("")}`.trimEnd();
  });
  const every = cell === 3 && share === 1 ? 1 : 4;
  const labels = buckets.map((_, i) => (i % every === 0 ? String(i * share) : "").padEnd(cell));
  const margin = " ".repeat(scale.length + 3);
  return [
    ...lines,
    `${margin}${paper.faint(`└${"─".repeat(buckets.length * cell - 1)}`)}`,
    `${margin} ${paper.faint(labels.join("").trimEnd())}`,
  ].join("\n");
}

/** A row per figure, two columns per kernel; kernels that do not fit go below. */
function figures(paper: Paper, surveys: readonly SurveyDetail[], machine: Machine): string {
  const least = Math.min(2, surveys.length);
  const numbers = Array.from({ length: surveys.length - least + 1 }, (_, i) => surveys.length - i);
  const inRows = (number: number, brief: boolean) => {
    const groups = Array.from({ length: Math.ceil(surveys.length / number) }, (_, i) =>
      surveys.slice(i * number, (i + 1) * number),
    );
    return groups.map((group) => figuresTable(paper, group, machine, brief)).join("\n\n");
  };
  return paper.fit([...numbers, -least, -1], (number) => inRows(Math.abs(number), number < 0));
}

/** @param brief leaves out the times of SYNs */
function figuresTable(paper: Paper, surveys: readonly SurveyDetail[], machine: Machine, brief: boolean): string {
  const time = (cycles: number) => paper.faint(duration(cycles, machine.mhz));
  const row = (name: string, cells: (survey: SurveyDetail) => [string, string]) => [name, ...surveys.flatMap(cells)];
  const port = (at: SurveyDetail["ports"][number] | undefined, dear = false): [string, string] => {
    if (!at) return ["-", ""];
    const cycles = count(at.cycles);
    return [
      dear ? paper.bad(cycles) : cycles,
      paper.faint(`${brief ? "" : `${duration(at.cycles, machine.mhz)}, `}port ${at.port}`),
    ];
  };
  const rows = [
    row("longest chain", (s) => [count(s.longest_chain), paper.faint(`bucket ${s.longest_bucket}`)]),
    row("listen(), all", (s) => [count(s.listen_cycles.total), time(s.listen_cycles.total)]),
    row("listen(), mean", (s) => [count(s.listen_cycles.mean), time(s.listen_cycles.mean)]),
  ];
  if (surveys.some(({ ports }) => ports.length > 0)) {
    rows.push(
      row("SYN, cheapest port", ({ ports }) => port(ports[0])),
      row("SYN, median port", ({ ports }) => port(ports[(ports.length - 1) >> 1])),
      row("SYN, dearest port", ({ ports, syn_cycles: { min, max } }) => port(ports.at(-1), max >= DEAR * min)),
      row("  in its bucket", ({ ports, buckets }) => {
        const bucket = ports.at(-1)?.bucket;
        return bucket === undefined ? ["-", ""] : [count(buckets[bucket] ?? 0), paper.faint(`bucket ${bucket}`)];
      }),
    );
  }
  rows.push(
    row("kmalloc", (s) => [count(s.bytes.kmalloc), paper.faint("bytes")]),
    row("vmalloc", (s) => [count(s.bytes.vmalloc), paper.faint("bytes")]),
    row("slab", (s) => [count(s.bytes.slab), paper.faint("bytes")]),
  );
  if (surveys.some(({ skipped }) => skipped > 0)) {
    rows.push(
      row("skipped", (s) => [
        s.skipped > 0 ? paper.warn(count(s.skipped)) : "0",
        paper.faint(Object.keys(s.errors).join(" ")),
      ]),
    );
  }
  const heads = surveys.flatMap(({ kernel }) => [{ head: `Linux ${kernel}`, align: "right" as const }, { head: "" }]);
  return paper.table([{ head: "cycles and bytes" }, ...heads], rows);
}

/** Why the dearest port is dear, and what this kernel refused. */
function explanation({ kernel, ports, buckets, skipped, reasons }: SurveyDetail): string {
  const dearest = ports.at(-1);
  const cheapest = ports[0];
  const facts: string[] = [];
  if (dearest && cheapest && dearest.cycles >= DEAR * cheapest.cycles) {
    const times = dearest.cycles / cheapest.cycles;
    const [chain = 0, short = 0] = [buckets[dearest.bucket], buckets[cheapest.bucket]];
    facts.push(
      `a SYN to port ${dearest.port} costs ${count(times, 1)} times one to port ${cheapest.port}` +
        (chain > short
          ? `: it walks ${plural(chain, "listener")} of bucket ${dearest.bucket}, not ${count(short)}`
          : ""),
    );
  }
  if (ports.length === 0) facts.push("IPv4 reaches no port, so no SYN is measured");
  if (skipped > 0) {
    const all = Object.entries(reasons);
    const why = all.map(([reason, times]) => (all.length === 1 ? reason : `${count(times)} ${reason}`));
    facts.push(`skipped ${plural(skipped, "listener")}, ${why.join(", ")}`);
  }
  return facts.length === 0 ? "" : `Linux ${kernel}: ${facts.join("; ")}.`;
}
