/**
 * What a broker of scrip has to do: not for every payment, but for every pair of a user and a vendor and for every
 * refill. A user who wants N_v goods of one price from vendor v, m of them for one piece of scrip, exchanges
 * ceil(N_v / m) times. All of one user; means and variances of independent users add up.
 * @source Glassman, Manasse, Abadi, Gauthier, Sobalvarro, The Millicent Protocol (1995), called G95, for who exchanges
 *   when; the laws are derived here
 * @module
 */
import expm1 from '@stdlib/math-base-special-expm1';
import log1p from '@stdlib/math-base-special-log1p';
import { binomialLaw } from './binomial-law.ts';
import { type Need, purchasesToBuyAhead } from './demand.ts';
import { poissonAt } from './poisson.ts';

/** Of a count; the variance only where it is known. */
export interface Count {
  readonly mean: number;
  readonly variance: number | undefined;
}

/**
 * Vendors from whom a user buys at all: the sum over vendors of 1 - exp(-mu w) for a Poisson need, whose parts are
 * independent, and of 1 - (1-w)^n for a fixed one, whose parts are multinomial.
 * @param weights - each vendor's share of the purchases, adding up to 1
 */
export function distinctVendors(weights: readonly number[], need: Need): Required<Count> {
  const misses = weights.map((weight) => missedBy(weight, need));
  const mean = misses.reduce((sum, miss) => sum + 1 - miss, 0);
  const variance = misses.reduce((sum, miss) => sum + miss * (1 - miss), 0);
  return { mean, variance: need.kind === 'poisson' ? variance : variance + covariance(weights, misses, need) };
}

/** P(no purchase falls on vendors of this share together). */
function missedBy(weight: number, need: Need): number {
  if (need.kind === 'poisson') return 1 + expm1(-need.mean * weight);
  if (need.count === 0) return 1;
  return weight >= 1 ? 0 : 1 + expm1(need.count * log1p(-weight));
}

/** Over ordered pairs of different vendors. */
function covariance(weights: readonly number[], misses: readonly number[], need: Need): number {
  let sum = 0;
  for (let i = 0; i < weights.length; i++)
    for (let j = 0; j < i; j++) sum += 2 * (missedBy(weights[i] + weights[j], need) - misses[i] * misses[j]);
  return sum;
}

/**
 * Exchanges of a user: the sum over vendors of ceil(N_v / m). First visits are those of `distinctVendors`, the others
 * refills. The variance is known for a Poisson need, and for one vendor.
 * @param perPiece - m, how many purchases one piece pays: an integer of at least 1
 */
export function exchanges(weights: readonly number[], need: Need, perPiece: number): Count {
  if (need.kind === 'poisson') {
    const parts = weights.map(
      (weight) => purchasesToBuyAhead({ ...need, mean: need.mean * weight }, perPiece).purchases,
    );
    return {
      mean: parts.reduce((sum, { mean }) => sum + mean, 0),
      variance: parts.reduce((sum, { variance }) => sum + variance, 0),
    };
  }
  if (weights.length === 1) return { mean: Math.ceil(need.count / perPiece), variance: 0 };
  const mean = weights.reduce((sum, weight) => sum + meanPieces(need.count, weight, perPiece), 0);
  return { mean, variance: undefined };
}

/** E[ceil(N / m)] for a binomial N. */
function meanPieces(trials: number, weight: number, perPiece: number): number {
  const { first, chances } = binomialLaw(trials, weight);
  return chances.reduce((sum, chance, i) => sum + chance * Math.ceil((first + i) / perPiece), 0);
}

/**
 * Macropayments of a user for broker scrip, k exchanges for one piece of it: ceil(E / k), E the exchanges of a Poisson
 * need, whose law is that of a sum of independent numbers, one a vendor. Exact but for chances below 1e-18.
 */
export function scripPurchases(
  weights: readonly number[],
  mean: number,
  perPiece: number,
  exchangesPerPurchase: number,
): Required<Count> {
  let law: number[] = [1];
  for (const weight of weights) law = sumLaw(law, piecesLaw(mean * weight, perPiece));
  const value = (exchanges: number): number => Math.ceil(exchanges / exchangesPerPurchase);
  const average = law.reduce((sum, chance, n) => sum + chance * value(n), 0);
  const variance = law.reduce((sum, chance, n) => sum + chance * (value(n) - average) * (value(n) - average), 0);
  return { mean: average, variance };
}

/** Chances below this do not change a mean. */
const NEGLIGIBLE = 1e-18;

/** P(ceil(N / m) = 0), P(... = 1), ... for a Poisson N. */
function piecesLaw(mean: number, perPiece: number): number[] {
  const law = [poissonAt(0, mean)];
  for (let pieces = 1; ; pieces++) {
    let chance = 0;
    for (let n = (pieces - 1) * perPiece + 1; n <= pieces * perPiece; n++) chance += poissonAt(n, mean);
    if (chance < NEGLIGIBLE && pieces * perPiece > mean) return law;
    law.push(chance);
  }
}

function sumLaw(one: readonly number[], other: readonly number[]): number[] {
  const law = new Array<number>(one.length + other.length - 1).fill(0);
  for (let i = 0; i < one.length; i++) for (let j = 0; j < other.length; j++) law[i + j] += one[i] * other[j];
  while (law[law.length - 1] < NEGLIGIBLE) law.pop();
  return law;
}
