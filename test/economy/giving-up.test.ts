/**
 * Cheats who try for a payable cheque give up after ten million tries, which at s = 1/10,000,000 leaves them without one
 * 37 times in a hundred.
 */
import { describe, expect, it } from 'vitest';
import { combine } from '../../src/experiment/combine.ts';
import { replicate } from '../../src/scenario/replicate.ts';
import { scenarioOf } from '../experiment/fixtures.ts';

function gainOf(adversary: string, scheme: string, price = '0.01') {
  const scenario = scenarioOf(`title: Giving up
seed: 3
duration: 7d
replications: 30
fidelity: sampled
demand: { users: 5, vendors: 5, payments: { perUser: 100 }, price: { usd: ${price} } }
schemes: [{ ${scheme} }]
adversaries: [{ ${adversary}, count: 1 }]
`);
  const all = Array.from({ length: 30 }, (_, index) => replicate(scenario, index));
  return combine(scenario, [], all).metrics.find(({ name }) => name.endsWith('.gain_usd'))!;
}

/** P(a winner among ten million tries). */
const FOUND = 1 - (1 - 1e-7) ** 1e7;
const PAYOUT = 100_000;

describe('gains where tries run out', () => {
  // False alarm 1e-9; a law without the limit is off by more than half of the value, twenty standard errors or more.
  it.each([
    ['kind: grinding-merchant', 'name: mr1, selectionRate: 1e-7', 100 * FOUND * PAYOUT],
    ['kind: colluding-pair', 'name: mr2, selectionRate: 1e-7', 100 * FOUND * PAYOUT],
    // Who finds none chooses no more for this purchase.
    ['kind: colluding-pair, perPurchase: 2', 'name: mr2, selectionRate: 1e-7', 100 * (FOUND + FOUND ** 2) * PAYOUT],
    ['kind: sybil-pair', 'name: mr2, selectionRate: 1e-7', 100 * FOUND * PAYOUT],
  ])('%s of %s', (adversary, scheme, wanted) => {
    const { theory } = gainOf(adversary, scheme);
    expect(theory!.value / wanted).toBeCloseTo(1, 6);
    expect(theory!.formula).toContain('g = 1 - (1-s)^10000000');
    expect(theory!.agrees).toBe(true);
  });

  it('counts payments of several units by their own rate', () => {
    const { theory } = gainOf('kind: grinding-merchant', 'name: mr1, selectionRate: 1e-8, unitUsd: 0.001');
    expect(theory!.value / (100 * FOUND * PAYOUT)).toBeCloseTo(1, 6);
    expect(theory!.agrees).toBe(true);
  });

  it('says nothing of tries where they suffice', () => {
    const { theory } = gainOf('kind: grinding-merchant', 'name: mr1, selectionRate: 0.001');
    expect(theory!.formula).toBe('U n M/V (v/s - v)');
    expect(theory!.agrees).toBe(true);
  });
});
