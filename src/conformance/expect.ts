// Whether what came is what a case expects. Values are compared by the keys that they stand under; what a case says in
// words instead of a value is taken by the rules at `inWords`.

import { flagsOf } from "./flags.js";
import { Missing } from "./missing.js";
import type { Expectation } from "./schema.js";

/** What an operation came to, by the keys that a case may ask for. Functions are asked only when the case does. */
export type Got = Record<string, unknown>;

/** Keys that say how exactly another one is meant. */
const MODIFIERS = [
  "tolerance",
  "tolerance_ms",
  "tolerance_accumulates",
  "tolerance_pct",
  "replies_cover_previous",
  "skip",
];
/** Remarks in an expectation. */
const REMARKS = ["note", "notes", "comment", "rotation", "why"];

/** A key that differs: what was expected, and what came. */
export interface Mismatch {
  expected: Got;
  got: Got;
}

/**
 * Compares key by key; what had to be asked for stands in `got` afterwards.
 * @throws Missing for a key that the operation does not know
 */
export function mismatch(op: string, expected: Expectation, got: Got): Mismatch | undefined {
  for (const [key, wanted] of Object.entries(expected)) {
    if (MODIFIERS.includes(key) || REMARKS.includes(key)) continue;
    if (!Object.hasOwn(got, key)) throw new Missing(`${op}: expect.${key}`);
    const value = got[key];
    const came = typeof value === "function" ? value(wanted, expected) : value;
    const fine = came instanceof Verdict ? came.fine : same(key, wanted, came);
    got[key] = came instanceof Verdict ? came.got : came;
    if (!fine) return { expected: { [key]: wanted }, got: { [key]: got[key] } };
  }
  return undefined;
}

/** What an operation that compares for itself has found. */
export class Verdict {
  constructor(
    readonly fine: boolean,
    readonly got: unknown,
  ) {}
}

/** Two names of one error. */
const SYNONYMS: Record<string, string> = { ENOTSUP: "EOPNOTSUPP", EWOULDBLOCK: "EAGAIN" };
const errorOf = (word: string) => SYNONYMS[word] ?? word;

/** Keys whose values are TCP flags. */
const FLAGS = ["replies", "reply", "sent"];
/** What says that nothing is there. */
const NOTHING = ["none", "gone", "", "CLOSE"];

function same(key: string, wanted: unknown, came: unknown): boolean {
  if (typeof wanted === "string" && wanted.includes(" ")) return wanted === came || inWords(wanted, came);
  if (key === "ret" || key === "accept" || key === "value") return sameResult(wanted, came);
  if (key === "flow_state" && typeof wanted === "string" && NOTHING.includes(wanted)) {
    return NOTHING.includes(String(came));
  }
  if (FLAGS.includes(key)) return sameFlags(wanted, came);
  return equal(wanted, came);
}

/** "fd" is any descriptor; an array leaves the choice. */
function sameResult(wanted: unknown, came: unknown): boolean {
  if (Array.isArray(wanted)) return wanted.some((one) => sameResult(one, came));
  if (wanted === "fd") return typeof came === "number" && came >= 0;
  if (typeof wanted === "string" && typeof came === "string") return errorOf(wanted) === errorOf(came);
  return equal(wanted, came);
}

function sameFlags(wanted: unknown, came: unknown): boolean {
  if (Array.isArray(wanted) && Array.isArray(came)) {
    return wanted.length === came.length && wanted.every((one, i) => sameFlags(one, came[i]));
  }
  if (typeof wanted !== "string" || typeof came !== "string") return equal(wanted, came);
  return wanted === came || (isFlags(wanted) && isFlags(came) && flagsOf(wanted) === flagsOf(came));
}

const isFlags = (text: string) => /^[SFRPU.]+$/.test(text);

/** Limits as { min, max }. */
interface Range {
  min?: number;
  max?: number;
}

function isRange(value: unknown): value is Range {
  return (
    typeof value === "object" &&
    value !== null &&
    !Array.isArray(value) &&
    Object.keys(value).length > 0 &&
    Object.keys(value).every((key) => key === "min" || key === "max")
  );
}

/** Equal; objects as far as `wanted` goes; a number within { min, max }; a flag is 0 or 1; an array holding the one that
 * came where one value did. */
export function equal(wanted: unknown, came: unknown): boolean {
  if (Object.is(wanted, came)) return true;
  if (typeof wanted === "boolean" && typeof came === "number") return Number(wanted) === came;
  if (typeof wanted === "number" && typeof came === "boolean") return wanted === Number(came);
  if (isRange(wanted) && typeof came === "number") {
    return came >= (wanted.min ?? -Infinity) && came <= (wanted.max ?? Infinity);
  }
  if (Array.isArray(wanted)) {
    if (!Array.isArray(came)) return wanted.some((one) => equal(one, came));
    return wanted.length === came.length && wanted.every((one, i) => equal(one, came[i]));
  }
  if (typeof wanted !== "object" || wanted === null || typeof came !== "object" || came === null) return false;
  return Object.entries(wanted).every(([key, one]) => equal(one, (came as Got)[key]));
}

/**
 * What a case says in words holds
 * - for "<...>", such as <primary host address>: when what came is one of the host's own addresses;
 * - for "either ..." and "any ...": when there is one at all (a case says so where a hash chooses);
 * - for any other sentence: when the sentence holds the word that came ("established if ..., else rst").
 */
function inWords(wanted: string, came: unknown): boolean {
  if (/^<.*address.*>$/.test(wanted)) return /^(127\.|192\.0\.2\.[12]$)/.test(String(came));
  if (/^(either|any)\b/i.test(wanted)) return came !== undefined && came !== "none";
  const words = wanted.split(/[^\w.-]+/).map((word) => errorOf(word.replace(/[.,;]$/, "")));
  if (typeof came === "number" && came >= 0 && words.includes("fd")) return true;
  return words.includes(errorOf(String(came)));
}
