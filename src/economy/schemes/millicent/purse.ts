/**
 * A purse: one user's scrip of one issuer, mostly a single piece. What is left of a piece that could not pay the next
 * price stays for a lower one, until it expires.
 * @source keeping remainders is ours; G95 does not say what becomes of them
 * @module
 */
import type { Holding } from '../../../protocols/millicent/grant.ts';
import type { Scrip } from '../../../protocols/millicent/scrip.ts';
import type { Microdollars, Microseconds } from '../../../units.ts';

/** What several purses hold together. */
export interface Tally {
  worth: Microdollars;
}

export class Purse {
  readonly #tally: Tally;
  #pieces: Holding[] = [];
  /** The user's by right, though their bytes never reached him. */
  #lost: Scrip[] = [];
  /** Nothing in it expires before this. */
  #earliest: Microseconds = Number.POSITIVE_INFINITY;

  constructor(tally: Tally) {
    this.#tally = tally;
  }

  /** Of everything that has not been thrown away. */
  get worth(): Microdollars {
    const pieces = this.#pieces.reduce((sum, { scrip }) => sum + scrip.value, 0);
    return this.#lost.reduce((sum, { value }) => sum + value, pieces);
  }

  keep(piece: Holding): void {
    if (piece.scrip.value === 0) return;
    this.#pieces.push(piece);
    this.#holds(piece.scrip);
  }

  lose(scrip: Scrip): void {
    this.#lost.push(scrip);
    this.#holds(scrip);
  }

  #holds({ value, expires }: Scrip): void {
    this.#tally.worth += value;
    this.#earliest = Math.min(this.#earliest, expires);
  }

  /** Takes out the smallest piece that can pay this, of several the one that expires first; undefined: none can. */
  take(price: Microdollars, now: Microseconds): Holding | undefined {
    let best = -1;
    for (let i = 0; i < this.#pieces.length; i++) {
      const { value, expires } = this.#pieces[i].scrip;
      if (value < price || expires <= now) continue;
      if (best === -1 || comesBefore(this.#pieces[i].scrip, this.#pieces[best].scrip)) best = i;
    }
    if (best === -1) return undefined;
    const [piece] = this.#pieces.splice(best, 1);
    this.#tally.worth -= piece.scrip.value;
    return piece;
  }

  /** Throws away what has expired. */
  expire(now: Microseconds): void {
    if (now < this.#earliest) return;
    const before = this.worth;
    this.#pieces = this.#pieces.filter(({ scrip }) => scrip.expires > now);
    this.#lost = this.#lost.filter(({ expires }) => expires > now);
    this.#tally.worth += this.worth - before;
    const left = [...this.#pieces.map(({ scrip }) => scrip), ...this.#lost];
    this.#earliest = left.reduce((least, { expires }) => Math.min(least, expires), Number.POSITIVE_INFINITY);
  }

  /** Its issuer has closed. */
  clear(): void {
    this.expire(Number.POSITIVE_INFINITY);
  }
}

function comesBefore(one: Scrip, other: Scrip): boolean {
  return one.value === other.value ? one.expires < other.expires : one.value < other.value;
}
