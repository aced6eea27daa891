// The properties that any sequence of operations keeps, on any kernel. `npm run properties -- --runs 200000` runs more
// of them than `npm test`; --seed and --path, which a failure prints, run one again.
import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, test } from "vitest";
import { type Core, loadCore } from "../../src/index.ts";
import { type Sequence, sequence } from "./operations.ts";
import { isThere, Player } from "./play.ts";

const { PROPERTY_RUNS, PROPERTY_SEED, PROPERTY_PATH, PROPERTY_KERNELS, PROPERTY_WASM } = process.env;
/** Kernels that share the runs. */
const KERNELS = 5;
/** Sequences over all kernels where nothing else is asked for. */
const RUNS = 10_000;

const wasm = PROPERTY_WASM ? await WebAssembly.compile(readFileSync(PROPERTY_WASM)) : undefined;

/** Plays a sequence; the player, to look at what came out. */
async function play(kernel: string, given: Sequence, core: Core, save?: number): Promise<Player> {
  const player = await Player.boot(kernel, given, core);
  await player.play(given, save, wasm);
  return player;
}

/** All that can be told of a run. */
function outcome({ linux, log }: Player): string {
  const clocks = Array.from({ length: linux.cpus }, (_, cpu) => linux.clock(cpu));
  const state = [linux.ledger(), linux.counters(), linux.memory(), linux.slabs(), linux.vmalloc(), linux.time()];
  return JSON.stringify([log, clocks, ...state]);
}

function isEqual(a: Uint8Array, b: Uint8Array): boolean {
  return Buffer.compare(a, b) === 0;
}

export function describeProperties(kernel: string): void {
  const wanted = PROPERTY_KERNELS?.split(",").includes(kernel) ?? true;
  describe.skipIf(!isThere(kernel) || !wanted)(kernel, () => {
    const kernels = PROPERTY_KERNELS?.split(",").length ?? KERNELS;
    const numRuns = Math.ceil(Number(PROPERTY_RUNS ?? RUNS) / kernels);

    test(`${numRuns} sequences keep the invariants`, { timeout: 3_600_000 }, async () => {
      let core = await loadCore(wasm);
      const property = fc.asyncProperty(sequence, async (given) => {
        try {
          const player = await play(kernel, given, core);
          if (!given.again) return;
          const fresh = await play(kernel, given, await loadCore(wasm));
          const bytes = fresh.linux.save(); // before outcome(), which writes views into the module's memory
          if (outcome(player) !== outcome(fresh)) throw new Error("played again in a fresh instance, it differs");
          const moved = await play(kernel, given, await loadCore(wasm), given.operations.length >> 1);
          if (!isEqual(bytes, moved.linux.save())) throw new Error("saved and loaded on the way, it differs");
        } catch (error) {
          core = await loadCore(wasm); // one that trapped is of no more use
          throw error;
        }
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
