/**
 * What the posts of all schemes have: a slab of messages in the scheme's own columns, and lines that carry its slots. What
 * a message says, and how large it is, is each scheme's own.
 * @module
 */
import type { Channel } from '../sim/network.ts';
import { Slab, type SlabShape } from '../sim/slab.ts';
import type { Market } from './scheme.ts';

export class SchemePost<const Shape extends SlabShape> {
  readonly slab: Slab<Shape>;
  readonly #market: Market;

  constructor(market: Market, shape: Shape) {
    this.slab = new Slab(shape, { poisoned: market.poisoned });
    this.#market = market;
  }

  line(name: string, deliver: (slot: number) => void, gaveUp: (slot: number) => void): Channel {
    return this.#market.network.channel(name, this.slab, deliver, gaveUp);
  }
}
