import { stripVTControlCharacters, styleText } from "node:util";
import Table from "cli-table3";

type Format = Parameters<typeof styleText>[0];

/** Colours of the causes' bars: what costs most on real machines is the warmest. */
const CAUSE_COLOURS: Record<string, Format> = {
  execute: "green",
  branch: "green",
  l1: "cyan",
  l2: "cyan",
  l3: "cyan",
  memory: "red",
  tlb: "magenta",
  coherence: "yellow",
  lock: "yellow",
  wait: "yellow",
  entry: "blue",
  irq: "blue",
};

export interface Column {
  head: string;
  align?: "left" | "right";
}

/** What a report is written on: so many columns, with colours or without. */
export class Paper {
  constructor(
    readonly columns: number,
    readonly colour: boolean,
  ) {}

  #style(format: Format, text: string): string {
    return this.colour && text !== "" ? styleText(format, text, { validateStream: false }) : text;
  }

  title(text: string): string {
    return this.#style("bold", text);
  }

  strong(text: string): string {
    return this.#style("bold", text);
  }

  faint(text: string): string {
    return this.#style("dim", text);
  }

  good(text: string): string {
    return this.#style("green", text);
  }

  warn(text: string): string {
    return this.#style("yellow", text);
  }

  bad(text: string): string {
    return this.#style("red", text);
  }

  bar(text: string): string {
    return this.#style("cyan", text);
  }

  cause(name: string, text: string): string {
    return this.#style(CAUSE_COLOURS[name] ?? "cyan", text);
  }

  /** What `build` makes of the first of these widths of a bar that fits the paper; else of the last. */
  fit(widths: readonly number[], build: (width: number) => string): string {
    let text = "";
    for (const width of widths) {
      text = build(width);
      if (text.split("\n").every((line) => stripVTControlCharacters(line).length <= this.columns)) break;
    }
    return text;
  }

  /** Columns two spaces apart under faint heads, `indent` spaces in; no lines, no trailing blanks. */
  table(columns: readonly Column[], rows: readonly (readonly string[])[], indent = 2): string {
    const table = new Table({
      head: columns.map(({ head }) => this.faint(head)),
      colAligns: columns.map(({ align }) => align ?? "left"),
      chars: {
        top: "",
        "top-mid": "",
        "top-left": "",
        "top-right": "",
        bottom: "",
        "bottom-mid": "",
        "bottom-left": "",
        "bottom-right": "",
        left: " ".repeat(indent),
        "left-mid": "",
        mid: "",
        "mid-mid": "",
        right: "",
        "right-mid": "",
        middle: "  ",
      },
      style: { "padding-left": 0, "padding-right": 0, head: [], border: [] },
    });
    table.push(...rows.map((row) => [...row]));
    const lines = table.toString().split("\n");
    if (columns.every(({ head }) => head === "")) lines.shift();
    return lines.map((line) => line.trimEnd()).join("\n");
  }
}
