/**
 * What theory says of a mint that is too large to be run: its costs for the broker, and for a forger at the same
 * parameters. All of it is judged against real hashes at sizes that can be run.
 * @source Rivest, Shamir, PayWord and MicroMint (1996), called RS96; the laws are those of micromint.ts
 * @module
 */
import { logSpaced } from './log-spaced.ts';
import {
  anyCoinChance,
  cheapestLoad,
  expectedSubsets,
  forgery,
  goodBallsToCoins,
  hashesToCoins,
  type MintParameters,
  marginalBallsPerCoin,
} from './micromint.ts';

export interface MintProjection extends MintParameters {
  readonly label: string;
  /** How many the broker mints. */
  readonly coins: number;
  /** Forgers who have one in so many of the broker's balls. */
  readonly oneIn: readonly number[];
}

/** A number by theory alone. */
export interface Projected {
  /** `<subject>.<quantity>_<unit>` */
  readonly name: string;
  readonly unit: string;
  readonly value: number;
  readonly formula: string;
  readonly source: string;
}

const LAW = 'c-th smallest of B Gamma(k, 1) variables, derived; after RS96';
const MANY_BINS = 'for many bins; derived, after RS96';
/** What RS96 counts for a ball and its place: 2^37 bytes for 2^33 balls. */
const BYTES_PER_BALL = 16;

/** Every quantity of a mint that does not need to be run: the broker's first, then the forgers'. */
export function projectMint(mint: MintProjection): Projected[] {
  return [...brokerOf(mint), ...marketOf(mint), ...mint.oneIn.flatMap((oneIn) => forgerOf(mint, oneIn))];
}

/** Expected hashes against coins, from the first coin to the last, evenly spaced in the logarithm of the coins. */
export function projectedHashes(mint: MintProjection, points: number): { coins: number[]; hashes: number[] } {
  const coins = logSpaced(mint.coins, points);
  return { coins, hashes: coins.map((c) => hashesToCoins(mint, c).mean) };
}

function brokerOf(mint: MintProjection): Projected[] {
  const { coins } = mint;
  const hashes = hashesToCoins(mint, coins).mean;
  const ballsPerBin = goodBallsToCoins(mint, coins).mean / 2 ** mint.bits;
  return [
    figure('first_coin.hashes', 'hashes', hashesToCoins(mint, 1).mean, '2^t B E[T(1)]', LAW),
    figure('all_coins.hashes', 'hashes', hashes, '2^t B E[T(c)]', LAW),
    figure('average.hashes_per_coin', 'hashes', hashes / coins, '2^t B E[T(c)] / c', LAW),
    figure(
      'next_coin.hashes',
      'hashes',
      2 ** mint.filter * marginalBallsPerCoin(mint.way, ballsPerBin),
      '2^t / P(Poisson(x) = k-1)',
      MANY_BINS,
    ),
    figure(
      'subsets.count',
      'subsets',
      expectedSubsets(mint, hashes),
      'C(N, k) 2^(u-nk)',
      'expected k-subsets in one bin, whatever they share; after RS96',
    ),
    figure('store.bytes', 'bytes', BYTES_PER_BALL * ballsPerBin * 2 ** mint.bits, '16 bytes a good ball', 'RS96'),
  ];
}

function marketOf({ way }: MintProjection): Projected[] {
  const { ballsPerBin, ballsPerCoin } = cheapestLoad(way);
  const formula = 'least x / P(Poisson(x) >= k)';
  return [
    figure('cheapest.balls_per_coin', 'good balls', ballsPerCoin, formula, MANY_BINS),
    figure('cheapest.balls_per_bin', 'good balls', ballsPerBin, `x of the ${formula}`, MANY_BINS),
    figure('any_coin.probability', 'ratio', anyCoinChance(way, 1), '1 - exp(-c^k / k!), c = 1', MANY_BINS),
  ];
}

function forgerOf(mint: MintProjection, oneIn: number): Projected[] {
  const ballsPerBin = goodBallsToCoins(mint, mint.coins).mean / 2 ** mint.bits;
  const { coins, unitCostRatio } = forgery(mint, ballsPerBin, 1 / oneIn);
  const hashes = hashesToCoins(mint, mint.coins).mean / oneIn;
  const name = `forger_one_in_${oneIn}`;
  return [
    figure(`${name}.all.hashes`, 'hashes', hashes, 'share 2^t B E[T(c)]', LAW),
    figure(`${name}.coins.count`, 'coins', coins, 'B P(Poisson(share x) >= k)', MANY_BINS),
    figure(
      `${name}.average.hashes_per_coin`,
      'hashes',
      hashes / coins,
      'share 2^t B E[T(c)] / (B P(Poisson(share x) >= k))',
      MANY_BINS,
    ),
    figure(
      `${name}.cost_per_coin.ratio`,
      'ratio',
      unitCostRatio,
      'share P(Poisson(x) >= k) / P(Poisson(share x) >= k)',
      MANY_BINS,
    ),
  ];
}

function figure(name: string, unit: string, value: number, formula: string, source: string): Projected {
  return { name, unit, value, formula, source };
}
