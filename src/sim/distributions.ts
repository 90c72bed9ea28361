/**
 * Random variables made from one uniform number each, so that a stream's draws can be counted.
 *
 * Only the pure-JavaScript ln and pow of @stdlib: the engine's own differ in their last bit between versions.
 * @module
 */
import ln from '@stdlib/math-base-special-ln';
import pow from '@stdlib/math-base-special-pow';

/**
 * Exponential variable of mean 1 by inversion.
 * @param u - uniform in [0, 1); with 53 bits the result is at most 36.8
 */
export function exponential(u: number): number {
  return 0 - ln(1 - u);
}

/**
 * Weights of n ranks after Zipf: rank r (from 1) in proportion to r^-exponent.
 * @returns n weights that add up to 1; equal ones at exponent 0
 */
export function zipfWeights(n: number, exponent: number): number[] {
  const weights = Array.from({ length: n }, (_, i) => pow(i + 1, -exponent));
  const total = sum(weights);
  return weights.map((weight) => weight / total);
}

/**
 * A discrete variable in constant time: each cell of the table belongs to one outcome up to a threshold and to its
 * alias above. A single uniform number picks the cell and the place in it.
 * @source A. J. Walker (1977); table in linear time after M. D. Vose (1991)
 */
export class AliasTable {
  private readonly threshold: Float64Array;
  private readonly alias: Uint32Array;

  /**
   * @param weights - finite and not negative, not all zero; they need not add up to 1
   * @throws RangeError for other weights
   */
  constructor(weights: readonly number[]) {
    if (!weights.every((weight) => weight >= 0)) throw new RangeError('a weight must be a number that is not negative');
    const total = sum(weights);
    if (!(total > 0 && total < Infinity))
      throw new RangeError(`weights must have a positive, finite sum, not ${total}`);
    this.threshold = Float64Array.from(weights, (weight) => (weight / total) * weights.length);
    // What rounding leaves over goes to the likeliest outcome, never to one of weight zero.
    this.alias = new Uint32Array(weights.length).fill(indexOfLargest(weights));
    this.pair();
  }

  /**
   * @param u - uniform in [0, 1)
   * @returns the index of a weight
   */
  draw(u: number): number {
    const place = u * this.threshold.length;
    const cell = Math.floor(place);
    return place - cell < this.threshold[cell] ? cell : this.alias[cell];
  }

  /** Fills every cell that is less than full from an outcome that has more than a cell. */
  private pair(): void {
    const left = this.threshold.slice();
    const poor: number[] = [];
    const rich: number[] = [];
    for (const [outcome, share] of left.entries()) (share < 1 ? poor : rich).push(outcome);
    while (poor.length > 0 && rich.length > 0) {
      const cell = poor.pop() as number;
      const giver = rich[rich.length - 1];
      this.threshold[cell] = left[cell];
      this.alias[cell] = giver;
      left[giver] -= 1 - left[cell];
      if (left[giver] < 1) poor.push(rich.pop() as number);
    }
    for (const outcome of rich) this.threshold[outcome] = 1;
    for (const cell of poor) this.threshold[cell] = left[cell];
  }
}

/** The sum from the last to the first: small weights stand last in the lists of this module. */
function sum(values: readonly number[]): number {
  return values.reduceRight((total, value) => total + value, 0);
}

function indexOfLargest(values: readonly number[]): number {
  return values.reduce((best, value, i) => (value > values[best] ? i : best), 0);
}
