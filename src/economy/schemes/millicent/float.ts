/**
 * Scrip outstanding over the time of a run, by holder and by debtor, and the memory of what was spent.
 * @source that what is out is what issuers owe is G95's; the closed forms are derived
 * @module
 */
import type { Curve } from '../../../sim/metric.ts';
import { DAY, MICRODOLLARS_PER_USD, type Microdollars, type Microseconds } from '../../../units.ts';
import type { Market } from '../../scheme.ts';
import type { Laws } from './laws.ts';

/** One reading, in micro-dollars. */
export interface Reading {
  readonly outstanding: Microdollars;
  /** What the ledger says that all issuers owe. */
  readonly liabilities: Microdollars;
  readonly brokerScripInWallets: Microdollars;
  readonly vendorScripInWallets: Microdollars;
  readonly inWarehouses: Microdollars;
  readonly vendorsOwe: Microdollars;
  readonly brokersOweInScrip: Microdollars;
  readonly brokersOweVendors: Microdollars;
  /** ID#s that all vendors together keep in memory: no money. */
  readonly spentIds: number;
}

type Theory = Curve['theory'];

const EXCHANGES = 'Poisson purchases at one price; derived; latency neglected';

export class Float {
  readonly #market: Market;
  readonly #times: Microseconds[] = [];
  readonly #readings: Reading[] = [];

  constructor(market: Market) {
    this.#market = market;
  }

  record(reading: Reading): void {
    this.#times.push(this.#market.simulation.now);
    this.#readings.push(reading);
  }

  curves(laws: Laws): Curve[] {
    const curve = (
      name: Exclude<keyof Reading, 'spentIds'>,
      metric: string,
      quantity: string,
      theory?: Theory,
    ): Curve => ({
      name: `${this.#market.label}.scrip.${metric}_usd`,
      quantity,
      unit: 'USD',
      x: { quantity: 'time', unit: 'us', values: this.#times },
      values: this.#readings.map((reading) => reading[name] / MICRODOLLARS_PER_USD),
      ...(theory && { theory }),
    });
    return [
      curve('outstanding', 'outstanding', 'scrip and debts outstanding'),
      curve('brokerScripInWallets', 'broker_in_wallets', 'broker scrip in wallets'),
      curve('vendorScripInWallets', 'vendor_in_wallets', 'vendor scrip in wallets', this.#inWallets(laws)),
      curve('inWarehouses', 'in_warehouses', 'vendor scrip in warehouses'),
      curve('vendorsOwe', 'vendors_owe', 'owed by vendors in scrip'),
      curve('brokersOweInScrip', 'brokers_owe', 'owed by brokers in scrip'),
      this.#spentIds(laws),
      curve('brokersOweVendors', 'brokers_owe_vendors', 'owed by brokers to vendors', this.#due(laws)),
    ];
  }

  #spentIds({ spentUntil }: Laws): Curve {
    const isKnown = spentUntil !== undefined && this.#market.demand.arrivals.kind === 'poisson';
    return {
      name: `${this.#market.label}.vendors.spent_ids_count`,
      quantity: 'spent ID#s in memory',
      unit: 'ID#s',
      x: { quantity: 'time', unit: 'us', values: this.#times },
      values: this.#readings.map(({ spentIds }) => spentIds),
      ...(isKnown && {
        theory: {
          values: this.#times.map(spentUntil),
          formula: 'U rate t',
          source: 'kept until they expire: after G95',
        },
      }),
    };
  }

  /** How far register and ledger were ever apart at a reading. */
  get gapMax(): Microdollars {
    const gaps = this.#readings.map(({ outstanding, liabilities }) => Math.abs(outstanding - liabilities));
    return gaps.reduce((most, gap) => Math.max(most, gap), 0);
  }

  /** What was exchanged less what was spent. */
  #inWallets(laws: Laws): Theory {
    const exchanged = laws.exchangesUntil;
    if (exchanged === undefined) return undefined;
    const { size, price, purchasesUntil } = exchanged;
    const values = this.#times.map(
      (time) => (size * exchanged.at(time) - price * purchasesUntil(time)) / MICRODOLLARS_PER_USD,
    );
    return { values, formula: 'U (w sum over vendors of E[ceil(N / m)] - p E[N])', source: EXCHANGES };
  }

  /** What was exchanged since midnight, less commission. */
  #due(laws: Laws): Theory {
    const exchanged = laws.exchangesUntil;
    if (exchanged?.due === undefined) return undefined;
    const { at, due } = exchanged;
    const sinceMidnight = (time: Microseconds): number => at(time) - at(time - (time % DAY));
    const values = this.#times.map((time) => (due * sinceMidnight(time)) / MICRODOLLARS_PER_USD);
    return { values, formula: '(w - commission) exchanges since midnight', source: EXCHANGES };
  }
}
