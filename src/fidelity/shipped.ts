// What the package carries of facts/real-kernels (tools/fidelity.mjs makes it).
import { InputError } from "../input-error.js";
import { Counts } from "./counts.js";

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

const read = new Map<string, Promise<Shipped>>();

/** What the package carries of a kernel; undefined: nothing. */
export function shippedFacts(kernel: string): Promise<Shipped> | undefined {
  if (!countedKernels.includes(kernel)) return undefined;
  const known = read.get(kernel) ?? readFacts(new URL(`../../facts/fidelity/${kernel}.json.gz`, import.meta.url));
  read.set(kernel, known);
  return known;
}

async function readFacts(url: URL): Promise<Shipped> {
  const { readFile } = await import("node:fs/promises");
  const { gunzipSync } = await import("node:zlib");
  return JSON.parse(gunzipSync(await readFile(url)).toString());
}

/**
 * The counts that the package carries.
 * @throws InputError for a kernel that was not counted
 */
export async function shippedCounts(kernel: string): Promise<Counts> {
  const facts = await shippedFacts(kernel);
  if (facts) return new Counts(facts.counts, `counts of Linux ${kernel}`);
  throw new InputError(
    `--kernel ${kernel}: there are counts of ${countedKernels.join(" and ")}; give a file of others with --counts FILE`,
  );
}
