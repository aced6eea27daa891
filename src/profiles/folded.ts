import { type Profile, stacksOf } from "../calls.js";

/** Collapsed stacks, as flamegraph.pl, inferno and speedscope read them: "a;b;c cycles"; the profile's name is the root. */
export function folded(profiles: readonly Profile[]): string {
  return stacksOf(profiles)
    .map(({ frames, cycles }) => `${frames.map(({ name }) => name).join(";")} ${cycles}\n`)
    .join("");
}
