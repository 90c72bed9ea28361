/**
 * Samplers against their exact laws, with fixed seeds. Each check raises a false alarm with a probability of at most
 * 1e-9 and says what it would catch.
 *
 * `distance` is Kolmogorov's, read on a grid, with the bound of Dvoretzky, Kiefer and Wolfowitz in Massart's form, which
 * holds for discrete laws as well: from 200,000 draws the band is 0.0073, and a law that is 0.0147 off anywhere on the
 * grid is caught with power 1 - 1e-9.
 */
import gammainc from '@stdlib/math-base-special-gammainc';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { stream } from '../../src/sim/random.ts';
import {
  binomialVariate,
  gammaVariate,
  geometric,
  multinomialVariate,
  poissonVariate,
} from '../../src/sim/samplers.ts';
import { binomialAt, binomialAtLeast, binomialAtMost } from '../../src/theory/binomial.ts';
import { normalOutside } from '../../src/theory/normal.ts';
import { poissonAt, poissonAtLeast, poissonAtMost } from '../../src/theory/poisson.ts';

const FALSE_ALARM = 1e-9;
const DRAWS = 200_000;
const BAND = Math.sqrt(Math.log(2 / FALSE_ALARM) / (2 * DRAWS));

type Draw = () => number;

function sample(name: string, variate: (draw: Draw) => number, n = DRAWS): Float64Array {
  const { next } = stream('samplers', name);
  return Float64Array.from({ length: n }, () => variate(next));
}

/** Greatest distance between the empirical distribution function and the law at some 100 quantiles of the sample. */
function distance(values: Float64Array, law: (x: number) => number): number {
  const sorted = values.slice().sort();
  let worst = 0;
  for (let i = 0; i < sorted.length; i += Math.floor(sorted.length / 100)) {
    const x = sorted[i]!;
    let end = i + 1;
    while (sorted[end] === x) end++;
    worst = Math.max(worst, Math.abs(law(x) - end / sorted.length));
  }
  return worst;
}

function meanOf(values: Float64Array): number {
  return values.reduce((sum, x) => sum + x, 0) / values.length;
}

function varianceOf(values: Float64Array): number {
  const mean = meanOf(values);
  return values.reduce((sum, x) => sum + (x - mean) ** 2, 0) / values.length;
}

/** P(Z <= z) of a standard normal variable. */
function normalAtMost(z: number): number {
  return z < 0 ? normalOutside(-z) / 2 : 1 - normalOutside(z) / 2;
}

/** The values k of which there are too few or too many: each count is binomial, so the tails are exact. */
function outsideLaw(values: Float64Array, probabilityOf: (k: number) => number): number[] {
  let high = 0;
  for (const k of values) high = Math.max(high, k);
  const counts = new Float64Array(high + 1);
  for (const k of values) counts[k]++;
  const low = counts.findIndex((count) => count > 0);
  const all = [...counts.keys()].slice(low);
  return all.filter((k) => {
    const p = probabilityOf(k);
    const tail = Math.min(binomialAtMost(counts[k], values.length, p), binomialAtLeast(counts[k], values.length, p));
    return 2 * tail < FALSE_ALARM / all.length;
  });
}

describe('geometric', () => {
  it('is the first k at which 1 - (1-s)^(k+1) exceeds u, to the last place', () => {
    // Fails on an off by one in the inversion: s = 1/2 has its steps at 1/2, 3/4, 7/8, ...
    expect([0, 0.499, 0.5, 0.749, 0.75, 0.875].map((u) => geometric(u, 0.5))).toEqual([0, 0, 1, 1, 2, 3]);
    fc.assert(
      fc.property(
        fc.double({ min: 0, max: 0.999, noNaN: true }),
        fc.double({ min: 1e-3, max: 0.9, noNaN: true }),
        (u, s) => {
          const k = geometric(u, s);
          const slack = 1e-12;
          expect(1 - (1 - s) ** k).toBeLessThanOrEqual(u + slack);
          expect(1 - (1 - s) ** (k + 1)).toBeGreaterThan(u - slack);
        },
      ),
    );
  });

  it('is 0 at success 1, whatever the draw, and no negative zero', () => {
    for (const u of [0, 0.5, 1 - 2 ** -53]) expect(Object.is(geometric(u, 1), 0)).toBe(true);
  });

  it('keeps its law at a success of 1e-9, where ln(1 - s) would have lost nine digits', () => {
    // Inversion is exact up to rounding: the quantile at u is -ln(1-u)/s to 1e-9 of itself, plus the floor.
    for (const u of [0.001, 0.1, 0.5, 0.9, 0.999999])
      expect(Math.abs(geometric(u, 1e-9) / (-Math.log1p(-u) * 1e9) - 1)).toBeLessThan(2e-6);
    expect(geometric(1 - 2 ** -53, 1e-9)).toBeLessThan(3.7e10);
    const values = sample('tiny', (draw) => geometric(draw(), 1e-9));
    expect(distance(values, (k) => -Math.expm1(-(k + 1) * 1e-9))).toBeLessThan(BAND);
    // The check would see a success of 1.05e-9.
    expect(distance(values, (k) => -Math.expm1(-(k + 1) * 1.05e-9))).toBeGreaterThan(BAND);
  });
});

describe('gammaVariate', () => {
  it.each([0.01, 0.3, 1, 1.5, 4])('has the law of shape %f', (shape) => {
    const law = (x: number) => gammainc(x, shape);
    const values = sample(`gamma ${shape}`, (draw) => gammaVariate(shape, draw));
    expect(distance(values, law)).toBeLessThan(BAND);
    // The check would see a shape that is larger by a tenth.
    expect(distance(values, (x) => gammainc(x, shape * 1.1))).toBeGreaterThan(BAND);
  });

  it.each([50, 1000, 20_000])('is the waiting time for %i events of a Poisson process', (shape) => {
    const values = sample(`gamma ${shape}`, (draw) => gammaVariate(shape, draw));
    expect(distance(values, (x) => poissonAtLeast(shape, x))).toBeLessThan(BAND);
    // The check would see a time that is longer by a twentieth of its standard deviation.
    const shift = 0.05 * Math.sqrt(shape);
    expect(distance(values, (x) => poissonAtLeast(shape, x - shift))).toBeGreaterThan(BAND);
  });

  it('is normal at shape 1e12, with mean and standard deviation as they must be', () => {
    const values = sample('gamma large', (draw) => (gammaVariate(1e12, draw) - 1e12) / 1e6);
    expect(distance(values, normalAtMost)).toBeLessThan(BAND);
    // 6.2 standard errors leave 6e-10; catches a mean off by 0.02 sd, or a variance off by 3 %, with power 0.99.
    expect(Math.abs(meanOf(values))).toBeLessThan(6.2 / Math.sqrt(DRAWS));
    expect(Math.abs(varianceOf(values) - 1)).toBeLessThan(6.2 * Math.sqrt(2 / DRAWS));
  });

  it('at shape 1 takes one draw and is the exponential variable', () => {
    let draws = 0;
    const half = () => {
      draws++;
      return 0.5;
    };
    expect(gammaVariate(1, half)).toBeCloseTo(Math.LN2, 15);
    expect(draws).toBe(1);
  });

  it.each([0, -1, Number.NaN])('refuses shape %f', (shape) => {
    expect(() => gammaVariate(shape, () => 0.5)).toThrow(RangeError);
  });
});

describe('poissonVariate', () => {
  // Search below 10, rejection from there: both sides of the border, and means that are no integers.
  it.each([0.2, 3.7, 9.99, 10, 14.2, 26, 137.6])('has the law of mean %f, each value by its exact law', (mean) => {
    const values = sample(`poisson ${mean}`, (draw) => poissonVariate(mean, draw), 2 * DRAWS);
    expect(outsideLaw(values, (k) => poissonAt(k, mean))).toEqual([]);
    // 400,000 draws: a value of probability 0.05 has a standard error of 0.7 %; one that is 6 % too frequent is caught
    // with power 0.95. The check would see a mean that is 4 % larger.
    expect(outsideLaw(values, (k) => poissonAt(k, mean * 1.04))).not.toEqual([]);
  });

  it.each([1000.5, 30_000])('has the law of mean %f', (mean) => {
    const values = sample(`poisson ${mean}`, (draw) => poissonVariate(mean, draw));
    expect(distance(values, (k) => poissonAtMost(k, mean))).toBeLessThan(BAND);
    const shifted = mean + 0.05 * Math.sqrt(mean);
    expect(distance(values, (k) => poissonAtMost(k, shifted))).toBeGreaterThan(BAND);
  });

  it('is normal at mean 1e12, in whole numbers', () => {
    const values = sample('poisson large', (draw) => poissonVariate(1e12, draw));
    expect(values.every(Number.isSafeInteger)).toBe(true);
    const scaled = values.map((k) => (k - 1e12) / 1e6);
    expect(distance(scaled, normalAtMost)).toBeLessThan(BAND);
    expect(Math.abs(meanOf(scaled))).toBeLessThan(6.2 / Math.sqrt(DRAWS));
    expect(Math.abs(varianceOf(scaled) - 1)).toBeLessThan(6.2 * Math.sqrt(2 / DRAWS));
    // Odd and even alike: a grid coarser than the integers would show. 6.2 standard errors.
    expect(Math.abs(meanOf(values.map((k) => k % 2)) - 0.5)).toBeLessThan(3.1 / Math.sqrt(DRAWS));
  });

  it('ends at both ends of the uniform draw, and is 0 at mean 0', () => {
    const last = 1 - 2 ** -53;
    expect(poissonVariate(0, () => last)).toBe(0);
    for (const mean of [1e-300, 0.5, 9.99]) {
      expect(poissonVariate(mean, () => 0)).toBe(0);
      expect(poissonVariate(mean, () => last)).toBeLessThan(70);
    }
    // Draws that rejection must not choke on: us = 0, then the far tails, then the middle.
    const draws = [0, 0, last, 0, 2 ** -53, last, 0.5, 0.5];
    expect(poissonVariate(100, () => draws.shift()!)).toBe(100);
  });

  it.each([-1, Number.NaN])('refuses mean %f', (mean) => {
    expect(() => poissonVariate(mean, () => 0.5)).toThrow(RangeError);
  });
});

describe('binomialVariate', () => {
  it.each([
    [1, 0.3],
    [12, 0.5],
    [30, 0.32],
    [40, 0.5],
    [40, 0.9],
    [1000, 0.001],
    [900, 0.04],
    [60, 0.45],
  ])('has the law of n = %i, p = %f, each value by its exact law', (n, p) => {
    const values = sample(`binomial ${n} ${p}`, (draw) => binomialVariate(n, p, draw), 2 * DRAWS);
    expect(outsideLaw(values, (k) => binomialAt(k, n, p))).toEqual([]);
    // The check would see a p that is 5 % larger (or nearer to 1, where it is large).
    const other = Math.min(1.05 * p, (1 + p) / 2);
    expect(outsideLaw(values, (k) => binomialAt(k, n, other))).not.toEqual([]);
  });

  it('has the law of n = 1e6, p = 1/1000, and of n = 1e12, p = 2e-9', () => {
    for (const [n, p, q] of [
      [1e6, 0.001, 0.001002],
      [1e12, 2e-9, 2.003e-9],
    ] as const) {
      const values = sample(`binomial ${n}`, (draw) => binomialVariate(n, p, draw));
      expect(distance(values, (k) => binomialAtMost(k, n, p))).toBeLessThan(BAND);
      expect(distance(values, (k) => binomialAtMost(k, n, q))).toBeGreaterThan(BAND);
    }
  });

  it('is normal at n = 1e12, p = 1/2 and 0.999', () => {
    for (const p of [0.5, 0.999]) {
      const deviation = Math.sqrt(1e12 * p * (1 - p));
      const scaled = sample(`large ${p}`, (draw) => (binomialVariate(1e12, p, draw) - 1e12 * p) / deviation);
      expect(distance(scaled, normalAtMost)).toBeLessThan(BAND);
      expect(Math.abs(meanOf(scaled))).toBeLessThan(6.2 / Math.sqrt(DRAWS));
      expect(Math.abs(varianceOf(scaled) - 1)).toBeLessThan(6.2 * Math.sqrt(2 / DRAWS));
    }
  });

  it('stays within 0 and n at both ends of the uniform draw', () => {
    const last = 1 - 2 ** -53;
    for (const u of [0, last])
      for (const p of [0, 1e-300, 0.3, 0.5, 1]) {
        const k = binomialVariate(15, p, () => u);
        expect(k).toBeGreaterThanOrEqual(p === 1 ? 15 : 0);
        expect(k).toBeLessThanOrEqual(p === 0 ? 0 : 15);
      }
    expect(binomialVariate(0, 0.5, () => 0.5)).toBe(0);
  });

  it.each([
    [-1, 0.5],
    [1.5, 0.5],
    [10, -0.1],
    [10, 1.1],
    [10, Number.NaN],
  ])('refuses n = %f, p = %f', (n, p) => {
    expect(() => binomialVariate(n, p, () => 0.5)).toThrow(RangeError);
  });
});

describe('multinomialVariate', () => {
  const weights = [5, 0, 3, 2, 0];

  it('shares out all trials, none to a class of weight zero', () => {
    const { next } = stream('samplers', 'multinomial');
    for (const n of [0, 1, 7, 1000, 1e12]) {
      const counts = multinomialVariate(n, weights, next);
      expect(counts.reduce((a, b) => a + b, 0)).toBe(n);
      expect([counts[1], counts[4]]).toEqual([0, 0]);
    }
  });

  it('gives every class its binomial law, and two classes their covariance', () => {
    const { next } = stream('samplers', 'multinomial law');
    const all = Array.from({ length: DRAWS / 2 }, () => multinomialVariate(20, weights, next));
    for (const [i, weight] of weights.entries()) {
      const values = Float64Array.from(all, (counts) => counts[i]!);
      if (weight > 0) expect(outsideLaw(values, (k) => binomialAt(k, 20, weight / 10))).toEqual([]);
    }
    // Classes 0 and 2 together are a class: independent counts of these laws would have a variance of 9.2, not 3.2.
    const joint = Float64Array.from(all, (counts) => counts[0]! + counts[2]!);
    expect(outsideLaw(joint, (k) => binomialAt(k, 20, 0.8))).toEqual([]);
  });
});
