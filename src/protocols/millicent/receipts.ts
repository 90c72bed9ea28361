/**
 * What was charged of late, and what was given for it: so that a request that comes again is answered again and not
 * charged again, and so that goods that did not arrive can be paid back.
 * Source: the lecture names replays and refunds; the memory is ours.
 * @module
 */
import type { Microdollars, Microseconds } from '../../units.ts';
import type { Order } from './order.ts';
import type { Scrip } from './scrip.ts';

/** Requests with one ID# and one order are the same request. */
export interface Receipt<Goods> {
  readonly paid: Scrip;
  readonly order: Order;
  /** What was charged; negative when the customer was rewarded or got money back. */
  readonly price: Microdollars;
  readonly time: Microseconds;
  /** Undefined when the scrip was cashed out. */
  readonly change: Scrip | undefined;
  /** What the vendor gave besides, when it has to be the same again. */
  readonly goods: Goods | undefined;
  /** `due`: the goods did not arrive, and the price may be asked back; `paid`: it was. */
  refund: 'none' | 'due' | 'paid';
  /** Answers that brought the goods, less those that are known not to have arrived. */
  answers: number;
}

/** Whether who asks again gets the goods again: not where their price is owed to him, or was paid back. */
export function hasGoods({ refund }: Pick<Receipt<unknown>, 'refund'>): boolean {
  return refund === 'none';
}

export class Receipts<Goods> {
  readonly #memory: Microseconds;
  #earliest: Microseconds = Number.POSITIVE_INFINITY;
  /** By the ID# paid with, the oldest first. */
  readonly #receipts = new Map<number, Receipt<Goods>>();

  /** @param memory how long a receipt is kept. */
  constructor(memory: Microseconds) {
    this.#memory = memory;
  }

  get size(): number {
    return this.#receipts.size;
  }

  of(id: number): Receipt<Goods> | undefined {
    return this.#receipts.get(id);
  }

  /** @param receipt of now: times never go back. */
  add(receipt: Receipt<Goods>): void {
    // Of an ID# that was forgotten and comes again, the receipt takes its place behind those that are older.
    this.#receipts.delete(receipt.paid.id);
    this.#receipts.set(receipt.paid.id, receipt);
    if (this.#receipts.size === 1) this.#earliest = receipt.time;
  }

  forget(now: Microseconds): void {
    if (now - this.#earliest <= this.#memory) return;
    this.#earliest = Number.POSITIVE_INFINITY;
    for (const [id, { time }] of this.#receipts) {
      if (now - time <= this.#memory) {
        this.#earliest = time;
        return;
      }
      this.#receipts.delete(id);
    }
  }
}
