/**
 * The hash of a ball, as a vendor and the broker compute it to check a coin: by the library's SHA-256, where a mint
 * uses its own.
 * Source: RS96, section 3; H_m(x) = the first n bits of SHA-256(K_m || x) is ours.
 * @module
 */
import { readWord } from '../primitives/bytes.ts';
import { sha256 } from '../primitives/hash.ts';
import { BLOCK_KEY_BYTES } from '../primitives/sha256-block.ts';
import { binsOf } from './parameters.ts';
import { firstBits, type Period } from './period.ts';

/** Bytes of a ball: an unsigned 64-bit number, big-endian. */
export const BYTES_PER_BALL = 8;

/** So many bits a number holds exactly. */
const EXACT_BITS = 53;

export interface BallHash {
  /** The t high bits of H_m(x): the ball is good when they are the period's z. */
  readonly z: bigint;
  /** The u low bits of H_m(x), below 2^40. */
  readonly bin: number;
}

/**
 * H_m(x), split into its t high and its u low bits.
 * @param balls one ball or several behind each other, 8 bytes each.
 * @param i which of them, from 0.
 */
export function hashBall(period: Period, balls: Uint8Array, i = 0): BallHash {
  const { bits, filter } = period.parameters;
  const message = new Uint8Array(BLOCK_KEY_BYTES + BYTES_PER_BALL);
  message.set(period.key);
  for (let byte = 0; byte < BYTES_PER_BALL; byte++) message[BLOCK_KEY_BYTES + byte] = balls[i * BYTES_PER_BALL + byte];
  return split(sha256(message), bits + filter, binsOf(period.parameters));
}

/** The first n bits of a digest as z and bin; in plain numbers where they fit, which is ten times as quick. */
function split(digest: Uint8Array, n: number, bins: number): BallHash {
  if (n > EXACT_BITS) {
    const hash = firstBits(digest, n);
    return { z: hash / BigInt(bins), bin: Number(hash % BigInt(bins)) };
  }
  const first = (readWord(digest, 0) >>> 0) * 2 ** (EXACT_BITS - 32) + (readWord(digest, 4) >>> (64 - EXACT_BITS));
  const hash = Math.floor(first / 2 ** (EXACT_BITS - n));
  return { z: BigInt(Math.floor(hash / bins)), bin: hash % bins };
}
