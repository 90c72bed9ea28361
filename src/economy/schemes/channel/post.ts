/**
 * The messages of payment channels: their columns, the voucher they carry, and their size on the wire.
 * @module
 */
import { SchemePost } from '../../post.ts';
import type { Market } from '../../scheme.ts';
import type { ChannelKey, Evidence } from './evidence.ts';

/** Bytes of a message besides its voucher: sender, receiver, channel and amount. */
const ENVELOPE_BYTES = 48;

/** How a vendor answers a voucher. */
export const Answer = { refused: 0, served: 1, closed: 2 } as const;

/** Every message has this shape; which columns it uses depends on its line. */
const SHAPE = {
  user: 'number',
  vendor: 'number',
  nonce: 'number',
  price: 'number',
  /** 1 on a connection of the user's own; 0 for what was presented before. */
  awaited: 'number',
  answer: 'number',
  /** What the last voucher that the vendor has says is owed in all. */
  total: 'number',
  voucher: 'reference',
  truth: 'truth',
} as const;

/** What a message says besides its channel, the price of a purchase and its voucher. */
interface Fields {
  readonly awaited: number;
  readonly answer: number;
  readonly total: number;
}

const NOTHING: Fields = { awaited: 0, answer: Answer.refused, total: 0 };

export class Post<V> extends SchemePost<typeof SHAPE> {
  readonly #evidence: Evidence<V>;

  constructor(market: Market, evidence: Evidence<V>) {
    super(market, SHAPE);
    this.#evidence = evidence;
  }

  /**
   * @param price of the purchase that the message is about, or 0
   * @returns the slot of a new message, which belongs to the caller
   */
  write(key: ChannelKey, price: number, voucher?: V, fields = NOTHING): number {
    const slot = this.slab.open();
    const { col } = this.slab;
    col.user[slot] = key.user;
    col.vendor[slot] = key.vendor;
    col.nonce[slot] = key.nonce;
    col.price[slot] = price;
    col.awaited[slot] = fields.awaited;
    col.answer[slot] = fields.answer;
    col.total[slot] = fields.total;
    col[this.#evidence.column][slot] = voucher;
    return slot;
  }

  key(slot: number): ChannelKey {
    const { user, vendor, nonce } = this.slab.col;
    return { user: user[slot], vendor: vendor[slot], nonce: nonce[slot] };
  }

  voucher(slot: number): V | undefined {
    return this.slab.col[this.#evidence.column][slot] as V | undefined;
  }

  bytes(slot: number): number {
    return ENVELOPE_BYTES + (this.voucher(slot) === undefined ? 0 : this.#evidence.size);
  }
}
