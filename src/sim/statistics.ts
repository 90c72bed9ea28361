/**
 * Running statistics: of observations, of a quantity over time, of a correlated sequence.
 * @module
 */
import type { Microseconds } from '../units.ts';

/**
 * Mean and variance of observations, in one pass without cancellation.
 * @source B. P. Welford (1962)
 */
export class Welford {
  count = 0;
  mean = 0;
  private squares = 0;

  add(x: number): void {
    this.count++;
    const before = x - this.mean;
    this.mean += before / this.count;
    this.squares += before * (x - this.mean);
  }

  /** The unbiased variance, over count - 1; 0 below two observations. */
  get variance(): number {
    return this.count < 2 ? 0 : this.squares / (this.count - 1);
  }

  get sd(): number {
    return Math.sqrt(this.variance);
  }
}

/** The mean over time of a quantity that keeps its value between changes, such as a queue's length. */
export class TimeWeighted {
  max: number;
  private value: number;
  private area = 0;
  private since: Microseconds;
  private readonly start: Microseconds;

  constructor(start: Microseconds, value: number) {
    this.start = start;
    this.since = start;
    this.value = value;
    this.max = value;
  }

  /**
   * The quantity changes to this value.
   * @throws RangeError when `now` lies before the last change
   */
  set(now: Microseconds, value: number): void {
    if (now < this.since) throw new RangeError(`time ran backwards, from ${this.since} to ${now}`);
    this.area += this.value * (now - this.since);
    this.since = now;
    this.value = value;
    if (value > this.max) this.max = value;
  }

  /** The mean from the start to `now`; the value itself when no time has passed. */
  mean(now: Microseconds): number {
    const span = now - this.start;
    return span === 0 ? this.value : (this.area + this.value * (now - this.since)) / span;
  }
}

/** Counts of observations in bins of equal width over [low, high). */
export class Histogram {
  readonly counts: number[];
  below = 0;
  above = 0;
  private readonly low: number;
  private readonly width: number;

  /** @throws RangeError unless low < high and there is at least one bin */
  constructor(low: number, high: number, bins: number) {
    if (!(low < high) || !Number.isInteger(bins) || bins < 1)
      throw new RangeError('a histogram needs low < high and a bin');
    this.low = low;
    this.width = (high - low) / bins;
    this.counts = new Array<number>(bins).fill(0);
  }

  add(x: number): void {
    const bin = Math.floor((x - this.low) / this.width);
    if (bin < 0) this.below++;
    else if (bin >= this.counts.length) this.above++;
    else this.counts[bin]++;
  }
}

/**
 * The mean of a correlated sequence, such as waiting times: after a warm-up that is thrown away, the means of long
 * batches are nearly independent, and their spread gives an interval.
 */
export class BatchMeans {
  /** The means of the batches that are complete. */
  readonly batches = new Welford();
  private toSkip: number;
  private readonly size: number;
  private batch = new Welford();

  /**
   * @param size - observations in a batch
   * @param warmUp - observations thrown away at the start
   */
  constructor(size: number, warmUp: number) {
    this.size = size;
    this.toSkip = warmUp;
  }

  add(x: number): void {
    if (this.toSkip > 0) {
      this.toSkip--;
      return;
    }
    this.batch.add(x);
    if (this.batch.count < this.size) return;
    this.batches.add(this.batch.mean);
    this.batch = new Welford();
  }
}
