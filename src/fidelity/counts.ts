// A file of counts: what a real kernel did in each call (facts/real-kernels/counts-*.json; its README describes it).
import { InputError } from "../input-error.js";
import { addFigures, type Figures, noFigures } from "./figures.js";

/** One counted call. */
export interface Counted {
  total: Figures;
  /** Distinct 64-byte lines of data; null: not in the file. */
  lines: number | null;
  /** Instructions of each repetition, the first of which is the one whose other figures are counted. */
  repetitions: number[];
  /** Each function's own figures, by its plain name; null: not in the file. */
  own: Map<string, Figures> | null;
  /** Where it is in the file. */
  at: string;
}

type Json = Record<string, unknown>;

/** The names that the figures have in the file. */
const KEYS = { instructions: "insns", loads: "loads_nonstack", stores: "stores_nonstack", locked: "locked" } as const;
/** The compiler's marks of changed copies. */
const MARKS = /(\.(isra|constprop|part|cold|lto_priv)(\.\d+)?)+$/;
/** What the macros of system calls make of sys_x(). */
const SYSCALL = /^(SyS|SYSC|__sys|__se_sys|__do_sys|__ia32_sys)_/;

/** A function's name without what compilers and macros add to it. */
const plainName = (symbol: string) => symbol.replace(MARKS, "").replace(SYSCALL, "sys_");

/** "tcp_v4_rcv.isra.0#2" is "tcp_v4_rcv#2". */
function plainCall(call: string): string {
  const at = call.lastIndexOf("#");
  return at < 0 ? plainName(call) : plainName(call.slice(0, at)) + call.slice(at);
}

const EXAMPLE = "give a file such as facts/real-kernels/counts-3.6.json";

const isObject = (value: unknown): value is Json =>
  typeof value === "object" && value !== null && !Array.isArray(value);
const pointer = (...keys: string[]) =>
  keys.map((key) => `/${key.replaceAll("~", "~0").replaceAll("/", "~1")}`).join("");

/** A counts file that has been read. What it lacks is noted as it is asked for; what is no such thing is refused. */
export class Counts {
  /** What was asked for and is not there, as JSON pointers with what is wrong. */
  readonly missing: string[] = [];
  readonly #cases: Json;
  readonly file: string;

  /** @throws InputError if it has no cases at all */
  constructor(json: unknown, file: string) {
    this.file = file;
    const cases = isObject(json) ? json.cases : undefined;
    if (!isObject(cases)) {
      throw new InputError(`${file}: at /cases: no object; ${EXAMPLE}`);
    }
    this.#cases = cases;
  }

  /**
   * The first of `calls` that is in a case; undefined, and noted, if the file lacks what it takes.
   * @throws InputError if something in it is not what it should be
   */
  call(name: string, calls: readonly string[]): Counted | undefined {
    const at = pointer("cases", name);
    const one = this.#object(this.#cases, name, pointer("cases"), "no such case");
    const functions = one && this.#object(one, "functions", at);
    if (!functions) return undefined;
    const plain = new Map(Object.keys(functions).map((key) => [plainCall(key), key]));
    const call = calls.map((wanted) => (wanted in functions ? wanted : plain.get(plainCall(wanted)))).find(Boolean);
    if (call === undefined) return this.#lacks(`${at}/functions`, `no ${calls.join(" or ")}`);
    const figures = this.#object(functions, call, `${at}/functions`);
    const where = `${at}/functions${pointer(call)}`;
    const total = figures && this.#figures(figures, where);
    if (!total) return undefined;
    const lines = this.#number(figures, "lines_total_nonstack", where) ?? null;
    return { total, lines, repetitions: this.#repetitions(figures, where), own: this.#own(figures, where), at: where };
  }

  #repetitions({ insns_by_rep: list = [] }: Json, at: string): number[] {
    if (Array.isArray(list) && list.every((value) => Number.isFinite(value))) return list;
    return this.#damaged(`${at}/insns_by_rep`, "no list of numbers");
  }

  #own(figures: Json, at: string): Map<string, Figures> | null {
    const functions = this.#object(figures, "self_by_function", at);
    if (!functions) return null;
    const own = new Map<string, Figures>();
    for (const symbol of Object.keys(functions)) {
      const one = this.#object(functions, symbol, `${at}/self_by_function`);
      const read = one && this.#figures(one, `${at}/self_by_function${pointer(symbol)}`);
      if (!read) continue;
      const name = plainName(symbol);
      own.set(name, addFigures(own.get(name) ?? noFigures(), read));
    }
    return own;
  }

  #object(from: Json, key: string, at: string, lacking = "missing"): Json | undefined {
    const value = from[key];
    if (value === undefined) return this.#lacks(at + pointer(key), lacking);
    return isObject(value) ? value : this.#damaged(at + pointer(key), "no object");
  }

  #figures(from: Json, at: string): Figures | undefined {
    const figures = noFigures();
    let whole = true;
    for (const [name, key] of Object.entries(KEYS) as [keyof Figures, string][]) {
      const value = this.#number(from, key, at);
      if (value === undefined) whole = false;
      else figures[name] = value;
    }
    return whole ? figures : undefined;
  }

  #number(from: Json, key: string, at: string): number | undefined {
    const value = from[key];
    if (typeof value === "number" && Number.isFinite(value) && value >= 0) return value;
    if (value === undefined) return this.#lacks(`${at}/${key}`, "missing");
    return this.#damaged(`${at}/${key}`, "no number from 0 on");
  }

  #damaged(at: string, what: string): never {
    throw new InputError(`${this.file}: at ${at}: ${what}; ${EXAMPLE}`);
  }

  #lacks(at: string, what: string): undefined {
    this.missing.push(`at ${at}: ${what}`);
    return undefined;
  }
}
