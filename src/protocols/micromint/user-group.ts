/**
 * User-specific coins: the group of users who can spend a coin, which everybody computes from the coin itself. The
 * broker sells a user coins of his group; a coin found by anybody else is of a given group with probability 2^-g.
 * Source: RS96, section 3 (coins tied to a group of users); as the group, the first g bits of SHA-256(K_m || coin) is
 * ours.
 * @module
 */
import { concatenate, readWord } from '../primitives/bytes.ts';
import { sha256 } from '../primitives/hash.ts';
import type { Coin } from './coin.ts';
import type { Period } from './period.ts';

const WORD_BITS = 32;

/**
 * The group of a coin, below 2^g. Costs one hash.
 * @param groupBits g, 0 to 32.
 */
export function groupOf(coin: Coin, period: Period, groupBits: number): number {
  const first = readWord(sha256(concatenate(period.key, coin)), 0) >>> 0;
  return Math.floor(first / 2 ** (WORD_BITS - groupBits));
}
