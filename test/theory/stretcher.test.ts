/**
 * Laws of a user who uses every serial several times, against enumeration of all outcomes of few payments.
 */
import { describe, expect, it } from 'vitest';
import { reuserCaughtBy } from '../../src/theory/cheats.ts';
import { criticalSerials, stretcherCaughtBy } from '../../src/theory/mean-gap.ts';
import { serialCharge, stretchedCharge } from '../../src/theory/serial-charge.ts';

const RATE = 0.2;

/** Sum over all 2^n outcomes: payment i bears the serial ceil(i / reuse). */
function overOutcomes(payments: number, value: (wins: readonly number[]) => number): number {
  let sum = 0;
  for (let outcome = 0; outcome < 2 ** payments; outcome++) {
    const wins = Array.from({ length: payments }, (_, i) => i + 1).filter((i) => (outcome >> (i - 1)) & 1);
    sum += RATE ** wins.length * (1 - RATE) ** (payments - wins.length) * value(wins);
  }
  return sum;
}

/** What the bank does, deposit by deposit. */
function isCaught(wins: readonly number[], reuse: number, criticalSerial: (winners: number) => number): boolean {
  const serials = wins.map((place) => Math.ceil(place / reuse));
  return serials.some((serial, i) => serials[i - 1] === serial || serial <= criticalSerial(i + 1));
}

describe('a stretcher', () => {
  // Fails when the two signs are counted as independent, or the last, incomplete serial is left out.
  it.each([
    [2, 12],
    [2, 13],
    [3, 12],
    [3, 13],
    [3, 14],
    [5, 4],
  ])('who uses each serial %i times is caught within %i payments as enumeration says', (reuse, payments) => {
    const criticalSerial = criticalSerials(RATE, 0.02);
    const enumerated = overOutcomes(payments, (wins) => Number(isCaught(wins, reuse, criticalSerial)));
    expect(stretcherCaughtBy({ rate: RATE, criticalSerial }, reuse, payments)).toBeCloseTo(enumerated, 12);
  });

  it('is caught by equal serials alone when the test accuses nobody so early', () => {
    const test = { rate: 0.001, criticalSerial: criticalSerials(0.001, 1e-30) };
    expect(stretcherCaughtBy(test, 2, 1000)).toBeCloseTo(reuserCaughtBy(1000, 2, 0.001), 12);
  });

  it('pays for the serials up to his last winner', () => {
    for (const [reuse, payments] of [
      [2, 11],
      [3, 12],
      [20, 7],
    ]) {
      const enumerated = overOutcomes(payments, (wins) => Math.ceil((wins.at(-1) ?? 0) / reuse));
      expect(stretchedCharge({ unitValue: 1, rate: RATE }, payments, reuse)).toBeCloseTo(enumerated, 12);
    }
  });

  it('pays as an honest user when he uses each serial once', () => {
    const lottery = { unitValue: 10_000, rate: 0.001 };
    const honest = serialCharge(lottery, { kind: 'fixed', count: 1000 }).mean;
    expect(stretchedCharge(lottery, 1000, 1)).toBeCloseTo(honest, 6);
  });
});

it('is certain or impossible where every payment wins: no NaN (fails when 0/0 is a chance)', () => {
  const criticalSerial = criticalSerials(1, 1e-4);
  const caught = [0, 1, 2, 3, 7].map((payments) => stretcherCaughtBy({ rate: 1, criticalSerial }, 3, payments));
  expect(caught).toEqual([0, 0, 1, 1, 1]);
});
