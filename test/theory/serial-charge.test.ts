import { describe, expect, it } from 'vitest';
import { ofUsers } from '../../src/theory/lottery.ts';
import { poissonAt } from '../../src/theory/poisson.ts';
import { bankNet, lastWinnerAt, lastWinnerAtMost, serialCharge, shortfall } from '../../src/theory/serial-charge.ts';
import { expectNear } from './near.ts';

const CENT = { unitValue: 0.01, rate: 1 / 1000 };
const fixed = (count: number) => ({ kind: 'fixed', count }) as const;
const poisson = (mean: number) => ({ kind: 'poisson', mean }) as const;

describe('MR2 at a cent and one winner in a thousand', () => {
  it('leaves the bank short by 95.1c, $6.32 and at most $9.99 a user', () => {
    expect(shortfall(CENT, fixed(100)).mean).toBeCloseTo(0.951, 3);
    expect(shortfall(CENT, fixed(1000)).mean).toBeCloseTo(6.32, 2);
    expect(shortfall(CENT, fixed(1e9)).mean).toBeCloseTo(9.99, 10);
  });

  it('bills $3.68M of the $10.0M that a million users who quit after 1000 payments cost', () => {
    expect(ofUsers(serialCharge(CENT, fixed(1000)), 1e6).mean / 1e6).toBeCloseTo(3.68, 2);
  });

  it("gives the bank's net a standard deviation of $7.74 a user", () => {
    const net = bankNet(CENT, fixed(1000));
    expect(Math.sqrt(net.variance)).toBeCloseTo(7.74, 2);
    expectNear(net.mean, -shortfall(CENT, fixed(1000)).mean);
  });
});

/** Every row of n wins and losses with its chance: charge, shortfall and bank's net in units of v, summed literally. */
function enumerate(n: number, s: number) {
  const sums = { charge: [0, 0], short: [0, 0], net: [0, 0] };
  const last = new Array<number>(n + 1).fill(0);
  let most = -Infinity;
  for (let row = 0; row < 2 ** n; row++) {
    const wins = Array.from({ length: n }, (_, i) => (row >> i) & 1);
    const m = wins.reduce((sum, win) => sum + win, 0);
    const place = wins.lastIndexOf(1) + 1;
    const chance = s ** m * (1 - s) ** (n - m);
    last[place] += chance;
    most = Math.max(most, place - n);
    for (const [name, value] of [
      ['charge', place],
      ['short', n - place],
      ['net', place - m / s],
    ] as const) {
      sums[name][0] += chance * value;
      sums[name][1] += chance * value * value;
    }
  }
  const moments = ([mean, square]: number[]) => ({ mean, variance: square - mean * mean });
  return { last, most, charge: moments(sums.charge), short: moments(sums.short), net: moments(sums.net) };
}

describe('MR2 against all outcomes', () => {
  // n s lies on both sides of the change from the series to the closed form.
  it.each([
    [1, 0.3],
    [2, 0.2],
    [4, 0.1],
    [9, 0.05],
    [10, 0.06],
    [12, 0.4],
  ])('of %d payments at rate %d', (n, s) => {
    const all = enumerate(n, s);
    const lottery = { unitValue: 1, rate: s };
    expect(all.most).toBe(0); // the bound: charge never above use
    for (const [of, wanted] of [
      [serialCharge, all.charge],
      [shortfall, all.short],
      [bankNet, all.net],
    ] as const) {
      const { mean, variance } = of(lottery, fixed(n));
      expect(mean).toBeCloseTo(wanted.mean, 11);
      expect(variance).toBeCloseTo(wanted.variance, 10);
    }
    let below = 0;
    for (const [k, chance] of all.last.entries()) {
      below += chance;
      expectNear(lastWinnerAt(k, n, s), chance);
      expectNear(lastWinnerAtMost(k, n, s), below);
    }
  });
});

describe('a Poisson number of payments', () => {
  it.each([0.4, 2, 30])('of mean %d mixes the fixed numbers', (mu) => {
    const lottery = { unitValue: 1, rate: 0.1 };
    for (const of of [serialCharge, shortfall, bankNet]) {
      let [mean, square] = [0, 0];
      for (let n = 0; n < 150; n++) {
        const given = of(lottery, fixed(n));
        mean += poissonAt(n, mu) * given.mean;
        square += poissonAt(n, mu) * (given.variance + given.mean ** 2);
      }
      const mixed = of(lottery, poisson(mu));
      expectNear(mixed.mean, mean);
      expectNear(mixed.variance, square - mean * mean, 1000);
    }
  });
});

describe('MR2 far from one expected winner', () => {
  // The formulas in 60 digits: mean and variance of the charge, variance of the bank's net. A form that cancels has
  // lost them.
  it.each([
    [fixed(100), 1e-9, 5.049999833350005e-6, 0.0003383499661650019, 99999989800.001],
    [fixed(400), 0.001, 70.51572010073362, 14466.608737308485, 290710.6250193626],
    [fixed(1000), 0.001, 368.3277293461931, 129047.55283163757, 599358.4702164099],
    [fixed(1e9), 1e-9, 367879441.6196232, 1.289058345622674e17, 6.0042359804076e17],
    [fixed(1e9), 0.001, 999999001, 999000, 998999001000],
    [poisson(100), 1e-9, 5.099999828333338e-6, 0.00034843329848500195, 99999989800.001],
    [poisson(400), 0.001, 70.64972598960367, 14579.813964376202, 290799.04673526646],
    [poisson(1000), 0.001, 368.5115617302709, 129544.61697230527, 599590.8638933888],
  ])('keeps its digits: %o at s = %d', (need, s, mean, variance, netVariance) => {
    const lottery = { unitValue: 1, rate: s };
    expectNear(serialCharge(lottery, need).mean, mean);
    expectNear(serialCharge(lottery, need).variance, variance);
    expectNear(bankNet(lottery, need).variance, netVariance, 100);
  });

  it('keeps the shortfall of a Poisson number too', () => {
    expectNear(shortfall({ unitValue: 1, rate: 1e-9 }, poisson(100)).variance, 100.00032823329951);
    expectNear(shortfall({ unitValue: 1, rate: 0.001 }, poisson(1000)).variance, 129279.6400957658);
    expectNear(shortfall({ unitValue: 1, rate: 0.001 }, poisson(1e9)).variance, 999000);
  });
});
