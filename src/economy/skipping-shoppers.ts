/**
 * The demand at fidelity aggregate: of the payments of each user only those that reach the bank are events, those
 * between are counted. The numbers and the times have exactly the joint law that Shoppers has when every payment
 * reaches the bank with probability `reach`, independently of all others.
 *
 * Users draw their payments a slice of time at a time, one user after the other, and only the next payment of all is
 * scheduled: what a user draws from is touched in turn, not at random, which saves most of the time of a large demand.
 * @module
 */
import { AliasTable, zipfWeights } from '../sim/distributions.ts';
import type { Metric } from '../sim/metric.ts';
import { Priority } from '../sim/priority.ts';
import { StreamFamily } from '../sim/random.ts';
import type { Simulation } from '../sim/simulation.ts';
import type { Microdollars, Microseconds } from '../units.ts';
import { FixedLeaps, type Leaps, PoissonLeaps, PURPOSES, VENDOR } from './demand/leaps.ts';
import { TimeSlice } from './demand/time-slice.ts';
import { type Demand, demandMetrics, meanGap } from './demand.ts';

/** What becomes of the payments. */
export interface SkippingHooks {
  /** A payment that reaches the bank, now, after so many of this user that did not. */
  payReaching(user: number, vendor: number, price: Microdollars, skipped: number): void;
  /** So many payments, at least one, that did not, after the user's last that did: when all is over. */
  rest(user: number, count: number, price: Microdollars): void;
}

/**
 * A slice is so long that each user makes one reaching payment in it, on average; with few users it holds more, lest it
 * end as soon as it has begun, and with many less, to take little memory.
 */
const SLICE_MIN = 1024;
const SLICE_MAX = 65_536;

/** All users of one replication at one constant price: each pays now and then in a way that reaches the bank. */
export class SkippingShoppers {
  readonly #simulation: Simulation;
  readonly #users: number;
  readonly #price: Microdollars;
  readonly #hooks: SkippingHooks;
  readonly #leaps: Leaps;
  readonly #draws: StreamFamily;
  readonly #vendorTable: AliasTable;
  readonly #wake: number;
  /** Of each user the time of the first reaching payment that is in no slice yet; Infinity: there is none. */
  readonly #next: Float64Array;
  readonly #slice = new TimeSlice();
  readonly #sliceLength: number;
  /** Up to here payments are in slices. */
  #sliceEnd = 0;
  /** Place in the slice of the next payment. */
  #place = 0;
  /** Reaching payments known and not yet made. */
  #ahead = 0;
  #purchases = 0;

  /**
   * @param reach - probability in (0, 1] that a payment reaches the bank; at 1 the purchases are those of Shoppers
   * @throws RangeError for another reach, and for a demand at several prices or in a pattern
   */
  constructor(
    simulation: Simulation,
    demand: Demand,
    duration: Microseconds,
    seed: string,
    reach: number,
    hooks: SkippingHooks,
  ) {
    const { users, arrivals, price } = demand;
    if (!(reach > 0 && reach <= 1)) throw new RangeError(`reach ${reach}: expected a probability above 0`);
    if (price.kind !== 'constant') throw new RangeError('payments can only be skipped at one constant price');
    if (arrivals.kind !== 'poisson' && arrivals.kind !== 'fixed')
      throw new RangeError('payments can only be skipped at one rate, or where their number is fixed');
    this.#simulation = simulation;
    this.#users = users;
    this.#price = price.price;
    this.#hooks = hooks;
    const gap = meanGap(demand, duration);
    this.#draws = new StreamFamily(seed, 'user', users, ...PURPOSES);
    this.#leaps =
      arrivals.kind === 'poisson'
        ? new PoissonLeaps(users, gap, duration, this.#draws, reach)
        : new FixedLeaps(users, arrivals.perUser, gap, this.#draws, reach);
    this.#vendorTable = new AliasTable(zipfWeights(demand.vendors, demand.zipfExponent));
    this.#wake = simulation.register('reaching purchase', () => this.#reach());
    this.#next = Float64Array.from({ length: users }, (_, user) => this.#leap(user));
    const inSlice = Math.min(SLICE_MAX, Math.max(SLICE_MIN, users));
    // Payments have whole times: of a shorter slice rounding might leave nothing.
    this.#sliceLength = Math.max(1, ((gap / reach) * inSlice) / users);
    this.#scheduleNext();
  }

  /** Whether a payment will still reach the bank. */
  get active(): boolean {
    return this.#ahead > 0;
  }

  /** Payments so far, the skipped ones included as soon as they are handed over. */
  get purchases(): number {
    return this.#purchases;
  }

  /** Hands over what lies between each user's last reaching payment and the end of the demand: once, after the run. */
  flush(): void {
    for (let user = 0; user < this.#users; user++) {
      const rest = this.#leaps.rest(user);
      this.#purchases += rest;
      if (rest > 0) this.#hooks.rest(user, rest, this.#price);
    }
  }

  metrics(demand: Demand, duration: Microseconds): Metric[] {
    return demandMetrics(demand, duration, this.#purchases, this.#purchases * this.#price);
  }

  /** @returns the time of the user's next reaching payment, or Infinity */
  #leap(user: number): Microseconds {
    const time = this.#leaps.next(user);
    if (time !== Number.POSITIVE_INFINITY) this.#ahead++;
    return time;
  }

  #scheduleNext(): void {
    if (this.#ahead === 0) return;
    while (this.#place === this.#slice.count) this.#fillSlice();
    this.#simulation.at(this.#slice.sorted.times[this.#place], this.#wake, Priority.decision);
  }

  #fillSlice(): void {
    const slice = this.#slice;
    const next = this.#next;
    const begin = this.#sliceEnd;
    const end = begin + this.#sliceLength;
    slice.clear();
    for (let user = 0; user < next.length; user++) {
      for (let time = next[user]; time < end; time = next[user]) {
        const vendor = this.#vendorTable.draw(this.#draws.next(user, VENDOR));
        slice.add(time, user, vendor, this.#leaps.skipped(user));
        next[user] = this.#leap(user);
      }
    }
    slice.sort(begin, end);
    this.#sliceEnd = end;
    this.#place = 0;
  }

  #reach(): void {
    const { users, vendors, skipped } = this.#slice.sorted;
    const place = this.#place++;
    this.#ahead--;
    this.#purchases += skipped[place] + 1;
    this.#hooks.payReaching(users[place], vendors[place], this.#price, skipped[place]);
    this.#scheduleNext();
  }
}
