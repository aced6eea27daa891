// A file of counts: what a real kernel did in each call (facts/real-kernels/counts-*.json; its README describes it).
import { InputError } from "../input-error.js";
import { type Figures, noFigures } from "./figures.js";

/** One counted call. */
export interface Counted {
  total: Figures;
  /** Distinct 64-byte lines of data; null: not in the file. */
  lines: number | null;
  /** Instructions of each repetition, the first of which is the one whose other figures are counted. */
  repetitions: number[];
  /** Each function's own figures, by the name without the compiler's marks; null: not in the file. */
  own: Map<string, Figures> | null;
}

type Json = Record<string, unknown>;

/** The names that the figures have in the file. */
const KEYS = { instructions: "insns", loads: "loads_nonstack", stores: "stores_nonstack", locked: "locked" } as const;
/** The compiler's marks of changed copies. */
const MARKS = /(\.(isra|constprop|part|cold)(\.\d+)?)+$/;

const isObject = (value: unknown): value is Json =>
  typeof value === "object" && value !== null && !Array.isArray(value);
const pointer = (...keys: string[]) =>
  keys.map((key) => `/${key.replaceAll("~", "~0").replaceAll("/", "~1")}`).join("");

/** A counts file that has been read. What it lacks is noted as it is asked for. */
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
      throw new InputError(`${file}: at /cases: no object; give a file such as facts/real-kernels/counts-3.6.json`);
    }
    this.#cases = cases;
  }

  /** The first of `calls` that is in a case; undefined, and noted, if the file lacks what it takes. */
  call(name: string, calls: readonly string[]): Counted | undefined {
    const one = this.#cases[name];
    if (!isObject(one)) return this.#lacks(pointer("cases", name), "no such case");
    const { functions } = one;
    if (!isObject(functions)) return this.#lacks(pointer("cases", name, "functions"), "no object");
    const call = calls.find((wanted) => isObject(functions[wanted]));
    if (call === undefined) return this.#lacks(pointer("cases", name, "functions"), `no ${calls.join(" or ")}`);
    const at = pointer("cases", name, "functions", call);
    const figures = functions[call] as Json;
    const total = this.#figures(figures, at);
    if (!total) return undefined;
    const lines = this.#number(figures, "lines_total_nonstack", at) ?? null;
    const { insns_by_rep: list } = figures;
    const repetitions = Array.isArray(list) ? list.filter((value) => typeof value === "number") : [];
    return { total, lines, repetitions, own: this.#own(figures, at) };
  }

  #own(figures: Json, at: string): Map<string, Figures> | null {
    const { self_by_function: functions } = figures;
    if (!isObject(functions)) {
      this.#lacks(`${at}/self_by_function`, "no object");
      return null;
    }
    const own = new Map<string, Figures>();
    for (const [symbol, one] of Object.entries(functions)) {
      const read = isObject(one) ? this.#figures(one, `${at}/self_by_function${pointer(symbol)}`) : undefined;
      if (!read) continue;
      const name = symbol.replace(MARKS, "");
      const sum = own.get(name) ?? noFigures();
      for (const key of Object.keys(KEYS) as (keyof Figures)[]) sum[key] += read[key];
      own.set(name, sum);
    }
    return own;
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
    return this.#lacks(`${at}/${key}`, value === undefined ? "missing" : "no number");
  }

  #lacks(at: string, what: string): undefined {
    this.missing.push(`at ${at}: ${what}`);
    return undefined;
  }
}
