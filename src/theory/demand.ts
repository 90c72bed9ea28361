/**
 * What a seeded demand makes of a scheme: how often a user buys coins ahead, how many stay with him, and how many
 * settlements reach the bank. Exact sums over the demand's own law; derived here.
 * @module
 */
import expm1 from '@stdlib/math-base-special-expm1';
import { poissonAt } from './poisson.ts';

interface Moments {
  readonly mean: number;
  readonly variance: number;
}

/** How many coins one user spends: exactly so many, or a Poisson number. */
export type Need =
  | { readonly kind: 'fixed'; readonly count: number }
  | { readonly kind: 'poisson'; readonly mean: number };

/**
 * A user who buys `batch` coins whenever he must pay one and has none: in all ceil(N / batch) purchases, and
 * batch ceil(N / batch) - N coins left, for a need of N coins. Of one user; means and variances of independent users
 * add up.
 * @param batch - coins a purchase, an integer of at least 1
 */
export function purchasesToBuyAhead(need: Need, batch: number): { purchases: Moments; left: Moments } {
  const law = lawOf(need);
  const purchasesFor = (n: number): number => Math.ceil(n / batch);
  return {
    purchases: momentsOf(law, purchasesFor),
    left: momentsOf(law, (n) => batch * purchasesFor(n) - n),
  };
}

/**
 * Settlements in a number of days, when every vendor settles once on each day on which he sold anything and sales are
 * Poisson: the sum over vendors of days (1 - exp(-lambda_v)). Vendors and days are independent of each other, since
 * a Poisson process splits into independent ones.
 * @param weights - each vendor's share of the sales, adding up to 1
 * @param salesPerDay - of all vendors together, on average
 */
export function settlementBatches(weights: readonly number[], salesPerDay: number, days: number): Moments {
  let [mean, variance] = [0, 0];
  for (const weight of weights) {
    const sells = -expm1(-weight * salesPerDay);
    mean += days * sells;
    variance += days * sells * (1 - sells);
  }
  return { mean, variance };
}

interface Outcome {
  readonly n: number;
  readonly chance: number;
}

function lawOf(need: Need): Outcome[] {
  return need.kind === 'fixed' ? [{ n: need.count, chance: 1 }] : poissonLaw(need.mean);
}

/** The Poisson law from its mode outwards, as far as an outcome is 1e-20 times as likely; the chances add up to 1. */
function poissonLaw(mean: number): Outcome[] {
  const mode = Math.floor(mean);
  const top = poissonAt(mode, mean);
  const law: Outcome[] = [{ n: mode, chance: top }];
  for (let [n, chance] = [mode, top]; n > 0 && chance > 1e-20 * top; n--) {
    chance *= n / mean;
    law.push({ n: n - 1, chance });
  }
  for (let [n, chance] = [mode + 1, top]; chance > 1e-20 * top; n++) {
    chance *= mean / n;
    law.push({ n, chance });
  }
  const total = law.reduce((sum, { chance }) => sum + chance, 0);
  return law.map(({ n, chance }) => ({ n, chance: chance / total }));
}

function momentsOf(law: readonly Outcome[], value: (n: number) => number): Moments {
  const mean = law.reduce((sum, { n, chance }) => sum + chance * value(n), 0);
  const variance = law.reduce((sum, { n, chance }) => sum + chance * (value(n) - mean) * (value(n) - mean), 0);
  return { mean, variance };
}
