/**
 * Scrip of one vendor that a broker bought in bulk and has not yet sold: pieces of a few values, each with a CustID# of
 * its own, since the vendor made them before their customers were known.
 * Source: G95.
 * @module
 */
import type { Microdollars, Microseconds } from '../../units.ts';
import type { Next, Supplied, Supply } from './supply.ts';

export class Warehouse implements Supply {
  /** By value; the oldest first. */
  readonly #pieces = new Map<Microdollars, Supplied[]>();

  /** What the pieces in store that have not expired are worth together. */
  worth(now: Microseconds): Microdollars {
    let worth = 0;
    for (const pieces of this.#pieces.values()) {
      for (const { scrip } of pieces) if (scrip.expires > now) worth += scrip.value;
    }
    return worth;
  }

  store(piece: Supplied): void {
    const pieces = this.#pieces.get(piece.scrip.value);
    if (pieces === undefined) this.#pieces.set(piece.scrip.value, [piece]);
    else pieces.push(piece);
  }

  /** Rejections: `sold-out` (no piece of exactly this value). */
  flawOf(value: Microdollars, _customer: number, now: Microseconds): 'sold-out' | undefined {
    return this.#goodPieces(value, now).length > 0 ? undefined : 'sold-out';
  }

  /** The oldest piece of this value. */
  next(value: Microdollars, _customer: number, now: Microseconds): Next {
    const [piece] = this.#goodPieces(value, now);
    if (piece === undefined) throw new Error(`no piece worth ${value} in store`);
    return { piece, take: () => this.#goodPieces(value, now).shift() };
  }

  /** Those of this value, the oldest first; what has expired is thrown away. */
  #goodPieces(value: Microdollars, now: Microseconds): Supplied[] {
    const pieces = this.#pieces.get(value) ?? [];
    const expired = pieces.findIndex(({ scrip }) => scrip.expires > now);
    pieces.splice(0, expired === -1 ? pieces.length : expired);
    return pieces;
  }
}
