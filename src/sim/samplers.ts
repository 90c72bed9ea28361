/**
 * Random variables that take as many uniform numbers as they need, each of its exact law: no normal approximation, no
 * matter how large the parameters. For variables made from one uniform number each see distributions.
 *
 * `draw` gives uniform numbers in [0, 1) of 53 bits. Logarithms and exponentials are those of @stdlib, since the
 * engine's own differ in their last bit between versions.
 * @module
 */
import exp from '@stdlib/math-base-special-exp';
import ln from '@stdlib/math-base-special-ln';
import log1p from '@stdlib/math-base-special-log1p';
import { exponential } from './distributions.ts';

type Draw = () => number;

/** Below this mean a sequential search is quicker than rejection, and rejection is not valid. */
const REJECTION_MEAN_MIN = 10;

/**
 * Number of failures before the first success, by inversion: one uniform number.
 * @param u - uniform in [0, 1); the largest result is about 36.7 / success
 * @param success - probability in (0, 1], however small
 */
export function geometric(u: number, success: number): number {
  return geometricBefore(success)(u);
}

/** The same for many draws: what depends on the probability alone is worked out once. */
export function geometricBefore(success: number): (u: number) => number {
  const scale = -log1p(-success);
  return (u) => Math.floor(exponential(u) / scale);
}

/**
 * Standard normal variable: the ratio of uniform numbers in a region that two parabolas enclose tightly.
 * @source A. J. Kinderman and J. F. Monahan (1977); the parabolas after J. L. Leva, TOMS 18 (1992)
 */
export function normalVariate(draw: Draw): number {
  for (;;) {
    const u = 1 - draw();
    const v = 1.7156 * (draw() - 0.5);
    const x = u - 0.449871;
    const y = Math.abs(v) + 0.386595;
    const q = x * x + y * (0.196 * y - 0.25472 * x);
    if (q < 0.27597 || (q < 0.27846 && v * v < -4 * u * u * ln(u))) return v / u;
  }
}

/**
 * Gamma variable of scale 1: the waiting time for `shape` events at rate 1. At shape 1 it is the exponential variable
 * of one draw.
 * @param shape - above 0
 * @throws RangeError for another shape
 * @source G. Marsaglia and W. W. Tsang, TOMS 26 (2000)
 */
export function gammaVariate(shape: number, draw: Draw): number {
  if (!(shape > 0)) throw new RangeError(`shape ${shape}: expected a number above 0`);
  if (shape === 1) return exponential(draw());
  // A power of a uniform number takes a shape of one more down to a shape below one.
  if (shape < 1) return gammaAboveOne(shape + 1, draw) * exp(ln(1 - draw()) / shape);
  return gammaAboveOne(shape, draw);
}

function gammaAboveOne(shape: number, draw: Draw): number {
  const d = shape - 1 / 3;
  const c = 1 / Math.sqrt(9 * d);
  for (;;) {
    const x = normalVariate(draw);
    const t = c * x;
    if (t <= -1) continue;
    const cube = (1 + t) * (1 + t) * (1 + t);
    const u = 1 - draw();
    const square = x * x;
    if (u < 1 - 0.0331 * square * square) return d * cube;
    // x^2 / 2 + d (1 - v + ln v) for v = (1 + t)^3, without the loss of digits that v near 1 would bring.
    if (ln(u) < square / 2 + d * (3 * (log1p(t) - t) - t * t * (3 + t))) return d * cube;
  }
}

/**
 * Poisson variable: a sequential search for small means (one draw), transformed rejection for others.
 * @param mean - at least 0; exact up to 1e12
 * @throws RangeError for a negative mean
 * @source W. Hörmann, The transformed rejection method for generating Poisson random variables (1993), PTRS. His hat
 *   (1.1328 for our 1.2028) lies up to 0.6 % too low at means below 300, and his squeeze (0.9277 for our 0.917) a
 *   little too high near 26: ours hold at every mean. The logarithm of the probability is taken by deviances
 *   (C. Loader, 2000), which loses no digits however large the mean.
 */
export function poissonVariate(mean: number, draw: Draw): number {
  if (!(mean >= 0)) throw new RangeError(`mean ${mean}: expected at least 0`);
  if (mean < REJECTION_MEAN_MIN) return poissonBySearch(mean, draw());
  const b = 0.931 + 2.53 * Math.sqrt(mean);
  const a = -0.059 + 0.02483 * b;
  const inverseAlpha = 1.1239 + 1.2028 / (b - 3.4);
  const sureBelow = 0.917 - 3.6224 / (b - 2);
  for (;;) {
    const u = draw() - 0.5;
    const v = 1 - draw();
    const us = 0.5 - Math.abs(u);
    const k = Math.floor(((2 * a) / us + b) * u + mean + 0.43);
    if (us >= 0.07 && v <= sureBelow) return k;
    if (k < 0 || (us < 0.013 && v > us)) continue;
    if (ln((v * inverseAlpha) / (a / (us * us) + b)) <= -deviance(k, mean) - factorialRest(k)) return k;
  }
}

function poissonBySearch(mean: number, u: number): number {
  let term = exp(-mean);
  let sum = term;
  let k = 0;
  // The sum may stop short of 1 by its rounding; then the search ends where the terms no longer count.
  while (u >= sum && sum + term > sum) {
    k++;
    term *= mean / k;
    sum += term;
  }
  return k;
}

/**
 * Binomial variable: a sequential search where n min(p, 1-p) is small (one draw), transformed rejection elsewhere.
 * @param n - an integer from 0; exact up to 1e12
 * @param p - from 0 to 1
 * @throws RangeError for other parameters
 * @source W. Hörmann, The generation of binomial random variates (1993), BTRS; the logarithms as for Poisson
 */
export function binomialVariate(n: number, p: number, draw: Draw): number {
  if (!(Number.isSafeInteger(n) && n >= 0)) throw new RangeError(`n ${n}: expected an integer from 0`);
  if (!(p >= 0 && p <= 1)) throw new RangeError(`p ${p}: expected a probability`);
  if (p > 0.5) return n - binomialVariate(n, 1 - p, draw);
  return n * p < REJECTION_MEAN_MIN ? binomialBySearch(n, p, draw()) : binomialByRejection(n, p, draw);
}

function binomialBySearch(n: number, p: number, u: number): number {
  const odds = p / (1 - p);
  let term = exp(n * log1p(-p));
  let sum = term;
  let k = 0;
  while (u >= sum && sum + term > sum) {
    k++;
    term *= ((n - k + 1) / k) * odds;
    sum += term;
  }
  return k;
}

function binomialByRejection(n: number, p: number, draw: Draw): number {
  const deviation = Math.sqrt(n * p * (1 - p));
  const b = 1.15 + 2.53 * deviation;
  const a = -0.0873 + 0.0248 * b + 0.01 * p;
  const alpha = (2.83 + 5.1 / b) * deviation;
  const sureBelow = 0.92 - 4.2 / b;
  const mode = Math.floor((n + 1) * p);
  let lnAtMode = 0;
  for (;;) {
    const u = draw() - 0.5;
    const v = 1 - draw();
    const us = 0.5 - Math.abs(u);
    const k = Math.floor(((2 * a) / us + b) * u + n * p + 0.5);
    if (us >= 0.07 && v <= sureBelow) return k;
    if (k < 0 || k > n) continue;
    lnAtMode ||= lnBinomial(mode, n, p);
    if (ln((v * alpha) / (a / (us * us) + b)) <= lnBinomial(k, n, p) - lnAtMode) return k;
  }
}

/** The logarithm of P(X = k) of Bin(n, p), less a term that does not depend on k. */
function lnBinomial(k: number, n: number, p: number): number {
  return -deviance(k, n * p) - deviance(n - k, n * (1 - p)) - factorialRest(k) - factorialRest(n - k);
}

/**
 * How n trials fall into classes: conditional binomials, one class after the other.
 * @param weights - of the classes, not negative, not all zero; they need not add up to 1
 * @returns a count for each class; they add up to n
 * @throws RangeError for other parameters
 */
export function multinomialVariate(n: number, weights: readonly number[], draw: Draw): number[] {
  // What each class and those after it weigh together, summed from the end: nothing is lost by subtraction.
  const rests = [...weights];
  for (let i = rests.length - 2; i >= 0; i--) rests[i] += rests[i + 1];
  let left = n;
  return weights.map((weight, i) => {
    if (left === 0) return 0;
    const count = binomialVariate(left, weight / rests[i], draw);
    left -= count;
    return count;
  });
}

/** x ln(x / m) + m - x, of full relative precision also where x is near m; m > 0. */
function deviance(x: number, m: number): number {
  if (x === 0) return m;
  const v = (x - m) / (x + m);
  if (Math.abs(v) > 0.1) return x * ln(x / m) + m - x;
  // ln(x / m) = 2 (v + v^3/3 + v^5/5 + ...), and the first term of the product with x is taken with m - x.
  let sum = (x - m) * v;
  let power = 2 * x * v;
  for (let j = 3; ; j += 2) {
    power *= v * v;
    const next = sum + power / j;
    if (next === sum) return sum;
    sum = next;
  }
}

const FACTORIALS_TABLED = 16;
const FACTORIAL_RESTS = factorialRests();

/** ln k! - (k ln k - k): what Stirling's first terms leave over. */
function factorialRest(k: number): number {
  if (k < FACTORIALS_TABLED) return FACTORIAL_RESTS[k];
  const inverse = 1 / k;
  const square = inverse * inverse;
  const series = inverse * (1 / 12 - square * (1 / 360 - square * (1 / 1260 - square / 1680)));
  return ln(2 * Math.PI * k) / 2 + series;
}

/** The first of them, from exact factorials. */
function factorialRests(): number[] {
  const rests = [0];
  let factorial = 1;
  for (let k = 1; k < FACTORIALS_TABLED; k++) {
    factorial *= k;
    rests.push(ln(factorial) - k * ln(k) + k);
  }
  return rests;
}
