/** The share of forged coins as the first reports have it: without bias, whatever comes first within a day. */
import { describe, expect, it } from 'vitest';
import { forgedShare } from '../../src/theory/forged-share.ts';
import { expectNear } from './near.ts';

function choose(n: number, k: number): number {
  let ways = 1;
  for (let i = 0; i < k; i++) ways *= (n - i) / (i + 1);
  return ways;
}

describe('the share of forged coins', () => {
  // Fails when a day's reports come first, as an accomplice's do, when a day is counted to its end, and when the plain
  // share is taken, which is 0.44 here on average.
  it('has no bias where every coin is forged with one chance', () => {
    const [chance, perDay, reports] = [0.4, 4, 3];
    const mean = (days: readonly { deposited: number; reported: number }[], left: number): number => {
      if (left <= 0 || days.length === 12) return forgedShare(days, reports)!;
      let sum = 0;
      for (let reported = 0; reported <= perDay; reported++) {
        const law = choose(perDay, reported) * chance ** reported * (1 - chance) ** (perDay - reported);
        sum += law * mean([...days, { deposited: perDay, reported }], left - reported);
      }
      return sum;
    };
    // Fewer than three of 48 are reported once in 10^8.
    expect(mean([], reports)).toBeCloseTo(chance, 6);
  });

  it('is the mean over all orders of a day: of reports at two of three places', () => {
    // The second report is the second coin in one order of three, the third in two.
    expectNear(forgedShare([{ deposited: 3, reported: 2 }], 2)!, (1 / 1 + 2 * (1 / 2)) / 3, 10);
    expectNear(
      forgedShare(
        [
          { deposited: 5, reported: 0 },
          { deposited: 3, reported: 2 },
        ],
        2,
      )!,
      (1 / 6 + 2 * (1 / 7)) / 3,
      10,
    );
  });

  it('is the plain share of fewer reports, and nothing of no coins', () => {
    expect(forgedShare([{ deposited: 30, reported: 3 }], 20)).toBe(0.1);
    expect(forgedShare([{ deposited: 30, reported: 0 }], 20)).toBe(0);
    expect(forgedShare([], 20)).toBeUndefined();
  });

  it('counts few reports among many coins, and a day of nothing but reports', () => {
    expect(forgedShare([{ deposited: 50, reported: 50 }], 20)).toBe(1);
    const few = forgedShare([{ deposited: 100_000, reported: 40 }], 20)!;
    expect(few / 4e-4).toBeCloseTo(1, 1);
  });
});
