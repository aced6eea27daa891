// Numbers and bars as people read them.
import type { Machine } from "../machine.js";

/** 1234567 as "1,234,567"; a whole number, or `digits` after the point. */
export function count(value: number, digits = 0): string {
  return value.toLocaleString("en", { minimumFractionDigits: digits, maximumFractionDigits: digits });
}

/** Cycles as time at a clock rate: "812 ns", "5.30 µs", "1.25 ms". */
export function duration(cycles: number, mhz: number): string {
  const ns = (cycles * 1000) / mhz;
  if (ns < 1000) return `${count(ns)} ns`;
  if (ns < 1e6) return `${count(ns / 1000, ns < 1e5 ? 2 : 1)} µs`;
  if (ns < 1e9) return `${count(ns / 1e6, ns < 1e8 ? 2 : 1)} ms`;
  return `${count(ns / 1e9, 2)} s`;
}

/** A part of a whole: "63.2 %". */
export function share(part: number, whole: number): string {
  return `${count(whole === 0 ? 0 : (100 * part) / whole, 1)} %`;
}

/** "1 listener", "2 listeners". */
export function plural(number: number, thing: string, things = `${thing}s`): string {
  return `${count(number)} ${number === 1 ? thing : things}`;
}

/** A power of two of bytes in its unit: "32 KB", "4 MB", else "88 bytes". */
export function size(bytes: number): string {
  if (bytes >= 2 ** 20 && bytes % 2 ** 20 === 0) return `${count(bytes / 2 ** 20)} MB`;
  if (bytes >= 1024 && bytes % 1024 === 0) return `${count(bytes / 1024)} KB`;
  return `${count(bytes)} bytes`;
}

const EIGHTHS = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"];

/** A bar of `width` cells for `max`; anything above nothing shows at least a sliver. */
export function bar(value: number, max: number, width: number): string {
  if (value <= 0 || max <= 0 || width <= 0) return "";
  const eighths = Math.max(1, Math.round((Math.min(value, max) / max) * width * 8));
  return "█".repeat(eighths >> 3) + (EIGHTHS[eighths & 7] ?? "");
}

const LEVELS = [" ", "▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"];

/** Upright bars, `height` rows from the top down; one string per value in each row, a character wide. */
export function columns(values: readonly number[], height: number): string[][] {
  const max = Math.max(1, ...values);
  return Array.from({ length: height }, (_, row) =>
    values.map((value) => {
      const eighths = value > 0 ? Math.max(1, Math.round((value / max) * height * 8)) : 0;
      return LEVELS[Math.max(0, Math.min(8, eighths - (height - 1 - row) * 8))] as string;
    }),
  );
}

/** Words in lines of at most `width`, each after `indent`; a non-breaking space is part of a word. */
export function wrap(text: string, width: number, indent = ""): string {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(/[ \n]+/).filter(Boolean)) {
    if (line !== "" && indent.length + line.length + 1 + word.length > width) {
      lines.push(indent + line);
      line = word;
    } else line += (line === "" ? "" : " ") + word;
  }
  if (line !== "") lines.push(indent + line);
  return lines.join("\n");
}

/** Cut to `width` with an ellipsis. */
export function clip(text: string, width: number): string {
  return text.length <= width ? text : `${text.slice(0, Math.max(0, width - 1))}…`;
}

/** "on core2-woodcrest, 2,328 MHz" */
export function onMachine({ name, mhz }: Machine): string {
  return `on ${name}, ${count(mhz)} MHz`;
}
