/** When a cheating vendor is shown, against sums over all payments and against integrals known otherwise. */
import { describe, expect, it } from 'vitest';
import { binomialAt } from '../../src/theory/binomial.ts';
import { poissonAt } from '../../src/theory/poisson.ts';
import { gapsUntilShown, paymentsUntilShown, shownAmong } from '../../src/theory/vendor-detection.ts';
import { expectNear } from './near.ts';

const fixed = (count: number) => ({ kind: 'fixed' as const, count });
const poisson = (mean: number) => ({ kind: 'poisson' as const, mean });

describe('payments until a vendor is shown', () => {
  it.each([
    [3, 4, 5, 0.3],
    [2, 1, 6, 0.2],
    [1, 3, 7, 1],
    [1, 1, 4, 1],
  ])(
    'of %d users and %d vendors, %d payments each, at rate %d: the sum over all that may come to him',
    (U, V, n, r) => {
      // N ~ Bin(U n, 1/V) come to him, and he is shown by the first of them that does so.
      let [caught, sum] = [0, 0];
      for (let N = 1; N <= U * n; N++) {
        const comes = V === 1 ? (N === U * n ? 1 : 0) : binomialAt(N, U * n, 1 / V);
        for (let t = 1; t <= N; t++) {
          caught += comes * r * (1 - r) ** (t - 1);
          sum += comes * t * r * (1 - r) ** (t - 1);
        }
      }
      expectNear(paymentsUntilShown({ users: U, vendors: V, need: fixed(n), rate: r }), sum / caught, 100);
      const [one, all] = shownAmong({ users: U, vendors: V, need: fixed(n), rate: r }, [1, 1e6]);
      expectNear(all!, caught, 1000);
      expectNear(one!, r * (V === 1 ? 1 : 1 - (1 - 1 / V) ** (U * n)), 1000);
    },
  );

  it.each([0.4, 5, 0.0001])('of a Poisson demand of %d payments to him: the same sum', (mean) => {
    let [caught, sum] = [0, 0];
    for (let N = 1; N <= 60; N++)
      for (let t = 1; t <= N; t++) {
        caught += poissonAt(N, mean) * 0.3 * 0.7 ** (t - 1);
        sum += poissonAt(N, mean) * t * 0.3 * 0.7 ** (t - 1);
      }
    const suspect = { users: 2, vendors: 4, need: poisson(2 * mean), rate: 0.3 };
    expectNear(paymentsUntilShown(suspect), sum / caught, 1000);
    expectNear(shownAmong(suspect, [1e6])[0]!, caught, 1e5);
  });
});

describe('time until a vendor is shown', () => {
  it('of a Poisson demand is exponential and cut off at its end', () => {
    // a = 6 x 20 x 0.05 / 3 = 2 such payments in 20 gaps.
    const time = gapsUntilShown({ users: 6, vendors: 3, need: poisson(20), rate: 0.05 });
    expectNear(time, 20 * (1 / 2 - 1 / (Math.exp(2) - 1)), 100);
  });

  it('of a short Poisson demand is half of it, the series and the formula meeting', () => {
    for (const mean of [0.0599, 0.0601]) {
      const time = gapsUntilShown({ users: 1, vendors: 60, need: poisson(mean), rate: 1 });
      expect(time / mean).toBeCloseTo(0.5 - mean / 60 / 12, 9);
    }
  });

  it('of one user with n payments: the mean place of the first that shows, by the sum', () => {
    for (const [n, V, r] of [
      [8, 2, 0.5],
      [300, 3, 0.1],
      [1, 1, 1],
      [20, 1, 1],
    ] as const) {
      let [caught, sum] = [0, 0];
      for (let k = 1; k <= n; k++) {
        caught += (r / V) * (1 - r / V) ** (k - 1);
        sum += k * (r / V) * (1 - r / V) ** (k - 1);
      }
      expect(gapsUntilShown({ users: 1, vendors: V, need: fixed(n), rate: r }) / (sum / caught)).toBeCloseTo(1, 6);
    }
  });

  it('of many users who are far from their last payment: V / (U r) gaps', () => {
    const time = gapsUntilShown({ users: 50, vendors: 5, need: fixed(1000), rate: 0.2 });
    expect(time / (5 / (50 * 0.2))).toBeCloseTo(1, 7);
  });

  it('of two users with one payment each: the earlier one, if it shows him, else the later', () => {
    // Each shows him with chance 1/2, after an exponential time of mean 1; min and max of two have means 1/2 and 3/2.
    const [first, both] = [2 * 0.5 * 0.5, 0.25];
    const mean = (both * 0.5 + first * 1) / (both + first);
    expect(gapsUntilShown({ users: 2, vendors: 2, need: fixed(1), rate: 1 })).toBeCloseTo(mean, 6);
  });
});
