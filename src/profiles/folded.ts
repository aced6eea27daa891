import { type Profile, shownName, stacksOf } from "../calls.js";

/** Collapsed stacks, as flamegraph.pl, inferno and speedscope read them: "a;b;c cycles"; the profile's name is the root; measured blocks are marked. */
export function folded(profiles: readonly Profile[]): string {
  return stacksOf(profiles)
    .map(({ frames, cycles }) => `${frames.map(shownName).join(";")} ${cycles}\n`)
    .join("");
}
