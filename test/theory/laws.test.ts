import { describe, expect, it } from 'vitest';
import { binomialAt, binomialAtLeast, binomialAtMost, choose } from '../../src/theory/binomial.ts';
import { normalOutside } from '../../src/theory/normal.ts';
import { poissonAt, poissonAtLeast, poissonAtMost } from '../../src/theory/poisson.ts';
import { zeroBetween } from '../../src/theory/roots.ts';
import { studentOutside } from '../../src/theory/student.ts';

/** Agreement to so many parts in 1e12. */
function expectNear(value: number, wanted: number, parts = 10): void {
  expect(Math.abs(value / wanted - 1)).toBeLessThan(parts * 1e-12);
}

describe('the normal law', () => {
  it('has the tails of the tables, far out too', () => {
    expectNear(normalOutside(1.959963984540054), 0.05);
    expectNear(normalOutside(6.109410204869), 1e-9, 1e3);
    expectNear(normalOutside(-20), 5.507248237212385e-89, 100);
    expect(normalOutside(0)).toBe(1);
  });
});

describe("Student's law", () => {
  it('has the tails of the tables, and goes over into the normal law', () => {
    expectNear(studentOutside(12.706204736174707, 1), 0.05);
    expectNear(studentOutside(-2.045229642132703, 29), 0.05);
    expect(Math.abs(studentOutside(3, 1e7) / normalOutside(3) - 1)).toBeLessThan(1e-5);
    expect(studentOutside(0, 5)).toBe(1);
  });
});

describe('the Poisson law', () => {
  it.each([0.04, 4, 300])('sums at mean %d to its tails', (mean) => {
    for (const k of [1, Math.ceil(mean) - 2, Math.ceil(mean), Math.ceil(mean) + 1, Math.ceil(2 * mean) + 6]) {
      let [below, above] = [0, 0];
      for (let i = 0; i < k; i++) below += poissonAt(i, mean);
      for (let i = Math.max(0, k); i < k + 900; i++) above += poissonAt(i, mean);
      expect(Math.abs(poissonAtMost(k - 1, mean) - below)).toBeLessThan(1e-13 + 1e-12 * Math.min(below, above));
      if (k > 0) expectNear(poissonAtLeast(k, mean), above);
    }
  });

  it('keeps its digits at a mean of 5000 close to it, where the incomplete gamma function of the package fails', () => {
    // P(X <= k) and P(X >= k) both contain k, so they exceed 1 by P(X = k); the value at k = 5049 by direct summation.
    for (const k of [4686, 4999, 5000, 5001, 5049, 5300]) {
      expectNear(poissonAtMost(k, 5000) + poissonAtLeast(k, 5000), 1 + poissonAt(k, 5000));
    }
    let above = 0;
    for (let i = 8000; i >= 5049; i--) above += poissonAt(i, 5000);
    expectNear(poissonAtLeast(5049, 5000), above, 1000);
  });

  it('has the small tails of a mean of a billion that the normal law lets expect', () => {
    // Six standard deviations: the skewness 3e-5 moves the tail by a share of some (6^3 / 6) 3e-5 = 1.1e-3.
    const mean = 1e9;
    const far = Math.round(6 * Math.sqrt(mean));
    const half = normalOutside(far / Math.sqrt(mean)) / 2;
    expect(Math.abs(poissonAtLeast(mean + far, mean) / half - 1)).toBeLessThan(2e-3);
    expect(Math.abs(poissonAtMost(mean - far, mean) / half - 1)).toBeLessThan(2e-3);
  });

  it('is certain outside its support and at mean 0', () => {
    expect([poissonAtLeast(0, 3), poissonAtMost(-1, 3)]).toEqual([1, 0]);
    expect([poissonAt(0, 0), poissonAt(2, 0), poissonAtLeast(1, 0), poissonAtMost(0, 0)]).toEqual([1, 0, 0, 1]);
  });
});

describe('the binomial law', () => {
  it('sums to the tails that the incomplete beta function gives', () => {
    const sum = (from: number, to: number) => {
      let total = 0;
      for (let i = from; i <= to; i++) total += binomialAt(i, 20, 0.3);
      return total;
    };
    for (let k = 0; k <= 20; k++) {
      expectNear(binomialAtMost(k, 20, 0.3), sum(0, k));
      expectNear(binomialAtLeast(k, 20, 0.3), sum(k, 20));
    }
  });

  it('keeps its digits for 2^42 trials of probability 2^-40, against the series of its upper tail', () => {
    const [n, p] = [2 ** 42, 2 ** -40];
    let above = 0;
    for (let i = 8; i < 80; i++) above += binomialAt(i, n, p);
    expectNear(binomialAtLeast(8, n, p), above);
  });

  it('is certain outside its support', () => {
    expect([binomialAtLeast(0, 5, 0.5), binomialAtLeast(6, 5, 0.5)]).toEqual([1, 0]);
    expect([binomialAtMost(-1, 5, 0.5), binomialAtMost(5, 5, 0.5), binomialAt(6, 5, 0.5)]).toEqual([0, 1, 0]);
  });

  it('chooses', () => {
    expect([choose(52, 5), choose(3, 4), choose(7, 0)]).toEqual([2598960, 0, 1]);
  });
});

describe('a root', () => {
  it('is found to the last bit, of a rising and of a falling function', () => {
    expect(zeroBetween((x) => x * x - 2, 0, 2)).toBeCloseTo(Math.SQRT2, 15);
    expect(zeroBetween((x) => 2 - x * x, 0, 2)).toBeCloseTo(Math.SQRT2, 15);
  });

  it('is refused where the sign does not change', () => {
    expect(() => zeroBetween((x) => x + 1, 0, 2)).toThrow(RangeError);
  });
});
