/**
 * Quantiles of many integers in constant memory: counts in buckets that are one wide up to 256 and then 128 to every
 * doubling, so that a quantile is off by less than half of 1 %.
 *
 * The layout is that of HdrHistogram (Tene). It keeps no sample and draws nothing: the t-digest of npm compresses at
 * random places with Math.random, so that a result would differ from run to run.
 * @module
 */
const EXACT = 256;
const PER_DOUBLING = 128;
const DOUBLINGS_ABOVE = 45;
const TWO_TO_32 = 2 ** 32;

/** Bucket widths above the exact ones: 2, 4, 8, ... */
const WIDTHS = Float64Array.from({ length: DOUBLINGS_ABOVE }, (_, i) => 2 ** (i + 1));

/** Quantiles of integers from 0 to 2^53 - 1. */
export class QuantileSketch {
  count = 0;
  private readonly counts = new Float64Array(EXACT + DOUBLINGS_ABOVE * PER_DOUBLING);
  private min = Infinity;
  private max = -Infinity;

  /** @throws RangeError unless x is an integer from 0 to 2^53 - 1 */
  add(x: number): void {
    if (!(x >= 0 && Number.isSafeInteger(x))) refuse(x);
    this.counts[bucketOf(x)]++;
    this.count++;
    if (x < this.min) this.min = x;
    if (x > this.max) this.max = x;
  }

  /**
   * The smallest value that at least a share p of the observations does not exceed, to less than 0.5 %;
   * exact for the least, the greatest and below 256; NaN when there is no observation.
   * @param p - in [0, 1]
   */
  quantile(p: number): number {
    if (this.count === 0) return NaN;
    const rank = Math.max(1, Math.ceil(p * this.count));
    let bucket = 0;
    for (let seen = this.counts[0]; seen < rank; seen += this.counts[bucket]) bucket++;
    if (rank === this.count) return this.max;
    return Math.min(this.max, Math.max(this.min, middleOf(bucket)));
  }

  /** Takes over the observations of another sketch; the result is that of adding them one by one. */
  merge(other: QuantileSketch): void {
    for (const [bucket, count] of other.counts.entries()) this.counts[bucket] += count;
    this.count += other.count;
    this.min = Math.min(this.min, other.min);
    this.max = Math.max(this.max, other.max);
  }
}

function refuse(x: number): never {
  throw new RangeError(`expected an integer of at least 0, got ${x}`);
}

function bucketOf(x: number): number {
  if (x < EXACT) return x;
  const bits = x < TWO_TO_32 ? 32 - Math.clz32(x) : 64 - Math.clz32(x / TWO_TO_32);
  const octave = bits - 9;
  return EXACT + octave * PER_DOUBLING + Math.floor(x / WIDTHS[octave]) - PER_DOUBLING;
}

function middleOf(bucket: number): number {
  if (bucket < EXACT) return bucket;
  const octave = Math.floor((bucket - EXACT) / PER_DOUBLING);
  const place = (bucket - EXACT) % PER_DOUBLING;
  return (PER_DOUBLING + place) * WIDTHS[octave] + WIDTHS[octave] / 2;
}
