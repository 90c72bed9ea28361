/**
 * What vendors have in paywords, and users owe the broker, over the time of a run.
 * @module
 */
import type { Curve } from '../../../sim/metric.ts';
import { DAY, MICRODOLLARS_PER_USD, type Microdollars, type Microseconds } from '../../../units.ts';
import type { Market } from '../../scheme.ts';
import type { Books } from './books.ts';
import { isUndisturbed } from './laws.ts';
import { UNDER_WAY_MAX } from './options.ts';

export class Exposure {
  readonly #market: Market;
  readonly #books: Books;
  readonly #times: Microseconds[] = [];
  readonly #promised: Microdollars[] = [];
  readonly #owed: Microdollars[] = [];

  constructor(market: Market, books: Books) {
    this.#market = market;
    this.#books = books;
  }

  observe(): void {
    this.#times.push(this.#market.simulation.now);
    this.#promised.push(this.#books.promised / MICRODOLLARS_PER_USD);
    this.#owed.push(this.#books.owed / MICRODOLLARS_PER_USD);
  }

  /** @param inLimit nobody has abstained */
  curves(inLimit: boolean): Curve[] {
    const theory = inLimit ? this.#theory() : undefined;
    const curve = (name: string, quantity: string, values: readonly number[]): Curve => ({
      name: `${this.#market.label}.${name}_usd`,
      quantity,
      unit: 'USD',
      x: { quantity: 'time', unit: 'us', values: this.#times },
      values,
    });
    return [
      { ...curve('exposure.vendors', 'paywords that vendors hold', this.#promised), ...(theory && { theory }) },
      curve('credit.users', 'what users owe the broker', this.#owed),
    ];
  }

  /** What was sold since midnight, and in the first minute the day before as well. */
  #theory(): Curve['theory'] {
    const { demand } = this.#market;
    if (!isUndisturbed(this.#market) || demand.arrivals.kind !== 'poisson' || demand.price.kind !== 'constant')
      return undefined;
    const perDay = (demand.users * demand.arrivals.perUserPerDay * demand.price.price) / MICRODOLLARS_PER_USD;
    const values = this.#times.map((time) => {
      const sinceMidnight = time % DAY;
      const held = sinceMidnight < UNDER_WAY_MAX && time > DAY ? sinceMidnight + DAY : sinceMidnight;
      return (perDay * held) / DAY;
    });
    return { values, formula: 'U rate p x time since midnight', source: 'Poisson purchases; derived' };
  }
}
