// The properties that any sequence of operations keeps, on any kernel. `npm run properties -- --runs 200000` runs more
// of them than `npm test`; --seed and --path, which a failure prints, run one again.
import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, test } from "vitest";
import { type Sequence, sequence } from "./operations.ts";
import { isThere, Player } from "./play.ts";

const { PROPERTY_RUNS, PROPERTY_SEED, PROPERTY_PATH, PROPERTY_KERNELS, PROPERTY_WASM } = process.env;
/** Kernels that share the runs. */
const KERNELS = 5;
/** Sequences over all kernels where nothing else is asked for. */
const RUNS = 10_000;
/** Of so many sequences one is played twice, to the same bytes. */
const PLAYED_TWICE = 10;

const compiled = PROPERTY_WASM ? WebAssembly.compile(readFileSync(PROPERTY_WASM)) : undefined;

/** Plays a sequence; the player, to look at what came out. */
async function play(kernel: string, given: Sequence): Promise<Player> {
  const player = await Player.boot(kernel, given, await compiled);
  player.play(given);
  return player;
}

/** All that can be told of a run. */
function outcome({ linux, log }: Player): string {
  const clocks = Array.from({ length: linux.cpus }, (_, cpu) => linux.clock(cpu));
  return JSON.stringify([log, clocks, linux.ledger(), linux.netstat(), linux.memory(), linux.slabs()]);
}

export function describeProperties(kernel: string): void {
  const wanted = PROPERTY_KERNELS?.split(",").includes(kernel) ?? true;
  describe.skipIf(!isThere(kernel) || !wanted)(kernel, () => {
    const kernels = PROPERTY_KERNELS?.split(",").length ?? KERNELS;
    const numRuns = Math.ceil(Number(PROPERTY_RUNS ?? RUNS) / kernels);

    test(`${numRuns} sequences keep the invariants`, { timeout: 3_600_000 }, async () => {
      let played = 0;
      const property = fc.asyncProperty(sequence, async (given) => {
        const player = await play(kernel, given);
        if (played++ % PLAYED_TWICE > 0) return;
        if (outcome(player) !== outcome(await play(kernel, given))) throw new Error("played twice, it differs");
      });
      await fc.assert(property, {
        numRuns,
        includeErrorInReport: true,
        seed: Number(PROPERTY_SEED ?? 1),
        ...(PROPERTY_PATH ? { path: PROPERTY_PATH, endOnFailure: true } : {}),
      });
    });
  });
}
