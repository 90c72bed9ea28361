/**
 * What one thread does in a collision search: throw a range of balls, then count partitions and write their coins.
 * Pure and synchronous: who deals out the work, and over how many threads, changes no coin.
 * Source: RS96, section 3.
 * @module
 */
import type { BallHasher } from '../primitives/ball-hasher.ts';
import { CoinWriter } from './coin-writer.ts';
import { PartitionBins } from './partition-bins.ts';
import type { Period, Permutation } from './period.ts';
import { type Allocate, RadixPartition, type Segment } from './radix-partition.ts';
import type { SearchPlan } from './search-plan.ts';

/** Ball numbers of which it is counted how many coins they complete: `parts` runs of `width` from `first` on. */
export interface Window {
  readonly first: number;
  readonly width: number;
  readonly parts: number;
}

/** The coins of one partition, in the order of their bins. */
export interface PartitionCoins {
  readonly bins: Float64Array;
  /** The coins' bytes, one coin behind the other. */
  readonly balls: Uint8Array;
  readonly goodBalls: number;
}

export class Minter {
  readonly #plan: SearchPlan;
  readonly #throwing: RadixPartition;
  readonly #writer: CoinWriter;
  #bins: PartitionBins | undefined;
  /** So many the bins are made for. */
  #balls = 0;

  constructor(period: Period, permutation: Permutation, hasher: BallHasher, plan: SearchPlan, allocate: Allocate) {
    this.#plan = plan;
    this.#throwing = new RadixPartition(period, plan, hasher, allocate);
    this.#writer = new CoinWriter(permutation, plan.parameters.way);
  }

  /** Throws balls from .. to-1, and gives their segments in order. */
  throwBalls(from: number, to: number, told?: (balls: number) => void): Segment[] {
    return this.#throwing.throwBalls(from, to, told);
  }

  /**
   * Counts the coins that the balls of a window complete, over some partitions.
   * @param counts [0] for balls before the window, then one for each part, the last for balls behind it; added to.
   */
  countCompletions(
    segments: readonly Segment[],
    partitions: Iterable<number>,
    window: Window,
    counts: Float64Array,
  ): void {
    const { way } = this.#plan.parameters;
    for (const partition of partitions) {
      const bins = this.#fill(segments, partition, Number.MAX_SAFE_INTEGER);
      for (const place of bins.completePlaces()) {
        const part = Math.floor((bins.balls[place * bins.stride + way - 1] - window.first) / window.width);
        counts[Math.min(Math.max(part, -1), window.parts) + 1]++;
      }
    }
  }

  /** The coins that the balls up to `last` make in a partition. */
  coinsOf(segments: readonly Segment[], partition: number, last: number): PartitionCoins {
    const filled = this.#fill(segments, partition, last);
    const places = filled.completePlaces();
    const balls = this.#writer.write(filled.balls, filled.stride, places);
    return { bins: filled.binsOf(places), balls, goodBalls: filled.goodBalls };
  }

  #fill(segments: readonly Segment[], partition: number, last: number): PartitionBins {
    const balls = segments.reduce((most, { to }) => Math.max(most, to), 0);
    if (this.#bins === undefined || balls > this.#balls) this.#bins = new PartitionBins(this.#plan, balls);
    this.#balls = Math.max(balls, this.#balls);
    this.#bins.fill(segments, partition, last);
    return this.#bins;
  }
}
