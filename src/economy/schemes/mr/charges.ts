/**
 * What each user used, was charged for, and what the bank paid out on his cheques: at the end, and as it stood after so
 * many payments of each user.
 * @module
 */
import type { Microdollars } from '../../../units.ts';
import type { Demand } from '../../demand.ts';
import type { Facts } from './evidence.ts';

/** Users times checkpoints: so many numbers are kept. */
const KEPT_MAX = 4_000_000;
/** The first checkpoint. */
const FIRST = 10;

export class Charges {
  readonly worthUsed: Float64Array;
  readonly billed: Float64Array;
  readonly paid: Float64Array;
  /** The last unit of any payable cheque settled, by user. */
  readonly furthest: Float64Array;
  /** Numbers of payments after which the charges are read, ascending. */
  readonly checkpoints: readonly number[];
  /** Billed and paid out on the first so many payments of each user, checkpoint by checkpoint. */
  readonly billedBy: Float64Array;
  readonly paidBy: Float64Array;
  readonly #users: number;
  readonly #unitValue: Microdollars;
  /** A charge follows from the last payable cheque, not from their number. */
  readonly byLast: boolean;
  #payable = 0;
  #float: Microdollars = 0;
  #floatPeak: Microdollars = 0;

  constructor(demand: Demand, unitValue: Microdollars, byLast: boolean) {
    this.#users = demand.users;
    this.#unitValue = unitValue;
    this.byLast = byLast;
    this.worthUsed = new Float64Array(demand.users);
    this.billed = new Float64Array(demand.users);
    this.paid = new Float64Array(demand.users);
    this.furthest = new Float64Array(demand.users);
    this.checkpoints = checkpointsOf(demand);
    this.billedBy = new Float64Array(this.checkpoints.length * demand.users);
    this.paidBy = new Float64Array(this.checkpoints.length * demand.users);
  }

  /** The user has signed cheques of this worth. */
  used(user: number, worth: Microdollars): void {
    this.worthUsed[user] += worth;
  }

  /** The bank has settled a payable cheque. */
  settled(user: number, facts: Facts, credit: Microdollars, debit: Microdollars): void {
    this.billed[user] += debit;
    this.paid[user] += credit;
    this.furthest[user] = Math.max(this.furthest[user], facts.serial + facts.units - 1);
    this.#payable++;
    this.#float += credit - debit;
    if (this.#float > this.#floatPeak) this.#floatPeak = this.#float;
    if (this.checkpoints.length > 0) this.#note(user, facts, credit, debit);
  }

  /** A cheque counts at every checkpoint from its own place among the user's payments on. */
  #note(user: number, { serial, units }: Facts, credit: Microdollars, debit: Microdollars): void {
    const last = serial + units - 1;
    const place = last / units;
    for (let i = this.checkpoints.length - 1; i >= 0 && this.checkpoints[i] >= place; i--) {
      const at = i * this.#users + user;
      this.paidBy[at] += credit;
      if (!this.byLast) this.billedBy[at] += debit;
      else if (last * this.#unitValue > this.billedBy[at]) this.billedBy[at] = last * this.#unitValue;
    }
  }

  /** Payable cheques settled. */
  get payable(): number {
    return this.#payable;
  }

  /** What the bank has paid out beyond what it has billed. */
  get float(): Microdollars {
    return this.#float;
  }

  /** The most that the bank had paid out beyond what it had billed. */
  get floatPeak(): Microdollars {
    return this.#floatPeak;
  }
}

/** 10, 20, 50, 100, ... and the last, where every user makes the same number of payments at one price. */
function checkpointsOf({ arrivals, price, users }: Demand): number[] {
  if (arrivals.kind !== 'fixed' || price.kind !== 'constant') return [];
  const { perUser } = arrivals;
  const points: number[] = [];
  for (let decade = FIRST; decade < perUser; decade *= 10)
    for (const times of [1, 2, 5]) if (times * decade < perUser) points.push(times * decade);
  const all = [...points, perUser];
  const affordable = Math.max(1, Math.floor(KEPT_MAX / users));
  return all.slice(-affordable);
}
