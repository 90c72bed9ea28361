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
import {
  expectedOf,
  FAR_SD,
  type Gang,
  gangsOf,
  hashesOf,
  outletOf,
  plansAlone,
  sellsAll,
  withinOutlets,
} from './forging-gangs.ts';
import { coinsPerPayment, coinsSuffice } from './measures.ts';
import { underWayMax } from './options.ts';
import type { Setting } from './setting.ts';

const SOURCE = 'after RS96: coins are accepted off-line, paid once, and the buyer is on record; derived';
/** A sum of fewer events than these is not near enough to normal. */
const NORMAL_FROM = 30;
/** Purchases of a user while an order of his is under way: of more than so many some do not copy what they should. */
const OVERLAP_MAX = 1e-2;

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
  // Whoever has seen a forged coin refuses a copy of its bin, and after a recall copies are good for nothing.
  if (enlistment.adversary.kind === 'double-spender')
    return forgers.all.length === 0 ? ofDoubleSpenders(setting, metric, enlistment) : undefined;
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

/** The purchases of one user, one after the other, all of them paid with coins of one period that last. */
function plainNeed<C>({ market, options, issues }: Setting<C>): Need | undefined {
  const { arrivals } = market.demand;
  if (options.settlement !== 'coin' || arrivals.kind !== 'poisson') return undefined;
  const overlap = (arrivals.perUserPerDay * 2 * market.delayMax) / DAY;
  if (overlap > OVERLAP_MAX || !coinsSuffice(market, options, issues.of(0).coins)) return undefined;
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
  const { market, options } = setting;
  const { settlement, lossPolicy } = options;
  const gang = gangsOf(forgers).find(({ label }) => label === enlistment.label)!;
  const [{ effort }] = gang.members;
  // By bins a forger who also buys may be framed like anybody else.
  if (metric === 'caught_share')
    return settlement === 'coin' || effort.fenced
      ? exactlyNone('nobody is on record for a coin that was not sold')
      : undefined;
  const cost = hashesOf(gang) * effort.usdPerHash;
  const unpaid = effort.fenced && settlement === 'coin' && lossPolicy === 'vendor';
  // Somebody else's bad coins may have been spent with the vendor in league, and his honest buyers' may be over a limit
  // or come too late.
  const nobodyElse = forgersOnly && forgers.all.every((each) => each.effort.fenced);
  const inTime = market.faultless && market.delayMax <= underWayMax(options);
  const sound = nobodyElse && inTime && options.redemptionLimit === undefined;
  if (unpaid && sound && metric === 'gain_usd') return exactlyNone('what was not minted is not paid');
  return metric === 'profit_usd' ? profitOf(setting, forgers, gang, cost) : undefined;
}

function exactlyNone(why: string): Oracle {
  return { value: 0, formula: `0: ${why}`, source: SOURCE, kind: 'exact' };
}

/** All that a gang finds buys goods, or so much of it as one can get rid of. */
function profitOf<C>(setting: Setting<C>, forgers: Forgers<C>, gang: Gang<C>, cost: number): Oracle | undefined {
  if (!plansAlone(gang) || !sellsAll(setting, forgers, gang)) return undefined;
  const { coinValue } = setting.options;
  const { mean, variance } = expectedOf(gang);
  const sd = Math.sqrt(variance);
  const outlet = outletOf(gang);
  const worth = coinValue / MICRODOLLARS_PER_USD;
  const source = SOURCE;
  if (gang.members.length === 1 && mean - FAR_SD * sd >= outlet)
    return { value: boundOf(outlet * coinValue, cost), formula: 'worth x outlet - cost', source, kind: 'bound' };
  if (!withinOutlets(gang)) return undefined;
  const judged = mean >= NORMAL_FROM ? { law: { name: 'normal' as const, sd: worth * sd } } : { sparse: true };
  return { value: worth * mean - cost, formula: 'worth E[coins] - cost', source, kind: 'mean', ...judged };
}

/** In whole micro-dollars, like what it is compared with. */
function boundOf(revenue: Microdollars, costUsd: number): number {
  return (revenue - Math.round(costUsd * MICRODOLLARS_PER_USD)) / MICRODOLLARS_PER_USD;
}
