/**
 * Laws on the whole numbers: their quantiles, and sums of independent variables, exactly.
 * @module
 */

/** Chances of consecutive whole numbers. */
export interface LatticeLaw {
  /** The number of the first chance; may be negative. */
  readonly first: number;
  readonly chances: Float64Array;
}

/** What is cut off at each end of a law. */
const TAIL = 1e-16;

/**
 * The law of the sum of so many independent variables of one law, by repeated squaring. What is cut off at the ends
 * adds up to some 2e-16 times the count.
 * @param budget - multiplications that may be spent
 * @returns undefined when the budget would be exceeded
 */
export function sumOf(law: LatticeLaw, count: number, budget: number): LatticeLaw | undefined {
  let sum: LatticeLaw = { first: 0, chances: Float64Array.of(1) };
  let power = trim(law);
  let left = budget;
  for (let rest = count; ; ) {
    if (rest % 2 === 1) {
      left -= cost(sum, power);
      if (left < 0) return undefined;
      sum = convolve(sum, power);
    }
    rest = Math.floor(rest / 2);
    if (rest === 0) return sum;
    left -= cost(power, power);
    if (left < 0) return undefined;
    power = convolve(power, power);
  }
}

/** P(X > x). */
export function chanceAbove({ first, chances }: LatticeLaw, x: number): number {
  let sum = 0;
  for (let i = chances.length - 1; i >= 0 && first + i > x; i--) sum += chances[i];
  return sum;
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

function cost(a: LatticeLaw, b: LatticeLaw): number {
  return a.chances.length * b.chances.length;
}

function convolve(a: LatticeLaw, b: LatticeLaw): LatticeLaw {
  const [short, long] = a.chances.length < b.chances.length ? [a.chances, b.chances] : [b.chances, a.chances];
  const chances = new Float64Array(short.length + long.length - 1);
  for (let i = 0; i < short.length; i++) {
    const weight = short[i];
    if (weight === 0) continue;
    for (let j = 0; j < long.length; j++) chances[i + j] += weight * long[j];
  }
  return trim({ first: a.first + b.first, chances });
}

/** Without the ends that hold no more than TAIL each. */
function trim({ first, chances }: LatticeLaw): LatticeLaw {
  let [from, to] = [0, chances.length];
  for (let sum = chances[from]; sum <= TAIL; sum += chances[from]) from++;
  for (let sum = chances[to - 1]; sum <= TAIL; sum += chances[to - 1]) to--;
  return { first: first + from, chances: chances.subarray(from, to) };
}
