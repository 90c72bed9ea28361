import { describe, expect, it } from 'vitest';
import { binomialAt, binomialAtLeast, binomialAtMost } from '../../src/theory/binomial.ts';
import { binomialLaw } from '../../src/theory/binomial-law.ts';
import { quantile } from '../../src/theory/lattice-law.ts';
import { largestWhere } from '../../src/theory/search.ts';
import { expectNear } from './near.ts';

describe('the whole binomial law', () => {
  it.each([
    [20, 0.3],
    [1, 0.5],
    [7, 0.99],
    [1000, 0.001],
  ])('of Bin(%d, %d) is the one of the point chances', (n, p) => {
    const { first, chances } = binomialLaw(n, p);
    for (const [i, chance] of chances.entries()) expectNear(chance, binomialAt(first + i, n, p), 100);
    expect(chances.length).toBeGreaterThan(Math.min(n, 10));
  });

  // A ratio that lost digits, or an anchor that underflowed, would move these sums.
  it.each([
    // Beyond n = 1e7 the incomplete beta function of the package is the less precise: at the third row summation in 40
    // digits gives 2.86693073841e-7, the law 2.86693073842e-7, the function 2.8669306628e-7.
    [1e9, 1e-9, 1e-11],
    [1e9, 1e-3, 1e-9],
    [1e9, 0.5, 3e-8],
    [1e6, 1e-3, 1e-11],
  ])('of Bin(%d, %d) has the mean, the variance and the tails of the incomplete beta function', (n, p, error) => {
    const { first, chances } = binomialLaw(n, p);
    const mean = chances.reduce((sum, chance, i) => sum + chance * (first + i - n * p), 0);
    const variance = chances.reduce((sum, chance, i) => sum + chance * (first + i - n * p) ** 2, 0);
    expect(Math.abs(mean)).toBeLessThan(1e-9 * Math.sqrt(n * p));
    expectNear(variance, n * p * (1 - p), 1000);
    const far = Math.ceil(n * p + 5 * Math.sqrt(n * p * (1 - p)));
    const above = chances.reduceRight((sum, chance, i) => (first + i >= far ? sum + chance : sum), 0);
    expectNear(above, binomialAtLeast(far, n, p), error * 1e12);
  });

  it('is one point for a certain outcome', () => {
    for (const [n, p, k] of [
      [5, 0, 0],
      [5, 1, 5],
      [0, 0.3, 0],
    ]) {
      expect(binomialLaw(n, p)).toEqual({ first: k, chances: Float64Array.of(1) });
    }
  });

  it('has quantiles that the tails confirm, near 0 and near 1 too', () => {
    for (const [n, p] of [
      [1000, 0.001],
      [100000, 0.001],
      [30, 0.7],
    ]) {
      for (const probability of [1e-9, 0.01, 0.5, 0.9, 0.999, 1 - 1e-9]) {
        const k = quantile(binomialLaw(n, p), probability);
        expect(binomialAtMost(k, n, p)).toBeGreaterThanOrEqual(probability);
        expect(binomialAtMost(k - 1, n, p)).toBeLessThan(probability);
      }
    }
  });
});

describe('the largest whole number of which something holds', () => {
  it('is found from a guess below, at and above it', () => {
    for (const limit of [3, 4, 10, 1000]) {
      for (const guess of [-5, 3, 4, 9, 10, 11, 999, 1000, 1001, 5000]) {
        expect(largestWhere((x) => x <= limit, 3, guess)).toBe(limit);
      }
    }
  });
});
