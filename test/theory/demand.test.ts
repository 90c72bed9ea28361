import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { purchasesToBuyAhead, settlementBatches } from '../../src/theory/demand.ts';
import { poissonAt, poissonAtLeast } from '../../src/theory/poisson.ts';

describe('buying coins ahead', () => {
  it('for a fixed need is a wallet that is filled whenever it is empty', () => {
    fc.assert(
      fc.property(fc.nat(500), fc.integer({ min: 1, max: 60 }), (count, batch) => {
        let [bought, wallet] = [0, 0];
        for (let i = 0; i < count; i++) {
          if (wallet === 0) [bought, wallet] = [bought + 1, batch];
          wallet--;
        }
        expect(purchasesToBuyAhead({ kind: 'fixed', count }, batch)).toEqual({
          purchases: { mean: bought, variance: 0 },
          left: { mean: wallet, variance: 0 },
        });
      }),
      { seed: 6, numRuns: 200 },
    );
  });

  it.each([
    [0.3, 5],
    [20, 10],
    [600, 50],
    [5000, 7],
  ])('for a Poisson need of mean %d in batches of %d has the moments of the tail sums', (mean, batch) => {
    // E[ceil(N/b)] = sum of P(N > jb), E[ceil(N/b)^2] = sum of (2j+1) P(N > jb): another route than the sum over N.
    let [first, second] = [0, 0];
    for (let j = 0; j * batch < mean + 50 * Math.sqrt(mean) + 50; j++) {
      const more = poissonAtLeast(j * batch + 1, mean);
      first += more;
      second += (2 * j + 1) * more;
    }
    const { purchases, left } = purchasesToBuyAhead({ kind: 'poisson', mean }, batch);
    expect(purchases.mean / first).toBeCloseTo(1, 11);
    expect(purchases.variance / (second - first * first)).toBeCloseTo(1, 7);
    expect(left.mean).toBeCloseTo(batch * first - mean, 7);
  });

  it('leaves coins with the variance of the plain sum', () => {
    let [mean, square] = [0, 0];
    for (let n = 0; n < 200; n++) {
      const left = (10 - (n % 10)) % 10;
      mean += poissonAt(n, 20) * left;
      square += poissonAt(n, 20) * left * left;
    }
    const { left } = purchasesToBuyAhead({ kind: 'poisson', mean: 20 }, 10);
    expect(left.mean).toBeCloseTo(mean, 11);
    expect(left.variance).toBeCloseTo(square - mean * mean, 10);
  });

  it('buys nothing when nothing is needed', () => {
    const nothing = { mean: 0, variance: 0 };
    expect(purchasesToBuyAhead({ kind: 'poisson', mean: 0 }, 10)).toEqual({ purchases: nothing, left: nothing });
  });
});

describe('settlements', () => {
  it('happen on each day on which a vendor sold anything', () => {
    const { mean, variance } = settlementBatches([0.75, 0.25], 4, 30);
    const [large, small] = [1 - Math.exp(-3), 1 - Math.exp(-1)];
    expect(mean).toBeCloseTo(30 * (large + small), 12);
    expect(variance).toBeCloseTo(30 * (large * (1 - large) + small * (1 - small)), 12);
  });

  it('are one for each vendor and day when trade is brisk, none without trade', () => {
    expect(settlementBatches([0.5, 0.5], 1e6, 30)).toEqual({ mean: 60, variance: 0 });
    expect(settlementBatches([0.5, 0.5], 0, 30)).toEqual({ mean: 0, variance: 0 });
  });
});
