/**
 * What a misspelt word was probably meant to be.
 * @module
 */

const WORD_LENGTH_MAX = 40;

/** What somebody may call an adversary whose kind has another name here: no letters lead from one to the other. */
const OTHERWISE_CALLED: ReadonlyMap<string, string> = new Map([
  ['scrip-double-spender', 'double-spender'],
  ['scrip-thief', 'wire-thief'],
  ['scrip-replayer', 'request-replayer'],
  ['cheating-vendor', 'change-keeper'],
]);

/**
 * The known word that is meant by another: one that it is another name for, else the nearest, if it is near enough: at
 * most one edit for every three letters, at least one.
 */
export function nearest(word: string, known: readonly string[]): string | undefined {
  if (word.length > WORD_LENGTH_MAX) return undefined;
  const called = OTHERWISE_CALLED.get(word.toLowerCase());
  if (called !== undefined && known.includes(called)) return called;
  let best: string | undefined;
  let bestDistance = Math.max(1, Math.floor(word.length / 3)) + 1;
  for (const candidate of known) {
    const distance = editDistance(word.toLowerCase(), candidate.toLowerCase());
    if (distance < bestDistance) {
      best = candidate;
      bestDistance = distance;
    }
  }
  return best;
}

/** Insertions, deletions, replacements and exchanges of neighbours that turn one word into another. */
function editDistance(from: string, to: string): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: to.length + 1 }, (_, column) => column);
  for (let row = 1; row <= from.length; row++) {
    const current = [row];
    for (let column = 1; column <= to.length; column++) {
      const replaced = last[column - 1]! + (from[row - 1] === to[column - 1] ? 0 : 1);
      current[column] = Math.min(replaced, last[column]! + 1, current[column - 1]! + 1);
      if (row > 1 && column > 1 && from[row - 1] === to[column - 2] && from[row - 2] === to[column - 1])
        current[column] = Math.min(current[column]!, beforeLast[column - 2]! + 1);
    }
    beforeLast = last;
    last = current;
  }
  return last[to.length]!;
}

/** `, did you mean users?`, or what is known here when nothing is near, for the end of a message. */
export function hint(word: string, known: readonly string[]): string {
  const meant = nearest(word, known);
  if (meant !== undefined) return `, did you mean ${meant}?`;
  return known.length === 0 ? '' : `; known here: ${known.join(', ')}`;
}

/** `a`, `a or b`, `a, b or c`. */
export function alternativesText(words: readonly string[]): string {
  if (words.length < 2) return words.join();
  return `${words.slice(0, -1).join(', ')} or ${words[words.length - 1]}`;
}
