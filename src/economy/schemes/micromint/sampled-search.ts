/**
 * A search at fidelity sampled: how many coins it finds by the exact law of a Poisson number of hashes, and their bins,
 * drawn only when a coin is taken, since there may be thousands of millions.
 * @module
 */
import { type Stream, stream } from '../../../sim/random.ts';
import { binomialVariate } from '../../../sim/samplers.ts';
import { variantChance } from '../../../theory/forging.ts';
import { predicateSurvival } from '../../../theory/micromint.ts';
import { ForgedBins } from './forged-bins.ts';
import type { MicroMintOptions } from './options.ts';
import type { Search, SearchPlan } from './search.ts';

/** A coin that the broker did not mint. The bins of his coins are numbered like the coins, those of no coin behind. */
export interface Forgery {
  readonly bin: number;
}

/** The broker's coins are their numbers. */
export type SampledCoin = number | Forgery;

export function binOf(coin: SampledCoin): number {
  return typeof coin === 'number' ? coin : coin.bin;
}

export function sampledSearch(seed: string, options: MicroMintOptions, plan: SearchPlan): Search<SampledCoin> {
  const draw = stream(seed, `forger/${plan.name}`);
  return plan.splices ? new SampledSplicing(options, draw) : new SampledMinting(options, draw);
}

/** A coin of the right group is one in so many. */
function inGroup(found: number, { groupBits }: MicroMintOptions, draw: Stream): number {
  return groupBits === 0 ? found : binomialVariate(found, 2 ** -groupBits, () => draw.next());
}

/** Of variants, those that happen to pass another stage: one of their balls is left to chance. */
function passing(variants: number, { hiddenPredicates }: MicroMintOptions, draw: Stream): number {
  return binomialVariate(variants, predicateSurvival(hiddenPredicates!.bits, 1), () => draw.next());
}

/** From scratch: bins fill up independently of each other. */
class SampledMinting implements Search<SampledCoin> {
  readonly #bins: ForgedBins;
  readonly #loadOfHash: number;
  readonly open = 0;

  constructor({ bits, filter, way, groupBits, hiddenPredicates }: MicroMintOptions, draw: Stream) {
    this.#bins = new ForgedBins(2 ** bits, { way, groupBits, predicateBits: hiddenPredicates?.bits ?? 0 }, draw);
    this.#loadOfHash = 2 ** -(bits + filter);
  }

  hash(meanHashes: number): number {
    return this.#bins.hash(meanHashes * this.#loadOfHash);
  }

  learn(): void {}

  forget(): void {}

  disclosed(): void {
    this.#bins.disclosed();
  }

  get stock(): number {
    return this.#bins.stock;
  }

  take(most: number): SampledCoin[] {
    return Array.from({ length: Math.min(most, this.stock) }, () => ({ bin: this.#bins.takeOne() }));
  }
}

/** For one ball more: each known coin's bin is hit independently of the others. */
class SampledSplicing implements Search<SampledCoin> {
  readonly #options: MicroMintOptions;
  readonly #draw: Stream;
  readonly #known = new Set<number>();
  /** Bins of known coins that no ball of his has hit, and of the variants in stock. */
  readonly #missed: number[] = [];
  #variants: number[] = [];

  constructor(options: MicroMintOptions, draw: Stream) {
    this.#options = options;
    this.#draw = draw;
  }

  hash(meanHashes: number): number {
    const hit = variantChance(this.#options, meanHashes);
    const hits = binomialVariate(this.#missed.length, hit, () => this.#draw.next());
    const usable = inGroup(hits, this.#options, this.#draw);
    for (let i = 0; i < hits; i++) {
      const bin = this.#takeAtRandom(this.#missed);
      if (i < usable) this.#variants.push(bin);
    }
    return usable;
  }

  learn(coin: SampledCoin): void {
    const bin = binOf(coin);
    if (this.#known.has(bin)) return;
    this.#known.add(bin);
    this.#missed.push(bin);
  }

  /** The balls of the coin that he saw pass: only his own is left to chance. A bin whose variant fails is open again. */
  disclosed(): void {
    const kept = passing(this.stock, this.#options, this.#draw);
    while (this.stock > kept) this.#missed.push(this.#takeAtRandom(this.#variants));
  }

  forget(): void {
    this.#missed.length = 0;
    this.#variants = [];
  }

  get open(): number {
    return this.#missed.length;
  }

  get stock(): number {
    return this.#variants.length;
  }

  take(most: number): SampledCoin[] {
    const count = Math.min(most, this.stock);
    return Array.from({ length: count }, () => ({ bin: this.#takeAtRandom(this.#variants) }));
  }

  #takeAtRandom(bins: number[]): number {
    const place = Math.floor(this.#draw.next() * bins.length);
    const bin = bins[place];
    bins[place] = bins[bins.length - 1];
    bins.pop();
    return bin;
  }
}
