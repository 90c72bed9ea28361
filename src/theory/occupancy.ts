/**
 * How many of B bins hold at least k balls after a fixed number of throws, where each throw meets a given bin with
 * probability q (and no bin at all with probability 1 - B q).
 *
 * A bin's count is Bin(throws, q); two bins' counts are jointly multinomial. Both laws are used as they are, so that
 * nothing here asks for many bins or many throws.
 * @source Kolchin, Sevast'yanov, Chistyakov, Random Allocations (1978), chapters I and II; the summation is our own
 * @module
 */
import expm1 from '@stdlib/math-base-special-expm1';
import log1p from '@stdlib/math-base-special-log1p';
import { binomialAt, binomialAtLeast } from './binomial.ts';
import { poissonAt, poissonAtLeast } from './poisson.ts';

interface Throws {
  readonly throws: number;
  readonly bins: number;
  /** Probability q that a throw meets one particular bin; at most 1 / bins. */
  readonly hit: number;
}

/** B P(Bin(throws, q) >= k). */
export function meanFullBins({ throws, bins, hit }: Throws, k: number): number {
  return bins * binomialAtLeast(k, throws, hit);
}

/** B p (1 - p) + B (B - 1) cov, cov the covariance of two bins being full: exact up to rounding for any B. */
export function varianceOfFullBins(all: Throws, k: number): number {
  const { throws, bins, hit } = all;
  const p = binomialAtLeast(k, throws, hit);
  return Math.max(0, bins * p * (1 - p) + bins * (bins - 1) * covariance(all, k));
}

/**
 * B [p (1 - p) - x P(X = k-1)^2] with X of law Poisson(x): the limit of the variance for many bins at x = G/B balls a
 * bin; its relative error falls as 1/B. Only for throws that always meet a bin.
 */
export function limitingVarianceOfFullBins(bins: number, ballsPerBin: number, k: number): number {
  const p = poissonAtLeast(k, ballsPerBin);
  const edge = poissonAt(k - 1, ballsPerBin);
  return bins * (p * (1 - p) - ballsPerBin * edge * edge);
}

/**
 * Covariance of "bin 1 is full" and "bin 2 is full", which is also that of their being not full. The sum of
 * P(i) P(j) (P(i,j) / (P(i) P(j)) - 1) goes over whichever side of k the mean is not on: there all its terms have
 * one sign, and a covariance of the order of 1/B keeps its digits.
 */
function covariance(all: Throws, k: number): number {
  const counts = all.throws * all.hit > k ? range(0, k - 1) : range(k, lastThatMatters(all, k));
  const chances = counts.map((i) => binomialAt(i, all.throws, all.hit));
  let sum = 0;
  for (const [a, i] of counts.entries()) {
    const excess = jointExcess(all, i, counts);
    for (const [b, chance] of chances.entries()) sum += chances[a] * chance * excess[b];
  }
  return sum;
}

/** P(i, j) / (P(i) P(j)) - 1 for one i and each of the consecutive counts j. */
function jointExcess({ throws, hit }: Throws, i: number, counts: readonly number[]): number[] {
  const both = log1p(-(hit * hit) / ((1 - hit) * (1 - hit)));
  const one = log1p(-hit);
  let falling = 0;
  for (let a = 0; a < counts[0]; a++) falling += log1p(-i / Math.max(i, throws - a));
  return counts.map((j) => {
    const spare = throws - i - j;
    const excess = spare < 0 ? -1 : expm1(falling + (spare > 0 ? spare * both : 0) - (i + j) * one);
    falling += log1p(-i / Math.max(i, throws - j));
    return excess;
  });
}

/** The first count above k that is 1e-20 times as likely as k. */
function lastThatMatters({ throws, hit }: Throws, k: number): number {
  let last = k;
  for (let relative = 1; relative > 1e-20 && last < throws; last++) relative *= ((throws - last) / (last + 1)) * hit;
  return last;
}

function range(first: number, last: number): number[] {
  return Array.from({ length: last - first + 1 }, (_, i) => first + i);
}
