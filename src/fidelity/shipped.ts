// What the package carries of facts/real-kernels (tools/fidelity.mjs makes it).
import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";

/** A call with what it called, equal names under one caller together; own figures, without the kernel stack. */
export interface CallTree {
  /** Name. */
  n: string;
  /** Calls. */
  c: number;
  /** Instructions. */
  i: number;
  /** Loads. */
  l: number;
  /** Stores. */
  s: number;
  k?: CallTree[];
}

/** A traced call as what drives the memory hierarchy. */
export interface Replay {
  /** Instructions; a repeated string instruction is one. */
  instructions: number;
  /** Turns of repeated string instructions. */
  turns: number;
  /** Backward branches that a two-bit counter mispredicts. */
  mispredicted: number;
  /** Records for the core's replay(), base64. */
  words: string;
}

export interface Shipped {
  counts: { cases: Record<string, unknown> };
  trees: Record<string, CallTree>;
  replays: Record<string, Replay>;
}

/** The kernels whose counts the package carries. */
export const countedKernels: readonly string[] = ["2.6.20", "3.6"];

const read = new Map<string, Shipped>();

export function shippedFacts(kernel: string): Shipped | undefined {
  if (!countedKernels.includes(kernel)) return undefined;
  const known = read.get(kernel);
  if (known) return known;
  const url = new URL(`../../facts/fidelity/${kernel}.json.gz`, import.meta.url);
  const facts = JSON.parse(gunzipSync(readFileSync(url)).toString()) as Shipped;
  read.set(kernel, facts);
  return facts;
}
