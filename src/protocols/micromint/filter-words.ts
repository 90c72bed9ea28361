/**
 * The filter of a period as a mint applies it: z, and ones where a hash must equal it, in the place of the two words
 * of the hash's first 64 bits.
 * Source: RS96, section 3.
 * @module
 */
import { HASH_BITS_MAX } from './parameters.ts';
import type { Period } from './period.ts';

export interface FilterWords {
  readonly z: Int32Array;
  readonly mask: Int32Array;
}

export function wordsOf({ z, parameters: { filter } }: Period): FilterWords {
  const below = BigInt(HASH_BITS_MAX - filter);
  return { z: twoWords(z << below), mask: twoWords(((1n << BigInt(filter)) - 1n) << below) };
}

/** The high and the low word of a 64-bit number. */
function twoWords(value: bigint): Int32Array {
  return Int32Array.of(Number(BigInt.asIntN(32, value >> 32n)), Number(BigInt.asIntN(32, value)));
}
