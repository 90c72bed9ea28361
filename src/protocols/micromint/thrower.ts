/**
 * Throws the broker's balls: ball number i to its bin, by the mint's own SHA-256, a batch at a time and without an
 * allocation.
 * Source: RS96, section 3.
 * @module
 */
import { type BallHasher, ballHasher } from '../primitives/ball-hasher.ts';
import { KeyedBlock } from '../primitives/sha256-block.ts';
import { type FilterWords, wordsOf } from './filter-words.ts';
import type { Period, Permutation } from './period.ts';

/** In the place of the bin of a ball whose high bits are not the period's z. */
export const NOT_GOOD = -1;

const WORD_BITS = 32;
/** Balls of a batch at most: more only delay the answer of a mint that stops at a coin. */
const BATCH_MAX = 4096;

export class Thrower {
  readonly batchMax: number;
  readonly #hasher: Pick<BallHasher, 'hash'>;
  readonly #filter: number;
  readonly #bits: number;
  /** 2^(u - 32): what the hash's first word is worth in a bin of more than 32 bits. */
  readonly #scale: number;
  readonly #words: FilterWords;
  readonly #bins: Float64Array;

  constructor(period: Period, permutation: Permutation) {
    const hasher =
      permutation.speckKey === undefined
        ? singly(period.key, permutation)
        : ballHasher(period.key, permutation.speckKey);
    const { bits, filter } = period.parameters;
    this.batchMax = Math.min(BATCH_MAX, hasher.batchMax);
    this.#hasher = hasher;
    this.#filter = filter;
    this.#bits = bits;
    this.#scale = 2 ** Math.max(0, bits - WORD_BITS);
    this.#words = wordsOf(period);
    this.#bins = new Float64Array(this.batchMax);
  }

  /** The bin of ball number `index`, or NOT_GOOD. */
  binOf(index: number): number {
    return this.binsFrom(index, 1)[0];
  }

  /**
   * The bins of `count` balls from number `index` on, NOT_GOOD for those that are not: overwritten by the next call.
   * @param count 1 to `batchMax`.
   */
  binsFrom(index: number, count: number): Float64Array {
    const hashes = this.#hasher.hash(index, count);
    const bins = this.#bins;
    const { z, mask } = this.#words;
    for (let i = 0; i < count; i++) {
      const high = hashes[2 * i] | 0;
      const low = hashes[2 * i + 1] | 0;
      const wrong = ((high ^ z[0]) & mask[0]) | ((low ^ z[1]) & mask[1]);
      bins[i] = wrong === 0 ? this.#readBin(high, low) : NOT_GOOD;
    }
    return bins;
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

/** Hashes the balls of any permutation, one by one. */
function singly(key: Uint8Array, permutation: Permutation): Pick<BallHasher, 'batchMax' | 'hash'> {
  const block = new KeyedBlock(key);
  const hashes = new Uint32Array(2 * BATCH_MAX);
  const ball = new Int32Array(2);
  const digest = new Int32Array(2);
  return {
    batchMax: BATCH_MAX,
    hash(from, count) {
      for (let i = 0; i < count; i++) {
        permutation.permute(from + i, ball);
        block.hash(ball[0], ball[1], digest);
        hashes[2 * i] = digest[0];
        hashes[2 * i + 1] = digest[1];
      }
      return hashes;
    },
  };
}
