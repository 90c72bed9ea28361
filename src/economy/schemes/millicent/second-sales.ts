/**
 * A broker who sells scrip twice: now and then a buyer gets a copy of a piece that somebody else has got before, with
 * its CustID# and the secret to it. Who spends it first has it; the vendor refuses the other.
 * @source ours
 * @module
 */
import type { Rejection } from '../../../protocols/millicent/rejection.ts';
import type { Supplied, Supply } from '../../../protocols/millicent/supply.ts';
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
    const take = (value: Microdollars, customer: number, now: Microseconds): Supplied => {
      const before = latest.get(value);
      const isDue = this.#every > 0 && ++this.#sales % this.#every === 0;
      if (isDue && before !== undefined && before.scrip.expires > now) {
        latest.delete(value);
        return this.#copied(before);
      }
      const sold = supply.take(value, customer, now);
      if (this.#every > 0) latest.set(value, sold);
      return sold;
    };
    const flawOf = (value: Microdollars, customer: number, now: Microseconds): Rejection | undefined =>
      supply.flawOf(value, customer, now);
    return { flawOf, take };
  }

  #copied(sold: Supplied): Supplied {
    const copy = { ...sold };
    this.#copies.add(copy);
    return copy;
  }
}
