/** Closed forms of PayWord and of channels, against sums over the Poisson law that are written down here. */
import { describe, expect, it } from 'vitest';
import { openChannels } from '../../src/theory/baselines.ts';
import { activeDays, chains, chanceOfReachingLimit } from '../../src/theory/payword.ts';
import { expectNear } from './near.ts';

/** P(N = n) for n = 0, 1, 2, ... up to where nothing is left. */
function poisson(mean: number): number[] {
  const law = [Math.exp(-mean)];
  for (let n = 1; n < 200; n++) law.push((law[n - 1]! * mean) / n);
  return law;
}

function moments(mean: number, value: (n: number) => number): { mean: number; variance: number } {
  const law = poisson(mean);
  const first = law.reduce((sum, chance, n) => sum + chance * value(n), 0);
  return { mean: first, variance: law.reduce((sum, chance, n) => sum + chance * (value(n) - first) ** 2, 0) };
}

describe('chains of a PayWord user', () => {
  it.each([
    [[1], 4, 3, 1],
    [[0.5, 0.3, 0.2], 7.5, 2, 12],
    [[0.9, 0.1], 0.2, 100, 30],
  ])(
    'are E[ceil(N / m)] for each vendor and day: weights %j, %d a day, %d a chain, %d days',
    (weights, rate, m, days) => {
      const parts = weights.map((weight) => moments(rate * weight, (n) => Math.ceil(n / m)));
      const { mean, variance } = chains(weights, rate, m, days);
      expectNear(mean, days * parts.reduce((sum, part) => sum + part.mean, 0));
      expectNear(variance, days * parts.reduce((sum, part) => sum + part.variance, 0), 100);
    },
  );

  it('are active pairs when chains are long: the sum of 1 - exp(-rate w)', () => {
    const weights = [0.6, 0.4];
    const { mean } = chains(weights, 5, 1_000_000, 1);
    expectNear(mean, 2 - Math.exp(-3) - Math.exp(-2));
  });

  it('count a part of a day as so much less demand', () => {
    const [whole, half, both] = [
      chains([0.7, 0.3], 6, 4, 2),
      chains([0.7, 0.3], 3, 4, 1),
      chains([0.7, 0.3], 6, 4, 2.5),
    ];
    expectNear(both.mean, whole.mean + half.mean);
    expectNear(both.variance, whole.variance + half.variance);
  });
});

describe('active days', () => {
  it('are days (1 - exp(-rate)), with a binomial variance', () => {
    const share = 1 - Math.exp(-0.7);
    const { mean, variance } = activeDays(0.7, 9);
    expectNear(mean, 9 * share);
    expectNear(variance, 9 * share * (1 - share));
  });
});

describe('the chance of reaching a limit', () => {
  it('is that of wanting one more than may be had, on any day at most', () => {
    const { mean } = moments(3, (n) => (n >= 6 ? 1 : 0));
    expectNear(chanceOfReachingLimit(3, 5, 20), 20 * mean, 1000);
  });
});

describe('open channels on average', () => {
  it('are the mean of 1 - exp(-a t) over a period: the sum of it over a million instants', () => {
    const weights = [0.7, 0.2, 0.1];
    const instants = 1_000_000;
    let sum = 0;
    for (let i = 0; i < instants; i++) {
      const time = (i + 0.5) / instants;
      for (const weight of weights) sum += 1 - Math.exp(-8 * weight * time);
    }
    expectNear(openChannels(weights, 8), sum / instants, 100);
  });

  it('loses no digits when there are few purchases: a/2 - a^2/6 + a^3/24', () => {
    for (const a of [1e-9, 1e-5, 0.9e-4, 1.1e-4])
      expectNear(openChannels([1], a), a / 2 - a ** 2 / 6 + a ** 3 / 24, 5000);
  });

  it('never is more than one a vendor, nor than there are purchases', () => {
    expect(openChannels([0.5, 0.5], 1e9)).toBeLessThanOrEqual(2);
    expect(openChannels([0.5, 0.5], 1e9)).toBeGreaterThan(1.99);
    expect(openChannels([0.5, 0.5], 0)).toBe(0);
  });
});
