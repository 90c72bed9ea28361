/**
 * What payments cost, who bears it and what for: fees, losses, interest on what lies idle, everybody's computing, the
 * broker's mint and the bank's macropayments. All of it follows from the ledger, the bank's station, what was computed
 * elsewhere, and three prices of the scenario.
 *
 * Costs are signed: a fee that vendors pay is income of the bank, a day's credit that vendors give is a day's credit
 * that somebody has. So fees and interest sum to zero over all parties, and losses to what gangs have gained.
 * @module
 */
import type { Metric } from '../sim/metric.ts';
import { DAY, HOUR, MICRODOLLARS_PER_USD, type Microseconds } from '../units.ts';
import type { Exposure } from './exposure.ts';
import type { Gangs } from './gangs.ts';
import { type Losses, lossesOf, lossMetrics } from './losses.ts';
import type { Worker } from './party-work.ts';
import type { Market } from './scheme.ts';

/** What a scenario assumes of prices. */
export interface Economics {
  /** An hour of one of the bank's servers, or of anybody's machine, paid for as it is used. */
  readonly serverUsdPerHour: number;
  /** Simple interest on what a party has put in beyond what it got. */
  readonly interestPerYear: number;
  /** What a macropayment costs the bank. */
  readonly macropaymentUsd: number;
}

/** Assumptions: a small server in a cloud, a deposit at a bank, the fixed part of a card's fee. */
export const DEFAULT_ECONOMICS: Economics = Object.freeze({
  serverUsdPerHour: 0.1,
  interestPerYear: 0.04,
  macropaymentUsd: 0.3,
});

const YEAR = 365 * DAY;
const PER = 1000;

type Party = keyof Losses;

/** One party's cost of one kind over the whole run, in dollars. */
interface Cost {
  readonly party: Party;
  readonly kind: 'fees' | 'losses' | 'float' | 'computing' | 'minting' | 'macropayments';
  readonly usd: number;
}

/** What the market measures of losses, risks and costs under any scheme. */
export function economicMeasures(market: Market, gangs: Gangs, exposure: Exposure, economics: Economics): Metric[] {
  const lost = lossesOf(market, gangs);
  return [
    ...lossMetrics(market.label, lost),
    ...exposure.metrics(),
    ...market.work.metrics(market.label, market.servedCount),
    ...costs(market, exposure, lost, economics),
  ];
}

/** Costs by party and kind per 1,000 payments served, and all of them per payment; none without a payment. */
function costs(market: Market, exposure: Exposure, lost: Losses, economics: Economics): Metric[] {
  const { label, servedCount } = market;
  if (servedCount === 0) return [];
  const borne = borneCosts(market, exposure, lost, economics);
  const metrics = borne.map(
    ({ party, kind, usd }): Metric => ({
      name: `${label}.cost.${party}.${kind}_usd_per_1000_payments`,
      unit: 'USD',
      value: (PER * usd) / servedCount,
      combine: 'mean',
    }),
  );
  // Where payments are skipped nobody knows for how long money was idle, and a sum without it would compare to nothing.
  if (exposure.floats === undefined) return metrics;
  const total = totalOf(borne) / servedCount;
  return [...metrics, { name: `${label}.cost.total_usd_per_payment`, unit: 'USD', value: total, combine: 'mean' }];
}

function borneCosts({ bank, work }: Market, exposure: Exposure, lost: Losses, economics: Economics): Cost[] {
  const { fees, floats } = exposure;
  const [users, vendors] = [fees.users / MICRODOLLARS_PER_USD, fees.vendors / MICRODOLLARS_PER_USD];
  const interest = (integral: number): number => ((integral / MICRODOLLARS_PER_USD) * economics.interestPerYear) / YEAR;
  const of = (party: Party, kind: Cost['kind'], usd: number): Cost => ({ party, kind, usd });
  const machine = (time: Microseconds): number => (time / HOUR) * economics.serverUsdPerHour;
  // A machine of theirs takes as long as the bank's: one table of costs for all.
  const computing = (worker: Worker): number => machine(bank.serviceTime(work[worker]));
  const idle = (party: Party): Cost[] => (floats === undefined ? [] : [of(party, 'float', interest(floats[party]))]);
  return [
    of('users', 'fees', users),
    of('users', 'losses', lost.users),
    ...idle('users'),
    of('users', 'computing', computing('users')),
    of('vendors', 'fees', vendors),
    of('vendors', 'losses', lost.vendors),
    ...idle('vendors'),
    of('vendors', 'computing', computing('vendors')),
    of('bank', 'fees', 0 - users - vendors),
    of('bank', 'losses', lost.bank),
    ...idle('bank'),
    of('bank', 'computing', machine(bank.station.busyTime)),
    of('bank', 'minting', computing('mint')),
    of('bank', 'macropayments', bank.macropayments * economics.macropaymentUsd),
  ];
}

/**
 * What users and vendors bear, and what the bank's income leaves uncovered of its own costs. So no dollar counts twice,
 * and a bank that earns more than it needs makes nobody's payments cheaper.
 */
function totalOf(borne: readonly Cost[]): number {
  const sum = (parties: readonly Party[]): number =>
    borne.reduce((total, { party, usd }) => (parties.includes(party) ? total + usd : total), 0);
  return sum(['users', 'vendors']) + Math.max(0, sum(['bank']));
}
