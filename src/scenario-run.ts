// Runs scenarios. What may be wrong with one has been found before: see scenario.ts and scenario-plan.ts.
import { endpointAfter } from "./address.js";
import type { Emulator } from "./emulator.js";
import { type Cause, type Causes, type Cost, causeNames } from "./ledger.js";
import type { CallResult, PacketResult } from "./results.js";
import type { RepeatStep, Scenario, SimpleStep, Step } from "./scenario.js";
import type { State } from "./state.js";

/** What a step gave: the keys of the contract, as far as its op has them, and what it cost. */
export interface StepResult {
  op: string;
  ret?: number;
  errno?: string;
  peer?: string;
  outcome?: string;
  /** Of several packets or turns: how many gave what. */
  outcomes?: Record<string, number>;
  synacks?: number;
  expired?: number;
  /** Of a repeat: one result for each inner step. */
  steps?: StepResult[];
  cycles: number;
  instructions: number;
  loads: number;
  stores: number;
  causes: Causes;
  [key: string]: unknown;
}

/** A key of a result that is not what was expected. */
export interface Mismatch {
  /** JSON pointer of the step in the scenario. */
  step: string;
  op: string;
  /** JSON pointer within the result. */
  key: string;
  expected: unknown;
  /** Absent: the result has no such key. */
  got?: unknown;
}

export interface ScenarioResult {
  scenario: string;
  kernel: string;
  machine: string;
  ok: boolean;
  steps: StepResult[];
  cycles: number;
  causes: Causes;
  state: State;
  mismatches: Mismatch[];
}

/** What watches a run. */
export interface Watch {
  /** Before each step that does one thing, with how many have been done. */
  progress?: (done: number) => void;
  /** Runs such a step, whose name is like "3 listen" or "4.0 syn"; whoever records calls does so around it. */
  perform?: <T>(name: string, work: () => T) => T;
}

/** Runs a scenario on a freshly booted kernel. A mismatch does not end it. */
export function runScenario(linux: Emulator, scenario: Scenario, watch: Watch = {}): ScenarioResult {
  return new Run(linux, scenario, watch).run();
}

/** The line that tells a person of a mismatch: "at /steps/3 (listen), ret: expected 0, got -1". */
export function mismatchLine({ step, op, key, expected, ...rest }: Mismatch): string {
  const got = "got" in rest ? clip(JSON.stringify(rest.got), 200) : "nothing";
  return `at ${step} (${op}), ${key.slice(1)}: expected ${JSON.stringify(expected)}, got ${got}`;
}

function clip(text: string, length: number): string {
  return text.length <= length ? text : `${text.slice(0, length)} ...`;
}

const costKeys = ["cycles", "instructions", "loads", "stores"] as const;

type Costs = Pick<StepResult, (typeof costKeys)[number] | "causes">;

const costsOf = ({ cycles, instructions, loads, stores, causes }: Costs): Costs => {
  return { cycles, instructions, loads, stores, causes };
};

function noCosts(): Costs {
  const causes = Object.fromEntries(causeNames.map((cause) => [cause, 0])) as Record<Cause, number>;
  return { cycles: 0, instructions: 0, loads: 0, stores: 0, causes };
}

function addCosts(sum: Costs, more: Costs): void {
  for (const key of costKeys) sum[key] += more[key];
  for (const cause of causeNames) sum.causes[cause] += more.causes[cause];
}

class Run {
  readonly #linux: Emulator;
  readonly #scenario: Scenario;
  readonly #watch: Watch;
  /** Descriptors by the names of the scenario; of those open, the state tells. */
  readonly #fds = new Map<string, number>();
  readonly #closed = new Set<string>();
  readonly #mismatches: Mismatch[] = [];
  #done = 0;

  constructor(linux: Emulator, scenario: Scenario, watch: Watch) {
    this.#linux = linux;
    this.#scenario = scenario;
    this.#watch = watch;
  }

  run(): ScenarioResult {
    const steps = this.#scenario.steps.map((step, index) => this.#checked(step, index));
    const { cycles, causes } = summed(steps);
    return {
      scenario: this.#scenario.name,
      kernel: this.#linux.kernel,
      machine: this.#linux.machine.name,
      ok: this.#mismatches.length === 0,
      steps,
      cycles,
      causes,
      state: this.#state(),
      mismatches: this.#mismatches,
    };
  }

  /** Runs an outermost step, or what it repeats, and compares the results. */
  #checked(step: Step, index: number): StepResult {
    const result = step.op === "repeat" ? this.#repeated(step, `${index}`) : this.#single(step, `${index}`);
    this.#compare(step, `/steps/${index}`, result);
    return result;
  }

  #compare(step: Step, pointer: string, result: StepResult): void {
    const expected =
      (step.expect_by_kernel as Record<string, unknown> | undefined)?.[this.#linux.kernel] ?? step.expect;
    if (expected !== undefined) {
      for (const mismatch of mismatches(expected, result, "")) {
        this.#mismatches.push({ step: pointer, op: step.op, ...mismatch });
      }
    }
    if (step.op !== "repeat") return;
    for (const [index, inner] of step.steps.entries()) {
      this.#compare(inner, `${pointer}/steps/${index}`, result.steps?.[index] as StepResult);
    }
  }

  #repeated({ op, times, steps, cpu }: RepeatStep, number: string): StepResult {
    const sums = steps.map(() => new Aggregate());
    for (let turn = 0; turn < times; turn++) {
      for (const [index, step] of steps.entries()) {
        const inner = step.cpu === undefined && cpu !== undefined ? { ...step, cpu } : step;
        const at = `${number}.${index}`;
        sums[index]?.add(inner.op === "repeat" ? this.#repeated(inner, at) : this.#single(inner, at));
      }
    }
    const results = sums.map((sum) => sum.result());
    return { op, steps: results, ...costsOf(summed(results)) };
  }

  #single(step: SimpleStep, number: string): StepResult {
    const { progress, perform } = this.#watch;
    progress?.(this.#done++);
    this.#linux.onCpu(Math.min(step.cpu ?? 0, this.#linux.cpus - 1)); // a kernel that uses one CPU has no other
    if (!perform) return this.#do(step);
    const parts = partsOf(step).map((part) => perform(`${number} ${step.op}`, () => this.#do(part)));
    if (parts.length === 1) return parts[0] as StepResult;
    const outcomes: Record<string, number> = {};
    for (const part of parts) {
      for (const [word, times] of Object.entries(part.outcomes ?? {})) outcomes[word] = (outcomes[word] ?? 0) + times;
    }
    return { op: step.op, outcomes, ...summed(parts) };
  }

  #do(step: SimpleStep): StepResult {
    const linux = this.#linux;
    switch (step.op) {
      case "socket":
        return this.#opened(step, linux.socket({ family: step.family ?? "inet", type: step.type ?? "stream" }));
      case "file":
        return this.#opened(step, linux.file());
      case "setsockopt":
        return called(step, linux.setsockopt(this.#fd(step.fd), step.option, step.value));
      case "bind":
        return called(step, linux.bind(this.#fd(step.fd), { addr: step.addr, port: step.port }));
      case "listen":
        return called(step, linux.listen(this.#fd(step.fd), step.backlog));
      case "accept":
        return this.#opened(step, linux.accept(this.#fd(step.fd)));
      case "shutdown":
        return called(step, linux.shutdown(this.#fd(step.fd), step.how));
      case "close":
        return this.#close(step.op, step.fd);
      case "syn":
      case "ack":
      case "rst": {
        const { from, to, dev = 1, count } = step;
        const len = step.op === "ack" ? (step.len ?? 0) : 0;
        const packet = { from, to, dev, len, ...(count === undefined ? {} : { count }) };
        return arrived(step, linux[step.op](packet));
      }
      case "advance": {
        const { synacks, expired, ...cost } = linux.advance(step.ms);
        return { op: step.op, synacks, expired, ...costsOf(cost) };
      }
      case "state":
        return { op: step.op, ...this.#state(), ...noCosts() };
    }
  }

  #fd(given: string | number): number {
    return typeof given === "number" ? given : (this.#fds.get(given) ?? -1);
  }

  /** A call that opens a descriptor, which has a name from now on; -1 if it failed. */
  #opened({ op, as }: { op: string; as?: string | undefined }, result: CallResult): StepResult {
    if (as !== undefined) {
      this.#fds.set(as, result.ret);
      this.#closed.delete(as);
    }
    return called({ op }, result);
  }

  /** The names of a closed descriptor still stand for its number, but no longer for what that number may be next. */
  #close(op: string, given: string | number): StepResult {
    const fd = this.#fd(given);
    const result = this.#linux.close(fd);
    if (result.ret >= 0) for (const [name, number] of this.#fds) if (number === fd) this.#closed.add(name);
    return called({ op }, result);
  }

  #state(): State {
    const open = [...this.#fds].filter(([name, fd]) => fd >= 0 && !this.#closed.has(name));
    return this.#linux.state(Object.fromEntries(open));
  }
}

/** So many packets at once are watched: their calls fit into a recording. */
const WATCHED_PACKETS = 100;

/** A step of many packets as several of fewer, which do the same. */
function partsOf(step: SimpleStep): SimpleStep[] {
  const count = "count" in step ? (step.count ?? 1) : 1;
  if (!("from" in step) || count <= WATCHED_PACKETS) return [step];
  return Array.from({ length: Math.ceil(count / WATCHED_PACKETS) }, (_, part) => {
    const first = part * WATCHED_PACKETS;
    return { ...step, from: endpointAfter(step.from, first), count: Math.min(WATCHED_PACKETS, count - first) };
  });
}

function called({ op }: { op: string }, { ret, errno, peer, ...cost }: CallResult & { peer?: string }): StepResult {
  return {
    op,
    ret,
    ...(errno === undefined ? {} : { errno }),
    ...(peer === undefined ? {} : { peer }),
    ...costsOf(cost),
  };
}

function arrived({ op }: { op: string }, { outcome, outcomes, ...cost }: PacketResult & Cost): StepResult {
  return { op, ...(outcome === undefined ? { outcomes: { ...outcomes } } : { outcome }), ...costsOf(cost) };
}

function summed(steps: readonly StepResult[]): Costs {
  const sum = noCosts();
  for (const step of steps) addCosts(sum, step);
  return sum;
}

/** The results of one inner step in all turns of a repeat. */
class Aggregate {
  #last: StepResult | undefined;
  /** Whether every turn gave the same, apart from what it cost. */
  readonly #alike = new Map<string, string>();
  readonly #counts = new Map<string, number>();
  readonly #sum = noCosts();
  #steps: Aggregate[] | undefined;
  #synacks = 0;
  #expired = 0;

  add(result: StepResult): void {
    addCosts(this.#sum, result);
    this.#synacks += result.synacks ?? 0;
    this.#expired += result.expired ?? 0;
    for (const [word, count] of Object.entries(wordsOf(result))) {
      this.#counts.set(word, (this.#counts.get(word) ?? 0) + count);
    }
    for (const key of ["ret", "errno", "outcome", "peer"]) {
      const value = JSON.stringify(result[key]) ?? "";
      if (!this.#last) this.#alike.set(key, value);
      else if (this.#alike.get(key) !== value) this.#alike.delete(key);
    }
    this.#steps ??= result.steps?.map(() => new Aggregate());
    for (const [index, inner] of (result.steps ?? []).entries()) this.#steps?.[index]?.add(inner);
    this.#last = result;
  }

  /** What every turn gave stands there as it is, the rest as counts and sums; of states the last one. */
  result(): StepResult {
    const last = this.#last as StepResult;
    const { op } = last;
    if (op === "state") return last;
    if (op === "repeat") {
      return { op, steps: this.#steps?.map((inner) => inner.result()) ?? [], ...costsOf(this.#sum) };
    }
    if (op === "advance") return { op, synacks: this.#synacks, expired: this.#expired, ...costsOf(this.#sum) };
    const alike = Object.fromEntries([...this.#alike.keys()].flatMap((key) => (key in last ? [[key, last[key]]] : [])));
    return { op, ...alike, outcomes: Object.fromEntries(this.#counts), ...costsOf(this.#sum) };
  }
}

/** How often a result gave what: outcomes of packets, "ok" or the error of a call. */
function wordsOf({ outcome, outcomes, ret, errno }: StepResult): Record<string, number> {
  if (outcomes) return outcomes;
  if (outcome !== undefined) return { [outcome]: 1 };
  return ret === undefined ? {} : { [errno ?? "ok"]: 1 };
}

/** Where `got` lacks what is expected or has another value; an object may have more keys than are
 * expected, an array no more elements. */
function* mismatches(
  expected: unknown,
  got: unknown,
  key: string,
): Generator<{ key: string; expected: unknown; got?: unknown }> {
  if (isObject(expected) && isObject(got)) {
    for (const [name, value] of Object.entries(expected)) {
      const inner = `${key}/${name.replaceAll("~", "~0").replaceAll("/", "~1")}`;
      if (Object.hasOwn(got, name) && got[name] !== undefined) yield* mismatches(value, got[name], inner);
      else yield { key: inner, expected: value };
    }
    return;
  }
  if (Array.isArray(expected) && Array.isArray(got) && expected.length === got.length) {
    for (const [index, value] of expected.entries()) yield* mismatches(value, got[index], `${key}/${index}`);
    return;
  }
  if (expected !== got) yield { key, expected, got };
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
