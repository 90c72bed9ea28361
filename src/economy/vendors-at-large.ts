/**
 * Payments that nobody but their vendors has seen, at fidelity aggregate: counted without saying which vendor served
 * which, until the end deals them out by the law of the users' choice. Vendors are chosen independently of everything
 * else, so dealing late is as good as dealing at once.
 * @module
 */
import { zipfWeights } from '../sim/distributions.ts';
import { stream } from '../sim/random.ts';
import { multinomialVariate } from '../sim/samplers.ts';
import type { Microdollars } from '../units.ts';
import type { Market } from './scheme.ts';

export class VendorsAtLarge {
  readonly #market: Market;
  /** The party of the ledger that stands for all of them meanwhile. */
  readonly #party: number;
  #count = 0;
  #price: Microdollars = 0;

  constructor(market: Market, party: number) {
    this.#market = market;
    this.#party = party;
  }

  /** So many payments of one price; every call has the same price. */
  serve(userParty: number, count: number, price: Microdollars): void {
    if (count === 0) return;
    if (this.#count > 0 && price !== this.#price) throw new RangeError('payments at large have one price');
    this.#price = price;
    this.#count += count;
    this.#market.ledger.deliver(this.#party, userParty, count * price);
  }

  /** Each vendor takes over what he served. */
  settle(): void {
    if (this.#count === 0) return;
    const { demand, ledger, seed } = this.#market;
    const draws = stream(seed, 'vendors/at-large');
    const weights = zipfWeights(demand.vendors, demand.zipfExponent);
    multinomialVariate(this.#count, weights, () => draws.next()).forEach((count, vendor) => {
      ledger.deliver(this.#market.vendorParty(vendor), this.#party, count * this.#price);
    });
    this.#count = 0;
  }
}
