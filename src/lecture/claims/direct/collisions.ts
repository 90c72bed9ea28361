/**
 * How many k-way collisions c B^((k-1)/k) balls make, counted twice: as the lecture does, every k balls of one bin, and as
 * a mint does, one coin a bin.
 * @module
 */
import { derivePeriod, derivePermutation } from '../../../protocols/micromint/period.ts';
import { Thrower } from '../../../protocols/micromint/thrower.ts';
import type { Metric } from '../../../sim/metric.ts';
import { choose } from '../../../theory/binomial.ts';
import { collisionScale, expectedCoins, expectedSubsets, type MintParameters } from '../../../theory/micromint.ts';
import { type DirectExperiment, expected, ratio } from './measure.ts';

interface Throw extends MintParameters {
  readonly name: string;
  readonly c: number;
}

/** The first three leave bins nearly empty; the last throws four balls a bin, as a broker does. */
const THROWS: readonly Throw[] = [
  { name: 'k2', bits: 16, way: 2, filter: 0, c: 8 },
  { name: 'k3', bits: 15, way: 3, filter: 0, c: 8 },
  { name: 'k4', bits: 16, way: 4, filter: 0, c: 8 },
  { name: 'k4-dense', bits: 12, way: 4, filter: 0, c: 32 },
];

export const COLLISIONS: DirectExperiment = {
  name: 'collisions',
  setting: 'c B^((k-1)/k) real hashes into B bins, every k of them in one bin counted, 120 times',
  replications: 120,
  measure: (seed) => THROWS.flatMap((one) => count(one, seed)),
};

/** Collisions as multiples of c^k, which is what the lecture expects of them. */
function count(thrown: Throw, seed: string): Metric[] {
  const { name, way, c } = thrown;
  const balls = Math.round(c * collisionScale(thrown));
  let [subsets, coins] = [0, 0];
  for (const inBin of throwInto(thrown, `${seed}/${name}`, balls)) {
    if (inBin < way) continue;
    subsets += choose(inBin, way);
    coins++;
  }
  const said = c ** way;
  const subsetLaw = expected(expectedSubsets(thrown, balls) / said, 'C(N, k) B^(1-k) / c^k');
  const coinLaw = expected(expectedCoins(thrown, balls) / said, 'B P(Bin(N, 1/B) >= k) / c^k');
  return [
    ratio(`${name}.collisions_per_c_to_the_k`, subsets / said, subsetLaw),
    ratio(`${name}.coins_per_c_to_the_k`, coins / said, coinLaw),
  ];
}

/** How many of so many balls fall into each bin. */
function throwInto(mint: MintParameters, seed: string, balls: number): Uint16Array {
  const thrower = new Thrower(derivePeriod(seed, 0, mint), derivePermutation(seed, 0));
  const inBin = new Uint16Array(2 ** mint.bits);
  for (let from = 0; from < balls; from += thrower.batchMax) {
    const thrown = Math.min(thrower.batchMax, balls - from);
    const bins = thrower.binsFrom(from, thrown);
    for (let i = 0; i < thrown; i++) inBin[bins[i]]++;
  }
  return inBin;
}
