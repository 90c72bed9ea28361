/**
 * Laws of what a market measures of the gangs in a MicroMint economy: who is caught, and what it brings him. Only where
 * nothing but the gang's own luck decides: one price of a coin, one period, a network that loses nothing.
 * @module
 */
import { zipfWeights } from '../../../sim/distributions.ts';
import type { Oracle } from '../../../sim/metric.ts';
import type { Need } from '../../../theory/demand.ts';
import { type DoubleSpender, type DoubleSpendLaw, detectionLaw } from '../../../theory/double-spend.ts';
import { DAY, MICRODOLLARS_PER_USD, type Microdollars } from '../../../units.ts';
import { type Enlistment, sizeOf } from '../../adversary.ts';
import type { Forgers } from './forgers.ts';
import { expectedOf, type Gang, gangsOf, hashesOf } from './forgery-measures.ts';
import { coinsPerPayment } from './measures.ts';
import type { Setting } from './setting.ts';

const SOURCE = 'after RS96: coins are accepted off-line, paid once, and the buyer is on record; derived';
/** So many standard deviations from a limit, and the limit does not matter, or is all that matters. */
const FAR_SD = 8;
/** A sum of fewer events than these is not near enough to normal. */
const NORMAL_FROM = 30;
/** A bias may be so small a part of the standard deviation that no number of replications in use shows it. */
const NEGLIGIBLE_BIAS = 1e-2;

/**
 * @param metric of a gang, without its label
 * @param forgersOnly whether nobody cheats otherwise than by forging
 */
export function foreseen<C>(
  setting: Setting<C>,
  forgers: Forgers<C>,
  metric: string,
  enlistment: Enlistment,
  forgersOnly: boolean,
): Oracle | undefined {
  if (enlistment.adversary.kind === 'double-spender') return ofDoubleSpenders(setting, metric, enlistment);
  if (!forgers.all.some(({ effort }) => effort.gang === enlistment.label)) return undefined;
  return ofForgers(setting, forgers, metric, enlistment, forgersOnly);
}

// ---- double-spenders

/** What has been worked out: every replication asks for the same. */
const known = new Map<string, DoubleSpendLaw>();

function ofDoubleSpenders<C>(setting: Setting<C>, metric: string, enlistment: Enlistment): Oracle | undefined {
  const { market, options } = setting;
  const need = plainNeed(setting);
  const coins = coinsPerPayment(market.demand, options);
  if (need === undefined || coins === undefined) return undefined;
  const { users, vendors, zipfExponent } = market.demand;
  const { copies, pace } = enlistment.options as { copies: number; pace: DoubleSpender['pace'] };
  const key = `${vendors}/${zipfExponent}/${copies}/${pace}/${coins}/${need.kind}/${'mean' in need ? need.mean : need.count}`;
  const weights = zipfWeights(vendors, zipfExponent);
  const law = known.get(key) ?? detectionLaw({ weights, uses: copies + 1, pace, coins }, need);
  known.set(key, law);
  const members = sizeOf(enlistment, users);
  if (metric === 'caught_share') return caughtOracle(law.caught, members);
  if (metric !== 'gain_usd' || options.suspendAfter !== undefined) return undefined;
  const worth = (coins * options.coinValue) / MICRODOLLARS_PER_USD;
  return {
    value: members * law.accepted.mean * worth,
    formula: 'members E[copies accepted] price',
    source: SOURCE,
    kind: 'mean',
    ...(members * law.accepted.mean >= NORMAL_FROM
      ? { law: { name: 'normal' as const, sd: Math.sqrt(members) * law.accepted.sd * worth } }
      : { sparse: true }),
  };
}

/** The purchases of one user, all of them paid with coins of one period that nothing stops. */
function plainNeed<C>({ market, options }: Setting<C>): Need | undefined {
  const { arrivals } = market.demand;
  const plain = options.settlement === 'coin' && options.groupBits === 0 && options.redemptionLimit === undefined;
  if (!plain || !market.faultless || arrivals.kind !== 'poisson' || market.duration > options.period) return undefined;
  return { kind: 'poisson', mean: (arrivals.perUserPerDay * market.duration) / DAY };
}

function caughtOracle(caught: number, members: number): Oracle {
  const source = SOURCE;
  if (1 - caught < 1e-13) return { value: 1, formula: '1', source, kind: 'exact' };
  const binomial = { name: 'binomial' as const, trials: members, probability: caught, scale: 1 / members };
  return { value: caught, formula: 'P(a copy is accepted by another vendor)', source, kind: 'mean', law: binomial };
}

// ---- forgers

function ofForgers<C>(
  setting: Setting<C>,
  forgers: Forgers<C>,
  metric: string,
  enlistment: Enlistment,
  forgersOnly: boolean,
): Oracle | undefined {
  const { settlement, lossPolicy } = setting.options;
  if (metric === 'caught_share')
    return { value: 0, formula: '0: nobody is on record for a coin that was not sold', source: SOURCE, kind: 'exact' };
  const gang = gangsOf(forgers).find(({ label }) => label === enlistment.label)!;
  const [{ effort }] = gang.members;
  const cost = hashesOf(gang) * effort.usdPerHash;
  const unpaid = effort.fenced && settlement === 'coin' && lossPolicy === 'vendor';
  // Somebody else's bad coins may have been spent with the vendor in league.
  const nobodyElse = forgersOnly && forgers.all.every((each) => each.effort.fenced);
  if (unpaid && nobodyElse && metric === 'gain_usd')
    return { value: 0, formula: '0: what was not minted is not paid', source: SOURCE, kind: 'exact' };
  if (metric !== 'profit_usd') return undefined;
  return unpaid ? undefined : profitOf(setting, gang, cost);
}

/** All that a gang of one period finds buys goods, coin by coin, or so much of it as it can get rid of. */
function profitOf<C>(setting: Setting<C>, gang: Gang<C>, cost: number): Oracle | undefined {
  const { market, options } = setting;
  const { hiddenPredicates, recallAt, coinValue } = options;
  const [{ effort }] = gang.members;
  const onePeriod = gang.members.every(({ runs }) => runs.length === 1);
  const plain = hiddenPredicates === undefined && recallAt === undefined && !effort.fenced && !effort.splices;
  if (!plain || !onePeriod || !market.faultless || coinsPerPayment(market.demand, options) !== 1) return undefined;
  const { mean, variance } = expectedOf(gang);
  const sd = Math.sqrt(variance);
  const outlet = gang.members.length * effort.outletCoins;
  const worth = coinValue / MICRODOLLARS_PER_USD;
  // A vendor who has seen the bin refuses the coin.
  if ((Math.min(mean, outlet) * (soldAtMost(setting) + outlet)) / 2 ** options.bits > NEGLIGIBLE_BIAS * sd)
    return undefined;
  const source = SOURCE;
  if (gang.members.length === 1 && mean - FAR_SD * sd >= outlet)
    return { value: boundOf(outlet * coinValue, cost), formula: 'worth x outlet - cost', source, kind: 'bound' };
  if (mean + FAR_SD * sd + FAR_SD > outlet) return undefined;
  const judged = mean >= NORMAL_FROM ? { law: { name: 'normal' as const, sd: worth * sd } } : { sparse: true };
  return { value: worth * mean - cost, formula: 'worth E[coins] - cost', source, kind: 'mean', ...judged };
}

/** In whole micro-dollars, like what it is compared with. */
function boundOf(revenue: Microdollars, costUsd: number): number {
  return (revenue - Math.round(costUsd * MICRODOLLARS_PER_USD)) / MICRODOLLARS_PER_USD;
}

function soldAtMost<C>({ market }: Setting<C>): number {
  const { users, arrivals } = market.demand;
  const each = arrivals.kind === 'fixed' ? arrivals.perUser : (arrivals.perUserPerDay * market.duration) / DAY;
  return 2 * users * each;
}
