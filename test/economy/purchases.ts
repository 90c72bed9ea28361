/** A demand drawn by itself, without market, scheme or network: every purchase in the order in which users make them. */
import { PatternedShoppers } from '../../src/economy/demand/patterned-shoppers.ts';
import { type Demand, Shoppers } from '../../src/economy/demand.ts';
import type { Metric } from '../../src/sim/metric.ts';
import { Simulation } from '../../src/sim/simulation.ts';

export interface Purchase {
  readonly time: number;
  readonly user: number;
  readonly vendor: number;
  readonly price: number;
}

export interface Drawn {
  readonly purchases: readonly Purchase[];
  readonly digest: string;
  readonly metrics: readonly Metric[];
}

export function drawDemand(demand: Demand, duration: number, seed: string): Drawn {
  const simulation = new Simulation();
  const purchases: Purchase[] = [];
  const shoppers = new (demand.arrivals.kind === 'patterned' ? PatternedShoppers : Shoppers)(
    simulation,
    demand,
    duration,
    seed,
    () => (user, vendor, price) => purchases.push({ time: simulation.now, user, vendor, price }),
  );
  simulation.run();
  return { purchases, digest: shoppers.trace.digest(), metrics: shoppers.metrics(demand, duration) };
}
