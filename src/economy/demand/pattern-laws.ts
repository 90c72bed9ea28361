/**
 * What a demand by hours, in bursts, for a while or within a budget comes to, beside its closed form where there is one:
 * one departure from the plain law at a time, or bursts by the hours of the day.
 * @module
 */
import { zipfWeights } from '../../sim/distributions.ts';
import type { Law, Metric, Oracle } from '../../sim/metric.ts';
import {
  burstMoments,
  type CountMoments,
  distinctVendors,
  expectedEvents,
  limitedPoisson,
  type RatePiece,
  stayMoments,
} from '../../theory/arrivals.ts';
import { DAY, HOUR, MICRODOLLARS_PER_USD, type Microdollars, type Microseconds } from '../../units.ts';
import type { Demand, Price } from '../demand.ts';
import { type Budget, HOURS_OF_DAY, type Pattern } from './pattern.ts';

/** What was counted in one replication. */
export interface Tally {
  readonly purchases: number;
  readonly spent: Microdollars;
  /** Purchases that no budget covered. */
  readonly forgone: number;
  /** Who ever bought from whom; absent when there may be too many. */
  readonly pairs?: number;
}

/** Sums over fewer bursts than this are too far from normal to be judged at 1e-9 by their standard deviation. */
const BURSTS_NORMAL = 1_000;
/** Nor are sums over fewer users, where it is the users who vary. */
const USERS_NORMAL = 1_000;
const LIMIT_MAX = 100_000;
const PIECES_MAX = 1_000_000;

/** The number of purchases of one user. */
interface CountLaw extends CountMoments {
  readonly formula: string;
  readonly source: string;
  readonly isPoisson: boolean;
  /** Whether the sum over the users is as good as normal. */
  readonly isNormal: boolean;
}

export function patternedMetrics(demand: Demand, duration: Microseconds, tally: Tally): Metric[] {
  const law = countLaw(demand, duration);
  const metric = (name: string, unit: string, value: number, theory?: Oracle): Metric => {
    return { name: `demand.${name}`, unit, value, combine: 'mean', ...(theory && { theory }) };
  };
  const { purchases, spent, forgone, pairs } = tally;
  return [
    metric('purchases.count', 'purchases', purchases, law && purchasesOracle(demand, law)),
    metric('value.total_usd', 'USD', spent / MICRODOLLARS_PER_USD, law && valueOracle(demand, law)),
    ...(pairs === undefined ? [] : [metric('pairs.count', 'pairs', pairs, law && pairsOracle(demand, law))]),
    ...(forgone === 0 ? [] : [metric('forgone.count', 'purchases', forgone)]),
  ];
}

function countLaw({ users, arrivals, price }: Demand, duration: Microseconds): CountLaw | undefined {
  if (arrivals.kind !== 'patterned') return undefined;
  const { perUserPerDay, pattern } = arrivals;
  const { byHour, bursts, meanStay, budget } = pattern;
  if (budget !== undefined) return budgetLaw(pattern, budget, price, { perUserPerDay, users, duration });
  if (meanStay !== undefined) {
    if (byHour !== undefined || bursts !== undefined) return undefined;
    const moments = stayMoments(perUserPerDay / DAY, duration, meanStay);
    const formula = 'U rate m (1 - (1 - exp(-T/m)) m/T)';
    const source = 'uniform coming, exponential stay of mean m; derived';
    return { ...moments, formula, source, isPoisson: false, isNormal: users >= USERS_NORMAL };
  }
  const pieces = ratePieces(perUserPerDay / (bursts?.purchases ?? 1), byHour, duration);
  if (pieces === undefined) return undefined;
  const begun = expectedEvents(pieces);
  if (bursts === undefined) {
    const formula = 'U integral of rate(t)';
    return { mean: begun, variance: begun, formula, source: 'thinned Poisson', isPoisson: true, isNormal: false };
  }
  return {
    ...burstMoments(pieces, duration, bursts),
    formula: 'U integral of rate(t) (1 + (L-1)(1 - exp(-(T-t)/(g L))))',
    source: 'bursts of geometric length of mean L at gaps of mean g, cut at T; derived',
    isPoisson: false,
    isNormal: users * begun >= BURSTS_NORMAL,
  };
}

/** A budget counts purchases where there is one price. */
function budgetLaw(
  pattern: Pattern,
  budget: Budget,
  price: Price,
  { perUserPerDay, users, duration }: { perUserPerDay: number; users: number; duration: Microseconds },
): CountLaw | undefined {
  const { byHour, bursts, meanStay } = pattern;
  const isPlainBut = byHour === undefined && bursts === undefined && meanStay === undefined;
  if (!isPlainBut || price.kind !== 'constant' || (budget.perDay === undefined) === (budget.inAll === undefined))
    return undefined;
  const limit = Math.floor((budget.perDay ?? budget.inAll!) / price.price);
  if (limit > LIMIT_MAX) return undefined;
  const source = 'a Poisson number, or what the budget covers; derived';
  const shape = { source, isPoisson: false, isNormal: users >= USERS_NORMAL };
  if (budget.perDay === undefined)
    return { ...limitedPoisson((perUserPerDay * duration) / DAY, limit), ...shape, formula: 'U E[min(N, B/p)]' };
  if (duration % DAY !== 0) return undefined;
  const day = limitedPoisson(perUserPerDay, limit);
  const days = duration / DAY;
  return { mean: days * day.mean, variance: days * day.variance, ...shape, formula: 'U days E[min(N, B/p)]' };
}

/** The rate of one user, hour by hour; undefined when there are too many hours. */
function ratePieces(
  perDay: number,
  byHour: readonly number[] | undefined,
  duration: Microseconds,
): RatePiece[] | undefined {
  const rate = perDay / DAY;
  if (byHour === undefined) return [{ from: 0, to: duration, rate }];
  const hours = Math.ceil(duration / HOUR);
  if (hours > PIECES_MAX) return undefined;
  return Array.from({ length: hours }, (_, hour) => {
    return { from: hour * HOUR, to: Math.min(duration, (hour + 1) * HOUR), rate: rate * byHour[hour % HOURS_OF_DAY] };
  });
}

function purchasesOracle({ users }: Demand, count: CountLaw): Oracle {
  const { formula, source } = count;
  return { value: users * count.mean, formula, source, kind: 'mean', ...lawOf(users, count, 1) };
}

/** @param scale - what the number of purchases is multiplied by */
function lawOf(users: number, { mean, variance, isPoisson, isNormal }: CountLaw, scale: number): { law?: Law } {
  if (isPoisson) return { law: { name: 'poisson', mean: users * mean, scale } };
  return isNormal ? { law: { name: 'normal', sd: scale * Math.sqrt(users * variance) } } : {};
}

/** At several prices a sum of so many independent ones, unless a budget looks at them. */
function valueOracle({ users, price }: Demand, count: CountLaw): Oracle {
  const { formula, source } = count;
  if (price.kind === 'constant') {
    const usd = price.price / MICRODOLLARS_PER_USD;
    const value = users * count.mean * usd;
    return { value, formula: `${formula} x ${usd}`, source, kind: 'mean', ...lawOf(users, count, usd) };
  }
  const { mean, square } = priceMoments(price);
  const variance = users * (count.mean * (square - mean * mean) + count.variance * mean * mean);
  const many = count.isNormal || (count.isPoisson && users * count.mean >= BURSTS_NORMAL);
  return {
    value: users * count.mean * mean,
    formula: 'E[purchases] E[price]',
    source: 'Wald; variance of a random sum',
    kind: 'mean',
    ...(many && { law: { name: 'normal', sd: Math.sqrt(variance) } }),
  };
}

/** In dollars and their squares. */
function priceMoments({ prices, weights }: Extract<Price, { kind: 'choice' }>): { mean: number; square: number } {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const moment = (power: (usd: number) => number): number =>
    prices.reduce((sum, price, i) => sum + (power(price / MICRODOLLARS_PER_USD) * weights[i]) / total, 0);
  return { mean: moment((usd) => usd), square: moment((usd) => usd * usd) };
}

function pairsOracle({ users, vendors, zipfExponent }: Demand, count: CountLaw): Oracle | undefined {
  if (!count.isPoisson) return undefined;
  const each = distinctVendors(count.mean, zipfWeights(vendors, zipfExponent));
  const variance = users * each.variance;
  return {
    value: users * each.mean,
    formula: 'U sum over v of (1 - exp(-w_v n))',
    source: 'a Poisson number splits into independent ones, one a vendor',
    kind: 'mean',
    ...(variance >= BURSTS_NORMAL / 10 && { law: { name: 'normal', sd: Math.sqrt(variance) } }),
  };
}
