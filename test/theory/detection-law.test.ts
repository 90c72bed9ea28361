/** When cheats are shown, against the rules followed payment by payment, and against what is known of the laws otherwise. */
import { describe, expect, it } from 'vitest';
import { colludersCaughtAt, reuserCaughtAfter, reuserCaughtBy } from '../../src/theory/cheats.ts';
import {
  detectionOf,
  type FirstShown,
  mostPayments,
  shownAtWin,
  shownByChoosing,
  shownBySerials,
  shownWithin,
} from '../../src/theory/detection-law.ts';
import { meanDetection, meanGapTest, stretcherCaughtBy } from '../../src/theory/mean-gap.ts';
import { poissonAt, poissonAtLeast } from '../../src/theory/poisson.ts';
import { expectNear } from './near.ts';

const fixed = (count: number) => ({ kind: 'fixed' as const, count });
const poisson = (mean: number) => ({ kind: 'poisson' as const, mean });
const sumTo = (at: FirstShown, n: number): number => at.slice(0, n + 1).reduce((sum, chance) => sum + chance, 0);

/** Chance of each outcome of so many payments, true for a win. */
function outcomes(payments: number, rate: number): { wins: boolean[]; chance: number }[] {
  return Array.from({ length: 2 ** payments }, (_, bits) => {
    const wins = Array.from({ length: payments }, (_unused, i) => (bits >> i) % 2 === 1);
    return { wins, chance: wins.reduce((chance, win) => chance * (win ? rate : 1 - rate), 1) };
  });
}

/** The first payment of each outcome at which the bank's own rule shows its user, in the words of the rule. */
function enumerated(payments: number, rate: number, shownAfter: (wins: readonly boolean[]) => boolean): number[] {
  const at = new Array<number>(payments + 1).fill(0);
  for (const { wins, chance } of outcomes(payments, rate)) {
    const first = wins.findIndex((_, i) => shownAfter(wins.slice(0, i + 1)));
    if (first >= 0) at[first + 1]! += chance;
  }
  return at;
}

describe('the payment that shows a cheat', () => {
  it('is that of the k-th win after those spared', () => {
    const at = enumerated(9, 0.3, (wins) => wins.slice(2).filter(Boolean).length >= 2);
    const law = shownAtWin(2, 2, 0.3, 9);
    for (const [n, chance] of at.entries()) expect(law[n]).toBeCloseTo(chance, 14);
    expect([...shownAtWin(2, 1, 1, 4)]).toEqual([0, 0, 0, 1, 0]);
  });

  it.each([2, 3, Number.POSITIVE_INFINITY])('is that of two winners of one serial or of a mean gap, at r = %d', (r) => {
    const critical = (winners: number): number => [0, 0, 1, 3, 4, 6][winners] ?? 6;
    const rule = (withTest: boolean) => (wins: readonly boolean[]) => {
      const serials = wins.flatMap((win, i) => (win ? [Math.ceil((i + 1) / r)] : []));
      const equal = new Set(serials).size < serials.length;
      return equal || (withTest && wins.at(-1)! && serials.at(-1)! <= critical(serials.length));
    };
    for (const withTest of [false, true]) {
      const law = shownBySerials({ rate: 0.3, reuse: r, ...(withTest && { criticalSerial: critical }) }, 11);
      for (const [n, chance] of enumerated(11, 0.3, rule(withTest)).entries()) expect(law[n]).toBeCloseTo(chance, 13);
    }
  });

  it('agrees with the closed laws of reusers and of stretchers, far out', () => {
    const rate = 0.01;
    const test = meanGapTest(rate, 1e-6);
    const alone = shownBySerials({ rate, reuse: 3 }, 20_000);
    const both = shownBySerials({ rate, reuse: 3, criticalSerial: test.criticalSerial }, 20_000);
    for (const n of [2, 100, 1001, 20_000]) {
      expect(sumTo(alone, n)).toBeCloseTo(reuserCaughtBy(n, 3, rate), 12);
      expect(sumTo(both, n)).toBeCloseTo(stretcherCaughtBy(test, 3, n), 11);
    }
  });

  it('of a pair is that of the first purchase whose winners are too many for its serials', () => {
    const { criticalSerial } = meanGapTest(0.2, 0.01);
    const law = shownByChoosing({ rate: 0.2, criticalSerial }, 1, 12);
    const rule = (wins: readonly boolean[]): boolean =>
      2 * wins.length <= criticalSerial(wins.length + wins.filter(Boolean).length);
    for (const [n, chance] of enumerated(12, 0.2, rule).entries()) expect(law[n]).toBeCloseTo(chance, 13);
    // One who buys nothing honest is accused at a known winner; with many chosen ones the first purchase is enough.
    expect(shownByChoosing({ rate: 0.2, criticalSerial }, colludersCaughtAt(0.2, 0.01) + 4, 3)[1]).toBeCloseTo(1, 14);
  });

  it('at s = 1/1000 and a false alarm of 1e-9 shows a pair at its fourth purchase, unless an honest one wins', () => {
    const { criticalSerial } = meanGapTest(1e-3, 1e-9);
    const law = shownByChoosing({ rate: 1e-3, criticalSerial }, 1, 10);
    expect(law[4]).toBeGreaterThan(0.99);
    expect(sumTo(law, 4)).toBeCloseTo(1, 12);
  });
});

describe('those who are caught', () => {
  const at = shownAtWin(2, 0, 0.1, 60);

  it('of fixed numbers of payments: share, payments and gaps by the sums themselves', () => {
    const n = 25;
    const { caught, payments, gaps } = detectionOf(at.slice(0, n + 1), 2, fixed(n))!;
    expectNear(caught, sumTo(at, n));
    let mean = 0;
    for (let i = 1; i <= n; i++) mean += (i * at[i]) / caught;
    expectNear(payments, mean);
    expectNear(gaps, mean - 2);
  });

  it('without an end are caught after 2/s payments on average when they always use one serial', () => {
    const forever = shownBySerials({ rate: 0.05, reuse: Number.POSITIVE_INFINITY }, 2000);
    expectNear(detectionOf(forever, 2, fixed(2000))!.payments, reuserCaughtAfter(Number.POSITIVE_INFINITY, 0.05));
    const test = meanGapTest(0.1, 1e-4);
    const alone = { ...test, reuse: 4 };
    // Equal serials shorten what the test needs by itself.
    const both = detectionOf(shownBySerials(alone, 20_000), 2, fixed(20_000))!.payments;
    expect(both).toBeLessThan(meanDetection(test, 4).payments);
    expect(both).toBeGreaterThan(meanDetection(test, 4).payments / 3);
  });

  it('of Poisson numbers: those whose payment comes before the end, and its time by the integral over the end', () => {
    const mean = 12;
    const need = poisson(mean);
    const law = shownAtWin(2, 0, 0.1, mostPayments(need));
    const { caught, payments, gaps } = detectionOf(law, 0, need)!;
    let [share, sum] = [0, 0];
    for (let n = 1; n < law.length; n++) {
      share += law[n] * poissonAtLeast(n, mean);
      sum += n * law[n] * poissonAtLeast(n, mean);
    }
    expectNear(caught, share);
    expectNear(payments, sum / share);
    // Winners are Poisson of rate 0.1 a gap: E[time of the second; before the end] = (2/0.1) P(Poisson(1.2) >= 3).
    expectNear(gaps, (20 * poissonAtLeast(3, 0.1 * mean)) / poissonAtLeast(2, 0.1 * mean), 1000);
    expectNear(caught, poissonAtLeast(2, 0.1 * mean), 1000);
  });

  it('of Poisson numbers, with a first cheat at payment 2: by the gaps after it, summed over their number', () => {
    // With a mean of 3 payments few are made: each number N puts its payments uniformly, t_i = i / (N+1) of the time.
    const need = poisson(3);
    const law = shownAtWin(2, 0, 0.4, mostPayments(need));
    const { caught, gaps } = detectionOf(law, 2, need)!;
    let sum = 0;
    for (let n = 2; n < law.length; n++)
      for (let t = 2; t <= n; t++) sum += poissonAt(n, 3) * law[t] * ((3 * (t - 2)) / (n + 1));
    expectNear(gaps, sum / caught, 1000);
  });

  it('are none when no law leads anywhere', () => {
    expect(detectionOf(new Float64Array(10), 0, fixed(9))).toBeUndefined();
  });

  it('say how often another payment shows them than the likeliest', () => {
    expect(detectionOf(Float64Array.of(0, 0, 0.3, 0.1), 0, fixed(3))!.apart).toBeCloseTo(0.25, 14);
    expect(detectionOf(Float64Array.of(0, 0, 0.3), 0, fixed(2))!.apart).toBe(0);
  });

  it('by so many payments, or by their last', () => {
    expect(shownWithin(at, fixed(60), [1, 2, 60, 100])).toEqual(
      [1, 2, 60, 60].map((n) => expect.closeTo(sumTo(at, n), 14)),
    );
    const need = poisson(5);
    const law = shownAtWin(1, 0, 0.3, mostPayments(need));
    const [two, all] = shownWithin(law, need, [2, 1e9]);
    expectNear(two!, 0.3 * poissonAtLeast(1, 5) + 0.7 * 0.3 * poissonAtLeast(2, 5), 1000);
    expectNear(all!, 1 - Math.exp(-1.5), 1000);
  });
});
