/**
 * How far to trust a mean over replications: Student's intervals, paired differences, and when to stop.
 * @module
 */
import tQuantile from '@stdlib/stats-base-dists-t-quantile';
import { Welford } from './statistics.ts';

/**
 * Below this many replications a sequential stop is refused: intervals that end a run as soon as they look narrow
 * cover too seldom (a nominal 95 % covers about 70 % from two replications, 94 % from thirty).
 */
const FEWEST_TO_STOP = 30;

/**
 * Half the width of Student's confidence interval of the mean of independent observations.
 * @param confidence - in (0, 1)
 * @returns in the observations' unit; null below two observations
 */
export function halfWidth(
  observed: { readonly count: number; readonly sd: number },
  confidence: number,
): number | null {
  if (observed.count < 2) return null;
  // The lower tail: near 1 the argument would lose its digits.
  const t = -tQuantile((1 - confidence) / 2, observed.count - 1);
  return (t * observed.sd) / Math.sqrt(observed.count);
}

/**
 * The mean of a - b and half its interval, where a[i] and b[i] saw common random numbers: what both share cancels.
 * @throws RangeError unless both have the same length, at least 1
 */
export function pairedDifference(
  a: readonly number[],
  b: readonly number[],
  confidence: number,
): { mean: number; halfWidth: number | null } {
  if (a.length !== b.length || a.length === 0) throw new RangeError(`cannot pair ${a.length} values with ${b.length}`);
  const differences = new Welford();
  for (const [i, value] of a.entries()) differences.add(value - b[i]);
  return { mean: differences.mean, halfWidth: halfWidth(differences, confidence) };
}

/** Whether replications may end: the interval is as narrow as asked for, and there are at least 30 of them. */
export function enoughToStop(replications: number, halfWidth: number | null, target: number): boolean {
  return replications >= FEWEST_TO_STOP && halfWidth !== null && halfWidth <= target;
}
