/**
 * The purchases of a log: each is scheduled when the one before it is made, so that memory does not grow with the log.
 * @module
 */
import type { Metric } from '../../sim/metric.ts';
import { Priority } from '../../sim/priority.ts';
import type { Simulation } from '../../sim/simulation.ts';
import { Trace } from '../../sim/trace.ts';
import { MICRODOLLARS_PER_USD } from '../../units.ts';
import type { Behaviour } from '../behaviour.ts';
import type { Demand } from '../demand.ts';
import { DistinctPairs } from './distinct-pairs.ts';
import { PurchaseCursor, type PurchaseSource } from './purchase-blocks.ts';

export class TraceShoppers {
  /** Time, user, vendor and price of every purchase: equal for all schemes of a scenario. */
  readonly trace = new Trace();
  readonly #simulation: Simulation;
  readonly #next: PurchaseCursor;
  readonly #pairs: DistinctPairs;
  readonly #wake: number;
  #purchases = 0;
  #spent = 0;
  #active = false;

  constructor(simulation: Simulation, demand: Demand, open: PurchaseSource, buy: (user: number) => Behaviour) {
    this.#simulation = simulation;
    this.#next = new PurchaseCursor(open());
    this.#pairs = new DistinctPairs(demand);
    const next = this.#next;
    this.#wake = simulation.register('purchase of the log', () => {
      const { user, vendor, price } = next;
      this.trace.record(simulation.now, 'purchase', user, vendor, price);
      this.#purchases++;
      this.#spent += price;
      this.#pairs.add(user, vendor);
      buy(user)(user, vendor, price);
      this.#scheduleNext();
    });
    this.#scheduleNext();
  }

  /** Whether somebody will still buy. */
  get active(): boolean {
    return this.#active;
  }

  get purchases(): number {
    return this.#purchases;
  }

  metrics({ trace }: Demand): Metric[] {
    const found = trace?.found;
    const { count } = this.#pairs;
    return [
      metric('purchases.count', 'purchases', this.#purchases, found?.purchases),
      metric('value.total_usd', 'USD', this.#spent / MICRODOLLARS_PER_USD, found && found.value / MICRODOLLARS_PER_USD),
      ...(count === undefined ? [] : [metric('pairs.count', 'pairs', count)]),
      ...(found === undefined
        ? []
        : [
            metric('users.count', 'users', found.users),
            metric('free.count', 'requests', found.free),
            metric('late.count', 'purchases', found.late),
            metric('moved.count', 'requests', found.moved),
            metric('malformed.count', 'lines', found.malformed),
          ]),
    ];
  }

  #scheduleNext(): void {
    this.#active = this.#next.next();
    if (this.#active) this.#simulation.at(this.#next.time, this.#wake, Priority.decision);
  }
}

/** @param counted what the reader of the log has counted */
function metric(name: string, unit: string, value: number, counted?: number): Metric {
  const theory = { value: counted!, formula: 'the log', source: 'counted when it was read', kind: 'exact' } as const;
  return { name: `demand.${name}`, unit, value, combine: 'mean', ...(counted !== undefined && { theory }) };
}
