/**
 * The messages of Millicent: who writes to whom about what, the letter, and its size on the wire.
 * @module
 */
import type { Channel } from '../../../sim/network.ts';
import type { Microdollars } from '../../../units.ts';
import { SchemePost } from '../../post.ts';
import type { Market } from '../../scheme.ts';
import type { Evidence, Letter } from './evidence.ts';

/** Bytes of a message besides its letter: sender, receiver, and which connection it belongs to. */
const ENVELOPE_BYTES = 32;

/** Every message has this shape; which columns it uses depends on its line. */
const SHAPE = {
  user: 'number',
  vendor: 'number',
  broker: 'number',
  amount: 'number',
  count: 'number',
  /** The errand that it is sent on, and its answer comes back to. */
  errand: 'number',
  /** 1: nobody is there any more to answer. */
  closed: 'number',
  letter: 'reference',
  truth: 'truth',
  /** What the sender keeps by him until he knows that the message has arrived. */
  copy: 'reference',
} as const;

/** What a message says besides its letters. */
export interface Fields {
  readonly user?: number;
  readonly vendor?: number;
  readonly broker?: number;
  readonly amount?: Microdollars;
  readonly count?: number;
  readonly errand?: number;
  readonly closed?: boolean;
}

type Listener = (slot: number, kind: 'requests' | 'replies') => void;

export class Post extends SchemePost<typeof SHAPE> {
  readonly #evidence: Evidence;
  readonly #listeners: Listener[] = [];

  constructor(market: Market, evidence: Evidence) {
    super(market, SHAPE);
    this.#evidence = evidence;
  }

  /** Told of every letter that is sent where others may read. */
  overhear(listener: Listener): void {
    this.#listeners.push(listener);
  }

  /** Sends a message by a line that others may read. */
  send(line: Channel, kind: Parameters<Listener>[1], slot: number): void {
    for (const listener of this.#listeners) listener(slot, kind);
    line.send(slot);
  }

  /** @returns the slot of a new message, which belongs to the caller */
  write(fields: Fields, letters: readonly Letter[], copy?: unknown): number {
    const slot = this.slab.open();
    const { col } = this.slab;
    col.user[slot] = fields.user ?? -1;
    col.vendor[slot] = fields.vendor ?? -1;
    col.broker[slot] = fields.broker ?? -1;
    col.amount[slot] = fields.amount ?? 0;
    col.count[slot] = fields.count ?? 0;
    col.errand[slot] = fields.errand ?? -1;
    col.closed[slot] = fields.closed ? 1 : 0;
    col[this.#evidence.column][slot] = letters;
    col.copy[slot] = copy;
    return slot;
  }

  letters(slot: number): readonly Letter[] {
    return this.slab.col[this.#evidence.column][slot] as readonly Letter[];
  }

  bytes(slot: number): number {
    return this.letters(slot).reduce((sum, letter) => sum + this.#evidence.size(letter), ENVELOPE_BYTES);
  }
}
