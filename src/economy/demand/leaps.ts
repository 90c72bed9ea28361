/**
 * The way of all users from one payment that reaches the bank to the next, of which each payment reaches it with the
 * same probability, independently of all others. The numbers and the times have exactly the joint law of a demand in
 * which every payment is an event.
 *
 * A Poisson process is thinned: payments that reach the bank and payments that do not are two independent Poisson
 * processes. Of a fixed number of payments those that do not reach it before the next that does are geometric, and the
 * time for all of them is a Gamma variable. What lies between a user's last reaching payment and the end of the demand
 * belongs to the demand too: forgetting it biases the outcome by several standard errors.
 * @module
 */
import { exponential } from '../../sim/distributions.ts';
import type { StreamFamily } from '../../sim/random.ts';
import { gammaVariate, geometricBefore, poissonVariate } from '../../sim/samplers.ts';
import type { Microseconds } from '../../units.ts';

/** What users draw from: a family's purposes, and the place of each. */
export const PURPOSES = ['arrivals', 'selection', 'vendor'] as const;
const ARRIVALS = 0;
const SELECTION = 1;
export const VENDOR = 2;

/** A user's row: all that his next leap needs lies side by side in memory. */
const ROW = 4;
/** Continuous time of his last reaching payment: only an event's time is rounded. */
const CLOCK = 0;
/** Payments before the one that `next` has found, since the one before that. */
const SKIPPED = 1;
/** Payments that he still makes, where their number is fixed. */
const LEFT = 2;

export abstract class Leaps {
  protected readonly rows: Float64Array;
  protected readonly draws: StreamFamily;

  constructor(users: number, draws: StreamFamily) {
    this.rows = new Float64Array(ROW * users);
    this.draws = draws;
  }

  /** Payments that do not reach the bank, before the one that `next` has found. */
  skipped(user: number): number {
    return this.rows[ROW * user + SKIPPED];
  }

  /** @returns the time of the user's next reaching payment, Infinity when he makes none any more */
  abstract next(user: number): Microseconds;
  /** Payments after the user's last reaching one; asked once, when `next` has said Infinity. */
  abstract rest(user: number): number;
}

export class PoissonLeaps extends Leaps {
  readonly #meanReaching: number;
  /** Expected skipped payments in a microsecond. */
  readonly #skipRate: number;
  readonly #duration: Microseconds;
  readonly #drawSkipped: () => number;
  #user = 0;

  /** @param gap - mean time between two payments of a user, in microseconds */
  constructor(users: number, gap: number, duration: Microseconds, draws: StreamFamily, reach: number) {
    super(users, draws);
    this.#meanReaching = gap / reach;
    this.#skipRate = (1 - reach) / gap;
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

export class FixedLeaps extends Leaps {
  readonly #gap: number;
  readonly #drawLosers: (u: number) => number;
  readonly #drawArrival: () => number;
  #user = 0;

  /** @param gap - mean time between two payments of a user, in microseconds */
  constructor(users: number, perUser: number, gap: number, draws: StreamFamily, reach: number) {
    super(users, draws);
    for (let user = 0; user < users; user++) this.rows[ROW * user + LEFT] = perUser;
    this.#gap = gap;
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
    rows[row + CLOCK] += gammaVariate(skipped + 1, this.#drawArrival) * this.#gap;
    return Math.round(rows[row + CLOCK]);
  }

  rest(user: number): number {
    return this.rows[ROW * user + LEFT];
  }
}
