/**
 * The pending events, in total order (time, priority, sequence).
 *
 * A 4-ary heap over typed arrays. The heap proper holds only times and slots, so that a sift moves twelve bytes a
 * level and the four children of a node lie side by side; the rest of an event stays put in its slot and is looked at
 * when two times are equal, or when the event is taken. `slots` is at all times a permutation: what lies beyond the
 * heap's end is the list of free slots.
 *
 * Source: Johnson, Priority queues with update and finding minimum spanning trees, IPL 4 (1975), for d-ary heaps; the
 * lazy hole and the branchless choice of a child are ours.
 * @module
 */
import type { Microseconds } from '../units.ts';

/**
 * Priority and sequence share one number, priority * 2^50 + sequence, which is exact for priorities 0 to 7 and for the
 * first 2^50 (1e15) events of a run: at 1e7 events a second, three and a half years of computing.
 */
const SEQUENCES = 2 ** 50;
export const PRIORITIES = 8;

/** Integers of an event beside its key: handler, a, b, and a spare, so that a slot is found by a shift. */
const FIELDS_LOG2 = 2;
const ARITY = 4;
const CAPACITY_FIRST = 64;

/** Times beyond the heap's end are Infinity: a missing child loses every comparison and needs no bounds check. */
const ABSENT = Number.POSITIVE_INFINITY;

export class EventQueue {
  /** The event taken last. */
  handler = 0;
  a = 0;
  b = 0;

  #capacity = CAPACITY_FIRST;
  #times = new Float64Array(CAPACITY_FIRST + ARITY).fill(ABSENT);
  #slots = Int32Array.from({ length: CAPACITY_FIRST + ARITY }, (_, slot) => slot);
  #keys = new Float64Array(CAPACITY_FIRST + ARITY);
  #fields = new Int32Array((CAPACITY_FIRST + ARITY) << FIELDS_LOG2);
  /** Places of the heap in use, a hole at the root included. */
  #places = 0;
  /** 1 while the root's event has been taken and nothing has filled its place, else 0. */
  #hole = 0;
  #sequence = 0;

  /** Events pending. */
  get size(): number {
    return this.#places - this.#hole;
  }

  /** Events pushed and taken again. */
  get taken(): number {
    return this.#sequence - this.size;
  }

  /**
   * Adds an event. The first event after a `take` overwrites the root ("lazy hole"): one sift for the pair, where
   * closing the hole and pushing would cost two.
   * @param time finite; an integer of at most 2^53 (the caller checks)
   * @param priority 0 to 7
   */
  push(time: Microseconds, priority: number, handler: number, a: number, b: number): void {
    const key = priority * SEQUENCES + this.#sequence++;
    let place = 0;
    if (this.#hole === 0) {
      if (this.#places === this.#capacity) this.#grow();
      place = this.#places++;
    }
    const slot = this.#slots[place];
    const field = slot << FIELDS_LOG2;
    this.#keys[slot] = key;
    this.#fields[field] = handler;
    this.#fields[field + 1] = a;
    this.#fields[field + 2] = b;
    if (this.#hole === 0) {
      this.#rise(place, time, key, slot);
    } else {
      this.#hole = 0;
      this.#sink(time, key, slot);
    }
  }

  /** The time of the next event; Infinity if none is pending. */
  nextTime(): Microseconds {
    this.settle();
    return this.first;
  }

  /** Closes the hole that the last `take` has left, unless a push has filled it. */
  settle(): void {
    if (this.#hole === 1) this.#closeHole();
  }

  /** `nextTime` of a settled queue: so small that an engine puts it where it is read, and need not box the number. */
  get first(): Microseconds {
    return this.#times[0];
  }

  /** Takes the next event into `handler`, `a`, `b`; call only on a settled queue, and if its `first` is finite. */
  take(): void {
    const field = this.#slots[0] << FIELDS_LOG2;
    this.handler = this.#fields[field];
    this.a = this.#fields[field + 1];
    this.b = this.#fields[field + 2];
    this.#hole = 1;
  }

  /** Nothing filled the hole: the last event moves to the root, and the hole's slot to the free ones. */
  #closeHole(): void {
    this.#hole = 0;
    const last = --this.#places;
    const slot = this.#slots[last];
    const time = this.#times[last];
    this.#times[last] = ABSENT;
    this.#slots[last] = this.#slots[0];
    if (last > 0) this.#sink(time, this.#keys[slot], slot);
  }

  /** Puts an event into the heap from a free leaf upwards. */
  #rise(leaf: number, time: Microseconds, key: number, slot: number): void {
    const times = this.#times;
    const slots = this.#slots;
    const keys = this.#keys;
    let place = leaf;
    while (place > 0) {
      const parent = (place - 1) >> 2;
      const parentTime = times[parent];
      if (parentTime < time || (parentTime === time && keys[slots[parent]] < key)) break;
      times[place] = parentTime;
      slots[place] = slots[parent];
      place = parent;
    }
    times[place] = time;
    slots[place] = slot;
  }

  /** Puts an event into the heap from the free root downwards. */
  #sink(time: Microseconds, key: number, slot: number): void {
    const times = this.#times;
    const slots = this.#slots;
    const keys = this.#keys;
    const places = this.#places;
    let place = 0;
    for (let child = 1; child < places; child = ARITY * place + 1) {
      const left = this.#earlier(child, child + 1);
      const right = this.#earlier(child + 2, child + 3);
      const first = this.#earlier(left, right);
      const firstTime = times[first];
      if (time < firstTime || (time === firstTime && key < keys[slots[first]])) break;
      times[place] = firstTime;
      slots[place] = slots[first];
      place = first;
    }
    times[place] = time;
    slots[place] = slot;
  }

  /** Which of two places holds the earlier event. The sum replaces a branch that nothing could predict. */
  #earlier(one: number, other: number): number {
    const oneTime = this.#times[one];
    const otherTime = this.#times[other];
    if (oneTime === otherTime) return this.#keys[this.#slots[other]] < this.#keys[this.#slots[one]] ? other : one;
    return one + (other - one) * +(otherTime < oneTime);
  }

  #grow(): void {
    const capacity = 2 * this.#capacity;
    const times = new Float64Array(capacity + ARITY).fill(ABSENT);
    const slots = Int32Array.from({ length: capacity + ARITY }, (_, slot) => slot);
    const keys = new Float64Array(capacity + ARITY);
    const fields = new Int32Array((capacity + ARITY) << FIELDS_LOG2);
    times.set(this.#times);
    slots.set(this.#slots);
    keys.set(this.#keys);
    fields.set(this.#fields);
    this.#capacity = capacity;
    this.#times = times;
    this.#slots = slots;
    this.#keys = keys;
    this.#fields = fields;
  }
}
