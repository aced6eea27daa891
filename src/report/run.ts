import { stripVTControlCharacters } from "node:util";
import { cpusNote } from "../kernels.js";
import type { Scenario, Step } from "../scenario.js";
import type { Plan } from "../scenario-plan.js";
import { mismatchLine, type ScenarioResult, type StepResult } from "../scenario-run.js";
import type { Column, Paper } from "./paper.js";
import { bar, count, duration, onMachine, plural, wrap } from "./text.js";

const WIDEST_STEP = 44;
const NARROWEST_STEP = 30;
/** What came out on a kernel, and its cycles, take so many columns before they go on below. */
const WIDEST_CELL = 30;

/** A step as a row: what it was, and how it went on each kernel. */
interface Row {
  number: string;
  step: Step;
  results: StepResult[];
}

export interface RunShown {
  file: string;
  scenario: Scenario;
  plan: Plan;
  /** One for each kernel. */
  results: readonly ScenarioResult[];
  /** What was not as expected alone. */
  quiet: boolean;
}

/** One scenario on its kernels: the steps, and what was not as expected. */
export function runReport(paper: Paper, { file, scenario, plan, results, quiet }: RunShown): string {
  const failures = results.flatMap(({ kernel, mismatches }) =>
    mismatches.map((one) => paper.bad(`${file}: Linux ${kernel}: ${mismatchLine(one)}`)),
  );
  const failed = failures.length > 0 ? `${failures.join("\n")}\n` : "";
  if (quiet) return failed;
  const note = cpusNote(plan.kernels, plan.cpus);
  const cpus = plan.cpus > 1 ? `, ${plan.cpus} CPUs${note && ` (${note})`}` : "";
  const kernels = results.length === 1 ? `Linux ${results[0]?.kernel} ` : "";
  const title = wrap(scenario.name, paper.columns)
    .split("\n")
    .map((line) => paper.title(line))
    .join("\n");
  const where = paper.faint(`${kernels}${onMachine(plan.machine)}${cpus} · ${file}`);
  const rows = scenario.steps.flatMap((step, i) =>
    flattened(
      step,
      `${i}`,
      results.map((result) => result.steps[i] as StepResult),
    ),
  );
  const table =
    results.length === 1 ? single(paper, rows, results[0] as ScenarioResult, plan) : several(paper, rows, results);
  const question = scenario.steps[0]?.note;
  const lead = question === undefined ? "" : `${wrap(question, paper.columns)}\n\n`;
  return `${title}\n${where}\n\n${lead}${table}\n${failed ? `\n${failed}` : ""}\n`;
}

/** How many runs went as expected. */
export function runSummary(paper: Paper, files: number, results: readonly ScenarioResult[]): string {
  const bad = results.filter(({ ok }) => !ok).length;
  const all = `${plural(files, "scenario")}, ${plural(results.length, "run")}`;
  if (bad === 0) return `${paper.good("ok")}  ${all}: everything as expected\n`;
  return `${paper.bad("failed")}  ${all}: ${count(bad)} not as expected\n`;
}

function flattened(step: Step, number: string, results: StepResult[]): Row[] {
  const row = { number, step, results };
  if (step.op !== "repeat") return [row];
  const inner = step.steps.flatMap((one, i) =>
    flattened(
      one,
      `${number}.${i}`,
      results.map((result) => result.steps?.[i] as StepResult),
    ),
  );
  return [row, ...inner];
}

function single(paper: Paper, rows: readonly Row[], { cycles }: ScenarioResult, { machine }: Plan): string {
  const max = Math.max(...rows.map(({ step, results }) => (step.op === "repeat" ? 0 : (results[0]?.cycles ?? 0))));
  const heads: Column[] = [
    { head: "#", align: "right" },
    { head: "step" },
    { head: "result" },
    { head: "cycles", align: "right" },
    { head: "" },
  ];
  return paper.fit([24, 16, 8, 0], (width) => {
    const cells = rows.map(({ number, step, results }) => {
      const result = results[0] as StepResult;
      const wide = step.op === "repeat" ? 0 : width;
      return [
        number,
        stepText(step, number, WIDEST_STEP),
        wrap(resultText(result), WIDEST_CELL),
        count(result.cycles),
        paper.bar(bar(result.cycles, max, wide)),
      ];
    });
    cells.push(["", paper.strong("all"), duration(cycles, machine.mhz), paper.strong(count(cycles)), ""]);
    return withNotes(paper, heads, cells, rows);
  });
}

/** Kernels side by side; as many at once as the paper has room for beside steps that can be read, the others below. */
function several(paper: Paper, rows: readonly Row[], results: readonly ScenarioResult[]): string {
  const longest = Math.max(...rows.map(({ step, number }) => stepText(step, number, WIDEST_STEP * 2).length));
  const sizes = [
    [Math.min(longest, WIDEST_STEP), WIDEST_CELL],
    [NARROWEST_STEP, WIDEST_CELL],
    [NARROWEST_STEP, 18],
    [NARROWEST_STEP, 14],
  ] as const;
  for (let at = results.length; at >= 1; at--) {
    for (const [width, cell] of sizes) {
      const text = sideBySide(paper, rows, results, at, width, cell);
      if (text.split("\n").every((line) => stripVTControlCharacters(line).length <= paper.columns)) return text;
    }
  }
  return sideBySide(paper, rows, results, 1, NARROWEST_STEP, 14);
}

function sideBySide(
  paper: Paper,
  rows: readonly Row[],
  results: readonly ScenarioResult[],
  most: number,
  width: number,
  cell: number,
): string {
  const tables: string[] = [];
  for (let first = 0; first < results.length; first += most) {
    const kernels = results.slice(first, first + most);
    const heads: Column[] = [
      { head: "#", align: "right" },
      { head: "step" },
      { head: "result" },
      ...kernels.map(({ kernel }): Column => ({ head: `Linux ${kernel}`, align: "right" })),
    ];
    const cells = rows.map(({ number, step, results }) => {
      const texts = results.map(resultText);
      const alike = texts.every((text) => text === texts[0]);
      const own = results.slice(first, first + most).map((result, i) => {
        const cycles = count(result.cycles);
        return alike ? cycles : stacked(texts[first + i] ?? "", cycles, cell, (text) => paper.faint(text));
      });
      return [
        number,
        stepText(step, number, width),
        alike ? wrapResult(texts[0] ?? "", cell) : paper.faint("by kernel"),
        ...own,
      ];
    });
    cells.push(["", paper.strong("all"), "", ...kernels.map(({ cycles }) => paper.strong(count(cycles)))]);
    tables.push(withNotes(paper, heads, cells, first === 0 ? rows : []));
  }
  return tables.join("\n\n");
}

/** A result and its cycles: beside one another, or below where the result takes more than a line. */
function stacked(text: string, cycles: string, width: number, shade: (text: string) => string): string {
  if (text === "") return shade(cycles);
  const gap = text.length + 1 + cycles.length <= width ? " " : "\n";
  return `${wrapResult(text, width)}${gap}${shade(cycles)}`;
}

/** A number stays with what it counts. */
function wrapResult(text: string, width: number): string {
  return wrap(text.replaceAll(/(?<=\d) (?=[a-z])/gi, "\0"), width).replaceAll("\0", " ");
}

/** A table; notes stand above their steps; the first step's, which is the scenario's, stands above them all. */
function withNotes(
  paper: Paper,
  heads: readonly Column[],
  cells: readonly (readonly string[])[],
  rows: readonly Row[],
): string {
  const [head = "", ...lines] = paper.table(heads, cells).split("\n");
  const all = [head];
  for (const [i, row] of cells.entries()) {
    const note = rows[i]?.step.note;
    if (note && i > 0) {
      const text = wrap(note, paper.columns, "      ").split("\n");
      all.push(...text.map((line) => paper.faint(line)));
    }
    const height = Math.max(...row.map((cell) => cell.split("\n").length));
    all.push(...lines.splice(0, height));
  }
  return all.join("\n");
}

/** A step in words, in lines of at most `width`. */
function stepText(step: Step, number: string, width: number): string {
  const indent = "  ".repeat(number.split(".").length - 1);
  const cpu = step.cpu === undefined ? "" : ` on CPU ${step.cpu}`;
  return wrap(`${words(step)}${cpu}`, width, indent);
}

function words(step: Step): string {
  switch (step.op) {
    case "socket": {
      const kinds = [step.family === "inet6" ? " inet6" : "", step.type === "dgram" ? " dgram" : ""];
      return `${step.as} = socket${kinds.join("")}`;
    }
    case "file":
      return `${step.as} = file`;
    case "setsockopt":
      return `setsockopt ${step.fd} ${step.option} ${step.value}`;
    case "bind":
      return `bind ${step.fd} ${step.addr.includes(":") ? `[${step.addr}]` : step.addr}:${step.port}`;
    case "listen":
      return `listen ${step.fd} ${step.backlog}`;
    case "accept":
      return `${step.as === undefined ? "" : `${step.as} = `}accept ${step.fd}`;
    case "shutdown":
      return `shutdown ${step.fd} ${step.how}`;
    case "close":
      return `close ${step.fd}`;
    case "syn":
    case "ack":
    case "rst": {
      const times = step.count === undefined ? "" : `${count(step.count)} × `;
      const bytes = step.op === "ack" && step.len ? ` ${plural(step.len, "byte")}` : "";
      return `${times}${step.op.toUpperCase()}${bytes} ${step.from} > ${portOf(step.to)}`;
    }
    case "advance":
      return `${step.ms % 1000 === 0 ? `${count(step.ms / 1000)} s` : `${count(step.ms)} ms`} pass`;
    case "state":
      return "state";
    case "repeat":
      return `${count(step.times)} times`;
  }
}

const portOf = (endpoint: string) => endpoint.replace(/^.*:/, ":");

/** What came out, in words. */
function resultText({ op, ret, errno, peer, outcome, outcomes, synacks, expired }: StepResult): string {
  if (outcomes) {
    return Object.entries(outcomes)
      .map(([word, times]) => `${count(times)} ${word}`)
      .join(", ");
  }
  if (outcome !== undefined) return outcome;
  if (op === "advance") {
    const parts = [synacks ? `${count(synacks)} sent again` : "", expired ? `${count(expired)} expired` : ""];
    return parts.filter(Boolean).join(", ");
  }
  if (ret === undefined) return "";
  if (errno !== undefined) return errno;
  if (op === "socket" || op === "file" || op === "accept") return `fd ${ret}${peer ? ` from ${peer}` : ""}`;
  return String(ret);
}
