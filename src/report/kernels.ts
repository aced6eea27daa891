import type { Block, Coverage } from "../coverage.js";
import type { Kernel } from "../kernels.js";
import type { Paper } from "./paper.js";
import { clip, count, plural, wrap } from "./text.js";

export function kernelsReport(paper: Paper, kernels: readonly Kernel[], hints: boolean): string {
  const rows = kernels.map(({ name, release, year, about }) => [
    paper.strong(name),
    release,
    String(year),
    wrap(about, paper.columns - 27),
  ]);
  const table = paper.table(
    [{ head: "name" }, { head: "release" }, { head: "year" }, { head: "what is its own" }],
    rows,
  );
  const hint = hints ? `\n\n${paper.faint(`What is emulated: halfopen kernels ${kernels.at(-1)?.name}`)}` : "";
  return `${table}${hint}\n`;
}

/** The functions that are emulated, the blocks that are charged as measured, and what is left out. */
export function coverageReport(paper: Paper, kernel: Kernel, { functions, blocks, leftOut }: Coverage): string {
  const files = [...new Set(functions.map(({ file }) => file))];
  const byFile = files.map((file) => {
    const names = functions.flatMap((row) => (row.file === file ? [row.name] : []));
    return `  ${file || "elsewhere"}\n${paper.faint(wrap(names.join(" "), paper.columns, "    "))}`;
  });
  const emulated =
    `${paper.title(`Linux ${kernel.release}`)} (${kernel.year})\n${wrap(kernel.about, paper.columns)}\n\n` +
    `${paper.title(plural(functions.length, "function"))} emulated, ` +
    `${count(functions.reduce((sum, { bytes }) => sum + bytes, 0))} bytes of code\n\n${byFile.join("\n")}`;
  const measured =
    `${paper.title(plural(blocks.length, "measured block"))}: real code's counts charged as a whole, under its own name\n\n` +
    paper.table(
      [
        { head: "block" },
        { head: "instructions", align: "right" },
        { head: "loads", align: "right" },
        { head: "stores", align: "right" },
        { head: "locked", align: "right" },
        { head: "source" },
      ],
      blocks.map((row) => blockRow(paper, row)),
    );
  const missing =
    `${paper.title("Not modelled")}\n\n` +
    leftOut
      .map(({ file, text }) => {
        const place = file.replace(/^assembly\//, "");
        return `  ${place}\n${paper.faint(wrap(text, paper.columns, "    "))}`;
      })
      .join("\n");
  return `${[emulated, ...(blocks.length > 0 ? [measured] : []), ...(leftOut.length > 0 ? [missing] : [])].join("\n\n")}\n`;
}

function blockRow(paper: Paper, { name, instructions, loads, stores, locked, source }: Block): string[] {
  const width = Math.max(10, paper.columns - 78);
  return [
    clip(name, 32),
    count(instructions),
    count(loads),
    count(stores),
    count(locked),
    paper.faint(clip(source, width)),
  ];
}
