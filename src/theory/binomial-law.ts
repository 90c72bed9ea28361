/**
 * The whole binomial law at once, for charts, sums over it and quantiles.
 *
 * Chances are built from the mode outwards by the ratios of neighbours and then divided by their sum, so that no
 * factorial and no power is taken: nothing overflows, underflows or cancels for n up to 1e9 and p down to 1e-9.
 * @module
 */
import type { LatticeLaw } from './lattice-law.ts';

/** A count this much rarer than the mode is left out, with all beyond it. */
const NEGLIGIBLE = 1e-20;

/**
 * P(X = k) of Bin(n, p) wherever it matters, in time and space of the order of sqrt(n p (1-p)); what is left out adds up
 * to less than 1e-15. The relative error is about 1e-16 times the distance from the mode.
 * @param p - 0 to 1
 */
export function binomialLaw(n: number, p: number): LatticeLaw {
  const mode = Math.min(n, Math.floor((n + 1) * p));
  const odds = p / (1 - p);
  const above = outwards(n - mode, (i) => ((n - mode - i) / (mode + i + 1)) * odds);
  const below = outwards(mode, (i) => (mode - i) / ((n - mode + i + 1) * odds));
  const chances = Float64Array.from([...below.reverse(), 1, ...above]);
  const total = chances.reduce((sum, chance) => sum + chance, 0);
  return { first: mode - below.length, chances: chances.map((chance) => chance / total) };
}

/** Chances relative to the mode at distance 1, 2, ..., each the one before it times a ratio. */
function outwards(steps: number, ratio: (i: number) => number): number[] {
  const chances: number[] = [];
  for (let [i, chance] = [0, 1]; i < steps; i++) {
    chance *= ratio(i);
    if (chance < NEGLIGIBLE) break;
    chances.push(chance);
  }
  return chances;
}
