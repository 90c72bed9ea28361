/**
 * MicroMint: how many coins, and at what price in hashes, for the broker and for a forger.
 *
 * A hash is good with probability 2^-t (filter) and then falls into one of B = 2^u bins (bits); a bin with k balls
 * (way) gives one coin, however many more it holds. x = G/B is the number of good balls per bin. "Exact" means the
 * model's own law without an approximation in B, c or N, up to rounding.
 * @source Rivest, Shamir, PayWord and MicroMint (1996), called RS96; the laws are derived here
 * @module
 */
import exp from '@stdlib/math-base-special-exp';
import expm1 from '@stdlib/math-base-special-expm1';
import gamma from '@stdlib/math-base-special-gamma';
import log1p from '@stdlib/math-base-special-log1p';
import pow from '@stdlib/math-base-special-pow';
import { choose } from './binomial.ts';
import { meanFullBins, varianceOfFullBins } from './occupancy.ts';
import { erlangOrderStatistic } from './order-statistic.ts';
import { poissonAt, poissonAtLeast } from './poisson.ts';
import { zeroBetween } from './roots.ts';

/** u, k and t of a mint: 1 <= bits <= 40, way >= 2, bits + filter <= 64. */
export interface MintParameters {
  readonly bits: number;
  readonly way: number;
  readonly filter: number;
}

/** A random quantity by its mean and standard deviation. */
export interface Spread {
  readonly mean: number;
  readonly sd: number;
}

/** RS96's worked example: 2^33 good balls a month into 2^31 bins, four to a coin, one hash in 2^21 good. */
export const RS96_EXAMPLE: MintParameters = { bits: 31, way: 4, filter: 21 };

/**
 * Expected number of k-subsets of the balls that lie in one bin: C(N, k) B (2^-t / B)^k, exact; without a filter
 * C(G, k) / B^(k-1). It counts every subset of a full bin, so it exceeds the coins as soon as bins hold more than k.
 */
export function expectedSubsets(mint: MintParameters, hashes: number): number {
  return choose(hashes, mint.way) * binsOf(mint) * pow(hitChance(mint), mint.way);
}

/**
 * Expected coins after N hashes: B P(Bin(N, 2^-(t+u)) >= k), exact. With filter 0 the hashes are the good balls.
 * For many bins it is B P(Poisson(x) >= k).
 */
export function expectedCoins(mint: MintParameters, hashes: number): number {
  return meanFullBins(throwsOf(mint, hashes), mint.way);
}

/** Variance of the number of coins after N hashes, from the joint law of two bins: exact for every B. */
export function varianceOfCoins(mint: MintParameters, hashes: number): number {
  return varianceOfFullBins(throwsOf(mint, hashes), mint.way);
}

/** Coins per bin at x good balls per bin, for many bins: P(Poisson(x) >= k); 0.5665 at x = 4, k = 4. */
export function coinsPerBin(way: number, ballsPerBin: number): number {
  return poissonAtLeast(way, ballsPerBin);
}

/**
 * Good balls thrown until the c-th coin is complete: mean B E[T], variance B^2 Var[T] - mean, where T is the c-th
 * smallest of B independent Gamma(k, 1) variables. Exact: throw the balls at the moments of a Poisson process of rate
 * B, then T is the sum of N gaps of mean 1/B that do not depend on N, so E[T] = E[N]/B, E[T^2] = E[N(N+1)]/B^2.
 * @param coins - c, 1 to B
 * @throws RangeError for other c
 */
export function goodBallsToCoins(mint: MintParameters, coins: number): Spread {
  const bins = binsOf(mint);
  const moment = erlangOrderStatistic({ count: bins, rank: coins, shape: mint.way });
  const mean = bins * moment.mean;
  return { mean, sd: Math.sqrt(Math.max(0, bins * bins * moment.variance - mean)) };
}

/**
 * Hashes until the c-th coin is complete: each good ball costs a geometric number of hashes with success probability
 * q = 2^-t, so mean E[N]/q and variance E[N] (1 - q)/q^2 + Var[N]/q^2. Exact.
 */
export function hashesToCoins(mint: MintParameters, coins: number): Spread {
  const balls = goodBallsToCoins(mint, coins);
  const good = goodChance(mint);
  return { mean: balls.mean / good, sd: Math.sqrt(balls.mean * (1 - good) + balls.sd * balls.sd) / good };
}

/**
 * Good balls to the first coin for large B: Gamma(1 + 1/k) (k!)^(1/k) B^((k-1)/k), that is 1.2533, 1.6227 and 2.0062
 * times B^((k-1)/k) at k = 2, 3, 4. The relative error falls as B^(-1/k).
 */
export function firstCoinBalls(mint: MintParameters): number {
  const { way } = mint;
  return gamma(1 + 1 / way) * pow(gamma(way + 1), 1 / way) * collisionScale(mint);
}

/** B^((k-1)/k): the scale of good balls on which k-way collisions begin. */
export function collisionScale({ bits, way }: MintParameters): number {
  return pow(2, (bits * (way - 1)) / way);
}

/** Probability of any coin at c B^((k-1)/k) good balls, for large B: 1 - exp(-c^k / k!); 4.1 % at c = 1, k = 4. */
export function anyCoinChance(way: number, c: number): number {
  return -expm1(-pow(c, way) / gamma(way + 1));
}

/**
 * Fluid limit of the good balls to c coins: B x where B P(Poisson(x) >= k) = c. Good when both c and B - c are large;
 * at c = 1 it lies 13 % too high for u = 16, k = 2.
 * @param coins - 0 < c < B
 */
export function fluidBallsToCoins(mint: MintParameters, coins: number): number {
  const share = coins / binsOf(mint);
  if (!(share > 0 && share < 1)) throw new RangeError(`coins must lie between 0 and the number of bins, got ${coins}`);
  let high = mint.way;
  while (coinsPerBin(mint.way, high) < share) high *= 2;
  return binsOf(mint) * zeroBetween((x) => coinsPerBin(mint.way, x) - share, 0, high);
}

/** Good balls spent per coin when minting stops at x balls per bin, for many bins: x / P(Poisson(x) >= k). */
export function averageBallsPerCoin(way: number, ballsPerBin: number): number {
  return ballsPerBin / coinsPerBin(way, ballsPerBin);
}

/** Good balls that the next coin costs at x balls per bin, for many bins: 1 / P(Poisson(x) = k-1). */
export function marginalBallsPerCoin(way: number, ballsPerBin: number): number {
  return 1 / poissonAt(way - 1, ballsPerBin);
}

/**
 * The load at which a coin is cheapest on average: where the marginal cost meets the average, x P(Poisson(x) = k-1) =
 * P(Poisson(x) >= k). At k = 4: 6.80 good balls a coin at 4.88 per bin.
 * @param way - at least 2: one-ball coins are cheapest at once
 */
export function cheapestLoad(way: number): { ballsPerBin: number; ballsPerCoin: number } {
  const gain = (x: number): number => x * poissonAt(way - 1, x) - coinsPerBin(way, x);
  const ballsPerBin = zeroBetween(gain, way / 2, 4 * way);
  return { ballsPerBin, ballsPerCoin: averageBallsPerCoin(way, ballsPerBin) };
}

/**
 * A forger who throws a share of the broker's good balls into bins of his own: his coins, as a share of the broker's,
 * and what one costs in balls beside the broker's. For many bins. RS96's example at x = 4: with 10 % of the balls
 * 0.137 % of the coins at 73 times the cost; with 1 %, 222 coins.
 * @param ballsPerBin - x of the broker
 * @param share - of the broker's balls, above 0
 */
export function forgery(
  mint: MintParameters,
  ballsPerBin: number,
  share: number,
): { coins: number; shareOfCoins: number; unitCostRatio: number } {
  const forged = coinsPerBin(mint.way, share * ballsPerBin);
  const shareOfCoins = forged / coinsPerBin(mint.way, ballsPerBin);
  return { coins: binsOf(mint) * forged, shareOfCoins, unitCostRatio: share / shareOfCoins };
}

/**
 * Coins that a splicer can alter: of the known ones, those in whose bin at least one of his balls fell, each worth one
 * new list of balls. A bin stays without his balls with probability (1 - h)^N, h = 2^-(t+u), two bins with (1 - 2h)^N:
 * exact; known coins lie in different bins. For many bins the mean is known (1 - exp(-G/B)).
 * @param knownCoins - at most one of each bin
 */
export function splicedCoins(mint: MintParameters, knownCoins: number, hashes: number): Spread {
  const hit = hitChance(mint);
  const missed = exp(hashes * log1p(-hit));
  const altered = -expm1(hashes * log1p(-hit));
  const covariance = missed * missed * expm1(hashes * log1p(-(hit * hit) / ((1 - hit) * (1 - hit))));
  const variance = knownCoins * missed * altered + knownCoins * (knownCoins - 1) * covariance;
  return { mean: knownCoins * altered, sd: Math.sqrt(Math.max(0, variance)) };
}

/**
 * Probability that something found before a hidden predicate of b bits was disclosed passes it: 2^-b for each ball.
 * @param balls - 1 for a ball, k for a coin
 */
export function predicateSurvival(predicateBits: number, balls: number): number {
  return pow(2, -predicateBits * balls);
}

/** Expected time to the first coin for large B, at this hash rate and one key for ever; RS96 at 2^14/s: 81 years. */
export function secondsToFirstCoin(mint: MintParameters, hashesPerSecond: number): number {
  return firstCoinBalls(mint) / goodChance(mint) / hashesPerSecond;
}

function binsOf({ bits }: MintParameters): number {
  return 2 ** bits;
}

function goodChance({ filter }: MintParameters): number {
  return 2 ** -filter;
}

/** Probability that a hash falls into one particular bin. */
function hitChance({ bits, filter }: MintParameters): number {
  return 2 ** -(bits + filter);
}

function throwsOf(mint: MintParameters, hashes: number): { throws: number; bins: number; hit: number } {
  return { throws: hashes, bins: binsOf(mint), hit: hitChance(mint) };
}
