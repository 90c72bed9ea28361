import { describe, expect, it } from 'vitest';
import {
  independentCoins,
  meanTries,
  spacedCoins,
  spacedTriesAt,
  triesAt,
  triesAtLeast,
} from '../../src/theory/soft-drink.ts';
import { expectNear } from './near.ts';

describe('the soft-drink machine', () => {
  it('sells at 6.25c with one blank in five, 6c with one in six, 5.625c with one in nine', () => {
    expectNear(5 * meanTries(1 / 5), 6.25);
    expectNear(5 * meanTries(1 / 6), 6);
    expectNear(5 * meanTries(1 / 9), 5.625);
    expectNear(5 * spacedCoins(8, 9).mean, 5 * (8 + 8 / 9)); // 40c, or 45c if the block's blank was met on the way
    expectNear((5 * spacedCoins(8e6, 9).mean) / 8e6, 5.625, 1e6);
  });

  it('takes exactly 20c for 4 bottles in 625, at least 20c for 1 in 125, more for 1 in 625', () => {
    expectNear(triesAt(4, 1 / 5), 4 / 625);
    expectNear(triesAtLeast(4, 1 / 5), 1 / 125);
    expectNear(triesAtLeast(5, 1 / 5), 1 / 625);
    expect([triesAt(0, 0.2), triesAtLeast(1, 0.2)]).toEqual([0, 1]);
  });

  it('has independent tries whose moments are those of their law', () => {
    let [mean, square] = [0, 0];
    for (let k = 1; k < 80; k++) {
      mean += k * triesAt(k, 0.2);
      square += k * k * triesAt(k, 0.2);
    }
    const seven = independentCoins(7, 0.2);
    expectNear(seven.mean, 7 * mean);
    expectNear(seven.variance, 7 * (square - mean * mean));
  });
});

/** Coins spent when the n-th bottle comes, for every placing of one blank in each of some blocks of b slots. */
function spacedByEnumeration(bottles: number, block: number, blocks: number): number[] {
  return Array.from({ length: block ** blocks }, (_, code) => {
    let [slot, got] = [0, 0];
    for (; got < bottles; slot++) {
      const blank = Math.floor(code / block ** Math.floor(slot / block)) % block;
      if (slot % block !== blank) got++;
    }
    return slot;
  });
}

describe('the spaced machine against all places of its blanks', () => {
  it.each([2, 3, 5])('in blocks of %d', (block) => {
    for (let bottles = 1; bottles <= 2 * (block - 1); bottles++) {
      const coins = spacedByEnumeration(bottles, block, 3);
      const mean = coins.reduce((sum, c) => sum + c, 0) / coins.length;
      const variance = coins.reduce((sum, c) => sum + (c - mean) ** 2, 0) / coins.length;
      const { mean: m, variance: v } = spacedCoins(bottles, block);
      expect(m).toBeCloseTo(mean, 12);
      expect(v).toBeCloseTo(variance, 12);
    }
  });

  it.each([2, 3, 5])('in blocks of %d, for the tries of a bottle', (block) => {
    const seen = [0, 0, 0, 0];
    // The bottles of the second block, each equally often.
    for (let bottle = block; bottle <= 2 * (block - 1); bottle++) {
      const [before, after] = [bottle - 1, bottle].map((n) => spacedByEnumeration(n, block, 3));
      for (const [i, coins] of after.entries()) seen[coins - before[i] - 1] += 1 / after.length / (block - 1);
    }
    for (const [i, chance] of seen.entries()) expect(spacedTriesAt(i + 1, block)).toBeCloseTo(chance, 12);
    const mean = seen.reduce((sum, chance, i) => sum + chance * (i + 1), 0);
    expectNear(mean, meanTries(1 / block));
  });
});
