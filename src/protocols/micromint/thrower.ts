/**
 * Throws the broker's balls: ball number i to its bin, by the mint's own SHA-256, without an allocation.
 * Source: RS96, section 3.
 * @module
 */
import { KeyedBlock } from '../primitives/sha256-block.ts';
import { HASH_BITS_MAX } from './parameters.ts';
import type { Period, Permutation } from './period.ts';

/** What `binOf` answers for a ball whose high bits are not the period's z. */
export const NOT_GOOD = -1;

const WORD_BITS = 32;

export class Thrower {
  readonly #permutation: Permutation;
  readonly #hash: KeyedBlock;
  readonly #filter: number;
  readonly #bits: number;
  /** 2^(u - 32): what the hash's first word is worth in a bin of more than 32 bits. */
  readonly #scale: number;
  /** z, and ones where the hash must equal it, in the place of the two words of the hash. */
  readonly #z: Int32Array;
  readonly #mask: Int32Array;
  readonly #ball = new Int32Array(2);
  readonly #digest = new Int32Array(2);

  constructor(period: Period, permutation: Permutation) {
    const { bits, filter } = period.parameters;
    const below = BigInt(HASH_BITS_MAX - filter);
    this.#permutation = permutation;
    this.#hash = new KeyedBlock(period.key);
    this.#filter = filter;
    this.#bits = bits;
    this.#scale = 2 ** Math.max(0, bits - WORD_BITS);
    this.#z = wordsOf(period.z << below);
    this.#mask = wordsOf(((1n << BigInt(filter)) - 1n) << below);
  }

  /** The bin of ball number `index`, or NOT_GOOD. */
  binOf(index: number): number {
    const ball = this.#ball;
    const digest = this.#digest;
    this.#permutation.permute(index, ball);
    this.#hash.hash(ball[0], ball[1], digest);
    const z = this.#z;
    const mask = this.#mask;
    const wrong = ((digest[0] ^ z[0]) & mask[0]) | ((digest[1] ^ z[1]) & mask[1]);
    return wrong === 0 ? this.#readBin(digest[0], digest[1]) : NOT_GOOD;
  }

  /** The u bits behind the first t of the 64; a shift by 32 is none in this language, so t = 0 and t >= 32 stand apart. */
  #readBin(high: number, low: number): number {
    const filter = this.#filter;
    if (filter >= WORD_BITS) return (low << (filter - WORD_BITS)) >>> (WORD_BITS - this.#bits);
    const first = filter === 0 ? high : (high << filter) | (low >>> (WORD_BITS - filter));
    const rest = this.#bits - WORD_BITS;
    if (rest <= 0) return first >>> -rest;
    return (first >>> 0) * this.#scale + ((low << filter) >>> (WORD_BITS - rest));
  }
}

/** The high and the low word of a 64-bit number. */
function wordsOf(value: bigint): Int32Array {
  return Int32Array.of(Number(BigInt.asIntN(WORD_BITS, value >> 32n)), Number(BigInt.asIntN(WORD_BITS, value)));
}
