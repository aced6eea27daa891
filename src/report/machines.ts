import type { Machine } from "../machine.js";
import type { Column, Paper } from "./paper.js";
import { clip, count, duration, size, wrap } from "./text.js";

/** A line each: clock, caches, and what a load costs from each of them. */
export function machinesReport(paper: Paper, machines: readonly Machine[], hints: boolean): string {
  const titleWidth = paper.columns - 83;
  const rows = machines.map(({ name, title, year, mhz, caches, memory }) => {
    const { l1d, l2, l3 } = caches;
    const levels = [l1d, l2, ...(l3 ? [l3] : [])];
    return [
      paper.strong(name),
      String(year),
      count(mhz),
      levels.map(({ bytes }) => size(bytes).replace(" ", "")).join(" / "),
      [...levels.map(({ latency }) => latency), memory.latency].join(" / "),
      duration(memory.latency, mhz),
      ...(titleWidth < 12 ? [] : [clip(title.split(",")[0] ?? title, titleWidth)]),
    ];
  });
  const heads: Column[] = [
    { head: "name" },
    { head: "year" },
    { head: "MHz", align: "right" },
    { head: "L1d / L2" },
    { head: "load, cycles" },
    { head: "memory", align: "right" },
  ];
  const table = paper.table(titleWidth < 12 ? heads : [...heads, { head: "" }], rows);
  const hint = hints ? `\n\n${paper.faint(`Figures and sources: halfopen machines ${machines[0]?.name}`)}` : "";
  return `${table}${hint}\n`;
}

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
