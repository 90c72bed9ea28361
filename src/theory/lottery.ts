/**
 * Payment by lottery: a payment of value v wins with probability s, and a winner pays v/s. This is the plain
 * statistical payment and MR1; the bank passes every charge on, so these laws are the user's risk and nobody's loss.
 *
 * n payments have m ~ Bin(n, s) winners. Money is in any one unit, usually micro-dollars; results carry no rounding of
 * v/s to that unit.
 * @source Wheeler, Transactions Using Bets (1996); Rivest, Electronic Lottery Tickets as Micropayments (1997), called
 *   R97; Micali, Rivest, Micropayments Revisited (2002), called MR02. The laws are derived here
 * @module
 */
import exp from '@stdlib/math-base-special-exp';
import log1p from '@stdlib/math-base-special-log1p';
import { binomialAtLeast } from './binomial.ts';
import { binomialLaw } from './binomial-law.ts';
import type { Need } from './demand.ts';
import { quantile } from './lattice-law.ts';

/** v and s of one payment. */
export interface Lottery {
  /** v, above 0. */
  readonly unitValue: number;
  /** s, above 0 and at most 1. */
  readonly rate: number;
}

/** A rate as the scenario's decimal says it, not as the nearest double. */
export interface ExactRate {
  readonly numerator: bigint;
  readonly denominator: bigint;
}

/** Of a random sum of money. */
export interface Moments {
  readonly mean: number;
  readonly variance: number;
}

/** s as the nearest double. */
export function approximateRate({ numerator, denominator }: ExactRate): number {
  return Number(numerator) / Number(denominator);
}

/**
 * A payment of j units as a lottery of its own: it wins with probability min(1, j s) and pays max(v/s, j v), which is
 * the value j v over that probability. Everything here and in serial-charge.ts then holds for payments of j units.
 */
export function paymentOf({ unitValue, rate }: Lottery, units: number): Lottery {
  return { unitValue: units * unitValue, rate: Math.min(1, units * rate) };
}

/** The sum over so many independent users of one kind. */
export function ofUsers({ mean, variance }: Moments, users: number): Moments {
  return { mean: users * mean, variance: users * variance };
}

/**
 * What a user is charged for his payments, (v/s) m: mean v E[N], variance v^2 n (1-s)/s for exactly n payments and
 * v^2 mu / s for a Poisson number of mean mu, whose winners are Poisson too. Exact; MR02's MR1.
 */
export function charge(lottery: Lottery, need: Need): Moments {
  const { unitValue: v, rate: s } = lottery;
  const mean = v * meanOf(need);
  const variance = need.kind === 'fixed' ? chargeMinusUse(lottery, need).variance : (v * mean) / s;
  return { mean, variance };
}

/**
 * What he is charged beyond what he used, (v/s) m - v N: mean 0, variance v^2 E[N] (1-s)/s. Exact, for both kinds of
 * need: winners and losers of a Poisson number are independent, and v^2 mu ((1-s)^2/s + (1-s)) is the same.
 */
export function chargeMinusUse({ unitValue: v, rate: s }: Lottery, need: Need): Moments {
  return { mean: 0, variance: (v * v * meanOf(need) * (1 - s)) / s };
}

/**
 * P(m > n s): that a user pays more than he used, by exact comparison where n s is whole. 26.4 % at n = 1000,
 * s = 1/1000; the relative error is that of the incomplete beta function, 1e-10 at n = 1e9, and more far from the middle.
 */
export function chanceOfPayingMore(payments: number, rate: ExactRate): number {
  const use = (BigInt(payments) * rate.numerator) / rate.denominator;
  return binomialAtLeast(Number(use) + 1, payments, approximateRate(rate));
}

/**
 * Probability that a user pays nothing, no payment having won: (1-s)^n, or exp(-mu s) for a Poisson number. The same
 * under MR1 and MR2.
 */
export function chanceOfPayingNothing(rate: number, need: Need): number {
  return exp(logOfPayingNothing(rate, need));
}

/** Its logarithm, n ln(1-s) or -mu s; for what is left to 1, which would lose its digits. */
export function logOfPayingNothing(rate: number, need: Need): number {
  if (need.kind === 'poisson') return -need.mean * rate;
  return need.count === 0 ? 0 : need.count * log1p(-rate);
}

/** The law of the charge: v/s times each count of winners. For curves and bars. */
export function chargeLaw({ unitValue, rate }: Lottery, payments: number): { charge: number; chance: number }[] {
  const { first, chances } = binomialLaw(payments, rate);
  return Array.from(chances, (chance, i) => ({ charge: ((first + i) * unitValue) / rate, chance }));
}

/** The smallest charge that is not exceeded with this probability. */
export function chargeQuantile({ unitValue, rate }: Lottery, payments: number, probability: number): number {
  return (quantile(binomialLaw(payments, rate), probability) * unitValue) / rate;
}

/** E[N]. */
export function meanOf(need: Need): number {
  return need.kind === 'fixed' ? need.count : need.mean;
}
