/**
 * Users who buy by the hours of the day, in bursts, for a while, or within a budget.
 *
 * A burst begins at the instants of a Poisson process whose rate follows the hours: candidates come at the rate of the
 * busiest hour and are taken with the probability that their hour has against it, which is exact (thinning). What comes
 * after a purchase in a burst is memoryless, so a burst needs no state, and bursts of one user may overlap.
 * @source thinning: P. A. W. Lewis and G. S. Shedler (1979); bursts: a cluster process after M. S. Bartlett (1963)
 * @module
 */
import { AliasTable, exponential, zipfWeights } from '../../sim/distributions.ts';
import type { Metric } from '../../sim/metric.ts';
import { Priority } from '../../sim/priority.ts';
import { StreamFamily } from '../../sim/random.ts';
import type { Simulation } from '../../sim/simulation.ts';
import { Trace } from '../../sim/trace.ts';
import { DAY, HOUR, type Microdollars, type Microseconds } from '../../units.ts';
import type { Behaviour } from '../behaviour.ts';
import { type Demand, priceDrawer } from '../demand.ts';
import { DistinctPairs } from './distinct-pairs.ts';
import { HOURS_OF_DAY, type Pattern } from './pattern.ts';
import { patternedMetrics } from './pattern-laws.ts';
import { Purses } from './purses.ts';

/** When each user's bursts begin, or his purchases where there are no bursts. */
class Beginnings {
  readonly #gaps: StreamFamily;
  readonly #hours: StreamFamily;
  readonly #meanGap: number;
  /** Probability that a candidate is taken, by the hour; undefined when all are. */
  readonly #taken: readonly number[] | undefined;
  readonly #clocks: Float64Array;
  readonly #ends: Float64Array;

  constructor(users: number, perUserPerDay: number, pattern: Pattern, duration: Microseconds, seed: string) {
    const { byHour, bursts, meanStay } = pattern;
    const peak = byHour === undefined ? 1 : Math.max(...byHour);
    this.#meanGap = (DAY * (bursts?.purchases ?? 1)) / (perUserPerDay * peak);
    this.#taken = byHour?.map((rate) => rate / peak);
    this.#gaps = new StreamFamily(seed, 'user', users, 'arrivals');
    this.#hours = new StreamFamily(seed, 'user', byHour === undefined ? 0 : users, 'hours');
    this.#clocks = new Float64Array(users);
    this.#ends = new Float64Array(users).fill(duration);
    if (meanStay !== undefined) this.#letComeAndGo(new StreamFamily(seed, 'user', users, 'stay'), meanStay, duration);
  }

  /** The user's next beginning; Infinity when he has left before. */
  next(user: number): Microseconds {
    do {
      this.#clocks[user] += exponential(this.#gaps.next(user)) * this.#meanGap;
      if (!this.isThere(user, Math.round(this.#clocks[user]))) return Number.POSITIVE_INFINITY;
    } while (!this.#isTaken(user));
    return Math.round(this.#clocks[user]);
  }

  isThere(user: number, time: Microseconds): boolean {
    return time <= this.#ends[user];
  }

  #isTaken(user: number): boolean {
    if (this.#taken === undefined) return true;
    const hour = Math.floor(this.#clocks[user] / HOUR) % HOURS_OF_DAY;
    return this.#hours.next(user) < this.#taken[hour];
  }

  #letComeAndGo(draws: StreamFamily, meanStay: Microseconds, duration: Microseconds): void {
    for (let user = 0; user < this.#clocks.length; user++) {
      this.#clocks[user] = draws.next(user) * duration;
      this.#ends[user] = Math.min(duration, this.#clocks[user] + exponential(draws.next(user)) * meanStay);
    }
  }
}

/** All users of one replication, drawn from the same named streams as those who buy at one rate. */
export class PatternedShoppers {
  /** Time, user, vendor and price of every purchase: equal for all schemes of a scenario. */
  readonly trace = new Trace();
  readonly #simulation: Simulation;
  readonly #pattern: Pattern;
  readonly #beginnings: Beginnings;
  readonly #bursts: StreamFamily;
  readonly #vendors: StreamFamily;
  readonly #vendorTable: AliasTable;
  readonly #priceOf: (user: number) => Microdollars;
  readonly #purses: Purses;
  readonly #pairs: DistinctPairs;
  readonly #buy: (user: number) => Behaviour;
  readonly #begin: number;
  readonly #continue: number;
  #purchases = 0;
  #spent = 0;
  /** Purchases that are scheduled. */
  #active = 0;

  /** @throws RangeError when the demand's arrivals are of another kind */
  constructor(
    simulation: Simulation,
    demand: Demand,
    duration: Microseconds,
    seed: string,
    buy: (user: number) => Behaviour,
  ) {
    const { users, arrivals } = demand;
    if (arrivals.kind !== 'patterned') throw new RangeError(`arrivals ${arrivals.kind}: expected a pattern`);
    this.#simulation = simulation;
    this.#pattern = arrivals.pattern;
    this.#beginnings = new Beginnings(users, arrivals.perUserPerDay, arrivals.pattern, duration, seed);
    this.#bursts = new StreamFamily(seed, 'user', arrivals.pattern.bursts === undefined ? 0 : users, 'burst');
    this.#vendors = new StreamFamily(seed, 'user', users, 'vendor');
    this.#vendorTable = new AliasTable(zipfWeights(demand.vendors, demand.zipfExponent));
    this.#priceOf = priceDrawer(demand, seed);
    this.#purses = new Purses(users, arrivals.pattern.budget);
    this.#pairs = new DistinctPairs(demand);
    this.#buy = buy;
    this.#begin = simulation.register('purchase', (user) => {
      this.#purchase(user);
      this.#scheduleBeginning(user);
    });
    this.#continue = simulation.register('purchase in a burst', (user) => this.#purchase(user));
    for (let user = 0; user < users; user++) this.#scheduleBeginning(user);
  }

  /** Whether somebody will still buy. */
  get active(): boolean {
    return this.#active > 0;
  }

  get purchases(): number {
    return this.#purchases;
  }

  metrics(demand: Demand, duration: Microseconds): Metric[] {
    const { count } = this.#pairs;
    return patternedMetrics(demand, duration, {
      purchases: this.#purchases,
      spent: this.#spent,
      forgone: this.#purses.refused,
      ...(count !== undefined && { pairs: count }),
    });
  }

  #scheduleBeginning(user: number): void {
    const time = this.#beginnings.next(user);
    if (time === Number.POSITIVE_INFINITY) return;
    this.#active++;
    this.#simulation.at(time, this.#begin, Priority.decision, user);
  }

  #purchase(user: number): void {
    this.#active--;
    const { now } = this.#simulation;
    const vendor = this.#vendorTable.draw(this.#vendors.next(user));
    const price = this.#priceOf(user);
    if (this.#purses.affords(user, price, now)) {
      this.trace.record(now, 'purchase', user, vendor, price);
      this.#purchases++;
      this.#spent += price;
      this.#pairs.add(user, vendor);
      this.#buy(user)(user, vendor, price);
    }
    if (this.#pattern.bursts !== undefined) this.#perhapsContinue(user, this.#pattern.bursts);
  }

  #perhapsContinue(user: number, { purchases, gap }: NonNullable<Pattern['bursts']>): void {
    if (this.#bursts.next(user) < 1 / purchases) return;
    // A gap of seconds loses nothing by being rounded by itself: its mean moves by some 10^-14 of it.
    const time = this.#simulation.now + Math.round(exponential(this.#bursts.next(user)) * gap);
    if (!this.#beginnings.isThere(user, time)) return;
    this.#active++;
    this.#simulation.at(time, this.#continue, Priority.decision, user);
  }
}
