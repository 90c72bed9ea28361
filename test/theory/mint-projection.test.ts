import { describe, expect, it } from 'vitest';
import { logSpaced } from '../../src/theory/log-spaced.ts';
import { projectedHashes, projectMint } from '../../src/theory/mint-projection.ts';

const LECTURE = { label: 'lecture', bits: 34, way: 4, filter: 0, coins: 1e10, oneIn: [10] };
const RS96 = { label: 'rs96', bits: 31, way: 4, filter: 21, coins: 1_216_578_000, oneIn: [10, 100] };

function figure(mint: typeof LECTURE, name: string): number {
  return projectMint(mint).find((each) => each.name === name)!.value;
}

describe('a mint that is not run', () => {
  it('makes ten billion coins of seven balls each, behind a wall of 9.5e7', () => {
    expect(figure(LECTURE, 'first_coin.hashes')).toBeCloseTo(9.53e7, -6);
    expect(figure(LECTURE, 'all_coins.hashes') / 1e10).toBeCloseTo(7.01, 2);
    expect(figure(LECTURE, 'average.hashes_per_coin')).toBeCloseTo(7.01, 2);
    expect(figure(LECTURE, 'store.bytes') / 1e12).toBeCloseTo(1.12, 2);
  });

  it('has the worked example of RS96: 2^54 hashes, 2^37 bytes, a first coin after 2^45.3', () => {
    expect(figure(RS96, 'all_coins.hashes') / 2 ** 54).toBeCloseTo(1, 3);
    expect(figure(RS96, 'store.bytes') / 2 ** 37).toBeCloseTo(1, 3);
    expect(Math.log2(figure(RS96, 'first_coin.hashes'))).toBeCloseTo(45.25, 1);
    expect(figure(RS96, 'forger_one_in_10.cost_per_coin.ratio')).toBeCloseTo(73, 0);
    expect(figure(RS96, 'forger_one_in_100.coins.count')).toBeCloseTo(222, 0);
    expect(figure(RS96, 'any_coin.probability')).toBeCloseTo(0.0408, 4);
    expect(figure(RS96, 'cheapest.balls_per_coin')).toBeCloseTo(6.8, 2);
    expect(figure(RS96, 'cheapest.balls_per_bin')).toBeCloseTo(4.88, 2);
  });

  it('has a forger pay per coin as many times the average of the broker as his cost ratio says', () => {
    // Fails when the shares of hashes and of coins are not of the same mint: the ratio is worked out without either.
    for (const oneIn of [10, 100]) {
      const forgers = figure(RS96, `forger_one_in_${oneIn}.average.hashes_per_coin`);
      const ratio = forgers / figure(RS96, 'average.hashes_per_coin');
      expect(ratio / figure(RS96, `forger_one_in_${oneIn}.cost_per_coin.ratio`)).toBeCloseTo(1, 6);
      expect((figure(RS96, `forger_one_in_${oneIn}.all.hashes`) * oneIn) / 2 ** 54).toBeCloseTo(1, 3);
    }
  });

  it.each([2, 3, 4, 5, 6])('has its wall at 2^(u(k-1)/k) for k = %i, at n = 52 as with ten billion coins', (way) => {
    const scale = { 2: 1.2533, 3: 1.6226, 4: 2.0062, 5: 2.392, 6: 2.7774 }[way]!;
    for (const mint of [LECTURE, RS96]) {
      const wall = figure({ ...mint, way }, 'first_coin.hashes') / 2 ** mint.filter;
      // B^(-1/k) is the relative error of the law for many bins: 2 % at k = 6.
      expect(wall / (scale * 2 ** ((mint.bits * (way - 1)) / way))).toBeCloseTo(1, 1);
    }
  });

  it('charges for one coin more what its next hashes find: 2^t over the density of bins with k-1 balls', () => {
    const next = figure(RS96, 'next_coin.hashes');
    const { hashes } = projectedHashes({ ...RS96, coins: RS96.coins + 1_000_000 }, 2);
    const { hashes: before } = projectedHashes(RS96, 2);
    expect((hashes.at(-1)! - before.at(-1)!) / 1e6 / next).toBeCloseTo(1, 3);
  });

  it('has a curve from the first coin to the last, always rising', () => {
    const { coins, hashes } = projectedHashes(LECTURE, 40);
    expect([coins[0], coins.at(-1)]).toEqual([1, 1e10]);
    expect(hashes.every((value, i) => i === 0 || value > hashes[i - 1]!)).toBe(true);
    expect(hashes[0]).toBe(figure(LECTURE, 'first_coin.hashes'));
  });
});

describe('numbers evenly spaced in their logarithm', () => {
  it('are distinct and ascending, with both ends, however few there are', () => {
    expect(logSpaced(10_000, 5)).toEqual([1, 10, 100, 1000, 10_000]);
    expect(logSpaced(3, 10)).toEqual([1, 2, 3]);
    expect(logSpaced(1, 2)).toEqual([1]);
  });
});
