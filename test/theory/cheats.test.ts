import { describe, expect, it } from 'vitest';
import { binomialAt } from '../../src/theory/binomial.ts';
import {
  colludersCaughtAt,
  grinding,
  pairGain,
  quitterGainPerPayment,
  reuserCaughtAfter,
  reuserCaughtBy,
  reuserCaughtWithin,
  singleReuseCaught,
  uncollectedCharge,
  uncollectedSerialCharge,
} from '../../src/theory/cheats.ts';
import { meanGapTest } from '../../src/theory/mean-gap.ts';
import { lastWinnerAt, shortfall } from '../../src/theory/serial-charge.ts';
import { expectNear } from './near.ts';

const S = 1 / 1000;
const CENT = { unitValue: 0.01, rate: S };

describe('a user who reuses serials, seen by equal payable ones', () => {
  it('shows within 1000, 2000, 5000 payments with 26.4 %, 59.4 %, 96 % if he always signs the same', () => {
    expect(reuserCaughtBy(1000, Infinity, S)).toBeCloseTo(0.264, 3);
    expect(reuserCaughtBy(2000, Infinity, S)).toBeCloseTo(0.594, 3);
    expect(reuserCaughtBy(5000, Infinity, S)).toBeCloseTo(0.96, 2);
    expect(reuserCaughtAfter(Infinity, S)).toBe(2000);
    expect(singleReuseCaught(S)).toBeCloseTo(1e-6, 18);
  });

  it('at r = 2 shows with 0.05 % per 1,000 and 4.9 % per 100,000 payments; median 1.4, mean 2 million', () => {
    expect(reuserCaughtBy(1000, 2, S)).toBeCloseTo(0.0005, 6);
    expect(reuserCaughtBy(100_000, 2, S)).toBeCloseTo(0.049, 3);
    const median = reuserCaughtWithin(0.5, 2, S);
    expect(median / 1e6).toBeCloseTo(1.386, 3);
    expect(reuserCaughtBy(median, 2, S)).toBeGreaterThanOrEqual(0.5);
    expect(reuserCaughtBy(median - 1, 2, S)).toBeLessThan(0.5);
    expectNear(reuserCaughtAfter(2, S), 2e6, 100);
  });

  /** Alive after each payment with so many winners of the current serial, from the rule itself. */
  function survival(reuse: number, rate: number, payments: number): number[] {
    const alive = [1];
    let [none, one] = [1, 0];
    for (let t = 1; t <= payments; t++) {
      [none, one] = [none * (1 - rate), one * (1 - rate) + none * rate];
      alive.push(none + one);
      if (t % reuse === 0) [none, one] = [none + one, 0];
    }
    return alive;
  }

  it.each([2, 3, 7, Infinity])('at r = %d survives as payment by payment, and so long on average', (reuse) => {
    const alive = survival(reuse, 0.2, 3000);
    for (const n of [0, 1, 2, 3, 8, 20]) expect(reuserCaughtBy(n, reuse, 0.2)).toBeCloseTo(1 - alive[n], 13);
    expectNear(
      reuserCaughtAfter(reuse, 0.2),
      alive.reduce((sum, chance) => sum + chance, 0),
    );
  });
});

describe('a merchant and a user together, and users who leave', () => {
  it('are accused at the first winner whose number no serial of an honest user may be as small as', () => {
    for (const [rate, level] of [
      [S, 1e-9],
      [0.2, 0.01],
      [0.01, 1e-9],
    ]) {
      const m = colludersCaughtAt(rate, level);
      const test = meanGapTest(rate, level);
      expect(test.criticalSerial(m)).toBeGreaterThanOrEqual(m);
      expect(test.criticalSerial(m - 1)).toBeLessThan(m - 1);
    }
    expect(colludersCaughtAt(S, 1e-9)).toBe(3);
  });

  it('take $9.99 a winner', () => {
    expect(pairGain(CENT, 1)).toBeCloseTo(9.99, 10);
    expect(pairGain(CENT, 2)).toBeCloseTo(19.98, 10);
    const { tries, gain } = grinding(CENT);
    expect(tries).toBe(1000);
    expect(gain).toBeCloseTo(9.99, 10);
  });

  it('save by quitting what the bank is short of', () => {
    for (const n of [1, 100, 1000]) {
      expectNear(n * quitterGainPerPayment(CENT, n), shortfall(CENT, { kind: 'fixed', count: n }).mean);
    }
    expect(quitterGainPerPayment(CENT, 1) / 0.01).toBeCloseTo(0.999, 12);
  });
});

describe('what a bank cannot collect', () => {
  const lottery = { unitValue: 3, rate: 0.2 };

  it.each([0, 2, 3, 7.5, 15, 40, 1000])('from a user with %d, against the sum over all outcomes', (funds) => {
    let [mr1, mr2] = [0, 0];
    for (let k = 0; k <= 12; k++) {
      mr1 += binomialAt(k, 12, 0.2) * Math.max(0, 15 * k - funds);
      mr2 += lastWinnerAt(k, 12, 0.2) * Math.max(0, 3 * k - funds);
    }
    expect(uncollectedCharge(lottery, 12, funds)).toBeCloseTo(mr1, 11);
    expect(uncollectedSerialCharge(lottery, 12, funds)).toBeCloseTo(mr2, 11);
  });
});
