/**
 * What each user used, was charged for, and what the bank paid out on his cheques: at the end, and as it stood after so
 * many payments of each user.
 * @module
 */
import type { Microdollars } from '../../../units.ts';
import type { Demand } from '../../demand.ts';
import { roundNumbers } from '../../round-numbers.ts';
import type { Facts } from './evidence.ts';

/** Users times checkpoints: so many numbers are kept. */
const KEPT_MAX = 4_000_000;
/** The first checkpoint. */
const FIRST = 10;

/** A user's amounts are a row of numbers, which lie side by side in memory: a simulation visits users at random. */
const ROW = 4;
const WORTH_USED = 0;
const BILLED = 1;
const PAID = 2;
const FURTHEST = 3;

/** Between a checkpoint and the one before: what was billed, or up to which amount (by the last one), and paid out. */
const READING = 2;

export class Charges {
  /** Numbers of payments after which the charges are read, ascending. */
  readonly checkpoints: readonly number[];
  /** A charge follows from the last payable cheque, not from their number. */
  readonly byLast: boolean;
  readonly #rows: Float64Array;
  /** All users' readings at the first checkpoint, then those at the second. */
  readonly #readings: Float64Array;
  readonly #users: number;
  readonly #unitValue: Microdollars;
  #payable = 0;
  #float: Microdollars = 0;
  #floatPeak: Microdollars = 0;

  constructor(demand: Demand, unitValue: Microdollars, byLast: boolean) {
    this.#unitValue = unitValue;
    this.byLast = byLast;
    this.checkpoints = checkpointsOf(demand);
    this.#users = demand.users;
    this.#rows = new Float64Array(ROW * demand.users);
    this.#readings = new Float64Array(READING * demand.users * this.checkpoints.length);
  }

  /** The user has signed cheques of this worth. */
  used(user: number, worth: Microdollars): void {
    this.#rows[ROW * user + WORTH_USED] += worth;
  }

  /** The bank has settled a payable cheque. */
  settled(user: number, facts: Facts, credit: Microdollars, debit: Microdollars): void {
    const rows = this.#rows;
    const row = ROW * user;
    const last = facts.serial + facts.units - 1;
    rows[row + BILLED] += debit;
    rows[row + PAID] += credit;
    if (last > rows[row + FURTHEST]) rows[row + FURTHEST] = last;
    this.#payable++;
    this.#float += credit - debit;
    if (this.#float > this.#floatPeak) this.#floatPeak = this.#float;
    if (this.checkpoints.length > 0) this.#note(user, last, last / facts.units, credit, debit);
  }

  /** A cheque counts at every checkpoint from its own place among the user's payments on: noted at the first of them. */
  #note(user: number, last: number, place: number, credit: Microdollars, debit: Microdollars): void {
    const { checkpoints } = this;
    let checkpoint = checkpoints.length;
    while (checkpoint > 0 && checkpoints[checkpoint - 1] >= place) checkpoint--;
    if (checkpoint === checkpoints.length) return;
    const readings = this.#readings;
    const at = this.#placeOf(checkpoint, user);
    readings[at + 1] += credit;
    if (!this.byLast) readings[at] += debit;
    else if (last * this.#unitValue > readings[at]) readings[at] = last * this.#unitValue;
  }

  worthUsed(user: number): Microdollars {
    return this.#rows[ROW * user + WORTH_USED];
  }

  billed(user: number): Microdollars {
    return this.#rows[ROW * user + BILLED];
  }

  paid(user: number): Microdollars {
    return this.#rows[ROW * user + PAID];
  }

  /** The last unit of any payable cheque settled. */
  furthest(user: number): number {
    return this.#rows[ROW * user + FURTHEST];
  }

  /** Billed on the user's first so many payments. @param checkpoint its index */
  billedBy(checkpoint: number, user: number): Microdollars {
    let billed = 0;
    for (let i = 0; i <= checkpoint; i++) {
      const reading = this.#readings[this.#placeOf(i, user)];
      billed = this.byLast ? Math.max(billed, reading) : billed + reading;
    }
    return billed;
  }

  /** Paid out on the user's first so many payments. @param checkpoint its index */
  paidBy(checkpoint: number, user: number): Microdollars {
    let paid = 0;
    for (let i = 0; i <= checkpoint; i++) paid += this.#readings[this.#placeOf(i, user) + 1];
    return paid;
  }

  #placeOf(checkpoint: number, user: number): number {
    return READING * (this.#users * checkpoint + user);
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
  const all = [...roundNumbers(FIRST, perUser - 1), perUser];
  const affordable = Math.max(1, Math.floor(KEPT_MAX / users));
  return all.slice(-affordable);
}
