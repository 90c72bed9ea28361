/**
 * Where the closed forms of a PayWord economy hold, and what they are there: honest users who buy in Poisson processes
 * at one price, and hardly ever want to spend more than they may, on a quick network that loses nothing.
 * @module
 */
import { zipfWeights } from '../../../sim/distributions.ts';
import type { Oracle } from '../../../sim/metric.ts';
import { activeDays, chains, chanceOfReachingLimit } from '../../../theory/payword.ts';
import { DAY, MICRODOLLARS_PER_USD, type Microdollars } from '../../../units.ts';
import type { Market } from '../../scheme.ts';
import { type PaywordOptions, UNDER_WAY_MAX, wordsOfChain } from './options.ts';

/** Sums over fewer users, or of less variance, are not near enough to normal for a band of 1e-9. */
const NORMAL_FROM_USERS = 30;
const NORMAL_FROM_VARIANCE = 9;
/** Of less variance, and a count may come out alike in all replications. */
const JUDGED_FROM_VARIANCE = 1;
/** Nobody reaches his limit in any run that ends. */
const NEGLIGIBLE_CHANCE = 1e-9;
/** So many purchases, and their mean delay is normal as far as 1e-9 can tell. */
const NORMAL_FROM_PURCHASES = 1000;
/** A bias may be so small a part of the standard deviation that no number of replications in use shows it. */
const NEGLIGIBLE_BIAS = 0.01;
/** Laws are summed over all vendors: of more of them that would take too long. */
const VENDORS_MAX = 10_000;
const SOURCE = 'Poisson purchases; after RS96; derived';

export interface Laws {
  readonly commitments: Oracle | undefined;
  readonly deposits: Oracle | undefined;
  readonly bills: Oracle | undefined;
  readonly certificates: Oracle | undefined;
}

const NONE: Laws = { commitments: undefined, deposits: undefined, bills: undefined, certificates: undefined };

/** Honest people, nothing lost, and every payword at its vendor before the day is deposited. */
export function isUndisturbed({ honest, faultless, delayMax }: Market): boolean {
  return honest && faultless && delayMax <= UNDER_WAY_MAX;
}

export function lawsOf(market: Market, options: PaywordOptions): Laws {
  const { users, vendors, arrivals, price, zipfExponent } = market.demand;
  if (isUndisturbed(market) && arrivals.kind === 'fixed')
    return { ...NONE, certificates: arrivals.perUser > 0 ? fixedCertificates(market, options) : undefined };
  const sales = salesOf(market, options);
  if (sales === undefined || price.kind !== 'constant' || vendors > VENDORS_MAX) return NONE;
  const { rate, days } = sales;
  const weights = zipfWeights(vendors, zipfExponent);
  const perChain = Math.floor((wordsOfChain(options) * options.unitValue) / price.price);
  const ofUsers = (moments: Moments, formula: string): Oracle => sum(moments, users, formula);
  const ofVendors = weights.map((weight) => activeDays(users * rate * weight, days));
  const sold = { mean: total(ofVendors, 'mean'), variance: total(ofVendors, 'variance') };
  return {
    commitments: ofUsers(chains(weights, rate, perChain, days), 'U sum over days, vendors of E[ceil(N / m)]'),
    deposits: sum(sold, 1, 'sum over days, vendors of 1 - exp(-U rate w)', vendors * days),
    bills: ofUsers(activeDays(rate, days), 'U days (1 - exp(-rate))'),
    certificates:
      options.certificateLife >= market.duration
        ? ofUsers(activeDays(rate * days, 1), 'U (1 - exp(-rate T))')
        : undefined,
  };
}

interface Sales {
  /** Purchases of one user a day, on average. */
  readonly rate: number;
  readonly days: number;
  readonly price: Microdollars;
}

/** Poisson purchases at one price, of people who hardly ever want to spend more than they may. */
function salesOf(market: Market, { limit }: PaywordOptions): Sales | undefined {
  const { users, arrivals, price } = market.demand;
  if (!isUndisturbed(market) || price.kind !== 'constant' || arrivals.kind !== 'poisson') return undefined;
  const rate = arrivals.perUserPerDay;
  const days = market.duration / DAY;
  const isFree = users * chanceOfReachingLimit(rate, Math.floor(limit / price.price), days) <= NEGLIGIBLE_CHANCE;
  return isFree ? { rate, days, price: price.price } : undefined;
}

/**
 * How long vendors wait for their money, and what they wait for: from a purchase to the end of its day, and the minute
 * after; at rest until the end of the demand's duration only. Ways and the broker's work are neglected where they are
 * too short to show.
 */
export function waitOf(market: Market, options: PaywordOptions, metric: string): Oracle | undefined {
  if (metric !== 'settlement.delay_mean_us' && metric !== 'vendors.exposure_mean_usd') return undefined;
  const sales = salesOf(market, options);
  if (sales === undefined || !Number.isInteger(sales.days)) return undefined;
  const count = market.demand.users * sales.rate * sales.days;
  const sd = DAY / Math.sqrt(12 * count);
  const { busyTime } = market.bank.station;
  const neglected = 2 * market.delayMax + (2 * busyTime) / sales.days;
  if (count < NORMAL_FROM_PURCHASES || neglected > NEGLIGIBLE_BIAS * sd) return undefined;
  if (metric === 'settlement.delay_mean_us') return normal(DAY / 2 + UNDER_WAY_MAX, sd, 'T_day / 2 + a minute');
  // The last day's minute lies beyond the duration. The number of purchases varies too.
  const minutes = (UNDER_WAY_MAX * (sales.days - 1)) / sales.days;
  const scale = (count * sales.price) / (market.duration * MICRODOLLARS_PER_USD);
  return normal((DAY / 2 + minutes) * scale, 2 * sd * scale, 'lambda p (T_day / 2 + a minute)');
}

function normal(value: number, sd: number, formula: string): Oracle {
  return { value, formula, source: SOURCE, kind: 'mean', law: { name: 'normal', sd } };
}

type Moments = { readonly mean: number; readonly variance: number };

/** Everybody buys, and needs one. A fixed number of purchases each may go on beyond the duration. */
function fixedCertificates(market: Market, { certificateLife }: PaywordOptions): Oracle | undefined {
  if (market.simulation.now > certificateLife) return undefined;
  return { value: market.demand.users, formula: 'U', source: 'everybody buys', kind: 'exact' };
}

/** @param summands how many independent ones there are; by default as many as `times` */
function sum({ mean, variance }: Moments, times: number, formula: string, summands = times): Oracle {
  const isSparse = times * variance < JUDGED_FROM_VARIANCE;
  const isNormal = summands >= NORMAL_FROM_USERS && times * variance >= NORMAL_FROM_VARIANCE;
  return {
    value: times * mean,
    formula,
    source: SOURCE,
    kind: 'mean',
    ...(isNormal && { law: { name: 'normal', sd: Math.sqrt(times * variance) } }),
    ...(isSparse && { sparse: true }),
  };
}

function total(parts: readonly Moments[], what: keyof Moments): number {
  return parts.reduce((all, part) => all + part[what], 0);
}
