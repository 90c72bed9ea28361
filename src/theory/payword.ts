/**
 * What a PayWord broker has to do: not for every payment, but for every chain that a user commits to, which is one for
 * each vendor and day on which he buys, and one more whenever a chain is used up. For purchases that are Poisson; of one
 * user: means and variances of independent users add up.
 * @source Rivest, Shamir, PayWord and MicroMint (1996), called RS96, section 4, for who commits when; the laws are
 *   derived here
 * @module
 */
import expm1 from '@stdlib/math-base-special-expm1';
import { purchasesToBuyAhead } from './demand.ts';
import { poissonAtLeast } from './poisson.ts';

interface Moments {
  readonly mean: number;
  readonly variance: number;
}

/**
 * Chains of a user in a number of days, the last of them perhaps a part of one: the sum over days and vendors of
 * E[ceil(N / m)], N Poisson. With chains that are never used up it is the number of active pairs, the sum over vendors
 * of 1 - exp(-rate w), each day.
 * @param weights - each vendor's share of the purchases, adding up to 1
 * @param rate - purchases a day, on average
 * @param perChain - m: purchases that one chain pays, an integer of at least 1
 */
export function chains(weights: readonly number[], rate: number, perChain: number, days: number): Moments {
  return overDays(rate, days, (mean) => {
    const parts = weights.map((weight) => chainsOfDay(mean * weight, perChain));
    return { mean: total(parts, 'mean'), variance: total(parts, 'variance') };
  });
}

function chainsOfDay(mean: number, perChain: number): Moments {
  return purchasesToBuyAhead({ kind: 'poisson', mean }, perChain).purchases;
}

/** Days on which a user buys anything, and so bills: days (1 - exp(-rate)). */
export function activeDays(rate: number, days: number): Moments {
  return overDays(rate, days, (mean) => chance(-expm1(-mean)));
}

/** P(a user ever wants to spend more in a day than he may), at most: the sum over days. @param most - purchases a day */
export function chanceOfReachingLimit(rate: number, most: number, days: number): number {
  return overDays(rate, days, (mean) => ({ mean: poissonAtLeast(most + 1, mean), variance: 0 })).mean;
}

function chance(probability: number): Moments {
  return { mean: probability, variance: probability * (1 - probability) };
}

/** Whole days, and what is left of one: the days of a Poisson process are independent. */
function overDays(rate: number, days: number, ofDay: (mean: number) => Moments): Moments {
  const whole = Math.floor(days);
  const day = ofDay(rate);
  const rest = days > whole ? ofDay(rate * (days - whole)) : { mean: 0, variance: 0 };
  return { mean: whole * day.mean + rest.mean, variance: whole * day.variance + rest.variance };
}

function total(parts: readonly Moments[], what: keyof Moments): number {
  return parts.reduce((sum, part) => sum + part[what], 0);
}
