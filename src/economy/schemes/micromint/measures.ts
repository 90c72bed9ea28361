/**
 * What a run of MicroMint measures, each figure beside its closed form where one holds.
 * @module
 */

import { zipfWeights } from '../../../sim/distributions.ts';
import type { Metric, Oracle } from '../../../sim/metric.ts';
import { type Need, purchasesToBuyAhead, settlementBatches } from '../../../theory/demand.ts';
import { expectedCoins, varianceOfCoins } from '../../../theory/micromint.ts';
import { DAY, MICRODOLLARS_PER_USD, type Microdollars } from '../../../units.ts';
import { type Demand, isPlain } from '../../demand.ts';
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
  readonly dayEndDeposits: number;
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
  const known = salesKnown(market, options, issues[0].coins);
  const minted = issues.flatMap(({ coins, goodBalls }) => (goodBalls === undefined ? [] : [{ coins, goodBalls }]));
  return [
    ...(minted.length === 0 ? [] : mintMeasures(market, options, minted)),
    ...(minted.length === issues.length ? [] : [coinsFromFiles(market, issues)]),
    ...coinMeasures(market, options, counts, known),
  ];
}

/** Coins of the periods whose coins were minted beforehand: of what they cost nothing is known. */
function coinsFromFiles({ label }: Market, issues: readonly Issue<unknown>[]): Metric {
  const value = issues.reduce((sum, { coins, goodBalls }) => (goodBalls === undefined ? sum + coins : sum), 0);
  return { name: `${label}.coins_from_files.count`, unit: 'coins', value, combine: 'mean' };
}

/** Fewer than so many coins, or so few empty bins left, and their number is not near enough to normal. */
const NORMAL_FROM_COINS = 100;

/** Coins of a period and what they cost. */
interface Minted {
  readonly coins: number;
  readonly goodBalls: number;
}

/** The broker's mint: coins of all its periods and what one costs in good balls; of no coin at all there is no cost. */
function mintMeasures(market: Market, options: MicroMintOptions, issues: readonly Minted[]): Metric[] {
  const { label } = market;
  const coins = issues.reduce((sum, issue) => sum + issue.coins, 0);
  const goodBalls = issues.reduce((sum, issue) => sum + issue.goodBalls, 0);
  const ofPeriod = expectedCoins(options, options.balls);
  const variance = issues.length * varianceOfCoins(options, options.balls);
  const expected = issues.length * ofPeriod;
  const normal = ofPeriod >= NORMAL_FROM_COINS && 2 ** options.bits - ofPeriod >= NORMAL_FROM_COINS;
  // A fixed number of purchases each may go on into one more period, or not; a recall asks for one more.
  const known = normal && market.demand.arrivals.kind === 'poisson' && options.recallAt === undefined;
  const source = 'B P(Bin(N, 2^-(t+u)) >= k), variance from the joint law of two bins; derived; after RS96';
  const minted: Oracle = {
    value: expected,
    formula: 'periods B P(Bin(N, 2^-n) >= k)',
    source,
    kind: 'mean',
    law: { name: 'normal', sd: Math.sqrt(variance) },
  };
  const cost: Metric = {
    name: `${label}.cost_per_coin.balls`,
    unit: 'good balls',
    value: goodBalls / coins,
    combine: 'mean',
    ...(known && options.filter === 0 && { theory: costOracle(goodBalls, expected, variance, source) }),
  };
  return [
    {
      name: `${label}.coins_minted.count`,
      unit: 'coins',
      value: coins,
      combine: 'mean',
      ...(known && { theory: minted }),
    },
    ...(coins === 0 ? [] : [cost]),
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
  const sales = known ? expectedSales(market, options) : undefined;
  const expected = sales?.judged ? sales : undefined;
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
    count('vendors.day_end_deposits', 'messages', counts.dayEndDeposits, sales?.deposits),
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

/** Whether the closed forms of sales and circulation hold: honest users, and coins that are sure to last. */
export function salesKnown(market: Market, options: MicroMintOptions, minted: number): boolean {
  return market.honest && coinsSuffice(market, options, minted);
}

/** Whether the coins minted are sure to last; false too where the coins needed are not known in advance. */
export function coinsSuffice(market: Market, options: MicroMintOptions, minted: number): boolean {
  // Of a group's coins there may be too few, and what is over a limit is refused.
  if (options.groupBits > 0 || options.redemptionLimit !== undefined) return false;
  return neverSoldOut(market, options, minted);
}

/** Whether the coins of every group are sure to last; false where the coins needed are not known in advance. */
export function neverSoldOut(market: Market, options: MicroMintOptions, minted: number): boolean {
  const sold = expectedSales(market, options)?.sold;
  if (sold === undefined) return false;
  const sd = sold.law?.name === 'normal' ? sold.law.sd : 0;
  const { users } = market.demand;
  const chance = 2 ** -options.groupBits;
  // Of the group with most users; which group a coin is of is drawn.
  const share = Math.ceil(users * chance) / users;
  const coins = minted * chance - SUFFICIENT_SD * Math.sqrt(minted * chance * (1 - chance));
  return coins >= sold.value * share + SUFFICIENT_SD * sd * Math.sqrt(share);
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
  if (coins === undefined || !market.faultless || !isPlain(market.demand)) return undefined;
  if (!quick || !withinFirstPeriod(market, options)) return undefined;
  const need: Need =
    arrivals.kind === 'fixed'
      ? { kind: 'fixed', count: arrivals.perUser }
      : { kind: 'poisson', mean: (arrivals.perUserPerDay * market.duration) / DAY };
  const perUser = purchasesToBuyAhead(need, options.batch / coins);
  const sum = (formula: string, { mean, variance }: Moments, scale: number): Oracle => ({
    value: users * mean * scale,
    formula,
    source: 'batches bought when the wallet is empty; derived',
    ...(variance === 0 && arrivals.kind === 'fixed'
      ? { kind: 'exact' }
      : { kind: 'mean', ...(variance > 0 && { law: { name: 'normal', sd: Math.sqrt(users * variance) * scale } }) }),
  });
  const sold = sum('U b E[ceil(N / b)]', perUser.purchases, options.batch);
  const exact = arrivals.kind === 'fixed';
  const normal = users >= NORMAL_FROM_USERS && users * perUser.purchases.variance >= NORMAL_FROM_VARIANCE;
  return {
    sold,
    judged: (exact || normal) && monthEndNegligible(market, options, coins, perUser.left.variance),
    orders: sum('U E[ceil(N / b)]', perUser.purchases, 1),
    deposits: expectedDeposits(market),
    ...(market.duration === options.period && !exact && { exchanged: sum('U E[-N mod b]', perUser.left, coins) }),
  };
}

type Moments = { readonly mean: number; readonly variance: number };

/** So many users, and such a variance of their orders, make a sum near enough to normal for a band of 1e-9. */
const NORMAL_FROM_USERS = 30;
const NORMAL_FROM_VARIANCE = 9;
/** A bias may be so small a part of the standard deviation that no number of replications in use shows it. */
const NEGLIGIBLE_BIAS = 1e-3;

/** Coins that are on their way to a buyer when the period ends come back and are bought again: seldom enough to neglect? */
function monthEndNegligible(market: Market, options: MicroMintOptions, coins: number, leftVariance: number): boolean {
  const { users, arrivals } = market.demand;
  if (arrivals.kind !== 'poisson' || market.duration < options.period) return true;
  const purchasesUnderWay = (users * arrivals.perUserPerDay * 2 * market.delayMax) / DAY;
  return purchasesUnderWay * coins <= NEGLIGIBLE_BIAS * Math.sqrt(users * leftVariance) * coins;
}

/** Of deposits sent at day ends; a purchase that latency carries over midnight counts for the next day's, if any. */
function expectedDeposits({ demand, duration }: Market): Oracle | undefined {
  if (demand.arrivals.kind !== 'poisson' || duration % DAY !== 0) return undefined;
  const weights = zipfWeights(demand.vendors, demand.zipfExponent);
  const { mean, variance } = settlementBatches(weights, demand.users * demand.arrivals.perUserPerDay, duration / DAY);
  if (variance < NORMAL_FROM_VARIANCE) return undefined;
  return {
    value: mean,
    formula: 'sum over vendors of days (1 - exp(-rate))',
    source: 'a vendor settles on every day on which it sold; derived',
    kind: 'mean',
    law: { name: 'normal', sd: Math.sqrt(variance) },
  };
}
