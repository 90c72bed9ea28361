/**
 * What is measured of soft-drink machines, beside the exact laws.
 * @module
 */
import type { Machine } from '../../../protocols/statistical/soft-drink.ts';
import type { Curve, Law, Metric, Oracle } from '../../../sim/metric.ts';
import {
  independentCoins,
  meanTries,
  spacedCoins,
  spacedTriesAt,
  triesAt,
  triesAtLeast,
} from '../../../theory/soft-drink.ts';
import { MICRODOLLARS_PER_USD, type Microdollars } from '../../../units.ts';
import type { Market } from '../../scheme.ts';
import type { Tally } from './tally.ts';

/** The curve ends at so many tries. */
const TRIES_SHOWN = 8;
/** At so many tries the lecture looks: four nickels are 20 cents. */
const FOUR = 4;
/** So many bottles, and their mean cost is near enough to normal. */
const NORMAL_FROM_BOTTLES = 10_000;
const SOURCE = "the lecture's machine; derived";

/** Machines of one kind after a run: who ran them, what they are, what they have sold. */
export class Measures {
  readonly #market: Market;
  readonly #machine: Machine;
  /** What a machine takes a try. */
  readonly #coin: Microdollars;
  readonly #tally: Tally;

  constructor(market: Market, machine: Machine, coin: Microdollars, tally: Tally) {
    this.#market = market;
    this.#machine = machine;
    this.#coin = coin;
    this.#tally = tally;
  }

  metrics(): Metric[] {
    const bottles = this.#tally.total;
    if (bottles === 0) return [];
    const { label } = this.#market;
    const metric = (quantity: string, unit: string, value: number, theory?: Oracle): Metric => ({
      name: `${label}.${quantity}`,
      unit,
      value,
      combine: 'mean',
      ...(theory && { theory }),
    });
    const coinUsd = this.#coinUsd;
    const shareFrom = (tries: number): number => this.#tally.from(tries) / bottles;
    return [
      metric('bottle_cost.mean_usd', 'USD', this.#tally.mean * coinUsd, this.#meanOracle()),
      { ...metric('bottle_cost.sd_usd', 'USD', this.#tally.sd * coinUsd), combine: 'root-mean-square' },
      metric('four_coins.share', '1', this.#tally.at(FOUR) / bottles, this.#shareOracle('exactly')),
      metric('four_coins_or_more.share', '1', shareFrom(FOUR), this.#shareOracle('at least')),
      metric('more_than_four_coins.share', '1', shareFrom(FOUR + 1), this.#shareOracle('more')),
    ];
  }

  /** A spaced machine's first bottles are cheaper than its later ones, by less than a coin in all. */
  #meanOracle(): Oracle | undefined {
    const { demand } = this.#market;
    const coinUsd = this.#coinUsd;
    const bottles = this.#tally.total;
    if (this.#machine.blanks === 'independent')
      return {
        value: meanTries(this.#blank) * coinUsd,
        formula: 'c / (1 - q)',
        source: SOURCE,
        kind: 'mean',
        ...(this.#isFixed && bottles >= NORMAL_FROM_BOTTLES && { law: this.#lawOfMean() }),
        ...this.#byConstruction,
      };
    if (!this.#isFixed || demand.vendors > 1) return undefined;
    const { mean } = spacedCoins(bottles, this.#machine.slotsPerBlank);
    return { value: (mean / bottles) * coinUsd, formula: 'c (a b + c + c / b) / n', source: SOURCE, kind: 'mean' };
  }

  #lawOfMean(): Law {
    const { total } = this.#tally;
    const { variance } = independentCoins(total, this.#blank);
    return { name: 'normal', sd: (Math.sqrt(variance) / total) * this.#coinUsd };
  }

  #shareOracle(what: 'exactly' | 'at least' | 'more'): Oracle {
    if (this.#machine.blanks === 'spaced')
      return { value: 0, formula: '0', source: 'between two bottles there are two blanks at most', kind: 'exact' };
    const q = this.#blank;
    const [probability, formula] = {
      exactly: [triesAt(FOUR, q), 'q^3 (1 - q)'] as const,
      'at least': [triesAtLeast(FOUR, q), 'q^3'] as const,
      more: [triesAtLeast(FOUR + 1, q), 'q^4'] as const,
    }[what];
    const { total } = this.#tally;
    return {
      value: probability,
      formula,
      source: SOURCE,
      kind: 'mean',
      ...(this.#isFixed && { law: { name: 'binomial', trials: total, probability, scale: 1 / total } }),
      ...this.#byConstruction,
    };
  }

  /** At aggregate the tries of independent machines are drawn by these very laws. */
  get #byConstruction(): Pick<Oracle, 'byConstruction'> {
    return this.#market.fidelity === 'aggregate' ? { byConstruction: true } : {};
  }

  get #blank(): number {
    return 1 / this.#machine.slotsPerBlank;
  }

  get #coinUsd(): number {
    return this.#coin / MICRODOLLARS_PER_USD;
  }

  get #isFixed(): boolean {
    return this.#market.demand.arrivals.kind === 'fixed';
  }

  /** Share of the bottles by what they cost. */
  curves(): Curve[] {
    const bottles = Math.max(1, this.#tally.total);
    const tries = Array.from({ length: TRIES_SHOWN }, (_, i) => i + 1);
    const { blanks, slotsPerBlank } = this.#machine;
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
          values: tries.map((k) => (k * this.#coin) / MICRODOLLARS_PER_USD),
        },
        values: tries.map((k) => this.#tally.at(k) / bottles),
        theory: {
          values: tries.map(chance),
          formula: blanks === 'spaced' ? 'one blank in each block' : 'q^(k-1) (1 - q)',
          source: SOURCE,
        },
      },
    ];
  }
}
