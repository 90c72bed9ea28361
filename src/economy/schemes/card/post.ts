/**
 * The messages of a card payment; none carries anything that a party could not know.
 * @module
 */
import type { Channel } from '../../../sim/network.ts';
import { Slab } from '../../../sim/slab.ts';
import type { Market } from '../../scheme.ts';

/** Bytes of a message: who pays whom how much, and the card's own proof. */
export const MESSAGE_BYTES = 128;

const SHAPE = {
  user: 'number',
  vendor: 'number',
  price: 'number',
  /** Of an answer: 1 when the bank has moved the money. */
  approved: 'number',
} as const;

export class Post {
  readonly slab: Slab<typeof SHAPE>;
  readonly #market: Market;

  constructor(market: Market) {
    this.slab = new Slab(SHAPE, { poisoned: market.poisoned });
    this.#market = market;
  }

  line(name: string, deliver: (slot: number) => void, gaveUp: (slot: number) => void): Channel {
    return this.#market.network.channel(name, this.slab, deliver, gaveUp);
  }

  /** @returns the slot of a new message, which belongs to the caller */
  write(user: number, vendor: number, price: number): number {
    const slot = this.slab.open();
    const { col } = this.slab;
    col.user[slot] = user;
    col.vendor[slot] = vendor;
    col.price[slot] = price;
    col.approved[slot] = 0;
    return slot;
  }
}
