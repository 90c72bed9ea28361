import { describe, expect, it } from 'vitest';
import { binomialAt } from '../../src/theory/binomial.ts';
import {
  approximateRate,
  chanceOfPayingMore,
  chanceOfPayingNothing,
  charge,
  chargeLaw,
  chargeMinusUse,
  chargeQuantile,
  ofUsers,
  paymentOf,
} from '../../src/theory/lottery.ts';
import { poissonAt } from '../../src/theory/poisson.ts';
import { expectNear } from './near.ts';

const CENT = { unitValue: 0.01, rate: 1 / 1000 };
const THOUSANDTH = { numerator: 1n, denominator: 1000n };
const fixed = (count: number) => ({ kind: 'fixed', count }) as const;
const poisson = (mean: number) => ({ kind: 'poisson', mean }) as const;

describe('MR1 at a cent and one winner in a thousand', () => {
  it('has the standard deviations of the charge: $9.99, $31.6, $99.95', () => {
    const sd = (n: number): number => Math.sqrt(charge(CENT, fixed(n)).variance);
    expect(sd(1000)).toBeCloseTo(9.995, 3);
    expect(sd(10_000)).toBeCloseTo(31.6, 1);
    expect(sd(100_000)).toBeCloseTo(99.95, 2);
    expectNear(charge(CENT, fixed(1000)).mean, 10);
  });

  it('lets 26.4 % pay more than they used and 36.8 % nothing, after 1000 payments', () => {
    expect(chanceOfPayingMore(1000, THOUSANDTH)).toBeCloseTo(0.264, 3);
    expect(chanceOfPayingNothing(CENT.rate, fixed(1000))).toBeCloseTo(0.368, 3);
  });

  it('lets 9.5 % pay $10 or more for $1', () => {
    expect(chanceOfPayingMore(100, THOUSANDTH)).toBeCloseTo(0.095, 3);
    expect(chargeQuantile(CENT, 100, 0.9)).toBe(0);
    expect(chargeQuantile(CENT, 100, 0.91)).toBeCloseTo(10, 10);
  });

  it('has a law of the charge that sums to its moments', () => {
    const law = chargeLaw(CENT, 1000);
    const mean = law.reduce((sum, { charge, chance }) => sum + charge * chance, 0);
    const square = law.reduce((sum, { charge, chance }) => sum + charge * charge * chance, 0);
    expectNear(mean, 10, 100);
    expectNear(square - mean * mean, charge(CENT, fixed(1000)).variance, 100);
    expect(law[1].charge).toBeCloseTo(10, 10);
  });
});

describe('paying more than used', () => {
  // With a rate in floating point 0.07 * 100 is 7.000000000000001, and equality would count as more or less by chance.
  it('compares exactly where n s is whole, and only counts what is strictly more', () => {
    const rate = { numerator: 7n, denominator: 100n };
    let [more, asMuch] = [0, 0];
    for (let m = 8; m <= 100; m++) more += binomialAt(m, 100, 0.07);
    for (let m = 7; m <= 100; m++) asMuch += binomialAt(m, 100, 0.07);
    expectNear(chanceOfPayingMore(100, rate), more);
    expectNear(chanceOfPayingMore(99, rate), asMuch - (binomialAt(7, 100, 0.07) - above(7, 99) + above(8, 100)));
    expect(chanceOfPayingMore(5, { numerator: 1n, denominator: 1n })).toBe(0);
    expect(approximateRate(rate)).toBe(0.07);
  });

  function above(from: number, n: number): number {
    let sum = 0;
    for (let m = from; m <= n; m++) sum += binomialAt(m, n, 0.07);
    return sum;
  }
});

describe('a Poisson number of payments', () => {
  it('mixes the fixed numbers: charge, charge minus use, paying nothing', () => {
    const lottery = { unitValue: 3, rate: 0.2 };
    let [square, difference, nothing] = [0, 0, 0];
    for (let n = 0; n < 60; n++) {
      const { mean, variance } = charge(lottery, fixed(n));
      square += poissonAt(n, 8) * (variance + mean * mean);
      difference += poissonAt(n, 8) * chargeMinusUse(lottery, fixed(n)).variance;
      nothing += poissonAt(n, 8) * chanceOfPayingNothing(0.2, fixed(n));
    }
    expectNear(charge(lottery, poisson(8)).variance, square - 24 * 24);
    expectNear(chargeMinusUse(lottery, poisson(8)).variance, difference);
    expectNear(chanceOfPayingNothing(0.2, poisson(8)), nothing);
    expect(chargeMinusUse(lottery, poisson(8)).mean).toBe(0);
  });
});

describe('payments of several units, and several users', () => {
  it('are lotteries of their own: certain once j s reaches 1', () => {
    expect(paymentOf({ unitValue: 2, rate: 0.25 }, 3)).toEqual({ unitValue: 6, rate: 0.75 });
    expect(paymentOf({ unitValue: 2, rate: 0.25 }, 5)).toEqual({ unitValue: 10, rate: 1 });
    expect(charge(paymentOf({ unitValue: 2, rate: 0.25 }, 5), fixed(7))).toEqual({ mean: 70, variance: 0 });
    expect(chanceOfPayingNothing(1, fixed(0))).toBe(1);
    expect(chanceOfPayingNothing(1, fixed(1))).toBe(0);
  });

  it('add up', () => {
    expect(ofUsers({ mean: 2, variance: 3 }, 10)).toEqual({ mean: 20, variance: 30 });
  });
});
