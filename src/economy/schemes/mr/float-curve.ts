/**
 * What the bank has paid out beyond what it has billed, over time.
 * @module
 */
import type { Curve } from '../../../sim/metric.ts';
import { shortfall } from '../../../theory/serial-charge.ts';
import { MICRODOLLARS_PER_USD, type Microseconds } from '../../../units.ts';
import type { Signing } from './evidence.ts';
import { closedForms } from './measures.ts';
import type { Setting } from './setting.ts';

/** Until when the bank has decided all payments, at a given moment. */
export type Decided = (time: Microseconds) => Microseconds;

export class FloatCurve {
  readonly #setting: Setting<Signing>;
  readonly #decidedAt: Decided;
  readonly #times: Microseconds[] = [];
  readonly #floats: number[] = [];

  constructor(setting: Setting<Signing>, decidedAt: Decided) {
    this.#setting = setting;
    this.#decidedAt = decidedAt;
  }

  record(): void {
    const { market, charges } = this.#setting;
    this.#times.push(market.simulation.now);
    this.#floats.push(charges.float / MICRODOLLARS_PER_USD);
  }

  curve(): Curve {
    return {
      name: `${this.#setting.market.label}.bank.float_usd`,
      quantity: 'paid out beyond bills',
      unit: 'USD',
      x: { quantity: 'time', unit: 'us', values: this.#times },
      values: this.#floats,
      ...this.#theory(),
    };
  }

  /** Users who pay at a constant rate have made a Poisson number of payments at any time; what is decided counts. */
  #theory(): Pick<Curve, 'theory'> {
    const closed = closedForms(this.#setting);
    if (closed === undefined || (closed.byLast && closed.need.kind !== 'poisson')) return {};
    const { market } = this.#setting;
    const { byLast, lottery, need } = closed;
    const at = (time: Microseconds): number =>
      byLast && need.kind === 'poisson'
        ? market.demand.users * shortfall(lottery, { kind: 'poisson', mean: (need.mean * time) / market.duration }).mean
        : 0;
    return {
      theory: {
        values: this.#times.map((time) => at(this.#decidedAt(time)) / MICRODOLLARS_PER_USD),
        formula: byLast ? 'U v (1-s)(1-e^(-mu s t/T))/s' : '0',
        source: 'MR02; derived',
      },
    };
  }
}
