/**
 * Hidden predicates: conditions on balls that only the broker knows when a period begins, and that he discloses stage
 * by stage. He builds balls that meet all of them; a ball that somebody found before a stage was disclosed meets it
 * with probability 2^-b.
 * Source: RS96, section 3 (hidden predicates on the numbers of the balls). The form is ours: a ball is a high part and,
 * behind it, a tag of b bits for each stage, the first b bits of SHA-256(key of the stage || high part).
 * @module
 */
import { readWord, toHex } from '../primitives/bytes.ts';
import { deriveKey } from '../primitives/hash.ts';
import { BLOCK_KEY_BYTES, KeyedBlock } from '../primitives/sha256-block.ts';
import { SPECK_KEY_BYTES } from '../primitives/speck64.ts';
import { BYTES_PER_BALL } from './ball.ts';
import type { Coin } from './coin.ts';
import { NarrowPermutation } from './narrow-permutation.ts';
import { nameOf, type Permutation } from './period.ts';

export interface Predicates {
  /** b: bits of a ball that each stage fixes. */
  readonly bits: number;
  /** One key of 16 bytes a stage, in the order in which they are disclosed. */
  readonly keys: readonly Uint8Array[];
}

const WORD_BITS = 32;
const BALL_BITS = 64;
/** Bits of a ball that all stages together fix at most. */
const TAG_BITS_MAX = 32;

/**
 * The hidden predicates of a period in the world of this seed.
 * @param shape stages, at least 1, of bits, at least 1: at most 32 bits in all.
 * @throws RangeError when the shape or the index is out of range.
 */
export function derivePredicates(
  seed: string,
  index: number,
  shape: { readonly stages: number; readonly bits: number },
): Predicates {
  const { stages, bits } = shape;
  const whole = Number.isInteger(stages) && Number.isInteger(bits) && stages >= 1 && bits >= 1;
  if (!whole || stages * bits > TAG_BITS_MAX) {
    throw new RangeError(`hidden predicates: expected 1 to ${TAG_BITS_MAX} bits in all, got ${stages} times ${bits}`);
  }
  const keys = Array.from({ length: stages }, (_, stage) =>
    deriveKey(seed, nameOf(index, `predicate/${stage}`), BLOCK_KEY_BYTES),
  );
  return { bits, keys };
}

/**
 * The order in which somebody throws balls who knows the first stages: all that he throws meet these. The tags of the
 * other stages are left at 0, which is no worse than a guess. Distinct indices give distinct balls.
 * A ball costs a hash for each stage known besides its own.
 * @param seed his secret; the order is another for other predicates, so that one seed serves many periods.
 * @param known stages, from the first; the broker knows all.
 */
export function taggedPermutation(seed: string, predicates: Predicates, known: number): Permutation {
  const { keys } = predicates;
  const tags = new Tags(predicates, known);
  const key = deriveKey(seed, `micromint/tagged-permutation/${keys.map(toHex).join('/')}`, SPECK_KEY_BYTES);
  const highParts = new NarrowPermutation(key, BALL_BITS - tags.width);
  return {
    permute(index, ball) {
      highParts.permute(index, ball);
      tags.append(ball);
    },
  };
}

/**
 * Whether every ball of a coin meets every stage that has been disclosed.
 * @param coin of whole balls.
 * @param disclosed stages, from the first.
 */
export function passes(coin: Coin, predicates: Predicates, disclosed: number): boolean {
  const meets = conditionOf(predicates, disclosed);
  for (let offset = 0; offset < coin.length; offset += BYTES_PER_BALL) {
    if (!meets(readWord(coin, offset), readWord(coin, offset + BYTES_PER_BALL / 2))) return false;
  }
  return true;
}

/**
 * Whether a ball, by its two words, the high one first, meets every stage that has been disclosed.
 * @param disclosed stages, from the first.
 */
export function conditionOf(predicates: Predicates, disclosed: number): (high: number, low: number) => boolean {
  const tags = new Tags(predicates, disclosed);
  return (high, low) => tags.fit(high, low);
}

/** The tags of the first stages. */
class Tags {
  /** Bits of all stages together: the low bits of a ball. */
  readonly width: number;
  readonly #bits: number;
  readonly #stages: readonly KeyedBlock[];
  readonly #digest = new Int32Array(2);

  constructor({ bits, keys }: Predicates, known: number) {
    this.width = bits * keys.length;
    this.#bits = bits;
    this.#stages = keys.slice(0, known).map((key) => new KeyedBlock(key));
  }

  /** Makes a ball of a high part, in the same two words: the tags known, and 0 for those that are not. */
  append(ball: Int32Array): void {
    const [high, low] = ball;
    const { width } = this;
    const tags = this.#of(high, low);
    ball[0] = width === WORD_BITS ? low : (high << width) | (low >>> (WORD_BITS - width));
    ball[1] = width === WORD_BITS ? tags : (low << width) | tags;
  }

  /** Whether a ball has all the tags known. */
  fit(high: number, low: number): boolean {
    const { width } = this;
    const unknownBits = width - this.#bits * this.#stages.length;
    const tags =
      width === WORD_BITS
        ? this.#of(0, high)
        : this.#of(high >>> width, (low >>> width) | (high << (WORD_BITS - width)));
    // One shift drops the high part, the other the tags not known; a shift by 32 is none in this language.
    const difference = (low ^ tags) << (WORD_BITS - width);
    return unknownBits === width || difference >>> (WORD_BITS - width + unknownBits) === 0;
  }

  /** The tags known of a high part, where they stand in the low word of its ball. */
  #of(high: number, low: number): number {
    let tags = 0;
    let left = this.width;
    for (const stage of this.#stages) {
      stage.hash(high, low, this.#digest);
      left -= this.#bits;
      tags |= (this.#digest[0] >>> (WORD_BITS - this.#bits)) << left;
    }
    return tags;
  }
}
