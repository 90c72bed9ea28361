/**
 * Users who spend each coin several times: what they get out of it, and when it shows.
 *
 * Every payment goes to a vendor drawn by weight, independently of the others. A vendor refuses a coin that he has
 * seen, so that a coin taken to r vendors is accepted by as many as there are different ones among them. At settlement
 * each acceptance but one is an incident that names its buyer. All payments cost the same number of coins, are settled
 * in time and by the exact list, and nobody is suspended meanwhile.
 * @source RS96, section 3, for the attack; the laws are derived here
 * @module
 */
import exp from '@stdlib/math-base-special-exp';
import expm1 from '@stdlib/math-base-special-expm1';
import ln from '@stdlib/math-base-special-ln';
import log1p from '@stdlib/math-base-special-log1p';
import type { Need } from './demand.ts';
import { mostPayments } from './detection-law.ts';
import type { Spread } from './micromint.ts';
import { poissonAt } from './poisson.ts';

export interface DoubleSpender {
  /** Each vendor's share of the payments, adding up to 1. */
  readonly weights: readonly number[];
  /** r: how often he uses each coin, the first time included. */
  readonly uses: number;
  /** Whether he takes the copies to other vendors besides at each purchase, or pays his next r-1 purchases with them. */
  readonly pace: 'at-once' | 'over-the-day';
  /** Coins of a payment. */
  readonly coins: number;
}

export interface DoubleSpendLaw {
  /** Payments with copies that vendors accept. */
  readonly accepted: Spread;
  /** Coins refused at settlement because they were redeemed before: each names him. */
  readonly incidents: Spread;
  /** Probability that at least one does. */
  readonly caught: number;
}

/**
 * What comes of a user's purchases, in expectation over their number too. In time of the order of vendors squared, for
 * each number of uses that the last coin of the day may come to.
 * @param need - purchases of his own that he pays, the copies he takes elsewhere at once not counted
 */
export function detectionLaw(spender: DoubleSpender, need: Need): DoubleSpendLaw {
  const copies = copiesAmong(spender.weights);
  let [mean, square, variance, caught] = [0, 0, 0, 0];
  for (const [purchases, chance] of lawOf(need)) {
    const { whole, rest } = coinsUsed(spender, purchases);
    const accepted = whole * copies(spender.uses).mean + copies(rest).mean;
    mean += chance * accepted;
    square += chance * accepted * accepted;
    variance += chance * (whole * copies(spender.uses).variance + copies(rest).variance);
    caught -= chance * expm1(logOfStayingUnseen(spender, purchases));
  }
  // The spread of the number of purchases: none, to the last bit, when it is fixed.
  const ofNumber = need.kind === 'fixed' ? 0 : Math.max(0, square - mean * mean);
  const accepted = { mean, sd: Math.sqrt(variance + ofNumber) };
  return {
    accepted,
    incidents: { mean: spender.coins * accepted.mean, sd: spender.coins * accepted.sd },
    caught,
  };
}

/** Coins that so many purchases are paid with, used r times each, and the uses of one more. */
function coinsUsed({ uses, pace }: DoubleSpender, purchases: number): { whole: number; rest: number } {
  if (pace === 'at-once') return { whole: purchases, rest: 0 };
  return { whole: Math.floor(purchases / uses), rest: purchases % uses };
}

/** Each coin has gone to one vendor only: the product of sum w^m over coins, m its uses. */
function logOfStayingUnseen(spender: DoubleSpender, purchases: number): number {
  const { whole, rest } = coinsUsed(spender, purchases);
  const ofWhole = whole === 0 ? 0 : whole * logOfOneVendor(spender.weights, spender.uses);
  return ofWhole + logOfOneVendor(spender.weights, rest);
}

/** ln sum w^m as ln(1 - sum w (1 - w^(m-1))): exact also when one vendor has almost all. */
function logOfOneVendor(weights: readonly number[], uses: number): number {
  if (uses < 2) return 0;
  const several = weights.reduce((sum, weight) => sum - (weight > 0 ? weight * expm1((uses - 1) * ln(weight)) : 0), 0);
  return log1p(-Math.min(1, several));
}

interface Moments {
  readonly mean: number;
  readonly variance: number;
}

const NONE: Moments = { mean: 0, variance: 0 };

/** Different vendors beyond the first among m draws, by m; each m is reckoned once. */
function copiesAmong(weights: readonly number[]): (uses: number) => Moments {
  const chosen = weights.filter((weight) => weight > 0);
  const known = new Map<number, Moments>();
  return (uses) => {
    if (uses < 2) return NONE;
    const moments = known.get(uses) ?? { mean: meanCopies(chosen, uses), variance: varianceOfVendors(chosen, uses) };
    known.set(uses, moments);
    return moments;
  };
}

/** Sum over the later draws of the chance that a draw is new, sum over i of sum w (1-w)^i: no term is negative. */
function meanCopies(weights: readonly number[], uses: number): number {
  return weights.reduce((sum, weight) => sum - (1 - weight) * expm1((uses - 1) * log1p(-weight)), 0);
}

/** Variances of "vendor v is among them" and twice the covariances, which are those of "v is not". */
function varianceOfVendors(weights: readonly number[], uses: number): number {
  const missed = weights.map((weight) => exp(uses * log1p(-weight)));
  let variance = 0;
  for (const [v, weight] of weights.entries()) {
    variance += missed[v] * (1 - missed[v]);
    for (let u = 0; u < v; u++) {
      const odds = (weight * weights[u]) / ((1 - weight) * (1 - weights[u]));
      variance += 2 * missed[v] * missed[u] * expm1(uses * log1p(-Math.min(1, odds)));
    }
  }
  return Math.max(0, variance);
}

/** Numbers of purchases and their chances. */
function lawOf(need: Need): [number, number][] {
  if (need.kind === 'fixed') return [[need.count, 1]];
  return Array.from({ length: mostPayments(need) + 1 }, (_, n) => [n, poissonAt(n, need.mean)]);
}
