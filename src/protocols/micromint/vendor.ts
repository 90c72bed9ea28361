/**
 * What a vendor checks, off-line, before it takes a coin: form, k hashes, the period, and that it has not seen a coin
 * of this bin.
 * Source: RS96, section 3; ascending order is our way to refuse a coin of one ball repeated.
 * @module
 */
import { BYTES_PER_BALL, hashBall } from './ball.ts';
import { type Coin, compareBalls } from './coin.ts';
import type { Period } from './period.ts';

/** What is wrong with the coin itself, whoever holds it. */
export type Flaw = 'malformed' | 'wrong-ball-count' | 'unsorted' | 'repeated-ball' | 'wrong-z' | 'wrong-bin';

export type Rejection = Flaw | 'wrong-period' | 'seen-before';

export type Acceptance =
  | { readonly accepted: true; readonly bin: number }
  | { readonly accepted: false; readonly reason: Rejection };

/**
 * The bin of a coin that is well made under the period, or the first flaw found: form first, then ball by ball.
 * Rejections: `malformed` (empty, or not of 8-byte balls), `wrong-ball-count` (not k), `unsorted` and `repeated-ball`
 * (not strictly ascending), `wrong-z` (a ball that is not good), `wrong-bin` (another bin than the first ball's).
 * Costs k hashes at most, and none when the form is wrong.
 */
export function examine(coin: Coin, period: Period): number | Flaw {
  const flaw = flawOfForm(coin, period.parameters.way);
  if (flaw !== undefined) return flaw;
  let bin = -1;
  for (let i = 0; i < period.parameters.way; i++) {
    const hash = hashBall(period, coin, i);
    if (hash.z !== period.z) return 'wrong-z';
    if (bin !== -1 && hash.bin !== bin) return 'wrong-bin';
    bin = hash.bin;
  }
  return bin;
}

/**
 * The vendor's answer to a coin that is said to be of period `periodOfCoin`.
 * Rejections: those of `examine`, `wrong-period` (not the vendor's present period), `seen-before` (this vendor took a
 * coin of the bin in this period). Never throws, whatever the bytes.
 * @param seen whether this vendor has taken a coin of the bin in this period; asked only of well-made coins.
 */
export function accept(coin: Coin, periodOfCoin: number, period: Period, seen: (bin: number) => boolean): Acceptance {
  if (periodOfCoin !== period.index) return { accepted: false, reason: 'wrong-period' };
  const bin = examine(coin, period);
  if (typeof bin === 'string') return { accepted: false, reason: bin };
  if (seen(bin)) return { accepted: false, reason: 'seen-before' };
  return { accepted: true, bin };
}

function flawOfForm(coin: Coin, way: number): Flaw | undefined {
  if (coin.length === 0 || coin.length % BYTES_PER_BALL !== 0) return 'malformed';
  if (coin.length !== way * BYTES_PER_BALL) return 'wrong-ball-count';
  for (let i = 1; i < way; i++) {
    const order = compareBalls(coin, i - 1, i);
    if (order === 0) return 'repeated-ball';
    if (order > 0) return 'unsorted';
  }
  return undefined;
}
