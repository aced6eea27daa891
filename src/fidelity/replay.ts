// Cycles of a traced call on the machine that the emulated one runs on.
import { loadCore, type WasmSource } from "../core.js";
import { totalCost } from "../ledger.js";
import type { Machine } from "../machine.js";
import { profileWords } from "../profile-words.js";
import { displace } from "./caches.js";
import type { Replay } from "./shipped.js";

/** The first runs bring all into the second level. */
const RUNS = 3;

/**
 * As warmCall() measures the emulated path: the first-level caches hold other things. The trace drives the caches as code
 * and data of the emulated path do; instructions, mispredicted loop branches and locked operations (a trace does not show
 * them: `locked` are the counted ones) cost what they cost there. Kernels map their memory by large pages where the CPU
 * has them: then the TLBs do not matter, and the trace runs without.
 */
export async function replayedCycles(replay: Replay, locked: number, machine: Machine, wasm?: WasmSource) {
  const core = await loadCore(wasm);
  const words = profileWords(machine, true);
  new Uint32Array(core.memory.buffer, core.profileAddress(), words.length).set(words);
  core.bootBare(1, machine.paging.pse ? 0 : 1);
  const records = Uint8Array.from(atob(replay.words), (letter) => letter.charCodeAt(0));
  const at = core.traceBuffer(records.length);
  new Uint8Array(core.memory.buffer, at, records.length).set(records);
  let before = 0;
  let after = 0;
  for (let run = 0; run < RUNS; run++) {
    displace(core, machine);
    before = totalCost(core).cycles;
    core.replay(at, records.length / 4);
    after = totalCost(core).cycles;
  }
  const { core: execution, atomic } = machine;
  const executed = (replay.instructions + replay.turns) * execution.cyclesPerInstruction;
  return Math.round(after - before + executed + replay.mispredicted * execution.mispredict + locked * atomic.locked);
}
