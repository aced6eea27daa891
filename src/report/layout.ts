import { type Field, LAYOUT_LINE, type Layout } from "../layouts.js";
import type { Paper } from "./paper.js";
import { clip, count, plural } from "./text.js";

/** A row per struct: its size and lines in each kernel. */
export function structsReport(
  paper: Paper,
  all: readonly Layout[],
  kernels: readonly string[],
  hints: boolean,
): string {
  const names = [...new Set(all.map(({ struct }) => struct))];
  const table = (number: number) => {
    const parts = Array.from({ length: Math.ceil(kernels.length / number) }, (_, i) =>
      kernels.slice(i * number, (i + 1) * number),
    );
    return parts.map((part) => sizesTable(paper, all, names, part)).join("\n\n");
  };
  const tables = paper.fit(
    kernels.map((_, i) => kernels.length - i),
    table,
  );
  const title = paper.title(`${plural(names.length, "struct")} on i386, SMP, ${LAYOUT_LINE}-byte cache lines`);
  const hint = hints ? `\n\n${paper.faint("One field by field: halfopen layout sock --kernel 3.6")}` : "";
  return `${title}\n\n${tables}${hint}\n`;
}

/** Structs that none of these kernels has are left out. */
function sizesTable(
  paper: Paper,
  all: readonly Layout[],
  names: readonly string[],
  kernels: readonly string[],
): string {
  const rows = names.flatMap((name) => {
    const found = kernels.map((kernel) => all.find((other) => other.kernel === kernel && other.struct === name));
    if (found.every((layout) => layout === undefined)) return [];
    return [[name, ...found.flatMap((layout) => (layout ? [count(layout.size), String(layout.lines)] : ["-", "-"]))]];
  });
  const heads = kernels.flatMap((kernel) => [
    { head: `${kernel} bytes`, align: "right" as const },
    { head: "lines", align: "right" as const },
  ]);
  return paper.table([{ head: "struct" }, ...heads], rows);
}

/** A struct field by field, with a rule where a cache line begins. */
export function layoutReport(paper: Paper, found: readonly Layout[]): string {
  return `${found.map((layout) => one(paper, layout)).join("\n\n")}\n`;
}

function one(paper: Paper, { kernel, struct, size, lines, fields, used }: Layout): string {
  const title =
    `${paper.title(`struct ${struct}`)} of Linux ${kernel}: ${count(size)} bytes, ` +
    `${plural(lines, "cache line")} of ${LAYOUT_LINE}`;
  const typed = paper.columns >= 96;
  const rows = fields.map((field, i) => {
    const mark = used.has(field.name) ? paper.good("●") : " ";
    const starts = fields[i - 1]?.line !== field.line;
    return [
      starts ? paper.strong(String(field.line)) : "",
      `0x${field.offset.toString(16).padStart(3, "0")}`,
      String(field.offset),
      String(field.size),
      paper.bar(place(field)),
      mark,
      clip(field.name, 26),
      ...(typed ? [paper.faint(clip(field.type, paper.columns - 76))] : []),
    ];
  });
  return `${title}\n\n${paper.table(
    [
      { head: "line", align: "right" },
      { head: "offset", align: "right" },
      { head: "", align: "right" },
      { head: "size", align: "right" },
      { head: `0${" ".repeat(14)}${LAYOUT_LINE}` },
      { head: "" },
      { head: "field" },
      ...(typed ? [{ head: "type" }] : []),
    ],
    rows,
  )}\n\n  ${paper.good("●")} ${paper.faint("named in emulated code")}`;
}

/** Where in its line a field lies: 16 cells of 4 bytes; an arrow if it runs on into the next line. */
function place({ offset, size }: Field): string {
  const from = (offset % LAYOUT_LINE) >> 2;
  const cells = Math.ceil(((offset % 4) + size) / 4);
  const fits = from + cells <= 16;
  const inside = fits ? `${"■".repeat(cells)}${"·".repeat(16 - from - cells)}` : `${"■".repeat(16 - from - 1)}▶`;
  return "·".repeat(from) + inside;
}
