/**
 * Records of deposited cheques, in typed arrays: one chain a user, the newest first, all forgotten together.
 * @module
 */
import type { Microseconds } from '../../units.ts';

/** What makes two cheques of a user go together or not. */
export interface Span {
  /** The first and the last of its serials. */
  readonly first: number;
  readonly last: number;
  readonly time: Microseconds;
}

/** How a cheque stands to those recorded: the sum of what is found. */
export const UNRELATED = 0;
/** Of a lower serial and a later time than a recorded one, or the other way round. */
export const OUT_OF_ORDER = 1;
/** A serial in common with a recorded one. */
export const OVERLAPPING = 2;
/** Recorded itself. */
export const RECORDED = 4;

/** How a cheque stands to another one of the same user. */
export function relation(cheque: Span, other: Span): number {
  if (cheque.last < other.first) return cheque.time > other.time ? OUT_OF_ORDER : UNRELATED;
  if (cheque.first > other.last) return cheque.time < other.time ? OUT_OF_ORDER : UNRELATED;
  return OVERLAPPING;
}

const CAPACITY_AT_FIRST = 64;

export class DepositRecords<Id> {
  #size = 0;
  /** One more than the user's newest record; 0 when there is none. */
  #newest = new Int32Array(CAPACITY_AT_FIRST);
  #users = new Int32Array(CAPACITY_AT_FIRST);
  /** One more than the same user's next older record; 0 when there is none. */
  #older = new Int32Array(CAPACITY_AT_FIRST);
  #firsts = new Float64Array(CAPACITY_AT_FIRST);
  #lasts = new Float64Array(CAPACITY_AT_FIRST);
  #times = new Float64Array(CAPACITY_AT_FIRST);
  readonly #ids: Id[] = [];

  get size(): number {
    return this.#size;
  }

  /** Takes numbers, not a `Span`, since a simulation makes millions of records. */
  add(user: number, first: number, last: number, time: Microseconds, id: Id): void {
    if (this.#size === this.#firsts.length) this.#grow();
    if (user >= this.#newest.length) this.#newest = lengthened(this.#newest, user + 1);
    const record = this.#size++;
    this.#users[record] = user;
    this.#firsts[record] = first;
    this.#lasts[record] = last;
    this.#times[record] = time;
    this.#ids.push(id);
    this.#older[record] = this.#newest[user];
    this.#newest[user] = record + 1;
  }

  /**
   * How the cheque stands to those of its user that are recorded and not older than `oldest`.
   * Costs a walk over the user's records.
   */
  relationOf(user: number, cheque: Span, id: Id, oldest: Microseconds): number {
    let sum = UNRELATED;
    let record = (this.#newest[user] ?? 0) - 1;
    for (; record >= 0; record = this.#older[record] - 1) {
      const time = this.#times[record];
      if (time < oldest) continue;
      if (this.#ids[record] === id) return RECORDED;
      sum |= relation(cheque, { first: this.#firsts[record], last: this.#lasts[record], time });
    }
    return sum;
  }

  /** Forgets everything; costs as much as there was. */
  clear(): void {
    for (let record = 0; record < this.#size; record++) this.#newest[this.#users[record]] = 0;
    this.#size = 0;
    this.#ids.length = 0;
  }

  #grow(): void {
    const length = this.#size + 1;
    this.#users = lengthened(this.#users, length);
    this.#older = lengthened(this.#older, length);
    this.#firsts = lengthened(this.#firsts, length);
    this.#lasts = lengthened(this.#lasts, length);
    this.#times = lengthened(this.#times, length);
  }
}

/** A copy that has room for `length` elements, and for at least twice as many as before. */
export function lengthened<T extends Int32Array | Float64Array>(array: T, length: number): T {
  const copy = new (array.constructor as new (length: number) => T)(Math.max(length, 2 * array.length));
  copy.set(array);
  return copy;
}
