/** A fault in what the user gave. The message is one line: "FILE: at /json/pointer: problem; fix". */
export class InputError extends Error {
  override name = "InputError";
}

/** "did you mean X? Otherwise" where one of the words is near, else "otherwise" alone. */
export function didYouMean(word: string, words: readonly string[], otherwise: string): string {
  const meant = near(word, words);
  if (meant === undefined) return otherwise;
  return `did you mean ${meant}? ${otherwise.charAt(0).toUpperCase()}${otherwise.slice(1)}`;
}

/** The word that may well have been meant: one that begins with `word`, or of which at most a third differs. */
export function near(word: string, words: readonly string[]): string | undefined {
  const letters = word.replace(/^-+/, "").length;
  if (letters === 0) return undefined;
  const most = Math.max(1, Math.floor(letters / 3));
  const [found] = words
    .map((other) => ({ other, distance: editDistance(word, other) }))
    .filter(({ distance }) => distance <= most)
    .sort((a, b) => a.distance - b.distance);
  return found?.other;
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
