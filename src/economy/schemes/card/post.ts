/**
 * The messages of a card payment; none carries anything that a party could not know.
 * @module
 */
import { SchemePost } from '../../post.ts';
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

export class Post extends SchemePost<typeof SHAPE> {
  constructor(market: Market) {
    super(market, SHAPE);
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
