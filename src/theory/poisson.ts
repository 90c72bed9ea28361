/**
 * The Poisson law.
 *
 * The tails are summed here rather than taken from the incomplete gamma function of @stdlib, which in version 0.3.1 is
 * wrong by up to 5 % when the mean is in the thousands and k lies within some 6 % of it.
 * @module
 */
import exp from '@stdlib/math-base-special-exp';
import gammaln from '@stdlib/math-base-special-gammaln';
import ln from '@stdlib/math-base-special-ln';

/** Terms below this share of the sum no longer change it. */
const NEGLIGIBLE = 1e-18;

/** P(X = k); the relative error is about 1e-16 times k ln(k), so 1e-12 at a thousand and 1e-9 at a million. */
export function poissonAt(k: number, mean: number): number {
  if (mean === 0) return k === 0 ? 1 : 0;
  return exp(k * ln(mean) - mean - gammaln(k + 1));
}

/** P(X >= k), with the relative error of `poissonAt` however small it is; in time of the order of sqrt(mean). */
export function poissonAtLeast(k: number, mean: number): number {
  if (k <= 0) return 1;
  return k > mean ? upperTail(k, mean) : 1 - lowerTail(k - 1, mean);
}

/** P(X <= k), with the relative error of `poissonAt` however small it is; in time of the order of sqrt(mean). */
export function poissonAtMost(k: number, mean: number): number {
  if (k < 0) return 0;
  return k < mean ? lowerTail(k, mean) : 1 - upperTail(k + 1, mean);
}

/** P(X >= k) for k above the mean: the terms fall from the first on. */
function upperTail(k: number, mean: number): number {
  let [sum, term] = [1, 1];
  for (let i = k + 1; term > NEGLIGIBLE * sum; i++) {
    term *= mean / i;
    sum += term;
  }
  return poissonAt(k, mean) * sum;
}

/** P(X <= k) for k below the mean: the terms fall from the last on. */
function lowerTail(k: number, mean: number): number {
  let [sum, term] = [1, 1];
  for (let i = k; term > NEGLIGIBLE * sum; i--) {
    term *= i / mean;
    sum += term;
  }
  return poissonAt(k, mean) * sum;
}
