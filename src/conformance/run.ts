// Runs cases on kernels.
import { type Got, mismatch } from "./expect.js";
import { Missing } from "./missing.js";
import { perform } from "./ops/index.js";
import { type Case, type Expectation, inTurn, isOperation, type Step, unknownArgument } from "./schema.js";
import { type Surroundings, World } from "./world.js";

/** What a case came to on a kernel. */
export type Verdict =
  | { verdict: "passed" }
  | { verdict: "failed"; step: number; expected: Got; got: Got }
  /** Something that it needs is not there. */
  | { verdict: "notRun"; step: number; operation: string };

/** Told of every step: number (from 1), the step, and what it came to. */
export type Trace = (step: number, what: Step, got: Got) => void;

export function counts(one: Case, kernel: string): boolean {
  return one.generations.includes(kernel);
}

/** Runs a case up to the first step that does not come to what it should. */
export async function runCase(one: Case, surroundings: Surroundings, trace?: Trace): Promise<Verdict> {
  const world = await World.boot(surroundings, one.sysctls);
  for (const [i, what] of one.steps.entries()) {
    const step = i + 1;
    try {
      const fault = runStep(world, what, trace && ((got) => trace(step, what, got)));
      if (fault) return { verdict: "failed", step, ...fault };
    } catch (error) {
      if (error instanceof Missing) return { verdict: "notRun", step, operation: error.message };
      // What the Emulator does not take, such as a family that has no name.
      if (error instanceof RangeError) return { verdict: "notRun", step, operation: `${what.op}: ${error.message}` };
      return { verdict: "failed", step, expected: expectationOf(what, world.kernel), got: crash(error) };
    }
  }
  return { verdict: "passed" };
}

/** The emulator stopped: a trap of the module, or an error of its own. */
function crash(error: unknown): Got {
  const { name, message } = error instanceof Error ? error : { name: "error", message: String(error) };
  return { crash: `${name}: ${message}` };
}

/** Operations that only prepare something: unless the case says otherwise, they must succeed. */
const PREPARATIONS = ["listener", "listener_group", "make_timewait", "timewait_flow"];

/** `expect_by_gen` replaces `expect` for its generation. */
function expectationOf({ op, expect, expect_by_gen = {} }: Step, kernel: string): Expectation {
  if (Object.hasOwn(expect_by_gen, kernel)) return expect_by_gen[kernel] ?? {};
  return expect ?? (PREPARATIONS.includes(op) ? { ret: 0 } : {});
}

function runStep(world: World, step: Step, trace?: (got: Got) => void): { expected: Got; got: Got } | undefined {
  const expected = expectationOf(step, world.kernel);
  if (expected.skip) return undefined;
  if (!isOperation(step.op)) throw new Missing(`operation ${step.op}`);
  const unknown = unknownArgument(step);
  if (unknown !== undefined) throw new Missing(`${step.op}: argument ${unknown}`);
  if (step.op === "repeat") return runRepeat(world, step, trace);
  const operation = perform[step.op] as (world: World, step: Step, expected: Expectation) => Got;
  const got = operation(world, step, expected);
  const fault = mismatch(step.op === "query" ? `query ${step.what}` : step.op, expected, got);
  trace?.(got);
  return fault;
}

/** The inner steps n times. */
function runRepeat(world: World, step: Step, trace?: (got: Got) => void): { expected: Got; got: Got } | undefined {
  const turns = Number(step.n ?? step.times ?? step.count ?? 1);
  const outer = world.turn;
  for (let turn = 0; turn < turns; turn++) {
    world.turn = turn;
    for (const inner of step.steps as Step[]) {
      const fault = runStep(world, inTurn(inner, turn) as Step, trace);
      if (fault) return { ...fault, got: { ...fault.got, turn } };
    }
  }
  world.turn = outer;
  return mismatch("repeat", expectationOf(step, world.kernel), { ret: 0 });
}
