/**
 * Laws on the whole numbers, and their quantiles.
 * @module
 */

/** Chances of consecutive whole numbers. */
export interface LatticeLaw {
  /** The number of the first chance; may be negative. */
  readonly first: number;
  readonly chances: Float64Array;
}

/** The smallest x with P(X > x) <= chance. */
export function exceededAtMost({ first, chances }: LatticeLaw, chance: number): number {
  let sum = 0;
  let i = chances.length - 1;
  for (; i >= 0; i--) {
    sum += chances[i];
    if (sum > chance) break;
  }
  return first + i;
}

/**
 * The smallest x with P(X <= x) >= probability. Beyond the median it is found from the upper end, so that a probability
 * close to 1 loses nothing.
 * @param probability - above 1e-14 and below 1 - 1e-14
 */
export function quantile(law: LatticeLaw, probability: number): number {
  if (probability > 0.5) return exceededAtMost(law, 1 - probability);
  let i = 0;
  for (let sum = law.chances[0]; sum < probability; sum += law.chances[i]) i++;
  return law.first + i;
}
