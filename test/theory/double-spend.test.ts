/**
 * Laws of double-spenders, against enumeration of all vendors that few payments can go to.
 */
import { describe, expect, it } from 'vitest';
import { type DoubleSpender, detectionLaw } from '../../src/theory/double-spend.ts';
import { expectNear } from './near.ts';

const WEIGHTS = [0.6, 0.3, 0.1];
const spender = (uses: number, pace: DoubleSpender['pace'], weights = WEIGHTS): DoubleSpender => ({
  weights,
  uses,
  pace,
  coins: 5,
});

/** Sum over all sequences of vendors that so many payments can go to. */
function overVendors(payments: number, value: (vendors: readonly number[]) => number): number {
  let sum = 0;
  for (let sequence = 0; sequence < WEIGHTS.length ** payments; sequence++) {
    const vendors = Array.from({ length: payments }, (_, i) => Math.floor(sequence / WEIGHTS.length ** i) % 3);
    sum += vendors.reduce((chance, vendor) => chance * WEIGHTS[vendor], 1) * value(vendors);
  }
  return sum;
}

/** Copies accepted when each coin pays `uses` payments running, as the vendors decide it; by payment. */
function acceptedCopies(vendors: readonly number[], uses: number): boolean[] {
  return vendors.map((vendor, i) => {
    const before = vendors.slice(i - (i % uses), i);
    return before.length > 0 && !before.includes(vendor);
  });
}

const countOf = (vendors: readonly number[], uses: number) => acceptedCopies(vendors, uses).filter(Boolean).length;

describe('a double-spender', () => {
  // Fails when a copy at the first vendor, or two at another, are accepted twice; when the last coin's uses are not cut
  // off; when vendors are taken to be drawn alike.
  it.each([
    [2, 'at-once', 4],
    [3, 'at-once', 3],
    [4, 'at-once', 2],
    [2, 'over-the-day', 7],
    [3, 'over-the-day', 8],
    [5, 'over-the-day', 4],
    [1, 'over-the-day', 4],
  ] as const)('who uses each coin %d times, %s, in %d purchases', (uses, pace, purchases) => {
    const payments = pace === 'at-once' ? uses * purchases : purchases;
    const mean = overVendors(payments, (vendors) => countOf(vendors, uses));
    const variance = overVendors(payments, (vendors) => (countOf(vendors, uses) - mean) ** 2);
    const caught = overVendors(payments, (vendors) => Number(countOf(vendors, uses) > 0));
    const law = detectionLaw(spender(uses, pace), { kind: 'fixed', count: purchases });
    expect(law.accepted.mean).toBeCloseTo(mean, 12);
    expect(law.accepted.sd).toBeCloseTo(Math.sqrt(variance), 10);
    expect(law.incidents.mean).toBeCloseTo(5 * mean, 11);
    expect(law.incidents.sd).toBeCloseTo(5 * Math.sqrt(variance), 10);
    expect(law.caught).toBeCloseTo(caught, 12);
  });

  it.each([
    [3, 'at-once'],
    [3, 'over-the-day'],
  ] as const)('of a Poisson number of purchases mixes over it: %d uses, %s', (uses, pace) => {
    let [mean, square, caught, chance] = [0, 0, 0, Math.exp(-2.5)];
    for (let n = 0; n < 60; n++) {
      const law = detectionLaw(spender(uses, pace), { kind: 'fixed', count: n });
      mean += chance * law.accepted.mean;
      square += chance * (law.accepted.sd ** 2 + law.accepted.mean ** 2);
      caught += chance * law.caught;
      chance *= 2.5 / (n + 1);
    }
    const law = detectionLaw(spender(uses, pace), { kind: 'poisson', mean: 2.5 });
    expect(law.accepted.mean).toBeCloseTo(mean, 12);
    expect(law.accepted.sd).toBeCloseTo(Math.sqrt(square - mean * mean), 10);
    expect(law.caught).toBeCloseTo(caught, 12);
  });

  it('is nearly always caught at once among many vendors: the birthday law for equal ones', () => {
    const weights = new Array<number>(1000).fill(1e-3);
    const { accepted } = detectionLaw(spender(50, 'at-once', weights), { kind: 'fixed', count: 1 });
    expectNear(accepted.mean, 1000 * (1 - 0.999 ** 50) - 1, 1000);
    const empty = (v: number) => (1 - v / 1000) ** 50;
    const variance = 1000 * empty(1) * (1 - empty(1)) + 999_000 * (empty(2) - empty(1) ** 2);
    expect(accepted.sd).toBeCloseTo(Math.sqrt(variance), 8);
  });

  it('gets nothing and is never caught where there is but one vendor, and keeps small chances', () => {
    const alone = detectionLaw(spender(3, 'at-once', [0, 1, 0]), { kind: 'fixed', count: 100 });
    expect(alone).toEqual({ accepted: { mean: 0, sd: 0 }, incidents: { mean: 0, sd: 0 }, caught: 0 });
    // 1 - (1-e)^2 - e^2 = 2 e (1-e): fails when a small chance is 1 less a large one.
    const small = 2 ** -50;
    const weights = [1 - small, small];
    expectNear(detectionLaw(spender(2, 'at-once', weights), { kind: 'fixed', count: 10 }).caught, 20 * small);
    expectNear(
      detectionLaw(spender(2, 'over-the-day', weights), { kind: 'fixed', count: 21 }).accepted.mean,
      20 * small,
    );
  });
});
