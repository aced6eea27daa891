import { CommanderError } from "commander";
import { InputError, near } from "../input-error.js";

/** What was wrong with the input, in words; undefined for a fault of this program. */
export function faultOf(error: unknown): string | undefined {
  if (error instanceof InputError) return error.message;
  if (!(error instanceof CommanderError)) return undefined;
  const message = error.message.replace(/^error: /, "");
  const [, option] = /^unknown option '(.*?)'/.exec(message) ?? [];
  const [, hint] = /\(Did you mean (.*?)\?\)/.exec(message) ?? [];
  if (option)
    return `${option}: unknown option; ${hint && near(option, [hint]) ? `did you mean ${hint}?` : "see --help"}`;
  const [, missing] = /^option '(.*?)' argument missing/.exec(message) ?? [];
  if (missing) return `${missing}: a value is missing; give one`;
  const [, command, most] = /^too many arguments for '(.*?)'. Expected (\d+)/.exec(message) ?? [];
  if (command) return `${command}: too many arguments; ${most === "0" ? "it takes none" : `give ${most} at most`}`;
  return `${message}; see --help`;
}
