/**
 * What words of late were found to mean, by their bytes: a word that comes again and again is neither made a text nor
 * taken apart again. Each hash has one place, in which a word gives way to the next one, so that memory is bounded
 * whatever words come.
 * @module
 */

const PLACES = 1024;
/** Of the polynomial whose value at a word's bytes is its hash; an odd number that mixes small letters well. */
const FACTOR = 31;

interface Known<Meaning> {
  readonly word: Uint8Array;
  readonly meaning: Meaning;
}

export class KnownWords<Meaning> {
  readonly #places: (Known<Meaning> | undefined)[] = new Array(PLACES).fill(undefined);
  readonly #end: number;

  /** @param end the byte behind each word, which is in none */
  constructor(end: number) {
    this.#end = end;
  }

  /** The word that begins at `start`, when it is known. */
  at(bytes: Uint8Array, start: number): Known<Meaning> | undefined {
    const end = this.#end;
    let hash = 0;
    let at = start;
    for (; at < bytes.length && bytes[at] !== end; at++) hash = added(hash, bytes[at]);
    const known = this.#places[hash & (PLACES - 1)];
    return known !== undefined && known.word.length === at - start && isAt(known.word, bytes, start)
      ? known
      : undefined;
  }

  /** @param word must not be written to any more */
  keep(word: Uint8Array, meaning: Meaning): void {
    this.#places[word.reduce(added, 0) & (PLACES - 1)] = { word, meaning };
  }
}

function added(hash: number, byte: number): number {
  return (Math.imul(hash, FACTOR) + byte) | 0;
}

function isAt(word: Uint8Array, bytes: Uint8Array, start: number): boolean {
  for (let i = 0; i < word.length; i++) if (word[i] !== bytes[start + i]) return false;
  return true;
}
