/** A mint by itself, against balls thrown and counted one by one with another SHA-256. */
import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { type MintSpecification, runMint } from '../../src/economy/mint-curve.ts';
import { derivePeriod, derivePermutation } from '../../src/protocols/micromint/period.ts';
import type { Curve, Metric } from '../../src/sim/metric.ts';
import { goodBallsToCoins } from '../../src/theory/micromint.ts';

const PLAIN: MintSpecification = { label: 'k3', bits: 9, way: 3, filter: 0, coins: [1, 40, 120, 400] };
const FILTERED: MintSpecification = { label: 'f', bits: 5, way: 2, filter: 3, coins: [2, 20] };

/** Hashes and good balls thrown when the c-th coin is complete, for each c asked for. */
function countByHand(mint: MintSpecification, seed: string): { hashes: number; goodBalls: number }[] {
  const mintSeed = `${seed}/mint/${mint.label}`;
  const period = derivePeriod(mintSeed, 0, mint);
  const permutation = derivePermutation(mintSeed, 0);
  const words = new Int32Array(2);
  const message = Buffer.alloc(24);
  message.set(period.key);
  const bins = new Map<bigint, number>();
  const reached: { hashes: number; goodBalls: number }[] = [];
  let [hashes, goodBalls, coins] = [0, 0, 0];
  while (reached.length < mint.coins.length) {
    permutation.permute(hashes++, words);
    message.writeInt32BE(words[0]!, 16);
    message.writeInt32BE(words[1]!, 20);
    const first = createHash('sha256').update(message).digest().readBigUInt64BE();
    const bits = first >> BigInt(64 - mint.bits - mint.filter);
    if (bits >> BigInt(mint.bits) !== period.z) continue;
    goodBalls++;
    const bin = bits & ((1n << BigInt(mint.bits)) - 1n);
    const balls = (bins.get(bin) ?? 0) + 1;
    bins.set(bin, balls);
    if (balls === mint.way && ++coins === mint.coins[reached.length]) reached.push({ hashes, goodBalls });
  }
  return reached;
}

function figureOf(metrics: readonly Metric[], name: string): number {
  return metrics.find((metric) => metric.name === name)!.value;
}

function curveOf(curves: readonly Curve[], name: string): Curve {
  return curves.find((curve) => curve.name === name)!;
}

describe('a mint by itself', () => {
  it('throws as many good balls to each coin as are counted by hand', () => {
    for (const seed of ['one', 'two']) {
      const { metrics } = runMint(PLAIN, seed);
      expect(metrics.map(({ name }) => name)).toEqual(PLAIN.coins.map((c) => `k3.coins_${c}.good_balls`));
      expect(metrics.map(({ value }) => value)).toEqual(countByHand(PLAIN, seed).map(({ goodBalls }) => goodBalls));
    }
  });

  it('counts hashes too where only one in 2^t is good', () => {
    const { metrics } = runMint(FILTERED, 'one');
    const byHand = countByHand(FILTERED, 'one');
    byHand.forEach(({ hashes, goodBalls }, i) => {
      expect(figureOf(metrics, `f.coins_${FILTERED.coins[i]}.good_balls`)).toBe(goodBalls);
      expect(figureOf(metrics, `f.coins_${FILTERED.coins[i]}.hashes`)).toBe(hashes);
      expect(hashes).toBeGreaterThan(goodBalls);
    });
  });

  it('differs from seed to seed and from label to label', () => {
    const values = [runMint(PLAIN, 'one'), runMint(PLAIN, 'two'), runMint({ ...PLAIN, label: 'other' }, 'one')].map(
      ({ metrics }) => metrics.map(({ value }) => value).join(),
    );
    expect(new Set(values).size).toBe(3);
  });

  it('draws the average cost and that between readings of what it counted, beside the same of theory', () => {
    const { metrics, curves } = runMint(PLAIN, 'one');
    const balls = metrics.map(({ value }) => value);
    const theory = metrics.map((metric) => metric.theory!.value);
    const average = curveOf(curves, 'k3.mint.average_balls_per_coin');
    const between = curveOf(curves, 'k3.mint.between_readings_balls_per_coin');
    const perCoin = (of: readonly number[]) => [of[0]!, of[1]! / 40, of[2]! / 120, of[3]! / 400];
    const perFurther = (of: readonly number[]) => [
      of[0]!,
      (of[1]! - of[0]!) / 39,
      (of[2]! - of[1]!) / 80,
      (of[3]! - of[2]!) / 280,
    ];
    expect(average.x.values).toEqual(PLAIN.coins);
    expect(average.values).toEqual(perCoin(balls));
    expect(between.values).toEqual(perFurther(balls));
    expect(average.theory!.values).toEqual(perCoin(theory));
    expect(between.theory!.values).toEqual(perFurther(theory));
  });

  it('draws what the very coin cost that is read, beside the exact difference of two expectations', () => {
    const { values, theory } = curveOf(runMint(PLAIN, 'one').curves, 'k3.mint.marginal_balls_per_coin');
    const before = { ...PLAIN, coins: [1, 39, 40, 119, 120, 399, 400] };
    const balls = countByHand(before, 'one').map(({ goodBalls }) => goodBalls);
    expect(values).toEqual([balls[0]!, balls[2]! - balls[1]!, balls[4]! - balls[3]!, balls[6]! - balls[5]!]);
    const exact = (coins: number) => goodBallsToCoins(PLAIN, coins).mean;
    expect(theory!.values).toEqual([exact(1), ...[40, 120, 400].map((c) => exact(c) - exact(c - 1))]);
  });

  it('claims a normal law from the thirtieth coin on and while a hundred bins are left, not at the ends', () => {
    // The first coins' balls are skewed, and the last wait for the last bins: a normal band of 1e-9 would be left
    // far more often than that.
    const claims = (mint: MintSpecification): boolean[] =>
      runMint(mint, 'one').metrics.map(({ theory }) => theory!.law !== undefined);
    expect(claims(PLAIN)).toEqual([false, true, true, true]);
    expect(claims({ ...PLAIN, coins: [29, 30, 412, 413] })).toEqual([false, true, true, false]);
  });

  it('needs on average the balls that theory says', () => {
    // 300 mints; each sum is within 6.11 sd of its mean but once in 1e9. Catches an average off by 8.5 standard errors
    // with power 0.99.
    const runs = Array.from({ length: 300 }, (_, i) => runMint(PLAIN, `mean/${i}`).metrics);
    for (const at of [1, 2, 3]) {
      const { law, value } = runs[0]![at]!.theory!;
      const mean = runs.reduce((sum, metrics) => sum + metrics[at]!.value, 0) / runs.length;
      expect(Math.abs(mean - value)).toBeLessThan((6.11 * (law as { sd: number }).sd) / Math.sqrt(runs.length));
    }
  });
});
