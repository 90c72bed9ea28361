import { describe, expect, it } from 'vitest';
import { binomialAt, binomialAtLeast } from '../../src/theory/binomial.ts';
import { detection, meanDetection, meanGapTest, powerAt, winnersForPower } from '../../src/theory/mean-gap.ts';
import { expectNear } from './near.ts';

const TEST = meanGapTest(1 / 1000, 1e-9);

describe('the critical serials', () => {
  it.each([
    [1 / 1000, 1e-9],
    [0.2, 0.01],
    [1e-6, 1e-4],
  ])('at rate %d are the largest that keep the false alarm %d', (rate, falseAlarm) => {
    const test = meanGapTest(rate, falseAlarm);
    for (const m of [1, 2, 3, 4, 7, 50, 200]) {
      const c = test.criticalSerial(m);
      expect(binomialAtLeast(m, c, rate)).toBeLessThanOrEqual(falseAlarm * (1 + 1e-8));
      expect(binomialAtLeast(m, c + 1, rate)).toBeGreaterThan(falseAlarm);
    }
  });

  it('accuse nobody before the third winner, and then only one whose first three cheques all won', () => {
    expect([1, 2, 3].map(TEST.criticalSerial)).toEqual([0, 1, 3]);
  });

  it('do not depend on the order in which they are asked for', () => {
    const other = meanGapTest(1 / 1000, 1e-9);
    expect([60, 5, 60, 30].map(other.criticalSerial)).toEqual([60, 5, 60, 30].map(TEST.criticalSerial));
  });
});

describe('the power of one test', () => {
  it('reaches 90 % against r = 2 at 128 winners; 129 in the limit of small rates', () => {
    expect(winnersForPower(TEST, 2, 0.9)).toBe(128);
    expect(winnersForPower(meanGapTest(1e-6, 1e-9), 2, 0.9)).toBe(129);
  });

  it('is the chance that the m-th winner comes within r c_m payments', () => {
    const test = meanGapTest(0.2, 0.01);
    const c = test.criticalSerial(6);
    let late = 0;
    for (let wins = 0; wins < 6; wins++) late += binomialAt(wins, 3 * c, 0.2);
    expectNear(powerAt(test, 3, 6), 1 - late);
  });
});

/** The first accusation payment by payment, from the rule itself: winner m at payment t bears the serial ceil(t / r). */
function byPayments(rate: number, falseAlarm: number, reuse: number, winners: number, payments: number): number[] {
  const { criticalSerial } = meanGapTest(rate, falseAlarm);
  const at = new Array<number>(winners + 1).fill(0);
  let alive = [1, ...new Array<number>(winners).fill(0)];
  for (let t = 1; t <= payments; t++) {
    const next = alive.map((chance, m) => chance * (m === winners ? 1 : 1 - rate));
    for (let m = 1; m <= winners; m++) {
      if (Math.ceil(t / reuse) <= criticalSerial(m)) at[m] += alive[m - 1] * rate;
      else next[m] += alive[m - 1] * rate;
    }
    alive = next;
  }
  return at;
}

describe('testing after every winner', () => {
  it.each([
    [0.2, 0.01, 1],
    [0.2, 0.01, 2],
    [0.05, 1e-4, 3],
  ])('at rate %d and level %d with reuse %d accuses as the rule does payment by payment', (rate, level, reuse) => {
    const winners = 25;
    const literal = byPayments(rate, level, reuse, winners, 4000);
    const { at, caught, escaped } = detection(meanGapTest(rate, level), reuse, winners);
    for (const [m, chance] of literal.entries()) expect(Math.abs(at[m] - chance)).toBeLessThan(1e-13 + 1e-9 * chance);
    expectNear(caught + escaped, 1);
    expect(caught).toBeGreaterThan(0);
  });

  it('has the mean that the law of the first accusation sums to', () => {
    const test = meanGapTest(0.05, 1e-4);
    const { at } = detection(test, 2, 2000);
    const mean = at.reduce((sum, chance, m) => sum + m * chance, 0);
    const found = meanDetection(test, 2);
    expectNear(found.winners, mean, 1000);
    expectNear(found.payments, 20 * mean, 1000);
  });

  it('catches r = 2 after 93 winners on average, and 92 % of them by the 129th', () => {
    expect(meanDetection(TEST, 2).winners).toBeCloseTo(92.75, 2);
    expect(detection(TEST, 2, 129).caught).toBeCloseTo(0.922, 3);
  });

  it('accuses an honest user in all more often than one test does, and less than the union bound says', () => {
    const { caught } = detection(TEST, 1, 300);
    expect(caught).toBeCloseTo(5.11e-8, 10);
    let union = 0;
    for (let m = 1; m <= 300; m++) union += binomialAtLeast(m, TEST.criticalSerial(m), 1 / 1000);
    expect(caught).toBeLessThan(union);
    expect(union).toBeLessThan(300e-9 * (1 + 1e-8));
  });
});
