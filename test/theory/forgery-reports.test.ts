/**
 * What the broker learns from deposits, against enumeration of all outcomes of few coins.
 */
import { describe, expect, it } from 'vitest';
import { binomialAtLeast } from '../../src/theory/binomial.ts';
import { caughtByBin, forgedShareEstimate, type RecallRule, recallTime } from '../../src/theory/forgery-reports.ts';
import { expectNear } from './near.ts';

/** Sum over all outcomes of so many coins, each found to be forged with this chance. */
function overOutcomes(coins: number, found: number, value: (isFound: readonly boolean[]) => number): number {
  let sum = 0;
  for (let outcome = 0; outcome < 2 ** coins; outcome++) {
    const isFound = Array.from({ length: coins }, (_, i) => ((outcome >> i) & 1) === 1);
    const hits = isFound.filter(Boolean).length;
    sum += found ** hits * (1 - found) ** (coins - hits) * value(isFound);
  }
  return sum;
}

it('a coin in a bin that the broker has not sold is caught by bin: 43 % when RS96 has sold all its coins', () => {
  expectNear(caughtByBin(0.5665), 0.4335);
});

// Fails when the estimate by bin is not scaled, or its spread is that of the exact list.
it.each([1, 0.4])(
  'the estimate has the moments of enumeration when forged coins are caught with chance %d',
  (caught) => {
    const [share, reports] = [0.3, 12];
    const estimate = (isFound: readonly boolean[]): number => isFound.filter(Boolean).length / reports / caught;
    const mean = overOutcomes(reports, share * caught, estimate);
    const variance = overOutcomes(reports, share * caught, (isFound) => (estimate(isFound) - mean) ** 2);
    const law = forgedShareEstimate(share, reports, caught);
    expectNear(law.mean, mean, 100);
    expectNear(law.sd, Math.sqrt(variance), 100);
  },
);

describe('the recall', () => {
  /** What the broker does, day by day; 0 when he does not recall. */
  function dayOf(isFound: readonly boolean[], { batch, threshold, after, caught = 1 }: RecallRule): number {
    for (let coins = batch; coins <= isFound.length; coins += batch) {
      const estimate = isFound.slice(0, coins).filter(Boolean).length / coins / caught;
      if (coins >= after && estimate >= threshold - 1e-12) return coins / batch;
    }
    return 0;
  }

  // Fails when days are taken to be independent, the first look is a day off, or the threshold must be exceeded.
  it.each([
    { share: 0.3, batch: 3, threshold: 0.5, after: 1 },
    { share: 0.3, batch: 3, threshold: 1 / 3, after: 7 },
    { share: 0.2, batch: 2, threshold: 0.25, after: 4 },
    { share: 0.6, caught: 0.5, batch: 4, threshold: 0.75, after: 5 },
  ])('comes on the day that enumeration says: %j', (rule) => {
    const days = Math.floor(12 / rule.batch);
    const law = recallTime(rule, days);
    const found = rule.share * (rule.caught ?? 1);
    const byDay = (day: number) =>
      overOutcomes(days * rule.batch, found, (coins) => Number(dayOf(coins, rule) === day));
    let [chance, mean] = [0, 0];
    for (let day = 1; day <= days; day++) {
      const enumerated = byDay(day);
      expect(law.byDay[day]).toBeCloseTo(enumerated, 12);
      chance += enumerated;
      mean += day * enumerated;
    }
    expect(chance).toBeGreaterThan(0.05);
    expect(law.chance).toBeCloseTo(chance, 12);
    expect(law.day).toBeCloseTo(mean / chance, 10);
  });

  it('is one binomial tail on the first day, far out too', () => {
    const { byDay } = recallTime({ share: 0.01, batch: 1000, threshold: 0.02, after: 100 }, 1);
    expect(Math.abs(byDay[1] - binomialAtLeast(20, 1000, 0.01))).toBeLessThan(1e-13);
  });

  it('is certain on the first day that has coins enough, or never', () => {
    const rule = { share: 0.5, batch: 1000, threshold: 0.1, after: 2001 };
    const late = recallTime(rule, 30);
    expect(late.day).toBeCloseTo(3, 12);
    expect(late.chance).toBeCloseTo(1, 12);
    expect(recallTime({ ...rule, share: 1 }, 30).day).toBe(3);
    expect(recallTime({ ...rule, share: 0 }, 30)).toMatchObject({ chance: 0, day: Number.NaN });
  });
});
