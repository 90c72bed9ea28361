import betainc from '@stdlib/math-base-special-betainc';
import gammainc from '@stdlib/math-base-special-gammainc';
import { describe, expect, it } from 'vitest';
import {
  anyCoinChance,
  averageBallsPerCoin,
  cheapestLoad,
  coinsPerBin,
  collisionScale,
  expectedCoins,
  expectedSubsets,
  firstCoinBalls,
  fluidBallsToCoins,
  forgery,
  goodBallsToCoins,
  hashesToCoins,
  marginalBallsPerCoin,
  predicateSurvival,
  RS96_EXAMPLE,
  secondsToFirstCoin,
  splicedCoins,
  varianceOfCoins,
} from '../../src/theory/micromint.ts';
import { erlangOrderStatistic } from '../../src/theory/order-statistic.ts';

const mint = (bits: number, way: number, filter = 0) => ({ bits, way, filter });

/** Mean and sd of the hashes to c coins, from the chain of (bins with 0, 1, ..., k-1 balls), step by step. */
function walk(bits: number, k: number, good: number, coins: number): { mean: number; sd: number } {
  const bins = 2 ** bits;
  let law = new Map([[[bins, ...new Array<number>(k - 1).fill(0)].join(), 1]]);
  let [mean, square, left] = [0, 0, 1];
  for (let n = 1; left > 1e-17; n++) {
    const next = new Map<string, number>();
    const move = (state: readonly number[], chance: number) =>
      chance > 0 && next.set(state.join(), (next.get(state.join()) ?? 0) + chance);
    for (const [key, chance] of law) {
      const state = key.split(',').map(Number);
      const open = state.reduce((sum, count) => sum + count);
      move(state, chance * (1 - (good * open) / bins));
      for (let level = 0; level < k; level++) {
        const after = state.with(level, state[level] - 1);
        const hit = (chance * good * state[level]) / bins;
        if (level < k - 1) move(after.with(level + 1, after[level + 1] + 1), hit);
        else if (bins - open + 1 < coins) move(after, hit);
        else [mean, square, left] = [mean + n * hit, square + n * n * hit, left - hit];
      }
    }
    law = next;
    left = [...law.values()].reduce((sum, chance) => sum + chance, 0);
  }
  return { mean, sd: Math.sqrt(square - mean * mean) };
}

describe('balls to the c-th coin', () => {
  it.each([
    [1, 2, 1],
    [1, 2, 2],
    [2, 2, 1],
    [2, 3, 2],
    [3, 2, 5],
    [3, 2, 8],
    [2, 4, 1],
  ])('are those of the Markov chain: u = %d, k = %d, c = %d', (bits, way, coins) => {
    const truth = walk(bits, way, 1, coins);
    const found = goodBallsToCoins(mint(bits, way), coins);
    expect(Math.abs(found.mean / truth.mean - 1)).toBeLessThan(1e-11);
    expect(Math.abs(found.sd / truth.sd - 1)).toBeLessThan(1e-10);
  });

  it('cost a geometric number of hashes each when there is a filter', () => {
    const truth = walk(2, 2, 1 / 4, 2);
    const found = hashesToCoins(mint(2, 2, 2), 2);
    expect(Math.abs(found.mean / truth.mean - 1)).toBeLessThan(1e-11);
    expect(Math.abs(found.sd / truth.sd - 1)).toBeLessThan(1e-10);
  });

  // The published means of the course experiment EITN41 B-2 (Lund University) and half of their 99.9 % intervals.
  it.each([
    [16, 2, 1, 321.5, 322, 11],
    [16, 2, 100, 3684.3, 3685, 12],
    [16, 2, 10_000, 45_267, 45_270, 11],
    [20, 7, 1, 485_585, 493_981, 39_836],
    [20, 7, 100, 1_071_391, 1_069_997, 7808],
    [20, 7, 10_000, 2_420_539, 2_420_113, 2392],
  ])('u = %d, k = %d, c = %d: %d on average, where the experiment found %d', (bits, way, coins, mean, found, half) => {
    const exact = goodBallsToCoins(mint(bits, way), coins).mean;
    expect(Math.abs(exact - mean)).toBeLessThanOrEqual(mean % 1 === 0 ? 0.5 : 0.05);
    expect(Math.abs(exact - found)).toBeLessThan(half);
  });

  it.each([
    [16, 2, 1],
    [16, 2, 100],
    [20, 7, 1],
    [20, 7, 100],
    [20, 7, 10_000],
  ])('have the mean B * integral of P(Bin(B, F(t)) < c) dt: u = %d, k = %d, c = %d', (bits, way, coins) => {
    // Another formula and another quadrature (Simpson in t, 2000 panels over everything above 1e-18).
    const bins = 2 ** bits;
    const unfinished = (t: number) => (t === 0 ? 1 : betainc(gammainc(t, way), coins, bins - coins + 1, true, true));
    let end = 1e-3;
    while (unfinished(end) > 1e-18) end *= 1.1;
    const h = end / 2000;
    let sum = unfinished(0) + unfinished(end);
    for (let i = 1; i < 2000; i++) sum += (i % 2 === 1 ? 4 : 2) * unfinished(i * h);
    const { mean } = goodBallsToCoins(mint(bits, way), coins);
    expect(Math.abs((bins * sum * h) / 3 / mean - 1)).toBeLessThan(1e-8);
  });

  it.each([
    [20, 7, 1],
    [20, 7, 100_000],
    [40, 8, 1],
    [40, 8, 2 ** 40],
    [30, 4, 2 ** 29],
  ])('do not change with a finer quadrature: u = %d, k = %d, c = %d', (bits, way, coins) => {
    const which = { count: 2 ** bits, rank: coins, shape: way };
    const [coarse, fine] = [erlangOrderStatistic(which, 4), erlangOrderStatistic(which, 16)];
    expect(Math.abs(coarse.mean / fine.mean - 1)).toBeLessThan(1e-11);
    expect(Math.abs(coarse.variance / fine.variance - 1)).toBeLessThan(1e-11 + 1e-15 * coins);
  });

  it('go over into the fluid limit for many coins, and not for the first', () => {
    expect(goodBallsToCoins(mint(34, 4), 1e10).mean / fluidBallsToCoins(mint(34, 4), 1e10)).toBeCloseTo(1, 9);
    expect(fluidBallsToCoins(mint(34, 4), 1e10)).toBeCloseTo(7.01e10, -8);
    expect(fluidBallsToCoins(mint(16, 2), 1) / goodBallsToCoins(mint(16, 2), 1).mean).toBeCloseTo(1.128, 3);
  });

  it('start at Gamma(1 + 1/k) (k!)^(1/k) times the collision scale', () => {
    const factor = (way: number) => firstCoinBalls(mint(40, way)) / collisionScale(mint(40, way));
    expect(factor(2)).toBeCloseTo(1.2533, 4);
    expect(factor(3)).toBeCloseTo(1.6227, 4);
    expect(factor(4)).toBeCloseTo(2.0062, 4);
    expect(goodBallsToCoins(mint(40, 3), 1).mean / firstCoinBalls(mint(40, 3))).toBeCloseTo(1, 3);
    expect(firstCoinBalls(mint(34, 4)) / 9.5e7).toBeCloseTo(1, 2);
  });

  it('refuse a coin that cannot be', () => {
    expect(() => goodBallsToCoins(mint(4, 2), 0)).toThrow(RangeError);
    expect(() => goodBallsToCoins(mint(4, 2), 17)).toThrow(RangeError);
    expect(() => fluidBallsToCoins(mint(4, 2), 16)).toThrow(RangeError);
  });
});

describe('coins and subsets', () => {
  it('agree while bins are sparse: a pair of balls shares a bin with probability 1/B', () => {
    expect(expectedSubsets(mint(10, 2), 100)).toBeCloseTo((100 * 99) / 2 / 1024, 12);
    expect(expectedCoins(mint(40, 4), 1e6) / expectedSubsets(mint(40, 4), 1e6)).toBeCloseTo(1, 5);
  });

  it('part when bins fill up', () => {
    expect(expectedCoins(mint(10, 2), 10_000)).toBeLessThanOrEqual(1024);
    expect(expectedSubsets(mint(10, 2), 10_000)).toBeGreaterThan(40_000);
  });

  it('are c^k / k! subsets at c collision scales', () => {
    expect(expectedSubsets(mint(40, 3), 5 * collisionScale(mint(40, 3)))).toBeCloseTo(125 / 6, 3);
  });

  it('see only the good hashes: a filter of t bits divides the balls by 2^t', () => {
    expect(expectedCoins(mint(20, 4, 6), 2 ** 28) / expectedCoins(mint(20, 4), 2 ** 22)).toBeCloseTo(1, 5);
    expect(expectedCoins(mint(30, 4), 2 ** 32) / 2 ** 30).toBeCloseTo(coinsPerBin(4, 4), 8);
    expect(coinsPerBin(4, 4)).toBeCloseTo(0.5665, 4);
  });

  it('vary less than independent bins would', () => {
    const p = coinsPerBin(4, 4);
    const variance = varianceOfCoins(mint(20, 4), 2 ** 22);
    expect(variance / 2 ** 20).toBeCloseTo(p * (1 - p) - 4 * 0.19536681 ** 2, 6);
  });

  it('show up at one collision scale with a chance of 4.1 % for k = 4', () => {
    expect(anyCoinChance(4, 1)).toBeCloseTo(0.0408, 4);
  });
});

describe('what a coin costs', () => {
  it.each([
    [1, 16.3],
    [3, 4.46],
    [4, 5.12],
    [5, 7.12],
    [8, 34.9],
  ])('at %d balls per bin the next one takes %d, k = 4', (x, balls) => {
    expect(Number(marginalBallsPerCoin(4, x).toPrecision(3))).toBe(balls);
  });

  it('is least, 6.80 balls, at 4.88 per bin, k = 4', () => {
    const { ballsPerBin, ballsPerCoin } = cheapestLoad(4);
    expect(ballsPerBin).toBeCloseTo(4.88, 2);
    expect(ballsPerCoin).toBeCloseTo(6.8, 2);
  });

  it.each([2, 3, 5, 8])('is least where it says, k = %d', (way) => {
    const { ballsPerBin, ballsPerCoin } = cheapestLoad(way);
    for (const factor of [0.5, 0.99, 1.01, 2]) {
      expect(averageBallsPerCoin(way, factor * ballsPerBin)).toBeGreaterThan(ballsPerCoin);
    }
  });

  it('follows from the curve of coins: the marginal cost is the slope', () => {
    const slope = (coinsPerBin(4, 3.0001) - coinsPerBin(4, 2.9999)) / 0.0002;
    expect(1 / slope).toBeCloseTo(marginalBallsPerCoin(4, 3), 6);
  });
});

describe('the example of RS96 and its forgers', () => {
  it('mints 2^30.2 coins from 2^54 hashes', () => {
    expect(Math.log2(expectedCoins(RS96_EXAMPLE, 2 ** 54))).toBeCloseTo(30.18, 2);
  });

  it('lets a tenth of the balls make 0.137 % of the coins at 73 times the cost, and 1 % make 222', () => {
    const tenth = forgery(RS96_EXAMPLE, 4, 0.1);
    expect(tenth.shareOfCoins).toBeCloseTo(0.00137, 5);
    expect(tenth.unitCostRatio).toBeCloseTo(73, 1);
    expect(forgery(RS96_EXAMPLE, 4, 0.01).coins).toBeCloseTo(221.9, 1);
  });

  it('lets a splicer with 1 % of the balls and a million known coins alter 39,000', () => {
    expect(splicedCoins(RS96_EXAMPLE, 1e6, 0.01 * 2 ** 54).mean).toBeCloseTo(39_210.6, 1);
  });

  it('has the law of a splice by counting every way of throwing: 3 balls, 4 bins, 2 known coins', () => {
    const hits = Array.from({ length: 64 }, (_, i) => [i & 3, (i >> 2) & 3, i >> 4]).map(
      (balls) => [0, 1].filter((bin) => balls.includes(bin)).length,
    );
    const mean = hits.reduce((sum, each) => sum + each, 0) / 64;
    const square = hits.reduce((sum, each) => sum + each * each, 0) / 64;
    const law = splicedCoins(mint(2, 2), 2, 3);
    expect(law.mean).toBeCloseTo(mean, 12);
    expect(law.sd).toBeCloseTo(Math.sqrt(square - mean * mean), 12);
    expect(splicedCoins(mint(1, 2), 2, 1)).toEqual({ mean: 1, sd: 0 });
  });

  it('takes a lone forger 81 years for a coin: 7e-13 of one in a month', () => {
    expect(secondsToFirstCoin(RS96_EXAMPLE, 2 ** 14) / (365.25 * 86_400)).toBeCloseTo(81.2, 1);
    expect(expectedCoins(RS96_EXAMPLE, 2 ** 14 * 30 * 86_400)).toBeCloseTo(7.07e-13, 15);
  });

  it('lets one forged coin in 2^bk pass a hidden predicate', () => {
    expect(predicateSurvival(3, 1)).toBe(1 / 8);
    expect(predicateSurvival(3, 4)).toBe(2 ** -12);
  });
});
