/**
 * The soft-drink machine as a scheme: vendors are machines that take one coin only, and a customer who gets a blank
 * pays again until a bottle comes. Nobody else is in it: no bank, no message.
 * Source: the lecture; see protocols/statistical/soft-drink.ts.
 * @module
 */
import { FRESH, insertCoin, type Machine, type Position } from '../../../protocols/statistical/soft-drink.ts';
import type { Curve, Law, Metric, Oracle } from '../../../sim/metric.ts';
import { StreamFamily } from '../../../sim/random.ts';
import { Welford } from '../../../sim/statistics.ts';
import {
  independentCoins,
  meanTries,
  spacedCoins,
  spacedTriesAt,
  triesAt,
  triesAtLeast,
} from '../../../theory/soft-drink.ts';
import { HOUR, MICRODOLLARS_PER_USD, type Microdollars } from '../../../units.ts';
import type { Market, PaymentScheme, Session } from '../../scheme.ts';

export interface SoftDrinkOptions extends Machine {
  /** What a machine takes a try. */
  readonly coin: Microdollars;
}

export const softDrink: PaymentScheme<SoftDrinkOptions> = {
  name: 'soft-drink',
  fidelities: ['real', 'sampled'],
  prepaid: false,
  charts: ['bottle-cost'],
  capabilities: () => [],
  aftermath: () => HOUR,
  refuses: () => undefined,
  open: (market, options) => new SoftDrinkSession(market, options),
};

/** Tries are counted apart up to this many. */
const TRIES_SHOWN = 8;
/** At so many tries the lecture looks: four nickels are 20 cents. */
const FOUR = 4;
/** So many bottles, and their mean cost is near enough to normal. */
const NORMAL_FROM_BOTTLES = 10_000;
const SOURCE = "the lecture's machine; derived";

class SoftDrinkSession implements Session {
  readonly capabilities = {};
  readonly #market: Market;
  readonly #options: SoftDrinkOptions;
  readonly #slots: StreamFamily;
  readonly #positions: Position[];
  /** Bottles by the number of tries; the last counts all beyond. */
  readonly #bottles = new Float64Array(TRIES_SHOWN + 2);
  /** Bottles that each machine sold. */
  readonly #sold: Float64Array;
  readonly #tries = new Welford();

  constructor(market: Market, options: SoftDrinkOptions) {
    this.#market = market;
    this.#options = options;
    this.#slots = new StreamFamily(market.seed, 'vendor', market.demand.vendors, 'slots');
    this.#positions = new Array<Position>(market.demand.vendors).fill(FRESH);
    this.#sold = new Float64Array(market.demand.vendors);
  }

  pay(user: number, vendor: number, price: Microdollars): void {
    const { ledger, userParty, vendorParty } = this.#parties();
    const tries = this.#triesAt(vendor);
    ledger.pay(userParty(user), vendorParty(vendor), tries * this.#options.coin);
    this.#bottles[Math.min(tries, TRIES_SHOWN + 1)]++;
    this.#sold[vendor]++;
    this.#tries.add(tries);
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

  #parties() {
    const market = this.#market;
    return {
      ledger: market.ledger,
      userParty: (user: number): number => market.userParty(user),
      vendorParty: (vendor: number): number => market.vendorParty(vendor),
    };
  }

  dayEnd(): void {}

  close(): void {}

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
    const bottles = this.#market.servedCount;
    if (bottles === 0) return [];
    const { label } = this.#market;
    const metric = (quantity: string, unit: string, value: number, theory?: Oracle): Metric => ({
      name: `${label}.${quantity}`,
      unit,
      value,
      combine: 'mean',
      ...(theory && { theory }),
    });
    const coinUsd = this.#options.coin / MICRODOLLARS_PER_USD;
    const share = (from: number, to: number): number =>
      this.#bottles.slice(from, to + 1).reduce((sum, count) => sum + count, 0) / bottles;
    return [
      metric('bottle_cost.mean_usd', 'USD', this.#tries.mean * coinUsd, this.#meanOracle(bottles, coinUsd)),
      { ...metric('bottle_cost.sd_usd', 'USD', this.#tries.sd * coinUsd), combine: 'root-mean-square' },
      metric('four_coins.share', '1', share(FOUR, FOUR), this.#shareOracle(bottles, 'exactly')),
      metric('four_coins_or_more.share', '1', share(FOUR, TRIES_SHOWN + 1), this.#shareOracle(bottles, 'at least')),
      metric('more_than_four_coins.share', '1', share(FOUR + 1, TRIES_SHOWN + 1), this.#shareOracle(bottles, 'more')),
    ];
  }

  /** A spaced machine's first bottles are cheaper than its later ones, by less than a coin in all. */
  #meanOracle(bottles: number, coinUsd: number): Oracle | undefined {
    const { demand } = this.#market;
    const isFixed = demand.arrivals.kind === 'fixed';
    if (this.#options.blanks === 'independent')
      return {
        value: meanTries(this.#blank) * coinUsd,
        formula: 'c / (1 - q)',
        source: SOURCE,
        kind: 'mean',
        ...(isFixed && bottles >= NORMAL_FROM_BOTTLES && { law: this.#lawOfMean(bottles, coinUsd) }),
      };
    if (!isFixed || demand.vendors > 1) return undefined;
    const { mean } = spacedCoins(bottles, this.#options.slotsPerBlank);
    return { value: (mean / bottles) * coinUsd, formula: 'c (a b + c + c / b) / n', source: SOURCE, kind: 'mean' };
  }

  #lawOfMean(bottles: number, coinUsd: number): Law {
    const { variance } = independentCoins(bottles, this.#blank);
    return { name: 'normal', sd: (Math.sqrt(variance) / bottles) * coinUsd };
  }

  #shareOracle(bottles: number, what: 'exactly' | 'at least' | 'more'): Oracle | undefined {
    if (this.#options.blanks === 'spaced')
      return { value: 0, formula: '0', source: 'between two bottles there are two blanks at most', kind: 'exact' };
    const q = this.#blank;
    const [probability, formula] = {
      exactly: [triesAt(FOUR, q), 'q^3 (1 - q)'] as const,
      'at least': [triesAtLeast(FOUR, q), 'q^3'] as const,
      more: [triesAtLeast(FOUR + 1, q), 'q^4'] as const,
    }[what];
    return {
      value: probability,
      formula,
      source: SOURCE,
      kind: 'mean',
      ...(this.#market.demand.arrivals.kind === 'fixed' && {
        law: { name: 'binomial', trials: bottles, probability, scale: 1 / bottles },
      }),
    };
  }

  get #blank(): number {
    return 1 / this.#options.slotsPerBlank;
  }

  /** Share of the bottles by what they cost. */
  curves(): Curve[] {
    const bottles = Math.max(1, this.#market.servedCount);
    const tries = Array.from({ length: TRIES_SHOWN }, (_, i) => i + 1);
    const { blanks, slotsPerBlank, coin } = this.#options;
    const chance = (k: number): number =>
      blanks === 'spaced' ? spacedTriesAt(k, slotsPerBlank) : triesAt(k, this.#blank);
    return [
      {
        name: `${this.#market.label}.bottle_cost.share`,
        quantity: 'share of the bottles',
        unit: '1',
        x: {
          quantity: 'cost of a bottle',
          unit: 'USD',
          values: tries.map((k) => (k * coin) / MICRODOLLARS_PER_USD),
        },
        values: tries.map((k) => this.#bottles[k] / bottles),
        theory: {
          values: tries.map(chance),
          formula: blanks === 'spaced' ? 'one blank in each block' : 'q^(k-1) (1 - q)',
          source: SOURCE,
        },
      },
    ];
  }
}
