/**
 * The binomial law.
 * @module
 */
import betainc from '@stdlib/math-base-special-betainc';
import exp from '@stdlib/math-base-special-exp';
import log1p from '@stdlib/math-base-special-log1p';

/** n (n-1) ... (n-k+1) / k!, as a product of k factors: for small k, where n may be as large as 2^64. */
export function choose(n: number, k: number): number {
  let ways = 1;
  for (let i = 0; i < k; i++) ways *= Math.max(0, n - i) / (i + 1);
  return ways;
}

/** P(X = k) of Bin(n, p), precise for small k however large n and small p; 0 < p <= 1. */
export function binomialAt(k: number, n: number, p: number): number {
  // None lost has probability 1, also where log1p(-1) has no value to be taken nought times.
  let chance = n > k ? exp((n - k) * log1p(-p)) : 1;
  for (let i = 0; i < k; i++) chance *= (Math.max(0, n - i) / (i + 1)) * p;
  return chance;
}

/** P(X >= k) of Bin(n, p), the incomplete beta function I_p(k, n-k+1): precise however small it is. */
export function binomialAtLeast(k: number, n: number, p: number): number {
  if (k <= 0) return 1;
  return k > n ? 0 : betainc(p, k, n - k + 1);
}

/** P(X <= k) of Bin(n, p). */
export function binomialAtMost(k: number, n: number, p: number): number {
  if (k >= n) return 1;
  return k < 0 ? 0 : betainc(p, k + 1, n - k, true, true);
}
