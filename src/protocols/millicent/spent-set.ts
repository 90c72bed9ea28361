/**
 * The ID#s of scrip that was spent, in memory, until the scrip expires: after that it is refused anyway.
 * Source: G95 (spent numbers are kept until they expire); one set for each day of expiry is ours.
 * @module
 */
import type { Microseconds } from '../../units.ts';

export class SpentSet {
  /** By the instant at which they expire. */
  readonly #sets = new Map<Microseconds, Set<number>>();
  #earliest: Microseconds = Number.POSITIVE_INFINITY;

  /** How many ID#s it remembers. */
  get size(): number {
    let size = 0;
    for (const set of this.#sets.values()) size += set.size;
    return size;
  }

  has(id: number, expires: Microseconds): boolean {
    return this.#sets.get(expires)?.has(id) ?? false;
  }

  /** @throws Error when it was spent before: nothing may be charged twice. */
  add(id: number, expires: Microseconds): void {
    const set = this.#sets.get(expires) ?? new Set();
    if (set.has(id)) throw new Error(`scrip ${id} is spent already`);
    set.add(id);
    this.#sets.set(expires, set);
    if (expires < this.#earliest) this.#earliest = expires;
  }

  /** Forgets what has expired by now. */
  forget(now: Microseconds): void {
    if (now < this.#earliest) return;
    this.#earliest = Number.POSITIVE_INFINITY;
    for (const expires of this.#sets.keys()) {
      if (expires <= now) this.#sets.delete(expires);
      else this.#earliest = Math.min(this.#earliest, expires);
    }
  }
}
