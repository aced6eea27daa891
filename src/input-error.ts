/** A fault in what the user gave. The message is one line: "FILE: at /json/pointer: problem; fix". */
export class InputError extends Error {
  override name = "InputError";
}

/** The word nearest to `word` if it may well have been meant. */
export function near(word: string, words: readonly string[]): string | undefined {
  const found = nearest(word, words);
  const close = found !== undefined && editDistance(word, found) <= Math.max(1, Math.floor(word.length / 3));
  return close ? found : undefined;
}

/** The word nearest to `word`: one that begins with it, else the least edit distance. */
export function nearest(word: string, words: readonly string[]): string | undefined {
  return [...words].sort((a, b) => editDistance(word, a) - editDistance(word, b))[0];
}

/** Letters to change; none where `other` begins with `word`. */
function editDistance(word: string, other: string): number {
  if (other.startsWith(word)) return 0;
  let row = Array.from({ length: other.length + 1 }, (_, i) => i);
  for (const [i, a] of [...word].entries()) {
    const next = [i + 1];
    for (const [j, b] of [...other].entries()) {
      next.push(Math.min((row[j] ?? 0) + (a === b ? 0 : 1), (row[j + 1] ?? 0) + 1, (next[j] ?? 0) + 1));
    }
    row = next;
  }
  return row.at(-1) ?? 0;
}
