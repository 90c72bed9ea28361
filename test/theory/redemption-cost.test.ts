import { expect, it } from 'vitest';
import { binomialAt } from '../../src/theory/binomial.ts';
import { redemptionCost, settledOneByOne, settledShuffled, settledTogether } from '../../src/theory/redemption-cost.ts';
import { expectNear } from './near.ts';

it('settles two macropayments for a thousand payments: one credit, one debit', () => {
  const counts = settledOneByOne(1 / 1000);
  expectNear(1000 * (counts.credits + counts.debits), 2);
  expectNear(redemptionCost(counts, { credit: 0.3, debit: 0.1 }), 0.0004);
});

/** E f(m), m ~ Bin(n, s), divided by n. */
function perPayment(n: number, s: number, f: (m: number) => number): number {
  let sum = 0;
  for (let m = 0; m <= n; m++) sum += binomialAt(m, n, s) * f(m);
  return sum / n;
}

it.each([1, 3, 40])('debits %d shuffled payments by the records of their winners', (n) => {
  const harmonic = (m: number): number => Array.from({ length: m }, (_, i) => 1 / (i + 1)).reduce((a, b) => a + b, 0);
  expectNear(settledShuffled(0.2, n).debits, perPayment(n, 0.2, harmonic));
  expect(settledShuffled(0.2, n).credits).toBe(0.2);
});

it.each([1, 3, 40])('debits %d payments once if any won, when they are settled together', (n) => {
  expectNear(settledTogether(0.2, n).debits, perPayment(n, 0.2, Math.sign));
  expect(settledTogether(0.2, n).debits).toBeLessThanOrEqual(settledShuffled(0.2, n).debits * (1 + 1e-15));
});
