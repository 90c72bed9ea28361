/**
 * Payments of several prices, each drawn anew with known chances: every price is a lottery of its own, of j units at
 * rate min(1, j s), and one payment wins with their mean chance. Bar: means over the prices.
 * @source Micali, Rivest, Micropayments Revisited (2002), called MR02, for the rules; the laws are derived here
 * @module
 */
import expm1 from '@stdlib/math-base-special-expm1';
import type { Need } from './demand.ts';
import { type Lottery, logOfPayingNothing, type Moments, meanOf } from './lottery.ts';

/** A price, as a lottery, and the chance that a payment is of it; the chances add up to 1. */
export interface Priced {
  readonly share: number;
  readonly lottery: Lottery;
}

function meanOver(mix: readonly Priced[], value: (lottery: Lottery) => number): number {
  return mix.reduce((sum, { share, lottery }) => sum + share * value(lottery), 0);
}

/** The chance that a payment wins, s bar. */
export function mixedRate(mix: readonly Priced[]): number {
  return Math.min(
    1,
    meanOver(mix, ({ rate }) => rate),
  );
}

/**
 * What a user of MR1 is charged: each payment v_j/s_j with chance s_j. Mean E[N] v bar; variance
 * n (bar(v^2/s) - (v bar)^2) for n payments, mu bar(v^2/s) for a Poisson number. Exact.
 */
export function mixedCharge(mix: readonly Priced[], need: Need): Moments {
  const mean = meanOver(mix, ({ unitValue }) => unitValue);
  const square = meanOver(mix, ({ unitValue, rate }) => (unitValue * unitValue) / rate);
  const count = meanOf(need);
  return { mean: count * mean, variance: count * (need.kind === 'fixed' ? square - mean * mean : square) };
}

/**
 * What a user of MR2 has used after his last winner, and an MR2 bank is short of, on average: as many losers as after one
 * price at rate s bar, each worth what losers are worth; bar(v (1-s)) (1 - E[(1 - s bar)^N]) / s bar. Exact.
 */
export function mixedShortfall(mix: readonly Priced[], need: Need): number {
  const rate = mixedRate(mix);
  const lost = meanOver(mix, (lottery) => lottery.unitValue * (1 - lottery.rate));
  return (lost * -expm1(rate === 1 ? Number.NEGATIVE_INFINITY : logOfPayingNothing(rate, need))) / rate;
}
