/**
 * Whether a sound scenario can be run at all: beyond these sizes a run would take days, more memory than there is, or
 * sums that are no whole numbers any more.
 * @module
 */
import { type Demand, isPlain } from '../economy/demand.ts';
import type { Fidelity } from '../economy/scheme.ts';
import { DAY, type Microseconds } from '../units.ts';
import type { Scenario } from './model.ts';
import type { Objection } from './parse.ts';

/** Some 100,000 purchases a second are simulated on one core, some 1,000 to 10,000 where bytes are real. */
const EVENTS_MAX: Readonly<Record<Fidelity, number>> = { real: 1e9, sampled: 1e10, aggregate: 1e10 };
/** All markets are kept until they are combined, some 200 kB each. */
const MARKETS_MAX = 10_000;
/** Micro-dollars and serial numbers are whole numbers below 2^53, with room for lucky winners. */
const WORTH_MAX = 2 ** 51;

/** @param reaches - of each scheme the share of its payments that are events at aggregate */
export function sizeObjections(scenario: Scenario, reaches: readonly number[]): Objection[] {
  const { demand, duration } = scenario;
  if (demand === undefined) return [];
  const purchases = purchasesOf(demand, duration);
  return [
    ...marketObjections(scenario),
    ...unskippable(scenario, demand),
    ...eventObjections(scenario, demand, purchases, reaches),
    ...worthObjections(demand, purchases),
  ];
}

/** Of one replication; the expected number where they are drawn. */
function purchasesOf({ users, arrivals, trace }: Demand, duration: Microseconds): number {
  if (trace !== undefined) return trace.found?.purchases ?? 0;
  return users * (arrivals.kind === 'fixed' ? arrivals.perUser : (arrivals.perUserPerDay * duration) / DAY);
}

/** At aggregate purchases are skipped by the law of one rate or a fixed number. */
function unskippable({ fidelity }: Scenario, demand: Demand): Objection[] {
  if (fidelity !== 'aggregate' || isPlain(demand)) return [];
  const what = demand.trace === undefined ? 'hours, bursts, stays and budgets' : 'a log';
  return [{ path: ['fidelity'], message: `expected sampled or real, as the demand needs: ${what} cannot be skipped` }];
}

function marketObjections({ replications, schemes }: Scenario): Objection[] {
  const markets = replications * schemes.length;
  if (markets <= MARKETS_MAX) return [];
  const got = `got ${replications} x ${schemes.length} = ${markets}`;
  return [{ path: ['replications'], message: `expected replications x schemes of at most ${MARKETS_MAX}, ${got}` }];
}

function worthObjections({ price, trace }: Demand, purchases: number): Objection[] {
  const dearest = price.kind === 'constant' ? price.price : Math.max(...price.prices);
  const worth = trace?.found?.value ?? purchases * dearest;
  if (worth <= WORTH_MAX) return [];
  const message = `expected purchases worth at most ${WORTH_MAX} micro-dollars in all, got up to ${Math.round(worth)}`;
  return [{ path: ['demand', trace === undefined ? 'payments' : 'trace'], message }];
}

function eventObjections(
  { fidelity, replications }: Scenario,
  { users, vendors, trace }: Demand,
  purchases: number,
  reaches: readonly number[],
): Objection[] {
  const runs = replications * reaches.length;
  const reach = fidelity === 'aggregate' ? reaches.reduce((sum, each) => sum + each, 0) / reaches.length : 1;
  const most = EVENTS_MAX[fidelity];
  const inAll = `of all replications and schemes at ${fidelity}, got ${runs} x`;
  if (runs * (users + vendors) > most)
    return [{ path: ['demand'], message: `expected at most ${most} users and vendors ${inAll} ${users + vendors}` }];
  if (runs * purchases * reach <= most) return [];
  const which = reach < 1 ? 'purchases that reach the bank' : 'purchases';
  const message = `expected at most ${most} ${which} ${inAll} ${Math.round(purchases * reach)}`;
  return [{ path: ['demand', trace === undefined ? 'payments' : 'trace'], message }];
}
