/**
 * The messages of the lottery schemes: a payment from user to vendor, and the same cheque on its way to the bank.
 * @module
 */
import type { Channel } from '../../../sim/network.ts';
import { Slab } from '../../../sim/slab.ts';
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
