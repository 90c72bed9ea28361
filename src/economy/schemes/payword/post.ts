/**
 * The messages of PayWord: their columns, the letters they carry, and their size on the wire.
 * @module
 */
import { SchemePost } from '../../post.ts';
import type { Market } from '../../scheme.ts';
import type { Evidence } from './evidence.ts';

/** Bytes of a message besides its letters: sender, receiver, and which connection it belongs to. */
const ENVELOPE_BYTES = 32;

/** Every message has this shape; which columns it uses depends on its line. */
const SHAPE = {
  user: 'number',
  vendor: 'number',
  price: 'number',
  /** 1 on a connection of the user's own; 0 for what was presented before. */
  awaited: 'number',
  /** Of a certificate: when it expires. */
  expires: 'number',
  /** Of goods: 1; of a refusal: 0. */
  served: 'number',
  /** Paywords: those that a vendor has of a chain, or claims in a deposit. */
  words: 'number',
  /** Of a deposit: when the broker received it. */
  received: 'number',
  letters: 'reference',
  truth: 'truth',
} as const;

/** What a message says besides its letters. */
type Fields = { readonly [Name in Exclude<keyof typeof SHAPE, 'letters' | 'truth'>]?: number };

export class Post<L> extends SchemePost<typeof SHAPE> {
  readonly #evidence: Evidence<L>;

  constructor(market: Market, evidence: Evidence<L>) {
    super(market, SHAPE);
    this.#evidence = evidence;
  }

  /** @returns the slot of a new message, which belongs to the caller */
  write(fields: Fields, letters: readonly L[] = []): number {
    const slot = this.slab.open();
    const { col } = this.slab;
    col.user[slot] = fields.user ?? -1;
    col.vendor[slot] = fields.vendor ?? -1;
    col.price[slot] = fields.price ?? 0;
    col.awaited[slot] = fields.awaited ?? 0;
    col.expires[slot] = fields.expires ?? 0;
    col.served[slot] = fields.served ?? 0;
    col.words[slot] = fields.words ?? 0;
    col.received[slot] = fields.received ?? -1;
    col[this.#evidence.column][slot] = letters;
    return slot;
  }

  letters(slot: number): readonly L[] {
    return this.slab.col[this.#evidence.column][slot] as readonly L[];
  }

  bytes(slot: number): number {
    return this.letters(slot).reduce((sum, letter) => sum + this.#evidence.size(letter), ENVELOPE_BYTES);
  }
}
