/**
 * How far it pays a forger to hash: against the closed form where bins are empty and all is sold, whatever his rate;
 * against what waiting gives where what he finds dies; and the sales that he counts on against every course of them.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bestEffort } from '../../src/theory/forging.ts';
import {
  bestEffortFrom,
  bestEffortInStage,
  coinsFrom,
  type Outlook,
  type Stage,
} from '../../src/theory/forging-plans.ts';
import { expectedSales, poissonUpTo } from '../../src/theory/forging-sales.ts';
import { binOf } from '../../src/theory/forging-staged.ts';
import type { MintParameters } from '../../src/theory/micromint.ts';
import { expectNear } from './near.ts';

const mint = (bits: number, way: number, filter = 0): MintParameters => ({ bits, way, filter });
/** Even over [0, 1]. */
const amount = fc.integer({ min: 0, max: 1000 }).map((part) => part / 1000);
const NONE = { hashes: 0, profit: 0 };
const OUTLOOK: Outlook = {
  ...{ mint: mint(10, 4, 3), worth: 1, costPerHash: 0.01, outletCoins: Infinity, hashesMax: 1e5 },
  ...{ usable: 1, stock: 0, together: 1 },
};

/** P(X = k) up to some k, by multiplication. */
function poisson(mean: number, most: number): number[] {
  const chances = [Math.exp(-mean)];
  for (let k = 1; k <= most; k++) chances.push((chances[k - 1]! * mean) / k);
  return chances;
}

describe('sales', () => {
  // Fails when an outlet or a purchase is one off, or the stock is forgotten.
  it.each([
    [0.7, 0, 3, 1.4, 1],
    [4, 2, 5, 3, 2],
    [12, 30, 35, 6, 4],
    [3, 0, 100, 2.5, 1.5],
  ])('are those of all courses: %d found, %i in stock, outlet %i, %d purchases of %d', (...row) => {
    const [found, stock, outletCoins, purchases, perPurchase] = row;
    let mean = 0;
    // Of a purchase that takes a fraction of a coin more, that coin counts when it is whole.
    for (const [n, p] of poisson(found, 80).entries())
      for (const [m, q] of poisson(purchases, 80).entries())
        mean += p * q * Math.min(stock + n, outletCoins, Math.floor(m * perPurchase));
    expectNear(expectedSales({ found, stock, outletCoins, purchases, perPurchase }), mean, 1e5);
  });

  it('without purchases are none, and at very many are what is found', () => {
    const sale = { found: 5000, stock: 0, outletCoins: Infinity, purchases: 0, perPurchase: 1 };
    expect(expectedSales(sale)).toBe(0);
    const many = expectedSales({ ...sale, purchases: 1e6 });
    expect(many).toBeLessThanOrEqual(5000);
    expect(many).toBeGreaterThan(4300);
  });

  it.each([
    [3, 2.5],
    [3.4, 2.5],
    [40, 45],
    [0.5, 0.3],
  ])('up to a cap of %d, of %d on average, are those of the law', (cap, mean) => {
    const law = poisson(mean, 160).reduce((sum, p, n) => sum + p * Math.min(n, cap), 0);
    expectNear(poissonUpTo(cap, mean), law, 1e4);
  });
});

describe('the best effort from what was kept', () => {
  // Fails when plans are as far apart as the time is long: at the highest rates all of them lay beyond the last good one.
  it.each([1, 1e3, 1e5, 1e6, 1e9, 1e13])('is that of the closed form at any rate: %d hashes a second', (rate) => {
    const venture = { ...OUTLOOK, mint: mint(14, 4), worth: 0.01, costPerHash: 1e-4, hashesMax: rate * 7.5 * 86_400 };
    const [best, found] = [bestEffort(venture), bestEffortFrom(binOf(0, 4), venture)];
    expect(best.profit).toBeGreaterThan(100);
    expect(found.profit / best.profit).toBeCloseTo(1, 9);
    expect(found.hashes / best.hashes).toBeCloseTo(1, 3);
  });

  it('from empty bins is that of the closed form for any cost and time', () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 6 }), amount, amount, (way, cost, time) => {
        const tried = { ...OUTLOOK, mint: mint(10, way, 3), costPerHash: cost / 50, hashesMax: time * 1e5 };
        const [best, found] = [bestEffort(tried), bestEffortFrom(binOf(0, way), tried)];
        expect(found.hashes).toBeLessThanOrEqual(tried.hashesMax);
        expect(Math.abs(found.profit - best.profit)).toBeLessThan(1e-6 * best.profit + 1e-6);
      }),
      { seed: 1996, numRuns: 300 },
    );
  });

  // Fails when an outlet of one coin is taken for filled as soon as one coin is expected.
  it('counts of few coins those that are sold on average', () => {
    const venture = { ...OUTLOOK, mint: mint(20, 2), outletCoins: 1, hashesMax: 1e6 };
    // One coin is expected after 1448 hashes; it comes by then with 0.63, which is less than they cost.
    const one = 1448;
    expectNear(coinsFrom(binOf(0, 2), venture, one), 1, 1e13);
    expect(bestEffort({ ...venture, costPerHash: 0.8 / one }).profit).toBeGreaterThan(0);
    expect(bestEffortFrom(binOf(0, 2), { ...venture, costPerHash: 0.8 / one })).toEqual(NONE);
    expect(bestEffortFrom(binOf(0, 2), { ...venture, costPerHash: 0.5 / one }).profit).toBeGreaterThan(0);
  });

  it('counts no coin that is left over from whole purchases, and one that completes them', () => {
    const slow = { ...OUTLOOK, outletCoins: 100, together: 10, costPerHash: 1e-3, hashesMax: 2000 };
    expect(coinsFrom(binOf(0, 4), slow, slow.hashesMax)).toBeLessThan(1);
    expect(bestEffortFrom(binOf(0, 4), { ...slow, costPerHash: 1e-9 })).toEqual(NONE);
    expect(bestEffortFrom(binOf(0, 4), { ...slow, costPerHash: 1e-9, stock: 9 }).profit).toBeGreaterThan(0);
  });

  // Fails when a forger plans as if his bins were empty.
  it('goes for bins that lack a ball where nobody would begin with empty ones', () => {
    const dear = { ...OUTLOOK, hashesMax: 2 ** 12 };
    const bin = [0.9, 0, 0, 0.1, 0];
    expect(bestEffort(dear)).toEqual(NONE);
    // A tenth of the bins lack one ball, the others four: a ball brings (0.1 + 0.9 x^3 / 6) e^-x coins, and costs 0.08.
    const { hashes, profit } = bestEffortFrom(bin, dear);
    const x = hashes / 2 ** 13;
    expect((0.1 + (0.9 * x ** 3) / 6) * Math.exp(-x)).toBeCloseTo(0.08, 5);
    expect(profit).toBeGreaterThan(0);
    expect(bestEffortFrom(bin, { ...dear, costPerHash: 0.013 })).toEqual(NONE);
  });

  it('is none without time, worth or outlet, or when the outlet is in stock', () => {
    for (const none of [{ hashesMax: 0 }, { worth: 0 }, { outletCoins: 0 }, { outletCoins: 9, stock: 9 }])
      expect(bestEffortFrom(binOf(2, 4), { ...OUTLOOK, ...none })).toEqual(NONE);
  });
});

describe('the best effort in a stage that is not the last', () => {
  const outlook: Outlook = { ...OUTLOOK, costPerHash: 0.001, outletCoins: 200, hashesMax: 40_000 };
  const stage: Stage = {
    purchasesAfter: (hashes) => Math.max(0, 50 * (1 - hashes / 40_000)),
    ...{ perPurchase: 1, predicateBits: 8, disclosures: 1, lastHashesMax: 40_000 },
  };
  const empty = binOf(0, 4);

  // Fails when what is found is counted as sold: the last stage fills the outlet for a quarter of what it brings.
  it('is to wait where the last stage fills the outlet at the same cost', () => {
    expect(bestEffortFrom(empty, outlook).profit).toBeGreaterThan(100);
    expect(bestEffortInStage(empty, { ...outlook, outletCoins: 50 }, stage)).toEqual(NONE);
  });

  it('is to wait where nobody buys before the disclosure, and no ball passes it', () => {
    const nobody = { ...stage, purchasesAfter: () => 0, predicateBits: 40 };
    expect(bestEffortInStage(empty, { ...outlook, outletCoins: 1e6 }, nobody)).toEqual(NONE);
  });

  it('is as many coins as can be sold in time where the outlet is wide', () => {
    const wide = { ...outlook, outletCoins: 1e6 };
    const { hashes, profit } = bestEffortInStage(empty, wide, stage);
    const found = coinsFrom(empty, wide, hashes);
    expect(found).toBeGreaterThan(10);
    expect(found).toBeLessThan(60);
    expect(profit).toBeGreaterThan(10);
    // With as many in stock already there is nothing to hash for.
    expect(bestEffortInStage(empty, { ...wide, stock: 80 }, stage)).toEqual(NONE);
  });

  it('is to hash for the balls that pass where one bit is disclosed and the last stage is short', () => {
    const short = { ...stage, purchasesAfter: () => 0, predicateBits: 1, lastHashesMax: 8_000 };
    const wide = { ...outlook, outletCoins: 1e6, costPerHash: 1e-4 };
    expect(bestEffortInStage(empty, wide, short).hashes).toBeGreaterThan(1000);
  });
});
