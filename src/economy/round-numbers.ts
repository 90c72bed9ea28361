/**
 * Numbers in steps of 1, 2, 5, 10: where curves over many powers of ten are read.
 * @module
 */

/** `first`, twice and five times it, ten times it, ... as far as they are at most `most`. */
export function roundNumbers(first: number, most: number): number[] {
  const numbers: number[] = [];
  for (let decade = first; decade <= most; decade *= 10) numbers.push(decade, 2 * decade, 5 * decade);
  return numbers.filter((number) => number <= most);
}
