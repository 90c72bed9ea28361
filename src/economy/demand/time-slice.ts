/**
 * The payments of one slice of time, collected user by user and handed out in the order of their times.
 *
 * Within a slice times are as good as uniform, so they are dealt out into as many buckets as there are payments, and
 * each bucket is sorted by insertion: linear time, and memory is gone through from end to end, where a heap of all users
 * would touch another corner of it at every step.
 * @module
 */
import type { Microseconds } from '../../units.ts';

/** Payments in order; those at equal times in the order in which they were added. */
interface Payments {
  readonly times: Float64Array;
  readonly users: Int32Array;
  readonly vendors: Int32Array;
  /** Payments that did not reach the bank, before this one. */
  readonly skipped: Float64Array;
}

const CAPACITY_FIRST = 64;

export class TimeSlice {
  #count = 0;
  #added = paymentsOf(CAPACITY_FIRST);
  #sorted = paymentsOf(CAPACITY_FIRST);
  /** Of each bucket: where its next payment goes. */
  #places = new Int32Array(CAPACITY_FIRST + 1);

  get count(): number {
    return this.#count;
  }

  /** Valid until the next `sort`. */
  get sorted(): Payments {
    return this.#sorted;
  }

  add(time: Microseconds, user: number, vendor: number, skipped: number): void {
    if (this.#count === this.#added.times.length) this.#grow();
    const { times, users, vendors, skipped: skips } = this.#added;
    const place = this.#count++;
    times[place] = time;
    users[place] = user;
    vendors[place] = vendor;
    skips[place] = skipped;
  }

  clear(): void {
    this.#count = 0;
  }

  /** Puts what was added in order. Its times lie from `begin` on and before `end`. */
  sort(begin: Microseconds, end: Microseconds): void {
    const scale = this.#count / (end - begin);
    const places = this.#places;
    const { times } = this.#added;
    places.fill(0, 0, this.#count + 1);
    for (let i = 0; i < this.#count; i++) places[this.#bucketOf(times[i], begin, scale) + 1]++;
    for (let bucket = 1; bucket < this.#count; bucket++) places[bucket] += places[bucket - 1];
    for (let i = 0; i < this.#count; i++) this.#put(i, places[this.#bucketOf(times[i], begin, scale)]++);
    this.#sortBuckets();
  }

  #bucketOf(time: Microseconds, begin: Microseconds, scale: number): number {
    return Math.min(this.#count - 1, Math.floor((time - begin) * scale));
  }

  #put(from: number, to: number): void {
    const { times, users, vendors, skipped } = this.#added;
    this.#sorted.times[to] = times[from];
    this.#sorted.users[to] = users[from];
    this.#sorted.vendors[to] = vendors[from];
    this.#sorted.skipped[to] = skipped[from];
  }

  /** Buckets are in order: only neighbours of one bucket change places. */
  #sortBuckets(): void {
    const { times, users, vendors, skipped } = this.#sorted;
    for (let i = 1; i < this.#count; i++) {
      const time = times[i];
      if (times[i - 1] <= time) continue;
      const [user, vendor, skips] = [users[i], vendors[i], skipped[i]];
      let place = i;
      for (; place > 0 && times[place - 1] > time; place--) {
        times[place] = times[place - 1];
        users[place] = users[place - 1];
        vendors[place] = vendors[place - 1];
        skipped[place] = skipped[place - 1];
      }
      times[place] = time;
      users[place] = user;
      vendors[place] = vendor;
      skipped[place] = skips;
    }
  }

  #grow(): void {
    const capacity = 2 * this.#added.times.length;
    const added = paymentsOf(capacity);
    added.times.set(this.#added.times);
    added.users.set(this.#added.users);
    added.vendors.set(this.#added.vendors);
    added.skipped.set(this.#added.skipped);
    this.#added = added;
    this.#sorted = paymentsOf(capacity);
    this.#places = new Int32Array(capacity + 1);
  }
}

function paymentsOf(capacity: number): Payments {
  return {
    times: new Float64Array(capacity),
    users: new Int32Array(capacity),
    vendors: new Int32Array(capacity),
    skipped: new Float64Array(capacity),
  };
}
