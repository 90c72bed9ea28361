/**
 * What a run of MicroMint measures, each figure beside its closed form where one holds.
 * @module
 */

import { zipfWeights } from '../../../sim/distributions.ts';
import type { Metric, Oracle } from '../../../sim/metric.ts';
import { type Need, purchasesToBuyAhead, settlementBatches } from '../../../theory/demand.ts';
import { expectedCoins, varianceOfCoins } from '../../../theory/micromint.ts';
import { DAY, MICRODOLLARS_PER_USD, type Microdollars } from '../../../units.ts';
import type { Demand } from '../../demand.ts';
import type { Market } from '../../scheme.ts';
import type { Issue } from './evidence.ts';
import { type MicroMintOptions, underWayMax } from './options.ts';

/** What the parties have counted by the end of a run. */
export interface Counts {
  readonly coinsSold: number;
  readonly coinsRedeemed: number;
  readonly coinsExchanged: number;
  readonly coinsLapsed: number;
  readonly coinsOutstanding: number;
  readonly coinsRefused: number;
  readonly orders: number;
  readonly deposits: number;
  readonly vendorIncome: Microdollars;
  readonly brokerIncome: Microdollars;
}

/** Coins of a payment when all cost the same and a batch holds a whole number of payments; otherwise undefined. */
export function coinsPerPayment({ price }: Demand, { coinValue, batch }: MicroMintOptions): number | undefined {
  if (price.kind !== 'constant' || price.price % coinValue !== 0) return undefined;
  const coins = price.price / coinValue;
  return batch % coins === 0 ? coins : undefined;
}

export function measures(
  market: Market,
  options: MicroMintOptions,
  issues: readonly Issue<unknown>[],
  counts: Counts,
): Metric[] {
  const known = coinsSuffice(market, options, issues[0].coins) && market.honest;
  return [...mintMeasures(market.label, options, issues), ...coinMeasures(market, options, counts, known)];
}

/** The broker's mint: coins of a period and what one costs in good balls. */
function mintMeasures(label: string, options: MicroMintOptions, issues: readonly Issue<unknown>[]): Metric[] {
  const coins = issues.reduce((sum, issue) => sum + issue.coins, 0);
  const goodBalls = issues.reduce((sum, issue) => sum + issue.goodBalls, 0);
  const expected = issues.length * expectedCoins(options, options.balls);
  const variance = issues.length * varianceOfCoins(options, options.balls);
  const source = 'B P(Bin(N, 2^-(t+u)) >= k), variance from the joint law of two bins; derived; after RS96';
  const minted: Oracle = {
    value: expected,
    formula: 'periods B P(Bin(N, 2^-n) >= k)',
    source,
    kind: 'mean',
    law: { name: 'normal', sd: Math.sqrt(variance) },
  };
  return [
    { name: `${label}.coins_minted.count`, unit: 'coins', value: coins, combine: 'mean', theory: minted },
    {
      name: `${label}.cost_per_coin.balls`,
      unit: 'good balls',
      value: goodBalls / coins,
      combine: 'mean',
      ...(options.filter === 0 && { theory: costOracle(goodBalls, expected, variance, source) }),
    },
  ];
}

/** The ratio of a fixed number of balls to the coins they made, to second order in the coins' relative spread. */
function costOracle(balls: number, expected: number, variance: number, source: string): Oracle {
  const relativeVariance = variance / (expected * expected);
  return {
    value: (balls / expected) * (1 + relativeVariance),
    formula: 'N / E[coins] (1 + Var/E^2)',
    source,
    kind: 'mean',
    law: { name: 'normal', sd: (balls / expected) * Math.sqrt(relativeVariance) },
  };
}

function coinMeasures(market: Market, options: MicroMintOptions, counts: Counts, known: boolean): Metric[] {
  const expected = known ? expectedSales(market, options) : undefined;
  const settled = known ? expectedSettlement(market, options) : undefined;
  const count = (subject: string, unit: string, value: number, theory?: Oracle): Metric => ({
    name: `${market.label}.${subject}_count`,
    unit,
    value,
    combine: 'mean',
    ...(theory && { theory }),
  });
  const usd = (subject: string, amount: Microdollars, theory?: Oracle): Metric => ({
    name: `${market.label}.${subject}.income_usd`,
    unit: 'USD',
    value: amount / MICRODOLLARS_PER_USD,
    combine: 'mean',
    ...(theory && { theory }),
  });
  const identity = exact(
    counts.coinsSold - counts.coinsRedeemed - counts.coinsLapsed,
    'sold - redeemed - lapsed',
    'every coin sold is redeemed, lapses, is replaced coin for coin, or is still out',
  );
  return [
    count('coins.sold', 'coins', counts.coinsSold, expected?.sold),
    count('coins.redeemed', 'coins', counts.coinsRedeemed, settled?.redeemed),
    count('coins.exchanged', 'coins', counts.coinsExchanged, expected?.exchanged),
    count('coins.lapsed', 'coins', counts.coinsLapsed, settled?.none),
    count('coins.outstanding', 'coins', counts.coinsOutstanding, identity),
    count('coins.refused_at_settlement', 'coins', counts.coinsRefused, settled?.none),
    count('bank.orders', 'messages', counts.orders, expected?.orders),
    count('bank.deposits', 'messages', counts.deposits, expected?.deposits),
    usd('vendors', counts.vendorIncome, settled?.vendors),
    usd('broker', counts.brokerIncome, settled?.broker),
  ];
}

function exact(value: number, formula: string, source: string): Oracle {
  return { value, formula, source, kind: 'exact' };
}

/** With honest users and vendors every coin that was accepted is settled in time and paid. */
function expectedSettlement(market: Market, options: MicroMintOptions) {
  const coins = market.servedCount * (coinsPerPayment(market.demand, options) ?? 0);
  const usd = (perCoin: Microdollars): number => (coins * perCoin) / MICRODOLLARS_PER_USD;
  const source = 'honest users and vendors: every coin accepted is settled in time';
  return {
    redeemed: exact(coins, 'payments served x coins of a payment', source),
    none: exact(0, '0', source),
    vendors: exact(usd(options.coinValue - options.commission), 'coins accepted x (value - commission)', source),
    broker: exact(usd(options.commission), 'coins accepted x commission', source),
  };
}

/** Standard deviations of the coins sold by which a mint must exceed their mean, so that theory may neglect a sell-out. */
const SUFFICIENT_SD = 8;

/** Whether the coins minted are sure to last; false too where the coins needed are not known in advance. */
export function coinsSuffice(market: Market, options: MicroMintOptions, minted: number): boolean {
  const sold = expectedSales(market, options)?.sold;
  if (sold === undefined) return false;
  const sd = sold.law?.name === 'normal' ? sold.law.sd : 0;
  return minted >= sold.value + SUFFICIENT_SD * sd;
}

/**
 * Whether all purchases fall into the first period. A Poisson demand ends with the duration; a fixed number each may
 * go on, so there it is known only afterwards, which is fair because its closed form is exact.
 */
function withinFirstPeriod(market: Market, { period }: MicroMintOptions): boolean {
  return market.demand.arrivals.kind === 'poisson' ? market.duration <= period : market.simulation.now < period;
}

/** Sums over independent users; known at one price within the first period, on a quick network that loses nothing. */
function expectedSales(market: Market, options: MicroMintOptions) {
  const { users, arrivals } = market.demand;
  const coins = coinsPerPayment(market.demand, options);
  const quick = market.delayMax <= underWayMax(options);
  if (coins === undefined || !market.faultless || !quick || !withinFirstPeriod(market, options)) return undefined;
  const need: Need =
    arrivals.kind === 'fixed'
      ? { kind: 'fixed', count: arrivals.perUser }
      : { kind: 'poisson', mean: (arrivals.perUserPerDay * market.duration) / DAY };
  const perUser = purchasesToBuyAhead(need, options.batch / coins);
  const oracle = (formula: string, { mean, variance }: { mean: number; variance: number }, scale: number): Oracle => ({
    value: users * mean * scale,
    formula,
    source: 'batches bought when the wallet is empty; derived',
    ...(variance === 0
      ? { kind: 'exact' }
      : { kind: 'mean', law: { name: 'normal', sd: Math.sqrt(users * variance) * scale } }),
  });
  return {
    orders: oracle('U E[ceil(N / b)]', perUser.purchases, 1),
    sold: oracle('U b E[ceil(N / b)]', perUser.purchases, options.batch),
    ...(arrivals.kind === 'poisson' && { deposits: expectedDeposits(market) }),
    ...(market.duration === options.period &&
      arrivals.kind === 'poisson' && { exchanged: oracle('U E[-N mod b]', perUser.left, coins) }),
  };
}

/** Latency carries a purchase over midnight once in a million; the sum neglects it. */
function expectedDeposits({ demand, duration }: Market): Oracle | undefined {
  if (demand.arrivals.kind !== 'poisson' || duration % DAY !== 0) return undefined;
  const weights = zipfWeights(demand.vendors, demand.zipfExponent);
  const { mean, variance } = settlementBatches(weights, demand.users * demand.arrivals.perUserPerDay, duration / DAY);
  return {
    value: mean,
    formula: 'sum over vendors of days (1 - exp(-rate))',
    source: 'a vendor settles on every day on which it sold; derived',
    kind: 'mean',
    law: { name: 'normal', sd: Math.sqrt(variance) },
  };
}
