/**
 * What a search for coins finds, at fidelity sampled, beside the exact laws of theory/forging.ts; and the number of coins
 * of a mint that is too large to be thrown. Fails when a law is drawn from wrongly, when it depends on how often
 * somebody looks, or when a bin is used twice.
 *
 * Sums of counts of many streams are tested two-sidedly against their exact binomial law, variances against the spread
 * of a sample variance, each at a false alarm of 1e-9. With 4,000 streams a variance that is off by 28 % is caught with
 * power above 0.99; what the sums would catch stands beside them.
 */
import { describe, expect, it } from 'vitest';
import type { MicroMintOptions } from '../../src/economy/schemes/micromint/options.ts';
import { binOf, type SampledCoin, sampledSearch } from '../../src/economy/schemes/micromint/sampled-search.ts';
import type { Search } from '../../src/economy/schemes/micromint/search.ts';
import { coinCountOf, isThrown } from '../../src/economy/schemes/micromint/stock.ts';
import { Welford } from '../../src/sim/statistics.ts';
import { forgedCoins, variantChance, variantCoins } from '../../src/theory/forging.ts';
import { afterHashing, keptBalls, stagedCoins } from '../../src/theory/forging-staged.ts';
import { expectedCoins, RS96_EXAMPLE, type Spread, varianceOfCoins } from '../../src/theory/micromint.ts';
import { OPTIONS } from './setting.ts';

/** A normal variable is off by more than so many standard deviations with probability 1e-9. */
const NORMAL_BOUND = 6.11;
const STREAMS = 4000;

interface Change extends Partial<MicroMintOptions> {
  readonly splices?: boolean;
}

function searchOf(stream: number, { splices = false, ...change }: Change = {}): Search<SampledCoin> {
  return sampledSearch(`searches/${stream}`, { ...OPTIONS, ...change }, { name: 'f', splices, group: 0, stages: 0 });
}

/** Of what each stream finds, mean and variance beside their law. */
function expectSpread(what: string, values: readonly number[], { mean, sd }: Spread): void {
  const sample = new Welford();
  for (const value of values) sample.add(value);
  const error = sd / Math.sqrt(values.length);
  expect(Math.abs(sample.mean - mean) / error, `${what}: mean ${sample.mean}, expected ${mean}`).toBeLessThan(
    NORMAL_BOUND,
  );
  const ratio = sample.variance / sd ** 2;
  expect(Math.abs(ratio - 1), `${what}: variance ${ratio} of its law`).toBeLessThan(
    NORMAL_BOUND * Math.sqrt((2 + 1 / sd ** 2) / values.length) * 1.1,
  );
}

function streams(find: (stream: number) => number): number[] {
  return Array.from({ length: STREAMS }, (_, stream) => find(stream));
}

/** Uneven steps that add up to the whole. */
function inSteps(search: Search<SampledCoin>, hashes: number): number {
  const weights = [1, 0.001, 7, 3, 0.1, 20, 1e-6, 12, 5, 5];
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return weights.reduce((found, weight) => found + search.hash((hashes * weight) / total), 0);
}

/** From a load at which a coin is rare to one at which hardly a bin is left. */
const MINTS = [
  { way: 2, bits: 10, filter: 0, load: 0.3 },
  { way: 2, bits: 10, filter: 3, load: 6 },
  { way: 4, bits: 10, filter: 0, load: 1 },
  { way: 4, bits: 12, filter: 5, load: 4 },
  { way: 7, bits: 9, filter: 0, load: 7 },
] as const;

describe.each(MINTS)('from scratch, k = $way, $bits bits, filter $filter, $load balls a bin', ({ load, ...mint }) => {
  const hashes = load * 2 ** (mint.bits + mint.filter);
  const law = forgedCoins(mint, hashes);

  it('finds what the law says, in one step', () => {
    expectSpread(
      'one step',
      streams((stream) => searchOf(stream, mint).hash(hashes)),
      law,
    );
  });

  it('finds no other number when it is looked at often (fails if a look starts the bins anew)', () => {
    expectSpread(
      'ten steps',
      streams((stream) => inSteps(searchOf(stream, mint), hashes)),
      law,
    );
  });
});

describe('from scratch', () => {
  const mint = { way: 2, bits: 8, filter: 0 } as const;

  it('RS96: a tenth of the hashes of the broker finds a few millions of 2^31 bins, in no time', () => {
    const law = forgedCoins(RS96_EXAMPLE, 0.1 * 2 ** 54);
    const values = Array.from({ length: 200 }, (_, stream) => inSteps(searchOf(stream, RS96_EXAMPLE), 0.1 * 2 ** 54));
    const sample = new Welford();
    for (const value of values) sample.add(value);
    // Catches a mean that is off by a thousandth with power 1 - 1e-9.
    expect(Math.abs(sample.mean - law.mean) / (law.sd / Math.sqrt(200))).toBeLessThan(NORMAL_BOUND);
    expect(law.sd / Math.sqrt(200) / law.mean).toBeLessThan(1e-4);
  });

  it('finds so much less as there are more groups', () => {
    const { mean } = forgedCoins(mint, 400);
    const chance = mean / 2 ** 8 / 4;
    const sd = Math.sqrt(2 ** 8 * chance * (1 - chance));
    expectSpread(
      'groups',
      streams((stream) => inSteps(searchOf(stream, { ...mint, groupBits: 2 }), 400)),
      { mean: mean / 4, sd },
    );
  });

  // Rare coins, and bins that nearly all fill up; by k = 4 they hold any number of balls in between.
  describe.each([
    { shape: mint, hashes: [300, 200, 400, 300], bits: 1 },
    { shape: { way: 4, bits: 8, filter: 1 }, hashes: [600, 2000, 700, 1200], bits: 1 },
    { shape: { way: 3, bits: 8, filter: 0, groupBits: 1 }, hashes: [500, 0, 600], bits: 2 },
  ])('of stages, $shape', ({ shape, hashes, bits }) => {
    const groupBits = 'groupBits' in shape ? shape.groupBits : 0;
    const options = { ...shape, hiddenPredicates: { stages: hashes.length, bits } };
    /** Some of the coins are taken at each end of a stage. */
    const runs = Array.from({ length: STREAMS }, (_, stream) => {
      const search = searchOf(stream, options);
      let [found, taken] = [0, 0];
      hashes.forEach((ofStage, stage) => {
        if (stage > 0) search.disclosed(stage + 1);
        found += inSteps(search, ofStage);
        if (stage < hashes.length - 1) taken += search.take(stream % 40).length;
      });
      return { found, taken, stock: search.stock };
    });

    // Fails when bins are emptied, when what was taken is taken out of the bins, or when a bin's balls are forgotten.
    it('finds what the law says, whatever is taken', () => {
      expectSpread(
        'found',
        runs.map(({ found }) => found),
        stagedCoins(shape, { hashes, predicateBits: bits, usable: 2 ** -groupBits }),
      );
      expect(runs.some(({ taken }) => taken > 20)).toBe(true);
    });

    // Fails when a coin survives by another law than its balls do. Coins of the own group only where there are groups.
    it('holds in the end the bins that are full', () => {
      const untouched = runs.filter(({ taken }) => taken === 0).map(({ stock }) => stock);
      expect(untouched.length).toBeGreaterThan(90);
      const kept = keptBalls(shape, { hashes: hashes.slice(0, -1), predicateBits: bits });
      const load = hashes[hashes.length - 1]! / 2 ** (shape.bits + shape.filter);
      const full = afterHashing(kept, load)[shape.way]! * 2 ** -groupBits;
      expectSpread('stock', untouched, { mean: 2 ** 8 * full, sd: Math.sqrt(2 ** 8 * full * (1 - full)) });
    });
  });

  it('gives each bin once, any bin, until there is none left, and after a stage those that it has lost', () => {
    const search = searchOf(0, { ...mint, bits: 6, hiddenPredicates: { stages: 3, bits: 1 } });
    const takeAll = (): number[] => search.take(64).map(binOf);
    expect(search.hash(1e6)).toBe(64);
    const first = takeAll();
    expect(new Set(first).size).toBe(64);
    expect(search.take(1)).toEqual([]);
    search.disclosed(2);
    // A quarter of the bins still holds both of its balls, which have been spent: seven deviations on both sides.
    const again = search.hash(1e6);
    expect(again).toBeGreaterThan(64 - 16 - 24);
    expect(again).toBeLessThan(64);
    const second = takeAll();
    expect(second.length).toBe(again);
    expect(new Set(second).size).toBe(again);
    expect(search.take(1)).toEqual([]);
  });

  it('with a stage keeps of its stock the coins of which every ball passes, and the bins that they are in', () => {
    const kept = streams((stream) => {
      const search = searchOf(stream, { ...mint, bits: 6, hiddenPredicates: { stages: 2, bits: 1 } });
      search.hash(1e6);
      search.disclosed(2);
      const { stock } = search;
      expect(new Set(search.take(64).map(binOf)).size).toBe(stock);
      return stock;
    });
    expectSpread('passes', kept, { mean: 16, sd: Math.sqrt(12) });
  });

  it('draws its bins evenly', () => {
    // 8 of 256 coins each time: below 64 lie a quarter of them; 30,000 or so catch a share off by 0.02 with power 0.99.
    let [low, all] = [0, 0];
    for (let stream = 0; stream < STREAMS; stream++) {
      const search = searchOf(stream, mint);
      search.hash(200);
      const bins = search.take(8).map(binOf);
      expect(new Set(bins).size).toBe(bins.length);
      low += bins.filter((bin) => bin < 64).length;
      all += bins.length;
    }
    expect(all).toBeGreaterThan(30_000);
    expect(Math.abs(low - all / 4) / Math.sqrt((all * 3) / 16)).toBeLessThan(NORMAL_BOUND);
  });
});

describe('a splicer', () => {
  const mint = { way: 4, bits: 8, filter: 2 } as const;
  const KNOWN = 100;
  const knowing = (stream: number, more: Change = {}): Search<SampledCoin> => {
    const search = searchOf(stream, { ...mint, ...more, splices: true });
    for (let bin = 0; bin < KNOWN; bin++) search.learn(bin);
    return search;
  };

  it('hits each known bin independently, however often one looks', () => {
    const law = variantCoins(mint, KNOWN, 900);
    expectSpread(
      'one step',
      streams((stream) => knowing(stream).hash(900)),
      law,
    );
    expectSpread(
      'ten steps',
      streams((stream) => inSteps(knowing(stream), 900)),
      law,
    );
  });

  it('splices each known coin once, whoever tells him of it again', () => {
    const search = knowing(0);
    expect(search.hash(1e6)).toBe(KNOWN);
    for (let bin = 0; bin < KNOWN; bin++) search.learn(bin);
    expect(search.open).toBe(0);
    expect(search.hash(1e6)).toBe(0);
    const bins = search.take(1000).map(binOf);
    expect(bins.toSorted((a, b) => a - b)).toEqual(Array.from({ length: KNOWN }, (_, bin) => bin));
    expect(search.take(1)).toEqual([]);
  });

  // Fails when he goes on with coins that are settled, or cannot begin with others.
  it('forgets what is settled, and goes on with what he sees then', () => {
    const search = knowing(0);
    search.hash(900);
    search.forget();
    expect([search.open, search.stock, search.hash(1e6)]).toEqual([0, 0, 0]);
    for (let bin = 0; bin < KNOWN + 3; bin++) search.learn(bin);
    expect(search.open).toBe(3);
    expect(search.hash(1e6)).toBe(3);
    expect(
      search
        .take(9)
        .map(binOf)
        .toSorted((a, b) => a - b),
    ).toEqual([KNOWN, KNOWN + 1, KNOWN + 2]);
  });

  it('keeps at a stage what passes by its one new ball, and may splice the others again', () => {
    const kept = streams((stream) => {
      const search = knowing(stream, { hiddenPredicates: { stages: 2, bits: 2 } });
      search.hash(1e6);
      search.disclosed(2);
      expect(search.stock + search.open).toBe(KNOWN);
      return search.stock;
    });
    expectSpread('passes', kept, { mean: KNOWN / 4, sd: Math.sqrt((KNOWN * 3) / 16) });
  });

  it('of more groups finds less, and does not look in the same bin again', () => {
    const chance = variantChance(mint, 900) / 4;
    expectSpread(
      'groups',
      streams((stream) => inSteps(knowing(stream, { groupBits: 2 }), 900)),
      { mean: KNOWN * chance, sd: Math.sqrt(KNOWN * chance * (1 - chance)) },
    );
  });
});

describe('a mint that is not thrown', () => {
  const counts = (mint: Pick<MicroMintOptions, 'way' | 'bits' | 'filter' | 'balls'>): number[] => {
    expect(isThrown(mint)).toBe(false);
    return streams((stream) => coinCountOf(`drawn/${stream}`, 0, { ...OPTIONS, ...mint }).coins);
  };
  const lawOf = (mint: Pick<MicroMintOptions, 'way' | 'bits' | 'filter' | 'balls'>): Spread => ({
    mean: expectedCoins(mint, mint.balls),
    sd: Math.sqrt(varianceOfCoins(mint, mint.balls)),
  });

  it.each([
    ['RS96', { ...RS96_EXAMPLE, balls: 2 ** 54 }],
    ['a thousandth of its balls', { ...RS96_EXAMPLE, balls: 2 ** 44 }],
    // 0.3 coins on average: fails if a number of few coins is a normal one, cut off at none.
    ['hardly a coin', { ...RS96_EXAMPLE, balls: 0.0076 * 2 ** 52 }],
    ['a coin of two balls', { bits: 28, way: 2, filter: 0, balls: 2 ** 20 }],
  ] as const)('has the mean and the deviation of its number of coins: %s', (what, mint) => {
    expectSpread(what, counts(mint), lawOf(mint));
  });
});
