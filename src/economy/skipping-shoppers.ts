/**
 * The demand at fidelity aggregate: of the payments of each user only those that reach the bank are events, those
 * between are counted. The numbers and the times have exactly the joint law that Shoppers has when every payment
 * reaches the bank with probability `reach`, independently of all others.
 *
 * A Poisson process is thinned: payments that reach the bank and payments that do not are two independent Poisson
 * processes. Of a fixed number of payments those that do not reach it before the next that does are geometric, and the
 * time for all of them is a Gamma variable. What lies between a user's last reaching payment and the end of the demand
 * belongs to the demand too: forgetting it biases the outcome by several standard errors.
 * @module
 */
import { AliasTable, exponential, zipfWeights } from '../sim/distributions.ts';
import type { Metric } from '../sim/metric.ts';
import { Priority } from '../sim/priority.ts';
import { StreamFamily } from '../sim/random.ts';
import { gammaVariate, geometricBefore, poissonVariate } from '../sim/samplers.ts';
import type { Simulation } from '../sim/simulation.ts';
import type { Microdollars, Microseconds } from '../units.ts';
import { type Demand, demandMetrics, meanGap } from './demand.ts';

/** What becomes of the payments. */
export interface SkippingHooks {
  /** A payment that reaches the bank, now. */
  payReaching(user: number, vendor: number, price: Microdollars): void;
  /** So many payments, at least one, that did not: just before the user's next that does, or when all is over. */
  skip(user: number, count: number, price: Microdollars): void;
}

/** A user's row: all that his next leap needs lies side by side in memory, since users come at random. */
const ROW = 4;
/** Continuous time of his last reaching payment: only an event's time is rounded. */
const CLOCK = 0;
/** Payments since that one, once `next` has found the one after it. */
const SKIPPED = 1;
/** Payments that he still makes, where their number is fixed. */
const LEFT = 2;

/** A user's streams, by their place in the family. */
const ARRIVALS = 0;
const SELECTION = 1;
const VENDOR = 2;

/** The way of all users from one reaching payment to the next. */
abstract class Leaps {
  protected readonly rows: Float64Array;
  protected readonly draws: StreamFamily;

  constructor(users: number, draws: StreamFamily) {
    this.rows = new Float64Array(ROW * users);
    this.draws = draws;
  }

  skipped(user: number): number {
    return this.rows[ROW * user + SKIPPED];
  }

  /** @returns the time of the user's next reaching payment, Infinity when he makes none any more */
  abstract next(user: number): Microseconds;
  /** Payments after the user's last reaching one; asked once, when `next` has said Infinity. */
  abstract rest(user: number): number;
}

class PoissonLeaps extends Leaps {
  readonly #meanReaching: number;
  /** Expected skipped payments in a microsecond. */
  readonly #skipRate: number;
  readonly #duration: Microseconds;
  readonly #drawSkipped: () => number;
  #user = 0;

  constructor(demand: Demand, duration: Microseconds, draws: StreamFamily, reach: number) {
    super(demand.users, draws);
    const mean = meanGap(demand, duration);
    this.#meanReaching = mean / reach;
    this.#skipRate = (1 - reach) / mean;
    this.#duration = duration;
    this.#drawSkipped = () => draws.next(this.#user, SELECTION);
  }

  next(user: number): Microseconds {
    const { rows } = this;
    const row = ROW * user;
    const gap = exponential(this.draws.next(user, ARRIVALS)) * this.#meanReaching;
    const clock = rows[row + CLOCK] + gap;
    const time = Math.round(clock);
    if (time > this.#duration) return Number.POSITIVE_INFINITY;
    rows[row + CLOCK] = clock;
    rows[row + SKIPPED] = this.#skippedWithin(user, gap);
    return time;
  }

  /** A payment less than half a microsecond late is rounded into the duration, as those that are events are. */
  rest(user: number): number {
    return this.#skippedWithin(user, this.#duration + 0.5 - this.rows[ROW * user + CLOCK]);
  }

  #skippedWithin(user: number, time: number): number {
    this.#user = user;
    return poissonVariate(time * this.#skipRate, this.#drawSkipped);
  }
}

class FixedLeaps extends Leaps {
  readonly #mean: number;
  readonly #drawLosers: (u: number) => number;
  readonly #drawArrival: () => number;
  #user = 0;

  constructor(demand: Demand, perUser: number, duration: Microseconds, draws: StreamFamily, reach: number) {
    const { users } = demand;
    super(users, draws);
    for (let user = 0; user < users; user++) this.rows[ROW * user + LEFT] = perUser;
    this.#mean = meanGap(demand, duration);
    this.#drawLosers = geometricBefore(reach);
    this.#drawArrival = () => draws.next(this.#user, ARRIVALS);
  }

  next(user: number): Microseconds {
    const { rows } = this;
    const row = ROW * user;
    const skipped = this.#drawLosers(this.draws.next(user, SELECTION));
    if (skipped >= rows[row + LEFT]) return Number.POSITIVE_INFINITY;
    this.#user = user;
    rows[row + LEFT] -= skipped + 1;
    rows[row + SKIPPED] = skipped;
    rows[row + CLOCK] += gammaVariate(skipped + 1, this.#drawArrival) * this.#mean;
    return Math.round(rows[row + CLOCK]);
  }

  rest(user: number): number {
    return this.rows[ROW * user + LEFT];
  }
}

/** All users of one replication at one constant price: each wakes up for his next payment that reaches the bank. */
export class SkippingShoppers {
  readonly #simulation: Simulation;
  readonly #users: number;
  readonly #price: Microdollars;
  readonly #hooks: SkippingHooks;
  readonly #leaps: Leaps;
  readonly #draws: StreamFamily;
  readonly #vendorTable: AliasTable;
  readonly #wake: number;
  #purchases = 0;
  /** Users whose next reaching payment is scheduled. */
  #active = 0;

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
    this.#draws = new StreamFamily(seed, 'user', users, 'arrivals', 'selection', 'vendor');
    this.#leaps =
      arrivals.kind === 'poisson'
        ? new PoissonLeaps(demand, duration, this.#draws, reach)
        : new FixedLeaps(demand, arrivals.perUser, duration, this.#draws, reach);
    this.#vendorTable = new AliasTable(zipfWeights(demand.vendors, demand.zipfExponent));
    this.#wake = simulation.register('reaching purchase', (user) => this.#reach(user));
    for (let user = 0; user < users; user++) this.#scheduleNext(user);
  }

  /** Whether a payment will still reach the bank. */
  get active(): boolean {
    return this.#active > 0;
  }

  /** Payments so far, the skipped ones included as soon as they are handed over. */
  get purchases(): number {
    return this.#purchases;
  }

  /** Hands over what lies between each user's last reaching payment and the end of the demand: once, after the run. */
  flush(): void {
    for (let user = 0; user < this.#users; user++) this.#handOver(user, this.#leaps.rest(user));
  }

  metrics(demand: Demand, duration: Microseconds): Metric[] {
    return demandMetrics(demand, duration, this.#purchases, this.#purchases * this.#price);
  }

  #scheduleNext(user: number): void {
    const time = this.#leaps.next(user);
    if (time === Number.POSITIVE_INFINITY) return;
    this.#active++;
    this.#simulation.at(time, this.#wake, Priority.decision, user);
  }

  #reach(user: number): void {
    this.#active--;
    this.#handOver(user, this.#leaps.skipped(user));
    const vendor = this.#vendorTable.draw(this.#draws.next(user, VENDOR));
    this.#purchases++;
    this.#hooks.payReaching(user, vendor, this.#price);
    this.#scheduleNext(user);
  }

  #handOver(user: number, count: number): void {
    if (count === 0) return;
    this.#purchases += count;
    this.#hooks.skip(user, count, this.#price);
  }
}
