/**
 * A validity period: what the broker publishes at its start, and the secret order in which he throws balls.
 * Source: RS96, section 3 (coins live a month; the hash changes with it). The key is ours: RS96 varies DES.
 * @module
 */
import { deriveKey } from '../primitives/hash.ts';
import { BLOCK_KEY_BYTES } from '../primitives/sha256-block.ts';
import { SPECK_KEY_BYTES, Speck64 } from '../primitives/speck64.ts';
import { checkParameters, HASH_BITS_MAX, type Parameters } from './parameters.ts';

/** What everyone knows of a period once it has begun. */
export interface Period {
  /** m: periods are numbered from 0. */
  readonly index: number;
  /** K_m: 16 bytes. */
  readonly key: Uint8Array;
  /** z_m: the first t bits of a good ball's hash; 0 when t is 0. */
  readonly z: bigint;
  readonly parameters: Parameters;
}

/** The order in which a broker throws balls: ball number i is x = P(i). */
export interface Permutation {
  /** The 16 bytes of the key, when P is Speck64/128: balls are then hashed many at a time. */
  readonly speckKey?: Uint8Array;
  /**
   * Writes ball number `index` into `ball` as two signed 32-bit words, the high one first.
   * @param index an integer from 0 to 2^53.
   */
  permute(index: number, ball: Int32Array): void;
}

const TWO_TO_32 = 2 ** 32;

/**
 * The period of this index in the world of this seed.
 * @throws RangeError when the parameters or the index are out of range.
 */
export function derivePeriod(seed: string, index: number, parameters: Parameters): Period {
  checkParameters(parameters);
  const key = deriveKey(seed, nameOf(index, 'key'), BLOCK_KEY_BYTES);
  const value = deriveKey(seed, nameOf(index, 'value'), HASH_BITS_MAX / 8);
  const z = firstBits(value, parameters.filter);
  return { index, key, z, parameters };
}

/**
 * The broker's secret permutation of the period: Speck64/128 under a key of its own.
 * A plain counter from a secret start would give the start away with the first coin that is sold.
 * @throws RangeError when the index is out of range.
 */
export function derivePermutation(seed: string, index: number): SpeckPermutation {
  return new SpeckPermutation(deriveKey(seed, nameOf(index, 'permutation'), SPECK_KEY_BYTES));
}

/** Speck64/128 under a key of 16 bytes. */
export class SpeckPermutation implements Permutation {
  readonly speckKey: Uint8Array;
  readonly #cipher: Speck64;

  constructor(key: Uint8Array) {
    this.speckKey = key;
    this.#cipher = new Speck64(key);
  }

  permute(index: number, ball: Int32Array): void {
    this.#cipher.encrypt(Math.floor(index / TWO_TO_32), index, ball);
  }
}

/** The first `count` bits, big-endian, of eight bytes or more. */
export function firstBits(bytes: Uint8Array, count: number): bigint {
  const first = new DataView(bytes.buffer, bytes.byteOffset, HASH_BITS_MAX / 8).getBigUint64(0);
  return first >> BigInt(HASH_BITS_MAX - count);
}

/**
 * The name under which a period's key of one purpose is derived from the seed.
 * @throws RangeError when the index is out of range.
 */
export function nameOf(index: number, purpose: string): string {
  if (!Number.isSafeInteger(index) || index < 0) {
    throw new RangeError(`a period's index is an integer of at least 0, not ${index}`);
  }
  return `micromint/period/${index}/${purpose}`;
}
