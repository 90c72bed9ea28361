/**
 * Where the closed forms of a Millicent economy hold, and what they are there: honest users at one price on a network
 * that loses nothing, as long as no scrip expires and no vendor closes.
 * @module
 */
import { zipfWeights } from '../../../sim/distributions.ts';
import type { Oracle } from '../../../sim/metric.ts';
import type { Need } from '../../../theory/demand.ts';
import { meanOf } from '../../../theory/lottery.ts';
import {
  type Count,
  distinctVendors,
  exchanges,
  exchangesByPayments,
  exchangesOnAverage,
  refills,
  scripPurchases,
} from '../../../theory/millicent.ts';
import { DAY, type Microdollars, type Microseconds } from '../../../units.ts';
import { isPlain } from '../../demand.ts';
import type { Market } from '../../scheme.ts';
import { exchangeSize, type MillicentOptions, millionthsOf, purchaseSize } from './options.ts';

/** How far from its mean, in standard deviations, a normal number is once in 10^9 times. */
const BAND = 6.109;
/** A sum is judged by that band whose chance to be outside is at most three times as large; of replications together less. */
const CHANCE_RATIO_LN = 1.0986;
/** Thirty replications of so much variance, which of counts is events, and Student's t is right about 1e-9. */
const VARIANCE_ENOUGH = 2;
/** Laws are summed over all vendors: of more of them that would take too long, for curves a law at each reading. */
const VENDORS_MAX = 10_000;
const CURVE_VENDORS_MAX = 100;
/** The covariances of a fixed need are summed over all pairs of vendors. */
const PAIRED_VENDORS_MAX = 2000;

/** Exchanges of all users over time, when all cost the same. */
interface ExchangesUntil {
  /** w: what is exchanged at once; p: the price. */
  readonly size: Microdollars;
  readonly price: Microdollars;
  /** What a broker owes a vendor for one exchange; undefined where it buys in bulk. */
  readonly due: Microdollars | undefined;
  at(time: Microseconds): number;
  purchasesUntil(time: Microseconds): number;
}

export interface Laws {
  readonly firstVisits: Oracle | undefined;
  readonly refills: Oracle | undefined;
  readonly exchanges: Oracle | undefined;
  readonly purchases: Oracle | undefined;
  readonly exchangesUntil: ExchangesUntil | undefined;
  /** Of all users when they have made so many payments together. */
  readonly exchangesByPayments: ((payments: number) => number) | undefined;
  /** Payments of all users by a time, and so ID#s that vendors keep. */
  readonly spentUntil: ((time: Microseconds) => number) | undefined;
}

const NONE: Laws = {
  firstVisits: undefined,
  refills: undefined,
  exchanges: undefined,
  purchases: undefined,
  exchangesUntil: undefined,
  exchangesByPayments: undefined,
  spentUntil: undefined,
};

/** Honest people, a network that loses nothing, and every vendor there to the end. */
export function isUndisturbed({ honest, faultless, duration }: Market, { closes }: MillicentOptions): boolean {
  return honest && faultless && (closes === undefined || closes.at > duration);
}

/** Letters of one purchase that may follow each other, and then some. */
const LETTERS = 8;

/**
 * Whether scrip lives as long as somebody buys and is answered. What is got at the beginning is good to the end of the
 * day on which its life is over. A fixed number of purchases each may go on beyond the duration.
 */
export function isWithinLife({ demand, duration, delayMax, simulation }: Market, { life }: MillicentOptions): boolean {
  if (demand.arrivals.kind === 'fixed') return simulation.now <= life;
  return duration <= life && LETTERS * delayMax <= DAY;
}

/** The closed forms that hold in this run, which is over. */
export function lawsOf(market: Market, options: MillicentOptions): Laws {
  if (!isUndisturbed(market, options) || !isPlain(market.demand)) return NONE;
  const need = needUntil(market, market.duration);
  const weights = zipfWeights(market.demand.vendors, market.demand.zipfExponent);
  const firstVisits = firstVisitsLaw(market, weights, need);
  const { price } = market.demand;
  const spent = isWithinLife(market, options) ? spentUntil(market) : undefined;
  if (price.kind !== 'constant' || spent === undefined || weights.length > VENDORS_MAX)
    return { ...NONE, firstVisits, spentUntil: spent };
  const pieces = { perPiece: Math.floor(exchangeSize(options, price.price) / price.price), weights };
  const all = exchangesLaw(market, pieces, need);
  return {
    firstVisits,
    refills: refillsLaw(market, pieces, need),
    exchanges: all,
    purchases: purchasesLaw(market, options, pieces, need),
    exchangesUntil: exchangesUntil(market, options, pieces, price.price),
    exchangesByPayments: byPayments(market, pieces),
    spentUntil: spent,
  };
}

interface Pieces {
  readonly weights: readonly number[];
  /** m: purchases that a piece of scrip pays. */
  readonly perPiece: number;
}

/** Payments are any user's, one after the other, only where each makes them in a Poisson process. */
function byPayments(
  { demand: { users, arrivals } }: Market,
  { weights, perPiece }: Pieces,
): Laws['exchangesByPayments'] {
  if (arrivals.kind !== 'poisson') return undefined;
  return (payments) => exchangesByPayments(weights, users, payments, perPiece);
}

/** How many payments there are to be in the whole run. */
export function paymentsExpected(market: Market): { readonly mean: number; readonly variance: number } {
  const need = needUntil(market, market.duration);
  const mean = market.demand.users * meanOf(need);
  return { mean, variance: need.kind === 'fixed' ? 0 : mean };
}

/** How many pairs of a user and a vendor there are to be in the whole run; 0 where that is not known. */
export function visitsExpected(market: Market): Pick<Count, 'mean' | 'variance'> {
  const { users, vendors, zipfExponent } = market.demand;
  const need = needUntil(market, market.duration);
  const tooMany = vendors > (need.kind === 'fixed' ? PAIRED_VENDORS_MAX : VENDORS_MAX);
  if (tooMany || !isPlain(market.demand)) return { mean: 0, variance: 0 };
  const { mean, variance } = distinctVendors(zipfWeights(vendors, zipfExponent), need);
  return { mean: users * mean, variance: variance && users * variance };
}

/** Of one user. */
function needUntil({ demand: { arrivals } }: Market, time: Microseconds): Need {
  return arrivals.kind === 'fixed'
    ? { kind: 'fixed', count: arrivals.perUser }
    : { kind: 'poisson', mean: (arrivals.perUserPerDay * time) / DAY };
}

function spentUntil(market: Market): (time: Microseconds) => number {
  return (time) => market.demand.users * meanOf(needUntil(market, time));
}

function firstVisitsLaw(market: Market, weights: readonly number[], need: Need): Oracle | undefined {
  if (need.kind === 'fixed' && weights.length > PAIRED_VENDORS_MAX) return undefined;
  const formula =
    need.kind === 'fixed' ? 'U sum over vendors of 1 - (1-w)^n' : 'U sum over vendors of 1 - exp(-rate T w)';
  return ofUsers(market, distinctVendors(weights, need), formula, 'distinct pairs of a user and a vendor; derived');
}

function exchangesLaw(market: Market, { weights, perPiece }: Pieces, need: Need): Oracle | undefined {
  const source = 'an exchange at the first visit and at each refill, after G95; derived';
  return ofUsers(market, exchanges(weights, need, perPiece), 'U sum over vendors of E[ceil(N / m)]', source);
}

function refillsLaw(market: Market, { weights, perPiece }: Pieces, need: Need): Oracle | undefined {
  const source = 'exchanges but for the first visits; derived';
  return ofUsers(market, refills(weights, need, perPiece), 'U sum over vendors of E[max(0, ceil(N / m) - 1)]', source);
}

function purchasesLaw(market: Market, options: MillicentOptions, pieces: Pieces, need: Need): Oracle | undefined {
  if (need.kind === 'fixed') return undefined;
  const size = exchangeSize(options, priceOf(market));
  const perPurchase = Math.floor(purchaseSize(options, size) / size);
  const count = scripPurchases(pieces.weights, meanOf(need), pieces.perPiece, perPurchase);
  return ofUsers(market, count, 'U E[ceil(E / k)]', 'broker scrip bought when it cannot pay an exchange; derived');
}

function priceOf({ demand: { price } }: Market): Microdollars {
  return price.kind === 'constant' ? price.price : Number.NaN;
}

/** The sum over independent users. Of a Poisson number nothing is certain, however small its variance. */
function ofUsers({ demand: { users, arrivals } }: Market, count: Count, formula: string, source: string): Oracle {
  const value = users * count.mean;
  if (count.variance === 0 && arrivals.kind === 'fixed') return { value, formula, source, kind: 'exact' };
  return { value, formula, source, kind: 'mean', ...judgedBy(users, count) };
}

/**
 * By its normal law, where it is as good as normal as far out as it is judged; else by its spread over replications, if
 * enough happens in each. Where the variance is not known, what happens is as much as is expected.
 */
function judgedBy(users: number, { mean, variance, third, fourth }: Count): Pick<Oracle, 'law' | 'sparse'> {
  const spread = users * (variance ?? mean);
  if (spread < VARIANCE_ENOUGH) return { sparse: true };
  if (variance === undefined || third === undefined || fourth === undefined) return {};
  const skewness = Math.abs(users * third) / (spread * Math.sqrt(spread));
  const excess = Math.max(0, users * fourth) / (spread * spread);
  // Of Cramer's series for the chance of a large deviation, the first terms beyond the normal law.
  const ratioLn = (skewness * BAND * BAND * BAND) / 6 + (excess * BAND * BAND * BAND * BAND) / 24;
  return ratioLn <= CHANCE_RATIO_LN ? { law: { name: 'normal', sd: Math.sqrt(spread) } } : {};
}

/** Each day's readings all ask for its midnight. */
function remembered(law: (time: Microseconds) => number): (time: Microseconds) => number {
  const known = new Map<Microseconds, number>();
  return (time) => {
    const value = known.get(time) ?? law(time);
    known.set(time, value);
    return value;
  };
}

function exchangesUntil(
  market: Market,
  options: MillicentOptions,
  { weights, perPiece }: Pieces,
  price: Microdollars,
): ExchangesUntil | undefined {
  const { users, arrivals } = market.demand;
  if (arrivals.kind !== 'poisson' || weights.length > CURVE_VENDORS_MAX) return undefined;
  const size = exchangeSize(options, price);
  return {
    size,
    price,
    due: options.supply === 'licensed' ? size - millionthsOf(size, options.commission) : undefined,
    at: remembered((time) => users * exchangesOnAverage(weights, (arrivals.perUserPerDay * time) / DAY, perPiece)),
    purchasesUntil: spentUntil(market),
  };
}
