/**
 * The hash of a ball, as a vendor and the broker compute it to check a coin: by the library's SHA-256, where a mint
 * uses its own.
 * Source: RS96, section 3; H_m(x) = the first n bits of SHA-256(K_m || x) is ours.
 * @module
 */
import { sha256 } from '../primitives/hash.ts';
import { BLOCK_KEY_BYTES } from '../primitives/sha256-block.ts';
import { binsOf } from './parameters.ts';
import { firstBits, type Period } from './period.ts';

/** Bytes of a ball: an unsigned 64-bit number, big-endian. */
export const BYTES_PER_BALL = 8;

export interface BallHash {
  /** The t high bits of H_m(x): the ball is good when they are the period's z. */
  readonly z: bigint;
  /** The u low bits of H_m(x), below 2^40. */
  readonly bin: number;
}

/**
 * H_m(x), split into its t high and its u low bits.
 * @param ball 8 bytes.
 */
export function hashBall(period: Period, ball: Uint8Array): BallHash {
  const { bits, filter } = period.parameters;
  const message = new Uint8Array(BLOCK_KEY_BYTES + BYTES_PER_BALL);
  message.set(period.key);
  message.set(ball, BLOCK_KEY_BYTES);
  const hash = firstBits(sha256(message), bits + filter);
  const bins = BigInt(binsOf(period.parameters));
  return { z: hash / bins, bin: Number(hash % bins) };
}
