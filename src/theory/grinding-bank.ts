/**
 * A bank of MR3 that makes several draws for a period and publishes the one with the fewest winners.
 *
 * Of N payments in the period each draw has Bin(N, s) winners, so the least of T draws is above k with
 * P(Bin(N, s) > k)^T; which payments they are is as random as ever, given their number K. A user's payments are each
 * one of U chances, hence E[(1 - 1/U)^K] that none of his wins; and since K winners part the N - K losers evenly, those
 * that come after their user's last winner in the period (all of his without one) are
 * U (1 - (1 - 1/U)^(K+1)) (N - K) / (K + 1) of all users together. N is Poisson.
 * @source deferred selection is MR02's; that the bank grinds is ours, and so are the laws
 * @module
 */
import exp from '@stdlib/math-base-special-exp';
import log1p from '@stdlib/math-base-special-log1p';
import pow from '@stdlib/math-base-special-pow';
import { binomialLaw } from './binomial-law.ts';
import type { Lottery } from './lottery.ts';
import { poissonAt } from './poisson.ts';

/** What a grinding bank has before it. */
export interface Grinding {
  /** v and s of one payment; s below 1. */
  readonly lottery: Lottery;
  readonly users: number;
  /** T, at least 1; 1 is an honest bank. */
  readonly tries: number;
  /** Mean numbers of payments of all users in each period, in turn. */
  readonly periods: readonly number[];
}

/** Averages over one period. */
interface Least {
  readonly winners: number;
  /** Chance that one user has none. */
  readonly none: number;
  /** Payments after their users' last winners of the period. */
  readonly after: number;
}

/**
 * Winners on average, and what the bank gains: what users are charged, v S_last each, less v/s for each winner. Exact.
 * With T = 1 its net is minus the shortfall of MR2; the greater T, the fewer winners, and the less is charged as well.
 */
export function grindingBank({ lottery, users, tries, periods }: Grinding): { net: number; winners: number } {
  const { unitValue, rate } = lottery;
  const known = new Map<number, Least>();
  const least = periods.map((mean) => {
    const one = known.get(mean) ?? leastOf(mean, users, rate, tries);
    known.set(mean, one);
    return one;
  });
  let [made, winners, unpaid, noneLater] = [0, 0, 0, 1];
  for (let i = periods.length - 1; i >= 0; i--) {
    made += periods[i];
    winners += least[i].winners;
    // A payment of this period is unpaid for when none of its user's wins later, in it or in one that follows.
    unpaid += least[i].after * noneLater;
    noneLater *= least[i].none;
  }
  return { net: unitValue * (made - unpaid) - (unitValue / rate) * winners, winners };
}

function leastOf(mean: number, users: number, rate: number, tries: number): Least {
  const reach = 9 * Math.sqrt(mean) + 30;
  let [total, winners, none, after] = [0, 0, 0, 0];
  for (let n = Math.max(0, Math.floor(mean - reach)); n <= mean + reach; n++) {
    const weight = poissonAt(n, mean);
    const one = leastAmong(n, users, rate, tries);
    total += weight;
    winners += weight * one.winners;
    none += weight * one.none;
    after += weight * one.after;
  }
  return { winners: winners / total, none: none / total, after: after / total };
}

/** The same of exactly n payments: the sum over the least number k of winners. */
function leastAmong(n: number, users: number, rate: number, tries: number): Least {
  const { first, chances } = binomialLaw(n, rate);
  const other = 1 - 1 / users;
  let [below, above, strangers] = [0, 1, pow(other, first)];
  let [winners, none, after] = [0, 0, 0];
  for (let i = 0; i < chances.length; i++) {
    const k = first + i;
    below += chances[i];
    const next = i === chances.length - 1 ? 0 : exp(tries * log1p(-Math.min(1, below)));
    const chance = above - next;
    above = next;
    winners += chance * k;
    none += chance * strangers;
    strangers *= other;
    after += ((chance * (n - k)) / (k + 1)) * users * (1 - strangers);
  }
  return { winners, none, after };
}
