import { type ParseError, parse, visit } from "jsonc-parser";
import type { z } from "zod";
import { InputError } from "./input-error.js";

/**
 * The line of an InputError.
 * @param file what holds the fault: a file name, or an option such as `--machine`
 * @param pointer JSON pointer of the fault; "" is the whole document
 */
export function faultLine(file: string, pointer: string, problem: string, fix: string): string {
  return `${file}: at ${pointer === "" ? "the top level" : pointer}: ${problem}; ${fix}`;
}

/** JSON pointer (RFC 6901) of a path of keys. */
export function jsonPointer(path: readonly PropertyKey[]): string {
  return path.map((key) => `/${String(key).replaceAll("~", "~0").replaceAll("/", "~1")}`).join("");
}

/**
 * JSON text to a value.
 * @throws InputError "FILE:LINE:COLUMN: ..." when the text is empty or no JSON
 */
export function parseJson(text: string, file: string): unknown {
  if (text.trim() === "") throw new InputError(`${file}: the file is empty; write one JSON object`);
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    const at = faultOffset(text);
    const before = text.slice(0, at).split("\n");
    const found = at < text.length ? JSON.stringify(String.fromCodePoint(text.codePointAt(at) ?? 0)) : "the end";
    const place = `${before.length}:${(before.at(-1)?.length ?? 0) + 1}`;
    throw new InputError(`${file}:${place}: invalid JSON, unexpected ${found}; correct the text there`);
  }
  checkDepth(value, file);
  checkText(text, file);
  return value;
}

/**
 * Throws an InputError for the first key that an object has twice, of which JSON.parse takes the last, and for the first
 * number that is too large for one, which it takes for infinity.
 */
function checkText(text: string, file: string): void {
  const open: Set<string>[] = [];
  visit(text, {
    onObjectBegin: () => {
      open.push(new Set());
    },
    onObjectEnd: () => {
      open.pop();
    },
    onObjectProperty: (key, _offset, _length, _line, _character, path) => {
      const keys = open.at(-1);
      if (keys?.has(key))
        throw new InputError(faultLine(file, jsonPointer([...path(), key]), "there twice", "remove one"));
      keys?.add(key);
    },
    onLiteralValue: (value, offset, length, _line, _character, path) => {
      if (typeof value !== "number" || Number.isFinite(value)) return;
      const written = text.slice(offset, offset + length);
      throw new InputError(faultLine(file, jsonPointer(path()), `too big: ${written.slice(0, 40)}`, "give a number"));
    },
  });
}

/** Where a text stops being JSON; JSON.parse does not always tell. Too deep a nesting stops at its beginning. */
function faultOffset(text: string): number {
  const errors: ParseError[] = [];
  try {
    parse(text, errors, { disallowComments: true, allowTrailingComma: false });
  } catch (error) {
    if (error instanceof RangeError) return 0; // the parser's stack
    throw error;
  }
  return errors[0]?.offset ?? text.length;
}

/** Arrays and objects within one another that a file may have. */
const DEEPEST = 200;

/** Throws an InputError for a value that is nested too deeply to be checked. */
function checkDepth(value: unknown, file: string): void {
  let level = [value];
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > DEEPEST) {
      throw new InputError(faultLine(file, "", `nested more than ${DEEPEST} deep`, "nest it less"));
    }
    level = level.flatMap((one) => (typeof one === "object" && one !== null ? Object.values(one) : []));
  }
}

/**
 * Checks a value against a zod schema; the schema's own checks word their messages "problem; fix".
 * @param pointer where the value lies in the file; goes before the pointer of a fault
 * @throws InputError for the first fault
 */
export function checkInput<T extends z.ZodType>(schema: T, value: unknown, file: string, pointer = ""): z.output<T> {
  const result = schema.safeParse(value, { reportInput: true });
  if (result.success) return result.data;
  const issue = firstIssue(result.error.issues);
  const unknownKey = issue.code === "unrecognized_keys" ? issue.keys.slice(0, 1) : [];
  const at = pointer + jsonPointer([...issue.path, ...unknownKey]);
  const [problem, fix] = faultWords(issue);
  throw new InputError(faultLine(file, at, problem, fix));
}

/** The first issue; of bounds of one value the nearest: whole numbers have those of exact ones besides their own. */
function firstIssue(issues: readonly z.core.$ZodIssue[]): z.core.$ZodIssue {
  const first = issues[0] as z.core.$ZodIssue;
  const at = jsonPointer(first.path);
  return (
    issues.findLast(({ code, path }) => code === first.code && /^too_/.test(code) && jsonPointer(path) === at) ?? first
  );
}

/** What people call the types. */
const typeNames: Record<string, string> = {
  object: "an object",
  record: "an object",
  array: "an array",
  tuple: "an array",
  string: "a string",
  number: "a number",
  int: "a whole number",
  boolean: "true or false",
};

/** A schema's fault in words. */
export function faultWords(issue: z.core.$ZodIssue): [problem: string, fix: string] {
  if (issue.code === "unrecognized_keys") return ["unknown key", "remove it"];
  if (issue.code === "invalid_type") {
    const wanted = typeNames[issue.expected] ?? issue.expected;
    if (issue.input === undefined) return ["missing", `add it (${wanted})`];
    const given = typeof issue.input === "number" ? String(issue.input) : (JSON.stringify(issue.input) ?? "undefined");
    return [`not ${wanted}: ${given.slice(0, 40)}`, `give ${wanted}`];
  }
  if (issue.code === "too_small" && issue.origin === "array")
    return [issue.minimum === 1 ? "empty" : "too short", `give at least ${issue.minimum}`];
  if (issue.code === "too_small" && issue.origin === "string") return ["an empty text", "give one"];
  if (issue.code === "too_small")
    return [`too small: ${issue.input}`, `give ${issue.inclusive ? "at least" : "more than"} ${issue.minimum}`];
  if (issue.code === "too_big")
    return [`too big: ${issue.input}`, `give ${issue.inclusive ? "at most" : "less than"} ${issue.maximum}`];
  if (issue.code === "invalid_value" && issue.values.length > 1) {
    const given = JSON.stringify(issue.input) ?? "nothing";
    return [`${given.slice(0, 40)} is none of them`, `give ${issue.values.join(", ")}`];
  }
  if (issue.code === "invalid_key") return ["unknown key", "remove it"];
  const [problem, ...fix] = issue.message.split("; ");
  return [problem ?? issue.message, fix.join("; ") || "correct it"];
}
