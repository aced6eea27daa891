import { kernels } from "./kernels.js";
import leftOutTexts from "./left-out.json" with { type: "json" };

/** A function of a kernel's system map (assembly/linux-<kernel>/system_map.ts). */
export interface MapRow {
  name: string;
  /** Emulated code, or a measured block. */
  kind: "text" | "block";
  /** The C file. */
  file: string;
  address: number;
  bytes: number;
  instructions: number;
  stackLoads: number;
  stackStores: number;
  /** Where the figures come from. */
  source: string;
}

/** A call of the real kernel with all beneath it, charged as it was counted. */
export interface Block extends MapRow {
  kind: "block";
  loads: number;
  stores: number;
  locked: number;
  linesRead: number;
  linesWritten: number;
}

/** What of a kernel is emulated, what is charged as measured, and what is not there. */
export interface Coverage {
  kernel: string;
  functions: MapRow[];
  blocks: Block[];
  leftOut: { file: string; text: string }[];
}

/** Reads the coverage of every kernel; the system map is the build's (build/system-map.json). */
export async function readCoverage(): Promise<Map<string, Coverage>> {
  const { readFile } = await import("node:fs/promises");
  const url = new URL("../build/system-map.json", import.meta.url);
  const maps = JSON.parse(await readFile(url, "utf8")) as Record<string, (MapRow | Block)[]>;
  return new Map(
    kernels.map(({ name }) => {
      const rows = maps[name] ?? [];
      const functions = rows.filter(({ kind }) => kind === "text");
      const blocks = rows.filter((row): row is Block => row.kind === "block");
      const leftOut = (leftOutTexts as Record<string, Coverage["leftOut"]>)[name] ?? [];
      return [name, { kernel: name, functions, blocks, leftOut }];
    }),
  );
}
