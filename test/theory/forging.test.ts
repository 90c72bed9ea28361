/**
 * Laws of a forger: against mixtures of the laws for a fixed number of hashes, which are tested by enumeration
 * elsewhere; against alternating series far down; and his plans against every other plan.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  bestEffort,
  breakEvenHashes,
  breakEvenRate,
  forgedCoins,
  type Venture,
  variantCoins,
  variantsOfHeardCoins,
} from '../../src/theory/forging.ts';
import {
  cheapestLoad,
  expectedCoins,
  type MintParameters,
  RS96_EXAMPLE,
  type Spread,
  secondsToFirstCoin,
  splicedCoins,
  varianceOfCoins,
} from '../../src/theory/micromint.ts';
import { expectNear } from './near.ts';

const mint = (bits: number, way: number, filter = 0): MintParameters => ({ bits, way, filter });
const MONTH = 30 * 86_400;
/** Hashes of RS96's broker in a month. */
const BROKER = 2 ** 54;

/** A law given a whole number of hashes, over their Poisson law. */
function overHashes(mean: number, law: (hashes: number) => Spread): Spread {
  let [first, second, chance] = [0, 0, Math.exp(-mean)];
  for (let n = 0; n <= mean || chance > 1e-25; n++) {
    const given = law(n);
    first += chance * given.mean;
    second += chance * (given.sd * given.sd + given.mean * given.mean);
    chance *= mean / (n + 1);
  }
  return { mean: first, sd: Math.sqrt(second - first * first) };
}

const fixedHashes =
  (parameters: MintParameters) =>
  (hashes: number): Spread => ({
    mean: expectedCoins(parameters, hashes),
    sd: Math.sqrt(varianceOfCoins(parameters, hashes)),
  });

/** P(Poisson(x) < k), term by term. */
function notFull(way: number, x: number): number {
  let [sum, term] = [0, Math.exp(-x)];
  for (let i = 0; i < way; i++) {
    sum += term;
    term *= x / (i + 1);
  }
  return sum;
}

describe('coins from scratch', () => {
  // Fails when the number of hashes is taken to be fixed (the bins are then not independent), or the filter is left out.
  it.each([
    [mint(1, 2), 3],
    [mint(2, 2, 1), 12],
    [mint(3, 3), 30],
    [mint(3, 4, 2), 60],
  ])('have the law of a Poisson number of hashes: %j, N = %d', (parameters, hashes) => {
    const mixture = overHashes(hashes, fixedHashes(parameters));
    const found = forgedCoins(parameters, hashes);
    expectNear(found.mean, mixture.mean);
    expectNear(found.sd, mixture.sd, 100);
  });

  // Fails when a small chance is 1 less a large one.
  it.each([1e-12, 1e-9, 1e-6, 1e-3, 0.1])('keep their digits at x = %d: an alternating series', (x) => {
    for (const way of [2, 3, 4, 8]) {
      let [series, power] = [0, 1];
      for (let i = 1; i < way; i++) power *= x / i;
      for (let i = 0; i < 12; i++) {
        series += (power * x) / (way + i);
        power *= -x / (i + 1);
      }
      const { mean, sd } = forgedCoins(mint(31, way, 21), x * 2 ** 52);
      expectNear(mean, 2 ** 31 * series);
      expectNear(sd, Math.sqrt(2 ** 31 * series * (1 - series)));
    }
  });

  it.each([10, 100, 700])('keep the digits of the bins still open at x = %d', (x) => {
    const open = notFull(4, x);
    const { mean, sd } = forgedCoins(mint(31, 4, 21), x * 2 ** 52);
    expectNear(mean, 2 ** 31 * (1 - open));
    expectNear(sd, Math.sqrt(2 ** 31 * open * (1 - open)), 1000);
  });

  it('are all the bins at x = 1000: neither NaN nor more', () => {
    const { mean, sd } = forgedCoins(mint(31, 4, 21), 1000 * 2 ** 52);
    expect(mean).toBe(2 ** 31);
    expect(sd).toBeLessThan(1e-150);
  });

  it("are 0.137 % of RS96's broker's coins for 10 % of his balls, 222 for 1 %, 7e-13 a month at 2^14 hashes/s", () => {
    const share = forgedCoins(RS96_EXAMPLE, 0.1 * BROKER).mean / forgedCoins(RS96_EXAMPLE, BROKER).mean;
    expect(share).toBeCloseTo(0.00137, 5);
    expect(forgedCoins(RS96_EXAMPLE, 0.01 * BROKER).mean).toBeCloseTo(222, 0);
    expect(forgedCoins(RS96_EXAMPLE, 2 ** 14 * MONTH).mean / 7e-13).toBeCloseTo(1, 1);
  });

  it('let a lone forger of 1996 wait 81 years for the first one: the integral of P(none yet)', () => {
    const perSecond = 2 ** 14;
    // P(none yet) = (1 - p)^B; Simpson over 400 years.
    const none = (years: number): number => {
      const { mean } = forgedCoins(RS96_EXAMPLE, perSecond * years * 365.25 * 86_400);
      return Math.exp(2 ** 31 * Math.log1p(-mean / 2 ** 31));
    };
    let sum = none(0) + none(400);
    for (let i = 1; i < 1000; i++) sum += (i % 2 === 1 ? 4 : 2) * none(0.4 * i);
    const years = (0.4 * sum) / 3;
    expect(years).toBeCloseTo(81, 0);
    expect((years * 365.25 * 86_400) / secondsToFirstCoin(RS96_EXAMPLE, perSecond)).toBeCloseTo(1, 2);
  });
});

describe('variants of known coins', () => {
  // Fails when several hits of one coin count, or when the hashes are taken to be fixed.
  it.each([
    [mint(2, 2, 1), 3, 7],
    [mint(3, 3), 8, 20],
  ])('have the law of a Poisson number of hashes: %j, %d known, N = %d', (parameters, known, hashes) => {
    const mixture = overHashes(hashes, (n) => splicedCoins(parameters, known, n));
    const found = variantCoins(parameters, known, hashes);
    expectNear(found.mean, mixture.mean);
    expectNear(found.sd, mixture.sd, 100);
  });

  it("are some 39,000 of a million with 1 % of the hashes of RS96's broker", () => {
    expect(variantCoins(RS96_EXAMPLE, 1e6, 0.01 * BROKER).mean).toBeCloseTo(1e6 * (1 - Math.exp(-0.04)), 6);
  });

  // Fails when coins heard late count as if they had been known from the start.
  it.each([1e-9, 0.01, 0.4999, 0.5, 3, 60])(
    'of overheard coins: the integral over when they were heard, x = %d',
    (x) => {
      let sum = -Math.expm1(-x);
      for (let i = 1; i < 2000; i++) sum -= (i % 2 === 1 ? 4 : 2) * Math.expm1((-x * i) / 2000);
      const { mean, sd } = variantsOfHeardCoins(mint(31, 4, 21), 1e6, x * 2 ** 52);
      expect(Math.abs(mean / ((1e6 * sum) / 6000) - 1)).toBeLessThan(1e-7);
      expect(sd * sd).toBeCloseTo(mean, 5);
    },
  );
});

/** Even over [0, 1]: a drawn double would nearly always be next to nothing. */
const amount = fc.integer({ min: 0, max: 1000 }).map((part) => part / 1000);

/** Revenue less cost of so many hashes, from the chances of an open bin. */
function profitOf({ mint: { bits, way, filter }, worth, costPerHash, outletCoins }: Venture, hashes: number): number {
  const coins = 2 ** bits * (1 - notFull(way, hashes / 2 ** (bits + filter)));
  return worth * Math.min(coins, outletCoins) - costPerHash * hashes;
}

describe('the best effort', () => {
  const venture = { mint: mint(10, 4, 3), worth: 1, costPerHash: 0.01, outletCoins: Infinity, hashesMax: 1e9 };

  // Fails when a plan stops at a local maximum, or the outlet or the time is forgotten.
  it('is no worse than any other', () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 6 }), amount, amount, amount, amount, (way, cost, outlet, time, other) => {
        const hashesMax = time * 1e5;
        const tried = {
          ...venture,
          mint: mint(10, way, 3),
          costPerHash: cost / 20,
          outletCoins: outlet * 1500,
          hashesMax,
        };
        const best = bestEffort(tried);
        expect(best.hashes).toBeLessThanOrEqual(hashesMax);
        expect(best.profit).toBeCloseTo(profitOf(tried, best.hashes), 8);
        expect(best.profit).toBeGreaterThan(profitOf(tried, other * hashesMax) - 1e-8);
        expect(best.profit).toBeGreaterThan(profitOf(tried, other * best.hashes) - 1e-8);
      }),
      { seed: 1996, numRuns: 500 },
    );
  });

  it('stops where a ball costs what it brings, at the end of the outlet, or of the time: each one binds once', () => {
    const free = bestEffort(venture);
    const x = free.hashes / 2 ** 13;
    expectNear((x ** 3 / 6) * Math.exp(-x), 0.08, 1e4);
    expect(x).toBeGreaterThan(3);
    expectNear(1024 * (1 - notFull(4, bestEffort({ ...venture, outletCoins: 300 }).hashes / 2 ** 13)), 300, 1e4);
    expect(bestEffort({ ...venture, hashesMax: 30_000 }).hashes).toBe(30_000);
  });

  it('is none when no coin pays, none can be got rid of, or there is no time', () => {
    const none = { hashes: 0, profit: 0 };
    expect(bestEffort({ ...venture, costPerHash: 1 })).toEqual(none);
    expect(bestEffort({ ...venture, worth: 0 })).toEqual(none);
    expect(bestEffort({ ...venture, worth: 0, costPerHash: 0 })).toEqual(none);
    expect(bestEffort({ ...venture, outletCoins: 0 })).toEqual(none);
    expect(bestEffort({ ...venture, hashesMax: 0 })).toEqual(none);
    // A ball brings 0.224 coins at most, at x = 3, but 6.80 balls a coin are needed on average: 0.147 is where it begins.
    expect(bestEffort({ ...venture, costPerHash: 0.148 / 8 })).toEqual(none);
    expect(bestEffort({ ...venture, costPerHash: 0.146 / 8 }).profit).toBeGreaterThan(0);
  });

  it('uses all the time when hashes cost nothing', () => {
    expect(bestEffort({ ...venture, costPerHash: 0, hashesMax: 1e5 }).hashes).toBe(1e5);
  });
});

describe('breaking even', () => {
  // Fails when the upper of the two places where revenue is cost is returned, or neither.
  it.each([
    [2, 0.01],
    [3, 0.1],
    [4, 0.01],
    [4, 0.14],
    [8, 0.05],
  ])('is the first of many hashes to pay: k = %d, a ball costs %d of a coin', (way, ball) => {
    const parameters = mint(10, way, 3);
    const venture = { mint: parameters, worth: 1, costPerHash: ball / 8, outletCoins: Infinity, hashesMax: 1e9 };
    const hashes = breakEvenHashes(parameters, 1, ball / 8)!;
    expect(Math.abs(profitOf(venture, hashes))).toBeLessThan(1e-9 * 1024);
    for (let part = 0.01; part < 0.995; part += 0.01) expect(profitOf(venture, part * hashes)).toBeLessThan(0);
    expect(profitOf(venture, 1.01 * hashes)).toBeGreaterThan(0);
    expectNear(breakEvenRate(parameters, 1, ball / 8, 50)!, hashes / 50);
  });

  it('is at x = 2 balls over worth for k = 2 and cheap balls, where P(x) = x^2/2', () => {
    expect(breakEvenHashes(mint(31, 2, 21), 1, 1e-9 / 2 ** 21)! / (2e-9 * 2 ** 52)).toBeCloseTo(1, 7);
  });

  it('is nowhere when the cheapest coin costs more than it is worth, and at once when hashes are free', () => {
    const { ballsPerBin, ballsPerCoin } = cheapestLoad(RS96_EXAMPLE.way);
    const [cost, hashes] = [ballsPerCoin * 2 ** 21, ballsPerBin * 2 ** 52];
    expect(ballsPerCoin).toBeCloseTo(6.8, 2);
    expect(ballsPerBin).toBeCloseTo(4.88, 2);
    expectNear(cost, hashes / forgedCoins(RS96_EXAMPLE, hashes).mean);
    expect(breakEvenHashes(RS96_EXAMPLE, cost * 0.999_999, 1)).toBeUndefined();
    expect(breakEvenRate(RS96_EXAMPLE, cost * 0.999_999, 1, MONTH)).toBeUndefined();
    expect(breakEvenHashes(RS96_EXAMPLE, cost * 1.000_001, 1)! / hashes).toBeCloseTo(1, 2);
    expect(breakEvenHashes(RS96_EXAMPLE, 1, 0)).toBe(0);
    expect(breakEvenHashes(RS96_EXAMPLE, 0, 1)).toBeUndefined();
  });
});
