/**
 * The messages of the lottery schemes: a payment from user to vendor, and the same cheque on its way to the bank.
 * @module
 */
import { SchemePost } from '../../post.ts';
import type { Market } from '../../scheme.ts';

const SHAPE = {
  user: 'number',
  vendor: 'number',
  price: 'number',
  /** The signed cheque and the merchant's selection proof, as bytes. */
  signed: 'reference',
  proof: 'reference',
  /** What the cheque says, for those who have no bytes to read it from. */
  identity: 'truth-number',
  serial: 'truth-number',
  time: 'truth-number',
  /** Which of all cheques this is; 1 when the draw was forged. */
  number: 'truth-number',
  forged: 'truth-number',
} as const;

export class Post extends SchemePost<typeof SHAPE> {
  constructor(market: Market) {
    super(market, SHAPE);
  }

  /** @returns the slot of a new message from this user, which belongs to the caller; the cheque is still to be written */
  write(user: number, vendor: number, price: number): number {
    const slot = this.slab.open();
    const { col } = this.slab;
    col.user[slot] = user;
    col.vendor[slot] = vendor;
    col.price[slot] = price;
    return slot;
  }
}
