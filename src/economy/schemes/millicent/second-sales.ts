/**
 * A broker who sells scrip twice: now and then a buyer gets a copy of a piece that somebody else has got before, with
 * its CustID# and the secret to it. Who spends it first has it; the vendor refuses the other.
 * @source ours
 * @module
 */
import type { Rejection } from '../../../protocols/millicent/rejection.ts';
import type { Next, Supplied, Supply } from '../../../protocols/millicent/supply.ts';
import type { Microdollars, Microseconds } from '../../../units.ts';

export class SecondSales {
  readonly #copies = new WeakSet<Supplied>();
  /** 0: honest. */
  #every = 0;
  #sales = 0;

  begin(every: number): void {
    this.#every = every;
  }

  /** Whether this piece was sold before. */
  has(sold: Supplied): boolean {
    return this.#copies.has(sold);
  }

  /** A supply out of which every n-th piece is a copy of the last one of its value, as long as that is good. */
  behind(supply: Supply): Supply {
    const latest = new Map<Microdollars, Supplied>();
    const next = (value: Microdollars, customer: number, now: Microseconds): Next => {
      if (this.#every === 0) return supply.next(value, customer, now);
      const before = latest.get(value);
      const isDue = (this.#sales + 1) % this.#every === 0;
      if (isDue && before !== undefined && before.scrip.expires > now) {
        return { piece: this.#copied(before), take: () => this.#count(() => latest.delete(value)) };
      }
      const { piece, take } = supply.next(value, customer, now);
      return {
        piece,
        take: () => {
          this.#count(take);
          latest.set(value, piece);
        },
      };
    };
    const flawOf = (value: Microdollars, customer: number, now: Microseconds): Rejection | undefined =>
      supply.flawOf(value, customer, now);
    return { flawOf, next };
  }

  #count(take: () => void): void {
    this.#sales++;
    take();
  }

  #copied(sold: Supplied): Supplied {
    const copy = { ...sold };
    this.#copies.add(copy);
    return copy;
  }
}
