/** Numbers of purchases of users with habits, against limits that are known and sums that were made otherwise. */
import { describe, expect, it } from 'vitest';
import {
  burstMoments,
  distinctVendors,
  expectedEvents,
  limitedPoisson,
  stayMoments,
} from '../../src/theory/arrivals.ts';
import { poissonAt } from '../../src/theory/poisson.ts';
import { expectNear } from './near.ts';

const day = [{ from: 0, to: 24, rate: 2 }];

describe('a rate by pieces', () => {
  it('expects the sum of rate times length: fails when a piece is counted twice or not at all', () => {
    expect(
      expectedEvents([
        { from: 0, to: 2, rate: 3 },
        { from: 2, to: 10, rate: 0.5 },
      ]),
    ).toBe(10);
  });
});

describe('bursts', () => {
  it('of one purchase each are a Poisson number', () => {
    const { mean, variance } = burstMoments(day, 24, { purchases: 1, gap: 0.1 });
    expectNear(mean, 48);
    expectNear(variance, 48);
  });

  it('that are short beside the time are compound Poisson of a geometric number: L, and 2 L^2 - L squared', () => {
    // A gap of a billionth of the time leaves some 1e-9 of the bursts cut.
    const { mean, variance } = burstMoments(day, 24, { purchases: 5, gap: 24e-12 });
    expectNear(mean, 48 * 5, 1000);
    expectNear(variance, 48 * (2 * 25 - 5), 1000);
  });

  it('that are never over within the time are one purchase each', () => {
    const { mean, variance } = burstMoments(day, 24, { purchases: 5, gap: 24e12 });
    expectNear(mean, 48, 1000);
    expectNear(variance, 48, 1000);
  });

  it('in the middle are what adding up small steps gives: fails when an integral is wrong', () => {
    const [purchases, gap, end] = [4, 3, 24];
    const steps = 24_000;
    const width = end / steps;
    const pieces = [
      { from: 0, to: 8, rate: 1 },
      { from: 8, to: 24, rate: 3 },
    ];
    let [mean, variance] = [0, 0];
    for (let i = 0; i < steps; i++) {
      const begin = (i + 0.5) * width;
      const rate = begin < 8 ? 1 : 3;
      // The factorial moments of order one and two of the further purchases until then.
      const y = (end - begin) / (gap * purchases);
      const one = (purchases - 1) * (1 - Math.exp(-y));
      const two = 2 * (purchases - 1) ** 2 * (1 - Math.exp(-y) * (1 + y));
      mean += rate * width * (1 + one);
      variance += rate * width * (1 + 3 * one + two);
    }
    const law = burstMoments(pieces, end, { purchases, gap });
    // The midpoint rule is off by some (width / gap)^2 / 24.
    expect(Math.abs(law.mean / mean - 1)).toBeLessThan(1e-6);
    expect(Math.abs(law.variance / variance - 1)).toBeLessThan(1e-6);
  });
});

describe('a stay', () => {
  it('without an end is uniform over (0, T): rate T / 2, and T^2 / 12 beside', () => {
    const { mean, variance } = stayMoments(3, 10, 1e7);
    expect(Math.abs(mean / 15 - 1)).toBeLessThan(1e-6);
    expect(Math.abs(variance / (15 + (9 * 100) / 12) - 1)).toBeLessThan(1e-5);
  });

  it('that is short beside the time is exponential: a geometric number of mean rate m', () => {
    const { mean, variance } = stayMoments(3, 1e9, 1);
    expect(Math.abs(mean / 3 - 1)).toBeLessThan(1e-8);
    expect(Math.abs(variance / (3 + 9) - 1)).toBeLessThan(1e-7);
  });
});

describe('a limited Poisson number', () => {
  it('has the moments of its law, added up term by term', () => {
    const [mean, limit] = [7.5, 6];
    let [first, second, rest] = [0, 0, 1];
    for (let k = 0; k < limit; k++) {
      const chance = poissonAt(k, mean);
      rest -= chance;
      first += k * chance;
      second += k * k * chance;
    }
    const law = limitedPoisson(mean, limit);
    expectNear(law.mean, first + rest * limit, 100);
    expectNear(law.variance, second + rest * limit * limit - (first + rest * limit) ** 2, 1000);
  });

  it('is the number itself where the limit is far, and the limit where the mean is', () => {
    expectNear(limitedPoisson(4, 200).mean, 4);
    expectNear(limitedPoisson(4, 200).variance, 4, 100);
    expectNear(limitedPoisson(1e4, 3).mean, 3);
    expect(limitedPoisson(2, 0)).toEqual({ mean: 0, variance: 0 });
  });
});

describe('distinct vendors', () => {
  it('are one when there is one, and all of them after many purchases', () => {
    expectNear(distinctVendors(2, [1]).mean, 1 - Math.exp(-2));
    expectNear(distinctVendors(1e6, [0.5, 0.3, 0.2]).mean, 3);
    expect(distinctVendors(1e6, [0.5, 0.3, 0.2]).variance).toBeLessThan(1e-100);
  });
});
