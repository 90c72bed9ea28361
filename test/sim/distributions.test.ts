import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AliasTable, exponential, zipfWeights } from '../../src/sim/distributions.ts';

describe('the exponential variable', () => {
  it('inverts its distribution function 1 - exp(-x)', () => {
    for (const x of [0.001, 0.5, 1, 5, 20]) expect(exponential(-Math.expm1(-x))).toBeCloseTo(x, 6);
  });

  it('is finite at both ends of the uniform draw, and no negative zero', () => {
    expect(Object.is(exponential(0), 0)).toBe(true);
    expect(exponential(1 - 2 ** -53)).toBeCloseTo(36.7368, 4);
  });
});

describe('Zipf weights', () => {
  it('fall as a power of the rank and add up to 1', () => {
    const weights = zipfWeights(1000, 1.5);
    expect(weights[0] / weights[3]).toBeCloseTo(8, 12);
    expect(weights.reduce((sum, weight) => sum + weight)).toBeCloseTo(1, 12);
  });

  it('are equal at exponent 0', () => {
    expect(zipfWeights(4, 0)).toEqual([0.25, 0.25, 0.25, 0.25]);
  });
});

describe('an alias table', () => {
  /** The share of [0, 1) on which each outcome is drawn, to one grid step for each cell of the table. */
  function shares(weights: readonly number[], perCell: number): number[] {
    const table = new AliasTable(weights);
    const grid = weights.length * perCell;
    const counts = weights.map(() => 0);
    for (let i = 0; i < grid; i++) counts[table.draw((i + 0.5) / grid)]++;
    return counts.map((count) => count / grid);
  }

  it('gives each outcome its share of the unit interval', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 1000 }), { minLength: 1, maxLength: 12 }), (weights) => {
        const total = weights.reduce((sum, weight) => sum + weight);
        fc.pre(total > 0);
        // Each of the cells cuts the grid at most once, and is off by at most one step there.
        const step = 1 / 500;
        for (const [i, share] of shares(weights, 500).entries()) {
          expect(Math.abs(share - weights[i] / total)).toBeLessThanOrEqual(step);
          if (weights[i] === 0) expect(share).toBe(0);
        }
      }),
      { seed: 2, numRuns: 200 },
    );
  });

  it('never draws an outcome of weight zero, even where rounding leaves a cell over', () => {
    const weights = Array.from({ length: 49 }, (_, i) => (i === 7 ? 0 : 0.1));
    const table = new AliasTable(weights);
    for (let cell = 0; cell < 49; cell++) {
      for (const place of [0, 0.5, 1 - 1e-12]) expect(table.draw((cell + place) / 49)).not.toBe(7);
    }
  });

  it('takes one outcome, and the last number below 1', () => {
    expect(new AliasTable([3]).draw(1 - 2 ** -53)).toBe(0);
    expect(new AliasTable([1, 1, 1]).draw(1 - 2 ** -53)).toBe(2);
  });

  it.each([[[]], [[0, 0]], [[1, -1]], [[1, Number.NaN]], [[Infinity]]])('refuses the weights %j', (weights) => {
    expect(() => new AliasTable(weights)).toThrow(RangeError);
  });
});
