/**
 * A chain of paywords: w_{i-1} = h(w_i), from a random w_n down to the root w_0.
 * Source: RS96; h is SHA-256 behind the name of its use, one block a payword.
 * @module
 */
import { concatenate } from '../primitives/bytes.ts';
import { sha256 } from '../primitives/hash.ts';
import { ascii, fixed } from '../primitives/wire.ts';

export const WORD_BYTES = 32;
const DOMAIN = ascii('farthing/payword/1');

/** h(w). */
export function hashWord(word: Uint8Array): Uint8Array {
  return sha256(concatenate(DOMAIN, word));
}

/** h applied so often: with `times` = i - j, w_j from w_i. */
export function hashWordTimes(word: Uint8Array, times: number): Uint8Array {
  let hashed = word;
  for (let i = 0; i < times; i++) hashed = hashWord(hashed);
  return hashed;
}

/**
 * The paywords of a user, in memory of the order sqrt(n): every sqrt(n)-th one, and those of the stretch that was asked
 * for last. The chain costs n hashes to make, and n more to spend in ascending order.
 */
export class PaywordChain {
  readonly length: number;
  readonly #stride: number;
  /** w_{k stride}. */
  readonly #landmarks: Uint8Array[];
  readonly #last: Uint8Array;
  #stretch = -1;
  #words: Uint8Array[] = [];

  /**
   * @param last w_n: 32 bytes that nobody else knows.
   * @param length n, at least 1.
   * @throws RangeError for a w_n of another length, or another n.
   */
  constructor(last: Uint8Array, length: number) {
    if (!Number.isSafeInteger(length) || length < 1)
      throw new RangeError(`a chain has at least 1 payword, not ${length}`);
    this.length = length;
    this.#last = fixed(last, WORD_BYTES).slice();
    this.#stride = Math.ceil(Math.sqrt(length));
    this.#landmarks = new Array(Math.floor(length / this.#stride) + 1);
    let word = this.#last;
    for (let i = length; i >= 0; i--) {
      if (i % this.#stride === 0) this.#landmarks[i / this.#stride] = word;
      if (i > 0) word = hashWord(word);
    }
  }

  /** w_0. */
  get root(): Uint8Array {
    return this.#landmarks[0];
  }

  /**
   * w_i.
   * @param i from 0 to n.
   * @throws RangeError for another i.
   */
  word(i: number): Uint8Array {
    if (!(Number.isInteger(i) && i >= 0 && i <= this.length)) throw new RangeError(`no payword ${i} of ${this.length}`);
    const stretch = Math.floor(i / this.#stride);
    if (stretch !== this.#stretch) this.#fill(stretch);
    return this.#words[i - stretch * this.#stride];
  }

  #fill(stretch: number): void {
    const first = stretch * this.#stride;
    const end = Math.min(first + this.#stride, this.length + 1);
    const words: Uint8Array[] = new Array(end - first);
    let word = end > this.length ? this.#last : hashWord(this.#landmarks[stretch + 1]);
    for (let i = end - 1; i >= first; i--) {
      words[i - first] = word;
      if (i > first) word = hashWord(word);
    }
    this.#words = words;
    this.#stretch = stretch;
  }
}
