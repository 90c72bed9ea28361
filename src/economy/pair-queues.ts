/**
 * Purchases of one user from one vendor, one after the other: where each payment builds on the one before, two on their
 * way at once could overtake each other, and the later one would make the earlier one worthless.
 * @module
 */
import type { Microdollars } from '../units.ts';

/** A purchase begins; false when it has ended at once, or waits elsewhere. */
type Begin = (user: number, vendor: number, price: Microdollars) => boolean;

export class PairQueues {
  readonly #vendors: number;
  readonly #begin: Begin;
  /** Of each pair with purchases: the prices of its purchases, that of the one under way first. */
  readonly #queues = new Map<number, Microdollars[]>();

  constructor(vendors: number, begin: Begin) {
    this.#vendors = vendors;
    this.#begin = begin;
  }

  /** The purchase begins now, or when those before it have ended. */
  join(user: number, vendor: number, price: Microdollars): void {
    const pair = this.#pairOf(user, vendor);
    const queue = this.#queues.get(pair);
    if (queue !== undefined) {
      queue.push(price);
      return;
    }
    this.#queues.set(pair, [price]);
    this.#advance(user, vendor);
  }

  /** The purchase under way has ended: the next one begins. */
  ended(user: number, vendor: number): void {
    this.#queues.get(this.#pairOf(user, vendor))!.shift();
    this.#advance(user, vendor);
  }

  #advance(user: number, vendor: number): void {
    const pair = this.#pairOf(user, vendor);
    const queue = this.#queues.get(pair)!;
    while (queue.length > 0) {
      if (this.#begin(user, vendor, queue[0])) return;
      queue.shift();
    }
    this.#queues.delete(pair);
  }

  #pairOf(user: number, vendor: number): number {
    return user * this.#vendors + vendor;
  }
}
