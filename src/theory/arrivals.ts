/**
 * How many purchases a user makes whose rate goes with the hour, who buys in bursts, comes and goes, or has a budget.
 * Means and variances of one user; those of independent users add up. Derived here.
 *
 * Times are in any one unit, rates per that unit.
 * @module
 */
import expm1 from '@stdlib/math-base-special-expm1';
import { poissonAt, poissonAtLeast } from './poisson.ts';

/** Below this ratio of duration and stay the series are nearer. */
const SHORT = 1e-3;

export interface CountMoments {
  readonly mean: number;
  readonly variance: number;
}

/** A rate that holds from one time to another. */
export interface RatePiece {
  readonly from: number;
  readonly to: number;
  readonly rate: number;
}

/** Expected events of a Poisson process whose rate changes from piece to piece. */
export function expectedEvents(pieces: readonly RatePiece[]): number {
  return pieces.reduce((sum, { from, to, rate }) => sum + rate * (to - from), 0);
}

/**
 * Purchases until a time T, when bursts begin in a Poisson process of these rates, have a geometric number of purchases
 * of this mean, L, and exponential gaps of this mean, g. A burst that began x before T has had one purchase and others at
 * intensity (L-1) r exp(-r t), r = 1/(g L), after its beginning, and so has each purchase of it: mean
 * m(x) = 1 + (L-1)(1 - e^-rx), mean square 1 + 3 (L-1)(1 - e^-rx) + 2 (L-1)^2 (1 - e^-rx - rx e^-rx).
 * The number is compound Poisson: mean and variance are the integrals of rate times m and of rate times the square.
 * @param bursts - mean number of purchases, at least 1, and mean gap
 */
export function burstMoments(
  pieces: readonly RatePiece[],
  end: number,
  bursts: { readonly purchases: number; readonly gap: number },
): CountMoments {
  const more = bursts.purchases - 1;
  const r = 1 / (bursts.gap * bursts.purchases);
  /** Integrals over (0, x) of 1 - e^-rt, and of 1 - e^-rt - rt e^-rt. */
  const first = (x: number): number => x + expm1(-r * x) / r;
  const second = (x: number): number => x + (2 * expm1(-r * x) + r * x * (1 + expm1(-r * x))) / r;
  const means = (x: number): number => x + more * first(x);
  const squares = (x: number): number => x + 3 * more * first(x) + 2 * more * more * second(x);
  let [mean, variance] = [0, 0];
  for (const { from, to, rate } of pieces) {
    mean += rate * (means(end - from) - means(end - to));
    variance += rate * (squares(end - from) - squares(end - to));
  }
  return { mean, variance };
}

/**
 * Events of a Poisson process of one rate while somebody is there who comes at a uniform instant of (0, T) and leaves
 * after an exponential time of mean m, or at T: with tau = T/m and the time L that he is there,
 * E[L] = m (1 - (1 - e^-tau)/tau), E[L^2] = 2 m^2 (1 - (2 - (2 + tau) e^-tau)/tau), and the number has the mean
 * rate E[L] and the variance rate E[L] + rate^2 Var[L].
 */
export function stayMoments(rate: number, duration: number, meanStay: number): CountMoments {
  const tau = duration / meanStay;
  const [first, second] = tau < SHORT ? shortStay(tau) : anyStay(tau);
  const time = meanStay * first;
  const square = 2 * meanStay * meanStay * second;
  return { mean: rate * time, variance: rate * time + rate * rate * (square - time * time) };
}

/** E[L] / m and E[L^2] / (2 m^2). */
function anyStay(tau: number): [number, number] {
  const left = -expm1(-tau);
  return [1 - left / tau, 1 - (2 * left - tau * (1 - left)) / tau];
}

/** The same by their series, where the closed forms would lose all digits to their differences. */
function shortStay(tau: number): [number, number] {
  return [tau * (1 / 2 - tau * (1 / 6 - tau / 24)), tau * tau * (1 / 6 - tau * (1 / 12 - tau / 40))];
}

/** The smaller of a Poisson number and a limit. @param limit - an integer from 0; as many terms are summed */
export function limitedPoisson(mean: number, limit: number): CountMoments {
  const atLimit = poissonAtLeast(limit, mean);
  let [first, second] = [limit * atLimit, limit * limit * atLimit];
  for (let k = 1; k < limit; k++) {
    const chance = poissonAt(k, mean);
    first += k * chance;
    second += k * k * chance;
  }
  return { mean: first, variance: second - first * first };
}

/**
 * Distinct vendors that a user buys from who makes a Poisson number of purchases: each vendor's purchases are a Poisson
 * number too, independently.
 * @param weights - each vendor's share, adding up to 1
 */
export function distinctVendors(mean: number, weights: readonly number[]): CountMoments {
  let [expected, variance] = [0, 0];
  for (const weight of weights) {
    const chance = -expm1(-weight * mean);
    expected += chance;
    variance += chance * (1 - chance);
  }
  return { mean: expected, variance };
}
