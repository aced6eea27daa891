import type { Machine } from "../machine.js";
import type { Column, Paper } from "./paper.js";
import { count, duration, size, wrap } from "./text.js";

/** What narrow paper goes without, one step after the other: spaces, instead the title, time, both, the year too. */
const STEPS = [0, 1, 2, 3, 4, 5];

/** A line each: clock, caches, and what a load costs from each of them. */
export function machinesReport(paper: Paper, machines: readonly Machine[], hints: boolean): string {
  const table = paper.fit(STEPS, (step) => {
    const between = [1, 4, 5].includes(step) ? "/" : " / ";
    const columns: (Column & { of: (machine: Machine) => string; until?: number })[] = [
      { head: "name", of: ({ name }) => paper.strong(name) },
      { head: "year", of: ({ year }) => String(year), until: 5 },
      { head: "MHz", align: "right", of: ({ mhz }) => count(mhz) },
      {
        head: "L1d / L2",
        of: ({ caches }) =>
          levels(caches)
            .map(({ bytes }) => shortSize(bytes))
            .join(between),
      },
      {
        head: "load, cycles",
        of: ({ caches, memory }) => [...levels(caches), memory].map(({ latency }) => latency).join(between),
      },
      { head: "memory", align: "right", of: ({ mhz, memory }) => duration(memory.latency, mhz), until: 3 },
      { head: "", of: ({ title }) => title.split(",")[0] ?? title, until: 2 },
    ];
    const shown = columns.filter(({ until }) => until === undefined || step < until);
    return paper.table(
      shown,
      machines.map((machine) => shown.map(({ of }) => of(machine))),
    );
  });
  const hint = hints ? `\n\n${paper.faint(`Figures and sources: halfopen machines ${machines[0]?.name}`)}` : "";
  return `${table}${hint}\n`;
}

const levels = ({ l1d, l2, l3 }: Machine["caches"]) => [l1d, l2, ...(l3 ? [l3] : [])];
const shortSize = (bytes: number) => size(bytes).replace(" ", "");

/** What stands beside a figure for which a profile names neither source nor estimate. */
const NO_SOURCE = "no source";

/** Every figure of a profile with its source or estimate beside it. */
export function machineReport(paper: Paper, machine: Machine): string {
  const { name, title, year, mhz } = machine;
  const rows: string[][] = [];
  const { sources, estimates, name: _name, title: _title, year: _year, ...figures } = machine;
  const noteOf = (pointer: string): string => {
    for (let at = pointer; at !== ""; at = at.slice(0, at.lastIndexOf("/"))) {
      const estimate = estimates[at];
      if (estimate) return `${paper.warn("estimate")} ${estimate}`;
      const source = sources[at];
      if (source) return source;
    }
    return "";
  };
  const walk = (value: unknown, pointer: string) => {
    if (typeof value === "object" && value !== null) {
      for (const [key, inner] of Object.entries(value)) walk(inner, `${pointer}/${key}`);
      return;
    }
    const shown = value === null ? "none" : typeof value === "number" ? figure(pointer, value) : String(value);
    const note = noteOf(pointer) || (typeof value === "number" ? NO_SOURCE : "");
    rows.push([pointer.slice(1).replaceAll("/", " "), shown, note]);
  };
  walk(figures, "");

  const widths = [0, 1].map((column) => Math.max(...rows.map((row) => (row[column] ?? "").length)));
  const [nameWidth = 0, valueWidth = 0] = widths;
  const noteAt = 2 + nameWidth + 2 + valueWidth + 2;
  let before = "";
  const lines = rows.map(([label = "", value = "", note = ""]) => {
    const same = note === before && note !== NO_SOURCE ? "″" : note;
    before = note;
    const left = `  ${label.padEnd(nameWidth)}  ${value.padStart(valueWidth)}  `;
    const [first = "", ...rest] = wrap(same, paper.columns - noteAt).split("\n");
    return [left + paper.faint(first), ...rest.map((line) => " ".repeat(noteAt) + paper.faint(line))]
      .map((line) => line.trimEnd())
      .join("\n");
  });
  return `${paper.title(title)}\n${name}, ${year}, ${count(mhz)} MHz; latencies in core clocks\n\n${lines.join("\n")}\n`;
}

function figure(pointer: string, value: number): string {
  return pointer.endsWith("/bytes") || pointer.endsWith("Bytes") ? size(value) : String(value);
}
