import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { QuantileSketch } from '../../src/sim/quantile-sketch.ts';
import { stream } from '../../src/sim/random.ts';
import { BatchMeans, Histogram, TimeWeighted, Welford } from '../../src/sim/statistics.ts';

function welfordOf(values: readonly number[]): Welford {
  const all = new Welford();
  for (const value of values) all.add(value);
  return all;
}

describe('Welford', () => {
  it('has the unbiased variance, over n - 1', () => {
    const { count, mean, variance, sd } = welfordOf([2, 4, 4, 4, 5, 5, 7, 9]);
    expect([count, mean]).toEqual([8, 5]);
    expect(variance).toBeCloseTo(32 / 7, 12);
    expect(sd).toBeCloseTo(Math.sqrt(32 / 7), 12);
  });

  it('keeps its digits beside a large mean, where the sum of squares would lose them all', () => {
    expect(welfordOf([4, 7, 13, 16].map((x) => x + 1e9)).variance).toBeCloseTo(30, 6);
  });

  it('has no variance below two observations', () => {
    expect(welfordOf([]).variance).toBe(0);
    expect(welfordOf([3]).variance).toBe(0);
  });
});

describe('a time-weighted mean', () => {
  it('weighs each value by how long it lasted', () => {
    const queue = new TimeWeighted(100, 0);
    queue.set(110, 2);
    queue.set(115, 5);
    queue.set(115, 1);
    expect(queue.mean(120)).toBe((0 * 10 + 2 * 5 + 1 * 5) / 20);
    expect(queue.max).toBe(5);
  });

  it('is the value itself before time passes', () => {
    expect(new TimeWeighted(5, 3).mean(5)).toBe(3);
  });

  it('refuses to run backwards', () => {
    const queue = new TimeWeighted(5, 3);
    expect(() => queue.set(4, 1)).toThrow(RangeError);
  });
});

describe('a histogram', () => {
  it('counts in half-open bins and beside them', () => {
    const histogram = new Histogram(0, 10, 5);
    for (const x of [-0.1, 0, 1.9, 2, 9.9, 10, 50]) histogram.add(x);
    expect(histogram.counts).toEqual([2, 1, 0, 0, 1]);
    expect([histogram.below, histogram.above]).toEqual([1, 2]);
  });

  it('refuses an empty range and no bins', () => {
    expect(() => new Histogram(1, 1, 5)).toThrow(RangeError);
    expect(() => new Histogram(0, 1, 0)).toThrow(RangeError);
  });
});

describe('batch means', () => {
  it('throw the warm-up away and average whole batches only', () => {
    const waits = new BatchMeans(2, 3);
    for (const x of [100, 100, 100, 1, 3, 5, 7, 50]) waits.add(x);
    expect([waits.batches.count, waits.batches.mean]).toEqual([2, 4]);
  });

  it('show the spread that a correlated sequence really has', () => {
    // x = 0.9 x + noise: the variance of a mean is 19 times that of independent observations. A chi-square of 199
    // degrees of freedom stays within a factor 0.46 to 1.85 of its mean except with probability 1e-9, so taking the
    // observations as independent (19 times too little) or batches of 10 is always caught.
    const { next } = stream('batch means', 'noise');
    const batches = new BatchMeans(500, 100);
    const all = new Welford();
    let x = 0;
    for (let i = 0; i < 100_100; i++) {
      x = 0.9 * x + next() - 0.5;
      batches.add(x);
      all.add(x);
    }
    const ratio = (batches.batches.variance * 500) / all.variance / 19;
    expect(ratio).toBeGreaterThan(0.46);
    expect(ratio).toBeLessThan(1.85);
  });
});

describe('a quantile sketch', () => {
  const magnitudes = fc.integer({ min: 0, max: 53 }).chain((bits) => fc.maxSafeNat().map((x) => x % 2 ** bits));
  const sample = fc.array(magnitudes, { minLength: 1, maxLength: 200 });

  function sketchOf(values: readonly number[]): QuantileSketch {
    const sketch = new QuantileSketch();
    for (const value of values) sketch.add(value);
    return sketch;
  }

  it('is within 0.5 % of the sample quantile of the same rank, exact below 256 and at the ends', () => {
    fc.assert(
      fc.property(sample, fc.double({ min: 0, max: 1, noNaN: true }), (values, p) => {
        const sorted = values.toSorted((a, b) => a - b);
        const truth = sorted[Math.max(1, Math.ceil(p * values.length)) - 1];
        const sketch = sketchOf(values);
        const found = sketch.quantile(p);
        expect(Math.abs(found - truth)).toBeLessThanOrEqual(truth < 256 ? 0 : 0.005 * truth);
        expect([sketch.quantile(1), sketch.count]).toEqual([sorted.at(-1), values.length]);
      }),
      { seed: 3, numRuns: 500 },
    );
  });

  it('merges to the sketch of all observations, quantile for quantile', () => {
    fc.assert(
      fc.property(sample, sample, (a, b) => {
        const merged = sketchOf(a);
        merged.merge(sketchOf(b));
        const whole = sketchOf([...a, ...b]);
        expect(merged.count).toBe(whole.count);
        for (let p = 0; p <= 1; p += 0.02) expect(merged.quantile(p)).toBe(whole.quantile(p));
      }),
      { seed: 4, numRuns: 100 },
    );
  });

  it('holds the least and the greatest integers', () => {
    const sketch = sketchOf([0, Number.MAX_SAFE_INTEGER]);
    expect([sketch.quantile(0), sketch.quantile(1)]).toEqual([0, Number.MAX_SAFE_INTEGER]);
  });

  it('has no quantile without observations', () => {
    expect(new QuantileSketch().quantile(0.5)).toBeNaN();
  });

  it.each([-1, 0.5, Number.NaN, 2 ** 53])('refuses %d', (x) => {
    expect(() => new QuantileSketch().add(x)).toThrow(RangeError);
  });
});
