/**
 * The messages of MicroMint: their columns, the coins they carry, and their size on the wire.
 * @module
 */
import { SchemePost } from '../../post.ts';
import type { Market } from '../../scheme.ts';
import type { Evidence } from './evidence.ts';
import type { Pile } from './pile.ts';

/** Bytes of a message besides its coins: sender, receiver, period and count. */
const ENVELOPE_BYTES = 32;
const BALL_BYTES = 8;
const PAYER_BYTES = 4;
const NOT_SAID: readonly number[] = [];

/** Every message has this shape; which columns it uses depends on its line. */
const SHAPE = {
  user: 'number',
  vendor: 'number',
  price: 'number',
  period: 'number',
  count: 'number',
  day: 'number',
  coins: 'reference',
  truth: 'truth',
  payers: 'reference',
} as const;

/** What a message says besides its coins; `count` is a number of coins, `day` the day for which a vendor settles, `payers` says who paid with each coin of it. */
interface Fields {
  readonly user?: number;
  readonly vendor?: number;
  readonly price?: number;
  readonly period?: number;
  readonly count?: number;
  readonly day?: number;
  readonly payers?: readonly number[];
}

export class Post<C> extends SchemePost<typeof SHAPE> {
  readonly #column: Evidence<C>['column'];
  readonly #coinBytes: number;

  constructor(market: Market, column: Evidence<C>['column'], way: number) {
    super(market, SHAPE);
    this.#column = column;
    this.#coinBytes = way * BALL_BYTES;
  }

  /** @returns the slot of a new message, which belongs to the caller */
  write(fields: Fields, coins: readonly C[] = []): number {
    const slot = this.slab.open();
    const { col } = this.slab;
    col.user[slot] = fields.user ?? -1;
    col.vendor[slot] = fields.vendor ?? -1;
    col.price[slot] = fields.price ?? 0;
    col.period[slot] = fields.period ?? -1;
    col.count[slot] = fields.count ?? 0;
    col.day[slot] = fields.day ?? -1;
    col[this.#column][slot] = coins;
    col.payers[slot] = fields.payers ?? NOT_SAID;
    return slot;
  }

  coins(slot: number): readonly C[] {
    return this.slab.col[this.#column][slot] as readonly C[];
  }

  pile(slot: number): Pile<C> {
    return { period: this.slab.col.period[slot], coins: this.coins(slot) };
  }

  /** Who paid with each coin; empty where that is not said. */
  payers(slot: number): readonly number[] {
    return this.slab.col.payers[slot] as readonly number[];
  }

  bytes(slot: number): number {
    return ENVELOPE_BYTES + this.coins(slot).length * this.#coinBytes + this.payers(slot).length * PAYER_BYTES;
  }
}
