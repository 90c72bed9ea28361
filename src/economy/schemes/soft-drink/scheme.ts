/**
 * The soft-drink machine as a scheme: vendors are machines that take one coin only, and a customer who gets a blank
 * pays again until a bottle comes. Nobody else is in it: no bank, no message.
 * Source: the lecture; see protocols/statistical/soft-drink.ts.
 * @module
 */
import { FRESH, insertCoin, type Machine, type Position } from '../../../protocols/statistical/soft-drink.ts';
import type { Curve, Metric } from '../../../sim/metric.ts';
import { StreamFamily } from '../../../sim/random.ts';
import { HOUR, type Microdollars } from '../../../units.ts';
import type { Demand } from '../../demand.ts';
import type { Circumstances, Market, PaymentScheme, Refusal, Session, Skippable } from '../../scheme.ts';
import { Measures } from './measures.ts';
import { bottlesInRow } from './row.ts';
import { SkippedCustomers } from './skipped-customers.ts';
import { Tally } from './tally.ts';

export interface SoftDrinkOptions extends Machine {
  /** What a machine takes a try. */
  readonly coin: Microdollars;
}

export const softDrink: PaymentScheme<SoftDrinkOptions> = {
  name: 'soft-drink',
  fidelities: ['real', 'sampled', 'aggregate'],
  bankNeeded: 'never while paying',
  byLottery: true,
  prepaid: false,
  charts: ['bottle-cost'],
  capabilities: () => [],
  aftermath: () => HOUR,
  refuses: refusal,
  reach: () => 0,
  open: (market, options) => new SoftDrinkSession(market, options),
};

/** A machine knows one price, its coin; only payments that are skipped must be alike. */
function refusal({ price }: Demand, _options: SoftDrinkOptions, { fidelity }: Circumstances): Refusal | undefined {
  if (fidelity !== 'aggregate' || price.kind === 'constant') return undefined;
  const message = 'expected one price, not a choice, since payments are skipped at aggregate';
  return { of: 'demand', key: 'price', message };
}

class SoftDrinkSession implements Session {
  readonly capabilities = {};
  readonly skippable?: Skippable;
  readonly #market: Market;
  readonly #options: SoftDrinkOptions;
  readonly #slots: StreamFamily;
  readonly #positions: Position[];
  /** Bottles of each machine that are paid. */
  readonly #paid: Float64Array;
  readonly #tally = new Tally();
  /** At aggregate only. */
  readonly #skipped: SkippedCustomers | undefined;

  constructor(market: Market, options: SoftDrinkOptions) {
    const { vendors } = market.demand;
    this.#market = market;
    this.#options = options;
    this.#slots = new StreamFamily(market.seed, 'vendor', vendors, 'slots');
    this.#positions = new Array<Position>(vendors).fill(FRESH);
    this.#paid = new Float64Array(vendors);
    if (market.fidelity !== 'aggregate') return;
    this.#skipped = new SkippedCustomers(market, (user, vendor, price) => this.pay(user, vendor, price));
    this.skippable = this.#skipped.skippable;
  }

  pay(user: number, vendor: number, price: Microdollars): void {
    const tries = this.#triesAt(vendor);
    this.#take(vendor, tries, 1);
    this.#charge(user, vendor, tries);
    this.#market.served(user, vendor, price);
  }

  /** Coins until a bottle comes. */
  #triesAt(vendor: number): number {
    for (let tries = 1; ; tries++) {
      const { outcome, position } = insertCoin(this.#options, this.#positions[vendor], this.#slots.next(vendor));
      this.#positions[vendor] = position;
      if (outcome === 'bottle') return tries;
    }
  }

  /** So many bottles of a machine, one after the other. */
  #payInRow(user: number, vendor: number, count: number): void {
    const draw = (): number => this.#slots.next(vendor);
    const { bottles, position } = bottlesInRow(this.#options, this.#positions[vendor], count, draw);
    this.#positions[vendor] = position;
    bottles.forEach((taken, tries) => {
      this.#take(vendor, tries, taken);
      this.#charge(user, vendor, tries * taken);
    });
  }

  #take(vendor: number, tries: number, bottles: number): void {
    this.#tally.add(tries, bottles);
    this.#paid[vendor] += bottles;
  }

  #charge(user: number, vendor: number, tries: number): void {
    const { ledger } = this.#market;
    ledger.pay(this.#market.userParty(user), this.#market.vendorParty(vendor), tries * this.#options.coin);
  }

  close(): void {
    this.#skipped?.settle(
      (vendor) => this.#soldBy(vendor) - this.#paid[vendor],
      (user, vendor, count) => this.#payInRow(user, vendor, count),
    );
  }

  /** What the market dealt out to a machine, at one price. */
  #soldBy(vendor: number): number {
    const { demand, ledger } = this.#market;
    return demand.price.kind === 'constant' ? -ledger.goods(this.#market.vendorParty(vendor)) / demand.price.price : 0;
  }

  dayEnd(): void {}

  outstanding(): Microdollars {
    return 0;
  }

  holdings(): Microdollars {
    return 0;
  }

  servesAll(): boolean {
    return true;
  }

  forfeited(): Microdollars {
    return 0;
  }

  observe(): void {}

  metrics(): Metric[] {
    return this.#measures().metrics();
  }

  curves(): Curve[] {
    return this.#measures().curves();
  }

  #measures(): Measures {
    return new Measures(this.#market, this.#options, this.#options.coin, this.#tally);
  }
}
