import { describe, expect, it } from 'vitest';
import { limitingVarianceOfFullBins, meanFullBins, varianceOfFullBins } from '../../src/theory/occupancy.ts';

/** Mean and variance of the full bins by going through every outcome of every throw; bin 0 stands for a miss. */
function enumerate(throws: number, bins: number, hit: number, k: number): { mean: number; variance: number } {
  const miss = 1 - bins * hit;
  let [mean, square] = [0, 0];
  for (let outcome = 0; outcome < (bins + 1) ** throws; outcome++) {
    const counts = new Array<number>(bins + 1).fill(0);
    let chance = 1;
    for (let [rest, i] = [outcome, 0]; i < throws; rest = Math.floor(rest / (bins + 1)), i++) {
      const bin = rest % (bins + 1);
      counts[bin]++;
      chance *= bin === 0 ? miss : hit;
    }
    const full = counts.slice(1).filter((count) => count >= k).length;
    mean += chance * full;
    square += chance * full * full;
  }
  return { mean, variance: square - mean * mean };
}

describe('the number of full bins', () => {
  const cases = [
    { throws: 6, bins: 3, hit: 0.25 },
    { throws: 7, bins: 3, hit: 0.01 },
    { throws: 5, bins: 4, hit: 0.25 },
    { throws: 8, bins: 2, hit: 0.5 },
    { throws: 2, bins: 3, hit: 0.3 },
  ].flatMap((all) => [1, 2, 3, 4].map((k) => ({ all, k })));

  it.each(cases)('has the mean and variance of the enumeration: $all, $k balls', ({ all, k }) => {
    const truth = enumerate(all.throws, all.bins, all.hit, k);
    expect(meanFullBins(all, k)).toBeCloseTo(truth.mean, 12);
    expect(varianceOfFullBins(all, k)).toBeCloseTo(truth.variance, 12);
  });

  it.each([
    [20, 4, 4],
    [26, 4, 4],
    [34, 0.05, 4],
    [40, 4, 4],
    [40, 0.5, 8],
    [40, 12, 8],
  ])('has the limiting variance for 2^%d bins at %d balls a bin, %d a coin, to the order of 1/B', (u, x, k) => {
    // Cancellation in the covariance, or a wrong sign or power in either formula, would show at once: at x = 4 the
    // covariance takes away 15 % of the variance.
    const bins = 2 ** u;
    const exact = varianceOfFullBins({ throws: x * bins, bins, hit: 1 / bins }, k);
    expect(Math.abs(exact / limitingVarianceOfFullBins(bins, x, k) - 1)).toBeLessThan(150 / bins + 1e-9);
  });
});
