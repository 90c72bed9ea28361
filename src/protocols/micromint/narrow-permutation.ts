/**
 * A keyed permutation of the numbers of 32 to 63 bits: four rounds of a Feistel network whose halves differ by a bit at
 * most, each round a function of its own made of Speck64/128.
 * Whoever sees some images learns nothing of the others, which is all that a mint asks of it.
 * Source: Luby, Rackoff, How to construct pseudorandom permutations from pseudorandom functions (1988); taking one
 * cipher for all rounds, with the round's number in its high word, is ours.
 * @module
 */
import { Speck64 } from '../primitives/speck64.ts';

const ROUNDS = 4;
const WORD_BITS = 32;

export class NarrowPermutation {
  readonly #cipher: Speck64;
  readonly #bits: number;
  readonly #leftBits: number;
  readonly #rightBits: number;
  readonly #mixed = new Int32Array(2);

  /**
   * @param key 16 bytes.
   * @param bits of a number, 32 to 63.
   * @throws RangeError when one of them is out of range.
   */
  constructor(key: Uint8Array, bits: number) {
    if (!Number.isInteger(bits) || bits < WORD_BITS || bits >= 2 * WORD_BITS) {
      throw new RangeError(`bits of a narrow permutation: expected an integer from 32 to 63, got ${bits}`);
    }
    this.#cipher = new Speck64(key);
    this.#bits = bits;
    this.#leftBits = Math.ceil(bits / 2);
    this.#rightBits = Math.floor(bits / 2);
  }

  /**
   * Writes the image of a number into `image` as two signed 32-bit words, the high one first.
   * @param index an integer from 0 to 2^53, below 2^bits.
   * @throws RangeError when it is not below 2^bits: the balls are at an end.
   */
  permute(index: number, image: Int32Array): void {
    if (index >= 2 ** this.#bits) throw new RangeError(`ball number ${index}: there are only 2^${this.#bits}`);
    const rightBits = this.#rightBits;
    let left = Math.floor(index / 2 ** rightBits);
    let right = index % 2 ** rightBits;
    for (let round = 0; round < ROUNDS; round += 2) {
      left ^= this.#mix(round, right, this.#leftBits);
      right ^= this.#mix(round + 1, left, rightBits);
    }
    image[0] = left >>> (WORD_BITS - rightBits);
    image[1] = (left << rightBits) | right;
  }

  /** The first bits of the round's function of a half. */
  #mix(round: number, half: number, bits: number): number {
    this.#cipher.encrypt(round, half, this.#mixed);
    return this.#mixed[0] >>> (WORD_BITS - bits);
  }
}
