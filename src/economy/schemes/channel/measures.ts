/**
 * What a run of payment channels measures, each figure beside its closed form where one holds.
 * @module
 */

import { zipfWeights } from '../../../sim/distributions.ts';
import type { Metric, Oracle } from '../../../sim/metric.ts';
import { openChannels } from '../../../theory/baselines.ts';
import { type Count, exchanges } from '../../../theory/millicent.ts';
import { DAY, MICRODOLLARS_PER_USD, type Microdollars, type Microseconds } from '../../../units.ts';
import type { Demand } from '../../demand.ts';
import { metricOf } from '../../metric-of.ts';
import type { Market } from '../../scheme.ts';
import { OPENING_WORK, SETTLEMENT_WORK } from './bank.ts';
import type { ChannelOptions } from './options.ts';

/** What the parties have counted by the end of a run. */
export interface Counts {
  readonly openings: number;
  /** Those of which the vendor could not be told. */
  readonly failedOpenings: number;
  readonly settlements: number;
  /** Settlements without a voucher. */
  readonly unused: number;
  /** Settlements that paid the vendor, and that paid the user something back. */
  readonly payouts: number;
  readonly refunds: number;
  readonly vendorIncome: Microdollars;
  readonly lockedMean: Microdollars;
  readonly lockedMax: Microdollars;
}

/** Sums over fewer users, or of less variance, are not near enough to normal for a band of 1e-9. */
const NORMAL_FROM_USERS = 30;
const NORMAL_FROM_VARIANCE = 9;
/** Laws are summed over all vendors: of more of them that would take too long. */
const VENDORS_MAX = 10_000;
const SOURCE = 'one channel for each pair of a user and a vendor, and one more when it is used up; derived';

export function measures(market: Market, options: ChannelOptions, counts: Counts): Metric[] {
  const metric = metricOf(market.label);
  const usd = (name: string, amount: Microdollars, theory?: Oracle): Metric =>
    metric(`${name}_usd`, 'USD', amount / MICRODOLLARS_PER_USD, theory);
  const { openings, settlements } = counts;
  const opened = openings - counts.failedOpenings;
  return [
    metric('channels.opened_count', 'channels', opened, openingsLaw(market, options)),
    metric('channels.settled_count', 'channels', settlements, exact(opened, 'channels opened')),
    metric('channels.unused_count', 'channels', counts.unused),
    usd('vendors.income', counts.vendorIncome, incomeLaw(market, options, settlements)),
    usd('float.locked', counts.lockedMean, lockedLaw(market, options)),
    usd('float.locked_max', counts.lockedMax),
  ];
}

function usdOf(amount: Microdollars): number {
  return amount / MICRODOLLARS_PER_USD;
}

function exact(value: number, formula: string): Oracle {
  return { value, formula, source: 'every channel that is opened is closed once', kind: 'exact' };
}

/** What was served is paid: a channel's deposit covers its vouchers. Copies that are presented buy nothing. */
function incomeLaw({ demand: { price }, servedCount }: Market, { closeFee }: ChannelOptions, settlements: number) {
  return price.kind === 'constant'
    ? exact(usdOf(servedCount * price.price - settlements * closeFee), 'payments x p - channels x fee')
    : undefined;
}

/** Fees, and the bank's load: an opening and a settlement for each channel. */
export function identityOf(
  { servedCount, honest, faultless }: Market,
  { openFee, closeFee }: ChannelOptions,
  counts: Counts,
  metric: string,
): Oracle | undefined {
  const { openings, settlements, unused, payouts, refunds } = counts;
  if (metric === 'fees.users_usd') return exact(usdOf(openings * openFee), 'channels opened x fee');
  if (metric === 'fees.vendors_usd') return exact(usdOf(settlements * closeFee), 'channels closed x fee');
  if (!honest || !faultless || servedCount === 0) return undefined;
  const both = (work: 'message' | 'lookUp' | 'write'): number =>
    openings * OPENING_WORK[work] + settlements * SETTLEMENT_WORK[work];
  const loads: Readonly<Record<string, readonly [number, string]>> = {
    'bank.messages_per_payment': [both('message'), '(2 openings + 2 settlements) / payments'],
    'bank.signature_checks_per_payment': [settlements - unused, 'settlements by a voucher / payments'],
    'bank.hashes_per_payment': [0, '0'],
    'bank.look_ups_per_payment': [both('lookUp'), '(openings + settlements) / payments'],
    'bank.writes_per_payment': [both('write'), '(2 openings + 3 settlements) / payments'],
    'bank.macropayments_per_payment': [openings + payouts + refunds, '(openings + payouts + refunds) / payments'],
  };
  const load = loads[metric];
  return load && exact(load[0] / servedCount, load[1]);
}

// ---- laws

/** The periods of a run, whole ones and what is left of one; one alone when channels are closed at the end only. */
function periodsOf({ duration }: Market, { settleEvery }: ChannelOptions): { times: number; length: Microseconds }[] {
  if (settleEvery >= duration) return [{ times: 1, length: duration }];
  const times = Math.floor(duration / settleEvery);
  const rest = duration - times * settleEvery;
  return [{ times, length: settleEvery }, ...(rest > 0 ? [{ times: 1, length: rest }] : [])];
}

/** Where the laws hold: honest users at one price, nothing lost, and a network so quick that no period end is felt. */
function weightsOf({ demand, honest, faultless }: Market): readonly number[] | undefined {
  if (!honest || !faultless || demand.price.kind !== 'constant' || demand.vendors > VENDORS_MAX) return undefined;
  return zipfWeights(demand.vendors, demand.zipfExponent);
}

function openingsLaw(market: Market, options: ChannelOptions): Oracle | undefined {
  const { arrivals, price } = market.demand;
  const weights = weightsOf(market);
  if (weights === undefined || price.kind !== 'constant') return undefined;
  const perChannel = Math.floor(options.deposit / price.price);
  if (arrivals.kind === 'fixed')
    return options.settleEvery < market.simulation.now
      ? undefined
      : ofUsers(market.demand, exchanges(weights, { kind: 'fixed', count: arrivals.perUser }, perChannel));
  if (arrivals.kind !== 'poisson') return undefined;
  const parts = periodsOf(market, options).map(({ times, length }) => {
    const mean = (arrivals.perUserPerDay * length) / DAY;
    const count = exchanges(weights, { kind: 'poisson', mean }, perChannel);
    return { mean: times * count.mean, variance: times * count.variance! };
  });
  return ofUsers(market.demand, {
    mean: parts.reduce((sum, { mean }) => sum + mean, 0),
    variance: parts.reduce((sum, { variance }) => sum + variance, 0),
  });
}

/** Of a Poisson number nothing is certain, however small its variance. */
function ofUsers({ users, arrivals }: Demand, { mean, variance }: Count): Oracle {
  const law = { value: users * mean, formula: 'U sum over vendors of E[ceil(N / m)]', source: SOURCE };
  if (variance === 0 && arrivals.kind === 'fixed') return { ...law, kind: 'exact' };
  const isNormal = variance !== undefined && users >= NORMAL_FROM_USERS && users * variance >= NORMAL_FROM_VARIANCE;
  return { ...law, kind: 'mean', ...(isNormal && { law: { name: 'normal', sd: Math.sqrt(users * variance) } }) };
}

/** Deposits on average over the demand's duration. */
function lockedLaw(market: Market, options: ChannelOptions): Oracle | undefined {
  const { arrivals, users } = market.demand;
  const weights = weightsOf(market);
  if (weights === undefined || arrivals.kind !== 'poisson') return undefined;
  const open = periodsOf(market, options).reduce((sum, { times, length }) => {
    const purchases = (arrivals.perUserPerDay * length) / DAY;
    return sum + (openChannels(weights, purchases) * times * length) / market.duration;
  }, 0);
  return {
    value: usdOf(users * open * options.deposit),
    formula: 'U D sum over vendors of 1 - (1 - exp(-a)) / a',
    source: SOURCE,
    kind: 'mean',
  };
}
