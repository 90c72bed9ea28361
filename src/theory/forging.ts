/**
 * What a forger of MicroMint coins finds, and whether it pays him.
 *
 * His hashes come as a Poisson process, so that N is the mean of their number and the balls of different bins are
 * independent Poisson numbers of mean x = N 2^-(t+u): every law here is exact, for any x and any number of bins. A coin
 * from scratch is a bin with k balls; a variant is a known coin into whose bin one more ball has fallen. Worth and cost
 * are in one unit of money.
 * @source RS96, section 3, for the attacks; the laws are derived here
 * @module
 */
import exp from '@stdlib/math-base-special-exp';
import expm1 from '@stdlib/math-base-special-expm1';
import ln from '@stdlib/math-base-special-ln';
import { cheapestLoad, coinsPerBin, fluidBallsToCoins, type MintParameters, type Spread } from './micromint.ts';
import { poissonAt, poissonAtMost } from './poisson.ts';
import { zeroBetween } from './roots.ts';

/** Coins from scratch: binomial of the B bins, each full with P(Poisson(x) >= k). */
export function forgedCoins(mint: MintParameters, hashes: number): Spread {
  return binomialSpread(2 ** mint.bits, fullness(mint, ballsPerBin(mint, hashes)));
}

/** Probability that a known coin's bin is hit by one of so many hashes: 1 - exp(-x). */
export function variantChance(mint: MintParameters, hashes: number): number {
  return -expm1(-ballsPerBin(mint, hashes));
}

/**
 * Variants of coins that were known from the start: binomial, each hit with 1 - exp(-x); one variant a known coin.
 * With 1 % of the hashes of RS96's broker and a million known coins: 39,211.
 */
export function variantCoins(mint: MintParameters, known: number, hashes: number): Spread {
  const x = ballsPerBin(mint, hashes);
  return binomialSpread(known, { chance: -expm1(-x), otherwise: exp(-x) });
}

/**
 * Variants of coins that are overheard one by one, as a Poisson process of mean `heard`, evenly while he hashes: those
 * hit after they were heard are Poisson with mean heard (1 - (1 - e^-x) / x).
 */
export function variantsOfHeardCoins(mint: MintParameters, heard: number, hashes: number): Spread {
  const mean = heard * hitAfterHeard(ballsPerBin(mint, hashes));
  return { mean, sd: Math.sqrt(mean) };
}

/** Below this the series below has its digits, and the closed form loses some. */
const SERIES_BELOW = 0.5;

/** 1 - (1 - e^-x) / x = x/2! - x^2/3! + x^3/4! - ... */
function hitAfterHeard(x: number): number {
  if (x >= SERIES_BELOW) return (x + expm1(-x)) / x;
  let [sum, term] = [0, x / 2];
  for (let i = 3; Math.abs(term) > 1e-17 * sum; i++) {
    sum += term;
    term *= -x / i;
  }
  return sum;
}

/** What a forger reckons with when he plans. */
export interface Venture {
  readonly mint: MintParameters;
  /** What a coin brings him. */
  readonly worth: number;
  readonly costPerHash: number;
  /** Coins that he can get rid of; Infinity for all. */
  readonly outletCoins: number;
  /** Hashes that he can do in the time that is left; finite. */
  readonly hashesMax: number;
}

/** How far to go, and what is left of it on average. */
export interface Plan {
  readonly hashes: number;
  readonly profit: number;
}

const STAYS_AWAY: Plan = { hashes: 0, profit: 0 };

/**
 * The number of hashes that maximises worth min(E coins, outletCoins) - cost, 0 when nothing pays. Coins against hashes
 * are convex up to x = k-1 and concave from there on, so that the maximum lies at 0 or at the first of: the place where
 * one more hash brings what it costs, the end of the outlet, the end of the time.
 */
export function bestEffort(venture: Venture): Plan {
  const { mint, worth, costPerHash, outletCoins, hashesMax } = venture;
  const end = Math.min(
    lastGoodLoad(mint, costOfGoodBall(mint, costPerHash) / worth),
    outletCoins < 2 ** mint.bits ? loadFor(mint, outletCoins) : Infinity,
    ballsPerBin(mint, hashesMax),
  );
  return planOf(venture, end, 2 ** mint.bits * coinsPerBin(mint.way, end));
}

function planOf({ mint, worth, costPerHash, outletCoins }: Venture, load: number, coins: number): Plan {
  const hashes = load / hitChance(mint);
  const profit = worth * Math.min(coins, outletCoins) - costPerHash * hashes;
  return profit > 0 ? { hashes, profit } : STAYS_AWAY;
}

/**
 * The least number of hashes at which what they bring covers what they cost, worth E coins(N) >= cost N; 0 when a hash
 * costs nothing, undefined when it never does, that is when the cheapest coin costs more than it is worth.
 */
export function breakEvenHashes(mint: MintParameters, worth: number, costPerHash: number): number | undefined {
  const ratio = costOfGoodBall(mint, costPerHash) / worth;
  if (ratio === 0) return 0;
  // Coins a good ball; they rise from none up to the cheapest load.
  const advantage = (x: number): number => (x === 0 ? 0 : coinsPerBin(mint.way, x) / x) - ratio;
  const { ballsPerBin: most } = cheapestLoad(mint.way);
  return advantage(most) >= 0 ? zeroBetween(advantage, 0, most) / hitChance(mint) : undefined;
}

/**
 * The least hash rate at which a forger who hashes for so long comes out even, in hashes a second; undefined when no
 * rate does. Far above it one who does not stop in time loses again.
 */
export function breakEvenRate(
  mint: MintParameters,
  worth: number,
  costPerHash: number,
  seconds: number,
): number | undefined {
  const hashes = breakEvenHashes(mint, worth, costPerHash);
  return hashes === undefined ? undefined : hashes / seconds;
}

/** x at which one more good ball brings no more than it costs, beyond x = k-1; 0 when it never brings as much. */
function lastGoodLoad({ way }: MintParameters, costOverWorth: number): number {
  if (costOverWorth === 0) return Infinity;
  const advantage = (x: number): number => poissonAt(way - 1, x) - costOverWorth;
  if (!(advantage(way - 1) > 0)) return 0;
  let high = way;
  while (advantage(high) > 0) high *= 2;
  return zeroBetween(advantage, way - 1, high);
}

/** x at which so many coins are expected, fewer than there are bins. */
function loadFor(mint: MintParameters, coins: number): number {
  return coins > 0 ? fluidBallsToCoins(mint, coins) / 2 ** mint.bits : 0;
}

/** A chance and what is left to 1, both with all their digits. */
interface Chance {
  readonly chance: number;
  readonly otherwise: number;
}

function fullness({ way }: MintParameters, x: number): Chance {
  return { chance: coinsPerBin(way, x), otherwise: poissonAtMost(way - 1, x) };
}

function binomialSpread(trials: number, { chance, otherwise }: Chance): Spread {
  return { mean: trials * chance, sd: Math.sqrt(trials * chance * otherwise) };
}

/** Probability that a hash falls into one particular bin. */
function hitChance({ bits, filter }: MintParameters): number {
  return 2 ** -(bits + filter);
}

function ballsPerBin(mint: MintParameters, hashes: number): number {
  return hashes * hitChance(mint);
}

function costOfGoodBall({ filter }: MintParameters, costPerHash: number): number {
  return costPerHash * 2 ** filter;
}

/** What hashing at one rate brought and cost, in one unit of money. */
export interface Balance {
  /** Hashes a second. */
  readonly rate: number;
  readonly revenue: number;
  readonly cost: number;
}

/**
 * The rate between two at which revenue meets cost, where the lower one loses and the higher one does not: both are
 * taken for powers of the rate, which they nearly are; without any revenue at the lower one, for straight lines.
 */
export function rateBetween(below: Balance, above: Balance): number {
  if (below.revenue <= 0) {
    const [loss, gain] = [below.cost - below.revenue, above.revenue - above.cost];
    return below.rate + ((above.rate - below.rate) * loss) / (loss + gain);
  }
  const [loss, gain] = [ln(below.cost / below.revenue), ln(above.revenue / above.cost)];
  return below.rate * exp((ln(above.rate / below.rate) * loss) / (loss + gain));
}

/** What hashing at one rate is expected to bring, in coins too. */
export interface Prospect extends Balance {
  readonly coins: number;
}

/** The mean of a logarithm is too low by half the relative variance; a bias up to this part of the deviation is little. */
const LITTLE_BIAS = 0.05;

/** Whether two rates at which one finds what one expects are crossed at this one, but for little of their deviation. */
export function isCrossedAt(value: number, below: Prospect, above: Prospect): boolean {
  const width = ln(above.rate / below.rate);
  const place = ln(value / below.rate) / width;
  const steepness = ln(above.revenue / below.revenue) / width;
  const deviation = Math.sqrt((1 - place) ** 2 / below.coins + place ** 2 / above.coins) / (steepness - 1);
  return Math.abs(ln(rateBetween(below, above) / value)) <= LITTLE_BIAS * deviation;
}
