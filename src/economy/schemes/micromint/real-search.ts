/**
 * A search at fidelity real: a Poisson number of real balls is thrown at each look, by the minter's own SHA-256.
 * @module
 */
import { hashBall } from '../../../protocols/micromint/ball.ts';
import type { Coin } from '../../../protocols/micromint/coin.ts';
import { Forge } from '../../../protocols/micromint/forge.ts';
import {
  conditionOf,
  type Predicates,
  passes,
  taggedPermutation,
} from '../../../protocols/micromint/hidden-predicate.ts';
import { derivePermutation, type Period, type Permutation } from '../../../protocols/micromint/period.ts';
import { SpliceForge } from '../../../protocols/micromint/splice-forge.ts';
import { groupOf } from '../../../protocols/micromint/user-group.ts';
import { type Stream, stream } from '../../../sim/random.ts';
import { poissonVariate } from '../../../sim/samplers.ts';
import type { MicroMintOptions } from './options.ts';
import type { Search, SearchPlan } from './search.ts';

/** What everybody knows of a period, and the hidden predicates of which the vendors know those that are disclosed. */
export interface Published {
  readonly period: Period;
  readonly predicates: Predicates | undefined;
}

export function realSearch(
  seed: string,
  published: Published,
  options: MicroMintOptions,
  plan: SearchPlan,
): Search<Coin> {
  return new RealSearch(seed, published, options, plan);
}

class RealSearch implements Search<Coin> {
  readonly #published: Published;
  readonly #groupBits: number;
  readonly #plan: SearchPlan;
  readonly #seed: string;
  readonly #draw: Stream;
  /** Coins seen, by their bins, and the bins among them for which a splicer has no variant yet. */
  readonly #seen = new Map<number, Coin>();
  readonly #targets = new Set<number>();
  #forge: Forge | SpliceForge;
  #coins: Coin[] = [];

  constructor(seed: string, published: Published, { groupBits }: MicroMintOptions, plan: SearchPlan) {
    this.#published = published;
    this.#groupBits = groupBits;
    this.#plan = plan;
    this.#seed = `${seed}/forger/${plan.name}`;
    this.#draw = stream(seed, `forger/${plan.name}`);
    const Kind = plan.splices ? SpliceForge : Forge;
    this.#forge = new Kind(published.period, this.#ballsOf(plan.stages));
  }

  /** Balls of his own that pass what is disclosed. */
  #ballsOf(stages: number): Permutation {
    const { predicates, period } = this.#published;
    const name = `${this.#seed}/stage/${stages}`;
    return predicates === undefined
      ? derivePermutation(name, period.index)
      : taggedPermutation(name, predicates, stages);
  }

  hash(meanHashes: number): number {
    const balls = poissonVariate(meanHashes, () => this.#draw.next());
    if (balls === 0) return 0;
    this.#forge.throw(balls);
    const found = this.#forge.takeCoins();
    for (const coin of found) this.#targets.delete(this.#binOf(coin));
    const usable = found.filter((coin) => this.#isUsable(coin));
    this.#coins.push(...usable);
    return usable.length;
  }

  #binOf(coin: Coin): number {
    return hashBall(this.#published.period, coin).bin;
  }

  #isUsable(coin: Coin): boolean {
    return this.#groupBits === 0 || groupOf(coin, this.#published.period, this.#groupBits) === this.#plan.group;
  }

  learn(coin: Coin): void {
    const bin = this.#binOf(coin);
    if (!(this.#forge instanceof SpliceForge) || this.#seen.has(bin)) return;
    this.#seen.set(bin, coin);
    this.#targets.add(bin);
    this.#forge.learn(coin);
  }

  disclosed(stages: number): void {
    const predicates = this.#published.predicates!;
    const stock = this.#coins;
    this.#coins = stock.filter((coin) => passes(coin, predicates, stages));
    const balls = this.#ballsOf(stages);
    if (this.#forge instanceof Forge) this.#forge.disclosed(conditionOf(predicates, stages), balls);
    else this.#forge = this.#spliceAgain(stock, balls);
  }

  /** A bin whose variant does not pass is open again. */
  #spliceAgain(stock: readonly Coin[], balls: Permutation): SpliceForge {
    for (const coin of stock) if (!this.#coins.includes(coin)) this.#targets.add(this.#binOf(coin));
    const forge = new SpliceForge(this.#published.period, balls);
    for (const bin of this.#targets) forge.learn(this.#seen.get(bin)!);
    return forge;
  }

  forget(): void {
    if (!(this.#forge instanceof SpliceForge)) return;
    this.#targets.clear();
    this.#coins = [];
    this.#forge.forget();
  }

  get open(): number {
    return this.#targets.size;
  }

  get stock(): number {
    return this.#coins.length;
  }

  take(most: number): Coin[] {
    return Array.from({ length: Math.min(most, this.stock) }, () => this.#takeOne());
  }

  #takeOne(): Coin {
    const coins = this.#coins;
    const place = Math.floor(this.#draw.next() * coins.length);
    const coin = coins[place];
    coins[place] = coins[coins.length - 1];
    coins.pop();
    return coin;
  }
}
