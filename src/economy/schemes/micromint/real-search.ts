/**
 * A search at fidelity real: a Poisson number of real balls is thrown at each look, by the minter's own SHA-256.
 * @module
 */
import { hashBall } from '../../../protocols/micromint/ball.ts';
import type { Coin } from '../../../protocols/micromint/coin.ts';
import { Forge } from '../../../protocols/micromint/forge.ts';
import { type Predicates, passes, taggedPermutation } from '../../../protocols/micromint/hidden-predicate.ts';
import { derivePermutation, type Period } from '../../../protocols/micromint/period.ts';
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
    this.#forge = this.#openForge(plan.stages);
  }

  /** Hashes balls of his own that pass what is disclosed. */
  #openForge(stages: number): Forge | SpliceForge {
    const { predicates, period } = this.#published;
    const name = `${this.#seed}/stage/${stages}`;
    const permutation =
      predicates === undefined ? derivePermutation(name, period.index) : taggedPermutation(name, predicates, stages);
    if (!this.#plan.splices) return new Forge(period, permutation);
    const forge = new SpliceForge(period, permutation);
    for (const bin of this.#targets) forge.learn(this.#seen.get(bin)!);
    return forge;
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

  /** A bin whose variant does not pass is open again. */
  disclosed(stages: number): void {
    const stock = this.#coins;
    this.#coins = stock.filter((coin) => passes(coin, this.#published.predicates!, stages));
    for (const coin of stock)
      if (!this.#coins.includes(coin) && this.#plan.splices) this.#targets.add(this.#binOf(coin));
    this.#forge = this.#openForge(stages);
  }

  get open(): number {
    return this.#targets.size;
  }

  get stock(): number {
    return this.#coins.length;
  }

  take(most: number): Coin[] {
    return this.#coins.splice(0, most);
  }
}
