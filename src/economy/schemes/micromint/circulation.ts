/**
 * Coins in circulation over the time of a run: in wallets, at vendors, and all that are sold and not yet back.
 * @module
 */
import type { Curve } from '../../../sim/metric.ts';
import { purchasesToBuyAhead } from '../../../theory/demand.ts';
import { DAY, type Microseconds } from '../../../units.ts';
import type { Market } from '../../scheme.ts';
import { coinsPerPayment } from './measures.ts';
import type { MicroMintOptions } from './options.ts';

const SOURCE = 'Poisson purchases, batches bought when the wallet is empty; derived; latency neglected';

export class Circulation {
  readonly #market: Market;
  readonly #options: MicroMintOptions;
  readonly #times: number[] = [];
  readonly #sold: number[] = [];
  readonly #inWallets: number[] = [];
  readonly #atVendors: number[] = [];

  constructor(market: Market, options: MicroMintOptions) {
    this.#market = market;
    this.#options = options;
  }

  record(outstanding: number, inWallets: number, atVendors: number): void {
    this.#times.push(this.#market.simulation.now);
    this.#sold.push(outstanding);
    this.#inWallets.push(inWallets);
    this.#atVendors.push(atVendors);
  }

  /** @param known whether the closed forms hold in this run */
  curves(known: boolean): Curve[] {
    const expected = known ? expectedCirculation(this.#market, this.#options) : undefined;
    const curve = (
      name: string,
      quantity: string,
      values: number[],
      theory?: (time: Microseconds) => number,
      formula = '',
    ): Curve => ({
      name: `${this.#market.label}.coins.${name}_count`,
      quantity,
      unit: 'coins',
      x: { quantity: 'time', unit: 'us', values: this.#times },
      values,
      ...(theory && { theory: { values: this.#times.map(theory), formula, source: SOURCE } }),
    });
    const wallets = expected?.inWallets;
    const vendors = expected?.atVendors;
    const both = expected && ((time: Microseconds) => expected.inWallets(time) + expected.atVendors(time));
    return [
      curve('circulation', 'coins in circulation', this.#sold, both, 'U E[-N mod b] + coins of the day'),
      curve('in_wallets', 'coins in wallets', this.#inWallets, wallets, 'U E[-N mod b]'),
      curve('at_vendors', 'coins at vendors', this.#atVendors, vendors, 'U rate x time of day'),
    ];
  }
}

/** Known for Poisson purchases at one price within the first period. */
function expectedCirculation(market: Market, options: MicroMintOptions) {
  const { users, arrivals } = market.demand;
  const coins = coinsPerPayment(market.demand, options);
  if (coins === undefined || arrivals.kind !== 'poisson' || market.duration > options.period) return undefined;
  const paymentsAt = (time: Microseconds): number => (arrivals.perUserPerDay * time) / DAY;
  return {
    inWallets: (time: Microseconds): number =>
      users * coins * purchasesToBuyAhead({ kind: 'poisson', mean: paymentsAt(time) }, options.batch / coins).left.mean,
    atVendors: (time: Microseconds): number => users * coins * paymentsAt(time % DAY),
  };
}
