/** What a grinding bank gains, against the honest law, and against the sum over every outcome of a small period. */
import { describe, expect, it } from 'vitest';
import { grindingBank } from '../../src/theory/grinding-bank.ts';
import { poissonAt } from '../../src/theory/poisson.ts';
import { shortfall } from '../../src/theory/serial-charge.ts';
import { expectNear } from './near.ts';

describe('a bank that grinds', () => {
  it.each([
    [1, 0.3, [4]],
    [7, 0.02, [90, 90, 30]],
    [200, 0.001, [4000, 4000]],
  ] as const)(
    'with one draw is short like MR2, however the time is parted: %d users, s = %d',
    (users, rate, periods) => {
      const lottery = { unitValue: 3, rate };
      const all = periods.reduce<number>((sum, mean) => sum + mean, 0);
      const { net, winners } = grindingBank({ lottery, users, tries: 1, periods });
      expectNear(net, -users * shortfall(lottery, { kind: 'poisson', mean: all / users }).mean, 1e4);
      expectNear(winners, all * rate, 1e4);
    },
  );

  it('with several draws: the sum over all draws, of two users and few payments', () => {
    // Payments of two users in every order, every pair of draws, the one with fewer winners published.
    const [rate, mean, tries] = [0.4, 0.8, 2];
    let [net, winners, weight] = [0, 0, 0];
    for (let n = 0; n <= 5; n++) {
      weight += poissonAt(n, mean);
      for (let users = 0; users < 2 ** n; users++)
        for (let draw = 0; draw < 2 ** n; draw++) {
          const k = bitsOf(draw, n).length;
          const chance = leastChance(n, k, rate, tries) / waysOf(n, k);
          const p = (poissonAt(n, mean) / 2 ** n) * chance;
          winners += p * k;
          net += p * (chargedOf(users, draw, n) - k / rate);
        }
    }
    const law = grindingBank({ lottery: { unitValue: 1, rate }, users: 2, tries, periods: [mean] });
    // Six payments and more have a chance of 2e-4 together, and bring a few units each.
    expect(weight).toBeGreaterThan(1 - 3e-4);
    expect(Math.abs(law.net - net)).toBeLessThan(2e-3);
    expect(Math.abs(law.winners - winners)).toBeLessThan(2e-3);
  });

  it('lets a winner of a later period be charged for an earlier one', () => {
    // Fails when periods are taken to stand alone: with one user and sure winners later, the first period is paid for.
    const lottery = { unitValue: 1, rate: 0.5 };
    const apart = [30, 30].map((mean) => grindingBank({ lottery, users: 1, tries: 5, periods: [mean] }));
    const together = grindingBank({ lottery, users: 1, tries: 5, periods: [30, 30] });
    expectNear(together.winners, 2 * apart[0]!.winners);
    expect(together.net).toBeGreaterThan(apart[0]!.net + apart[1]!.net + 0.5);
  });

  it('gains the more the oftener it draws, until it neither pays nor bills anything', () => {
    const gains = [1, 2, 20, 1000].map(
      (tries) => grindingBank({ lottery: { unitValue: 1, rate: 0.01 }, users: 20, tries, periods: [400, 400] }).net,
    );
    expect(gains.toSorted((a, b) => a - b)).toEqual(gains);
    expect(gains[0]).toBeLessThan(0);
    expect(Math.abs(gains[3]!)).toBeLessThan(1e-3);
  });
});

function bitsOf(bits: number, n: number): number[] {
  return Array.from({ length: n }, (_, i) => i).filter((i) => (bits >> i) % 2 === 1);
}

function waysOf(n: number, k: number): number {
  return Array.from({ length: 2 ** n }, (_, bits) => bits).filter((bits) => bitsOf(bits, n).length === k).length;
}

/** That the draw with the fewest winners of so many has k of n. */
function leastChance(n: number, k: number, rate: number, tries: number): number {
  const chance = (j: number): number => waysOf(n, j) * rate ** j * (1 - rate) ** (n - j);
  let [from, beyond] = [0, 0];
  for (let j = k; j <= n; j++) from += chance(j);
  for (let j = k + 1; j <= n; j++) beyond += chance(j);
  return from ** tries - beyond ** tries;
}

/** S_last of both users. */
function chargedOf(users: number, draw: number, n: number): number {
  return [0, 1].reduce((sum, user) => {
    const own = Array.from({ length: n }, (_, i) => i).filter((i) => (users >> i) % 2 === user);
    return sum + 1 + own.findLastIndex((i) => (draw >> i) % 2 === 1);
  }, 0);
}
