/**
 * Laws of a forger against hidden predicates: against every course that a bin's balls can take, against powers of the
 * load where balls are rare.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { forgedCoins } from '../../src/theory/forging.ts';
import { afterDisclosure, afterHashing, binOf, keptBalls, stagedCoins } from '../../src/theory/forging-staged.ts';
import type { MintParameters } from '../../src/theory/micromint.ts';
import { expectNear } from './near.ts';

const mint = (bits: number, way: number, filter = 0): MintParameters => ({ bits, way, filter });

/** Arrivals beyond these are rarer than 1e-20 at the loads tried. */
const ARRIVALS_MAX = 26;

function poisson(k: number, mean: number): number {
  let chance = Math.exp(-mean);
  for (let i = 1; i <= k; i++) chance *= mean / i;
  return chance;
}

/** Each set of balls that may be left of so many, one ball after the other, by its number and its chance. */
function survivors(balls: number, pass: number): [left: number, chance: number][] {
  if (balls === 0) return [[0, 1]];
  return survivors(balls - 1, pass).flatMap(([left, chance]): [number, number][] => [
    [left + 1, chance * pass],
    [left, chance * (1 - pass)],
  ]);
}

/** P(so many coins of one bin) at index coins, over every course of its balls. */
function coinsOfBin(way: number, pass: number, loads: readonly number[], balls = 0): number[] {
  const [load, ...rest] = loads;
  if (load === undefined) return [1];
  const chances = new Array<number>(loads.length + 1).fill(0);
  for (let arrivals = 0; arrivals <= ARRIVALS_MAX; arrivals++) {
    const held = Math.min(way, balls + arrivals);
    const coins = balls < way && held === way ? 1 : 0;
    for (const [left, chance] of rest.length === 0 ? [[held, 1] as const] : survivors(held, pass))
      for (const [more, law] of coinsOfBin(way, pass, rest, left).entries())
        chances[coins + more] += poisson(arrivals, load) * chance * law;
  }
  return chances;
}

describe('coins found in stages', () => {
  // Fails when bins are emptied at a disclosure, when a coin that passes is found again, when the coins of one bin in
  // two stages are taken for independent, or when the use of coins is left out of the variance.
  it.each([
    [mint(3, 2), [0.7, 0.4], 1, 1],
    [mint(3, 2), [1.5, 0, 2], 1, 1],
    [mint(4, 3, 2), [1, 2.5], 2, 0.5],
    [mint(2, 4), [3, 4], 1, 0.25],
  ])('have the law of all courses: %j, loads %j, b = %i, %d of them usable', (parameters, loads, bits, usable) => {
    const law = coinsOfBin(parameters.way, 2 ** -bits, loads);
    const bins = 2 ** parameters.bits;
    const mean = law.reduce((sum, chance, coins) => sum + chance * coins, 0);
    const square = law.reduce((sum, chance, coins) => sum + chance * coins * coins, 0);
    const variance = usable * usable * (square - mean * mean) + usable * (1 - usable) * mean;
    const hashes = loads.map((load) => load * 2 ** (parameters.bits + parameters.filter));
    const found = stagedCoins(parameters, { hashes, predicateBits: bits, usable });
    expectNear(found.mean, bins * usable * mean, 100);
    expectNear(found.sd, Math.sqrt(bins * variance), 100);
  });

  it('are those from scratch in one stage, and in many that fix no bit', () => {
    const parameters = mint(20, 4, 8);
    const once = forgedCoins(parameters, 2 ** 29);
    for (const hashes of [[2 ** 29], new Array<number>(4).fill(2 ** 27)]) {
      const { mean, sd } = stagedCoins(parameters, { hashes, predicateBits: 0 });
      expectNear(mean, once.mean, 100);
      expectNear(sd, once.sd, 100);
    }
  });

  // Where balls are rare the load that passes is x (1 + q + q^2 + ...), and coins are its k-th power over k!.
  it.each([
    [2, 0.5, 3],
    [4, 0.25, 8],
    [4, 2 ** -8, 4],
  ])('are powers of what passes where balls are rare, with their digits: k = %i, q = %d, %i stages', (way, pass, n) => {
    const load = 1e-7;
    let [kept, powers, factorial] = [0, 0, 1];
    for (let stage = 0; stage < n; stage++) {
      powers += (kept * pass + load) ** way - (kept * pass) ** way;
      kept = kept * pass + load;
    }
    for (let i = 2; i <= way; i++) factorial *= i;
    const { mean } = stagedCoins(mint(31, way, 21), {
      hashes: new Array<number>(n).fill(load * 2 ** 52),
      predicateBits: -Math.log2(pass),
    });
    expect(mean / (2 ** 31 * (powers / factorial))).toBeCloseTo(1, 6);
  });
});

describe('the balls of a bin', () => {
  const load = fc.double({ min: 0, max: 20, noNaN: true });

  it('are some number, whatever happens to them', () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 8 }), fc.array(load, { minLength: 1, maxLength: 6 }), (way, loads) => {
        const bin = loads.reduce((law, each) => afterDisclosure(afterHashing(law, each), 2), binOf(0, way));
        expect(bin.length).toBe(way + 1);
        expect(Math.min(...bin)).toBeGreaterThanOrEqual(0);
        expect(bin.reduce((sum, chance) => sum + chance, 0)).toBeCloseTo(1, 12);
        const kept = keptBalls(mint(0, way), { hashes: loads, predicateBits: 2 });
        expect(kept).toEqual(bin);
      }),
      { seed: 1996, numRuns: 100 },
    );
  });

  it('pass each by itself: of a full bin C(k, i) q^i (1 - q)^(k - i)', () => {
    const q = 1 / 4;
    const expected = [0.75 ** 3, 3 * q * 0.75 ** 2, 3 * q * q * 0.75, q ** 3];
    afterDisclosure(binOf(3, 3), 2).forEach((chance, i) => {
      expectNear(chance, expected[i]!, 10);
    });
  });
});
