/**
 * Demand: who wants to buy what from whom, and when. It is drawn from streams named by user, so that every scheme
 * sees the identical purchases and one more user changes nobody's.
 * @module
 */
import { AliasTable, exponential, zipfWeights } from '../sim/distributions.ts';
import type { Metric } from '../sim/metric.ts';
import { Priority } from '../sim/priority.ts';
import { StreamFamily } from '../sim/random.ts';
import type { Simulation } from '../sim/simulation.ts';
import { Trace } from '../sim/trace.ts';
import { DAY, MICRODOLLARS_PER_USD, type Microdollars, type Microseconds } from '../units.ts';
import type { Behaviour } from './behaviour.ts';
import type { Pattern } from './demand/pattern.ts';
import type { TraceDemand } from './demand/trace-demand.ts';

export type Price =
  | { readonly kind: 'constant'; readonly price: Microdollars }
  | {
      readonly kind: 'choice';
      readonly prices: readonly Microdollars[];
      readonly weights: readonly number[] /** Of prices that come from a law. */;
      readonly meanUsd?: number;
    };

export type Arrivals =
  /** Each user buys in a Poisson process of this rate until the duration ends. */
  | { readonly kind: 'poisson'; readonly perUserPerDay: number }
  /** Each user buys exactly so often, at exponential gaps of mean duration / n, even past the duration. */
  | { readonly kind: 'fixed'; readonly perUser: number }
  /** Each user buys by the hours of the day, in bursts, for a while or within a budget; on average, when he is there. */
  | { readonly kind: 'patterned'; readonly perUserPerDay: number; readonly pattern: Pattern }
  /** Who buys when stands in a log; on average over its users and the duration. */
  | { readonly kind: 'trace'; readonly perUserPerDay: number };

export interface Demand {
  readonly users: number;
  readonly vendors: number;
  readonly arrivals: Arrivals;
  readonly price: Price;
  /** Vendor of rank r is chosen in proportion to r^-exponent; 0 is uniform. */
  readonly zipfExponent: number;
  /** There when arrivals are those of a log. */
  readonly trace?: TraceDemand;
}

/** Whether purchases follow the two plain laws, of a Poisson process or a fixed number, that schemes have theory for. */
export function isPlain({ arrivals }: Demand): boolean {
  return arrivals.kind === 'poisson' || arrivals.kind === 'fixed';
}

/** Mean time between two purchases of one user, in microseconds. */
export function meanGap({ arrivals }: Demand, duration: Microseconds): number {
  return arrivals.kind === 'fixed' ? duration / arrivals.perUser : DAY / arrivals.perUserPerDay;
}

export function priceDrawer({ price, users }: Demand, seed: string): (user: number) => Microdollars {
  if (price.kind === 'constant') return () => price.price;
  const draws = new StreamFamily(seed, 'user', users, 'price');
  const table = new AliasTable(price.weights);
  return (user) => price.prices[table.draw(draws.next(user))];
}

/** A user's streams, by their place in the family. */
const ARRIVALS = 0;
const VENDOR = 1;

/** All users of one replication: each wakes up for his next purchase and draws vendor and price. */
export class Shoppers {
  /** Time, user, vendor and price of every purchase: equal for all schemes of a scenario. */
  readonly trace = new Trace();
  #purchases = 0;
  #spent = 0;
  /** Users whose next purchase is scheduled. */
  #active = 0;

  constructor(
    simulation: Simulation,
    demand: Demand,
    duration: Microseconds,
    seed: string,
    buy: (user: number) => Behaviour,
  ) {
    const { users, arrivals } = demand;
    const draws = new StreamFamily(seed, 'user', users, 'arrivals', 'vendor');
    const vendorTable = new AliasTable(zipfWeights(demand.vendors, demand.zipfExponent));
    const drawPrice = priceDrawer(demand, seed);
    const mean = meanGap(demand, duration);
    const clocks = new Float64Array(users);
    const left = new Float64Array(users).fill(arrivals.kind === 'fixed' ? arrivals.perUser : Number.POSITIVE_INFINITY);

    /** The clock stays continuous and only the event's time is rounded: rounding gaps would bias short ones. */
    const scheduleNext = (user: number): void => {
      clocks[user] += exponential(draws.next(user, ARRIVALS)) * mean;
      const time = Math.round(clocks[user]);
      if (left[user] === 0 || (arrivals.kind === 'poisson' && time > duration)) return;
      this.#active++;
      simulation.at(time, wake, Priority.decision, user);
    };
    const wake = simulation.register('purchase', (user) => {
      this.#active--;
      left[user]--;
      const vendor = vendorTable.draw(draws.next(user, VENDOR));
      const price = drawPrice(user);
      this.trace.record(simulation.now, 'purchase', user, vendor, price);
      this.#purchases++;
      this.#spent += price;
      buy(user)(user, vendor, price);
      scheduleNext(user);
    });
    for (let user = 0; user < users; user++) scheduleNext(user);
  }

  /** Whether somebody will still buy. */
  get active(): boolean {
    return this.#active > 0;
  }

  get purchases(): number {
    return this.#purchases;
  }

  metrics(demand: Demand, duration: Microseconds): Metric[] {
    return demandMetrics(demand, duration, this.#purchases, this.#spent);
  }
}

/** What was bought beside its law. @param spent - in micro-dollars, over all purchases */
export function demandMetrics(
  demand: Demand,
  duration: Microseconds,
  purchases: number,
  spent: Microdollars,
): Metric[] {
  return [
    {
      name: 'demand.purchases.count',
      unit: 'purchases',
      value: purchases,
      combine: 'mean',
      theory: purchasesOracle(demand, duration, 1, 'purchases'),
    },
    {
      name: 'demand.value.total_usd',
      unit: 'USD',
      value: spent / MICRODOLLARS_PER_USD,
      combine: 'mean',
      ...valueOracle(demand, duration),
    },
  ];
}

function purchasesOracle(
  demand: Demand,
  duration: Microseconds,
  scale: number,
  what: string,
): NonNullable<Metric['theory']> {
  const { users, arrivals } = demand;
  const times = scale === 1 ? '' : ` x ${scale}`;
  if (arrivals.kind === 'fixed')
    return {
      value: users * arrivals.perUser * scale,
      formula: `U n${times}`,
      source: `${what} as the scenario fixes them`,
      kind: 'exact',
    };
  const mean = (users * arrivals.perUserPerDay * duration) / DAY;
  return {
    value: mean * scale,
    formula: `U rate T${times}`,
    source: `superposition of ${users} Poisson processes`,
    kind: 'mean',
    law: { name: 'poisson', mean, scale },
  };
}

/** The money spent: a multiple of the purchases at one price, a compound Poisson sum at several. */
function valueOracle(demand: Demand, duration: Microseconds): { theory?: NonNullable<Metric['theory']> } {
  const { price } = demand;
  if (price.kind === 'constant')
    return { theory: purchasesOracle(demand, duration, price.price / MICRODOLLARS_PER_USD, 'value') };
  const total = price.weights.reduce((sum, weight) => sum + weight, 0);
  const moment = (power: (p: number) => number): number =>
    price.prices.reduce((sum, p, i) => sum + (power(p / MICRODOLLARS_PER_USD) * price.weights[i]) / total, 0);
  const mean = moment((p) => p);
  const square = moment((p) => p * p);
  const { users, arrivals } = demand;
  const count =
    arrivals.kind === 'fixed' ? users * arrivals.perUser : (users * arrivals.perUserPerDay * duration) / DAY;
  const variance = arrivals.kind === 'fixed' ? count * (square - mean * mean) : count * square;
  return {
    theory: {
      value: count * mean,
      formula: 'E[purchases] E[price]',
      source: 'Wald; compound Poisson variance',
      kind: 'mean',
      law: { name: 'normal', sd: Math.sqrt(variance) },
    },
  };
}
