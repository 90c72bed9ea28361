/**
 * The deposits of open channels over the time of a run.
 * @module
 */
import type { Curve } from '../../../sim/metric.ts';
import { MICRODOLLARS_PER_USD, type Microdollars, type Microseconds } from '../../../units.ts';
import type { Market } from '../../scheme.ts';

export class FloatCurve {
  readonly #market: Market;
  readonly #times: Microseconds[] = [];
  readonly #held: number[] = [];

  constructor(market: Market) {
    this.#market = market;
  }

  record(held: Microdollars): void {
    this.#times.push(this.#market.simulation.now);
    this.#held.push(held / MICRODOLLARS_PER_USD);
  }

  curve(): Curve {
    return {
      name: `${this.#market.label}.float.locked_usd`,
      quantity: 'deposits of open channels',
      unit: 'USD',
      x: { quantity: 'time', unit: 'us', values: this.#times },
      values: this.#held,
    };
  }
}
