/**
 * What a MicroMint broker learns about forged coins from those that vendors deposit, and when he recalls a period.
 *
 * Each deposited coin is forged with the same chance, independently of the others.
 * @source RS96, section 3, for the recall; the laws are derived here
 * @module
 */
import { binomialLaw } from './binomial-law.ts';
import type { LatticeLaw } from './lattice-law.ts';
import type { Spread } from './micromint.ts';

/** Counts this much rarer than the likeliest are left out at the ends of a law. */
const NEGLIGIBLE = 1e-20;

/**
 * Probability that a coin from scratch is refused at settlement by bin: its bin, which is independent of the broker's,
 * holds no coin that he has sold. By the exact list it is 1; a variant of a sold coin is never refused by bin for
 * being forged.
 */
export function caughtByBin(soldShareOfBins: number): number {
  return 1 - soldShareOfBins;
}

/**
 * The broker's estimate of the forged share from so many deposited coins: those found not to be minted, as a share of
 * all, over the chance that a forged coin is found to be so. Unbiased; binomial.
 * @param caught - 1 by the exact list; by bin the share of bins that the broker never filled
 */
export function forgedShareEstimate(share: number, reports: number, caught = 1): Spread {
  const found = share * caught;
  return { mean: share, sd: Math.sqrt((found * (1 - found)) / reports) / caught };
}

export interface RecallRule {
  /** Forged share of the coins deposited. */
  readonly share: number;
  /** Chance that a forged coin is found not to be minted; 1 if absent. */
  readonly caught?: number;
  /** Coins deposited a day. */
  readonly batch: number;
  /** The period is recalled when the estimate is so great or greater ... */
  readonly threshold: number;
  /** ... and at least so many coins have been deposited. */
  readonly after: number;
}

export interface RecallTime {
  /** P(recalled at the end of day d) at index d; index 0 is 0. */
  readonly byDay: Float64Array;
  /** Probability of a recall within these days. */
  readonly chance: number;
  /** Mean day of the recall, given that there is one; NaN when there can be none. */
  readonly day: number;
}

/**
 * The day of the recall: the first at whose end the estimate from all coins of the period so far is at the threshold.
 * Exact for every day, up to 1e-15, when the broker looks once a day, after exactly `batch` coins more; a broker who
 * looks in between recalls no later. Time of the order of days times the spread of a day's forged coins times that of
 * all.
 */
export function recallTime(rule: RecallRule, days: number): RecallTime {
  const { share, caught = 1, batch, threshold, after } = rule;
  const daily = binomialLaw(batch, share * caught);
  const byDay = new Float64Array(days + 1);
  let open: LatticeLaw = { first: 0, chances: Float64Array.of(1) };
  for (let day = 1; day <= days && open.chances.length > 0; day++) {
    const coins = day * batch;
    const counts = sumOf(open, daily);
    const enough = coins < after ? Infinity : fewestFrom(threshold * caught, coins);
    const kept = counts.chances.subarray(0, Math.max(0, enough - counts.first));
    byDay[day] = total(counts.chances.subarray(kept.length));
    open = withoutEnds({ first: counts.first, chances: kept });
  }
  const chance = total(byDay);
  return { byDay, chance, day: byDay.reduce((sum, p, day) => sum + p * day, 0) / chance };
}

/** The fewest of so many coins whose share is at the threshold, as the division itself decides it. */
function fewestFrom(threshold: number, coins: number): number {
  let count = Math.max(0, Math.floor(threshold * coins) - 1);
  while (count / coins < threshold) count++;
  return count;
}

/** The law of the sum of two independent numbers. */
function sumOf(a: LatticeLaw, b: LatticeLaw): LatticeLaw {
  const chances = new Float64Array(a.chances.length + b.chances.length - 1);
  for (let i = 0; i < a.chances.length; i++)
    for (let j = 0; j < b.chances.length; j++) chances[i + j] += a.chances[i] * b.chances[j];
  return { first: a.first + b.first, chances };
}

/** Without the counts at both ends that are negligible beside the likeliest: the spread of a sum grows as its root. */
function withoutEnds({ first, chances }: LatticeLaw): LatticeLaw {
  const least = NEGLIGIBLE * chances.reduce((most, chance) => Math.max(most, chance), 0);
  const from = chances.findIndex((chance) => chance > least);
  const to = chances.findLastIndex((chance) => chance > least) + 1;
  return { first: first + Math.max(0, from), chances: chances.subarray(Math.max(0, from), to) };
}

function total(chances: Float64Array): number {
  return chances.reduce((sum, chance) => sum + chance, 0);
}
