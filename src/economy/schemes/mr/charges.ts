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
const WORTH_USED = 0;
const BILLED = 1;
const PAID = 2;
const FURTHEST = 3;
/** Behind them for each checkpoint, the last one first, what was billed and what was paid out by then. */
const CHECKPOINTS = 4;
const PER_CHECKPOINT = 2;

export class Charges {
  /** Numbers of payments after which the charges are read, ascending. */
  readonly checkpoints: readonly number[];
  /** A charge follows from the last payable cheque, not from their number. */
  readonly byLast: boolean;
  readonly #rows: Float64Array;
  /** Numbers in a row. */
  readonly #width: number;
  readonly #unitValue: Microdollars;
  #payable = 0;
  #float: Microdollars = 0;
  #floatPeak: Microdollars = 0;

  constructor(demand: Demand, unitValue: Microdollars, byLast: boolean) {
    this.#unitValue = unitValue;
    this.byLast = byLast;
    this.checkpoints = checkpointsOf(demand);
    this.#width = CHECKPOINTS + PER_CHECKPOINT * this.checkpoints.length;
    this.#rows = new Float64Array(this.#width * demand.users);
  }

  /** The user has signed cheques of this worth. */
  used(user: number, worth: Microdollars): void {
    this.#rows[this.#width * user + WORTH_USED] += worth;
  }

  /** The bank has settled a payable cheque. */
  settled(user: number, facts: Facts, credit: Microdollars, debit: Microdollars): void {
    const rows = this.#rows;
    const row = this.#width * user;
    const last = facts.serial + facts.units - 1;
    rows[row + BILLED] += debit;
    rows[row + PAID] += credit;
    if (last > rows[row + FURTHEST]) rows[row + FURTHEST] = last;
    this.#payable++;
    this.#float += credit - debit;
    if (this.#float > this.#floatPeak) this.#floatPeak = this.#float;
    if (this.checkpoints.length > 0) this.#note(row, last, last / facts.units, credit, debit);
  }

  /** A cheque counts at every checkpoint from its own place among the user's payments on. */
  #note(row: number, last: number, place: number, credit: Microdollars, debit: Microdollars): void {
    const rows = this.#rows;
    const { checkpoints } = this;
    let at = row + CHECKPOINTS;
    for (let i = checkpoints.length - 1; i >= 0 && checkpoints[i] >= place; i--, at += PER_CHECKPOINT) {
      rows[at + 1] += credit;
      if (!this.byLast) rows[at] += debit;
      else if (last * this.#unitValue > rows[at]) rows[at] = last * this.#unitValue;
    }
  }

  worthUsed(user: number): Microdollars {
    return this.#rows[this.#width * user + WORTH_USED];
  }

  billed(user: number): Microdollars {
    return this.#rows[this.#width * user + BILLED];
  }

  paid(user: number): Microdollars {
    return this.#rows[this.#width * user + PAID];
  }

  /** The last unit of any payable cheque settled. */
  furthest(user: number): number {
    return this.#rows[this.#width * user + FURTHEST];
  }

  /** Billed on the user's first so many payments. @param checkpoint its index */
  billedBy(checkpoint: number, user: number): Microdollars {
    return this.#rows[this.#placeOf(checkpoint, user)];
  }

  /** Paid out on the user's first so many payments. @param checkpoint its index */
  paidBy(checkpoint: number, user: number): Microdollars {
    return this.#rows[this.#placeOf(checkpoint, user) + 1];
  }

  #placeOf(checkpoint: number, user: number): number {
    return this.#width * user + CHECKPOINTS + PER_CHECKPOINT * (this.checkpoints.length - 1 - checkpoint);
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
