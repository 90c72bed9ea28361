/**
 * The c-th smallest of B independent Gamma(k, 1) variables: the moment at which the c-th of B bins receives its k-th
 * ball, when every bin receives balls in a Poisson process of rate 1.
 *
 * Its density is proportional to F(t)^(c-1) (1 - F(t))^(B-c) f(t). In s = ln t that is smooth, has one hump and falls
 * at least exponentially on both sides, so the trapezoidal rule converges exponentially in the number of nodes; the
 * same sum with weight 1 gives the constant, which therefore need not be known. Measured: with 4 nodes to a standard
 * deviation the moments agree with those of 16 nodes to 1e-11 up to c = 10^5. Rounding of the logarithms
 * adds a relative error of about 1e-16 c to the variance and a smaller one to the mean.
 * @module
 */
import exp from '@stdlib/math-base-special-exp';
import ln from '@stdlib/math-base-special-ln';
import log1p from '@stdlib/math-base-special-log1p';
import { poissonAt, poissonAtLeast, poissonAtMost } from './poisson.ts';
import { zeroBetween } from './roots.ts';

/** Terms smaller than exp(-45) of the greatest are left out: 3e-20. */
const NEGLIGIBLE = 45;

interface OrderStatistic {
  /** B: how many variables. */
  readonly count: number;
  /** c: which of them in ascending order, 1 to count. */
  readonly rank: number;
  /** k: the shape of the gamma law, an integer of at least 1. */
  readonly shape: number;
}

/** Mean and variance of the c-th smallest of B independent Gamma(k, 1) variables. */
export function erlangOrderStatistic(which: OrderStatistic, nodesPerSd = 4): { mean: number; variance: number } {
  const { count, rank } = which;
  if (!(rank >= 1 && rank <= count)) throw new RangeError(`rank must be 1 to ${count}, got ${rank}`);
  const centre = quantile(which.shape, rank / (count + 1));
  const nodes = nodesAround(which, ln(centre), spread(which, centre) / nodesPerSd);
  const total = nodes.reduce((sum, { weight }) => sum + weight, 0);
  const excess = nodes.reduce((sum, { t, weight }) => sum + weight * (t - centre), 0) / total;
  const mean = centre + excess;
  const variance = nodes.reduce((sum, { t, weight }) => sum + weight * (t - mean) * (t - mean), 0) / total;
  return { mean, variance };
}

interface Node {
  readonly t: number;
  readonly weight: number;
}

/** Equally spaced nodes in s on both sides of the centre, as far as the density matters. */
function nodesAround(which: OrderStatistic, centre: number, step: number): Node[] {
  const logDensityAt = (i: number): number => logDensity(which, exp(centre + i * step));
  const nodes = [{ i: 0, log: logDensityAt(0) }];
  let top = nodes[0].log;
  for (const side of [-1, 1]) {
    for (let i = side; ; i += side) {
      const log = logDensityAt(i);
      if (log < top - NEGLIGIBLE) break;
      top = Math.max(top, log);
      nodes.push({ i, log });
    }
  }
  return nodes.map(({ i, log }) => ({ t: exp(centre + i * step), weight: exp(log - top) }));
}

/** Logarithm of the density of s = ln t, up to a constant; f(t) dt = t^k e^-t ds / (k-1)!. */
function logDensity({ count, rank, shape }: OrderStatistic, t: number): number {
  const { below, above } = logChances(shape, t);
  const earlier = rank === 1 ? 0 : (rank - 1) * below;
  const later = rank === count ? 0 : (count - rank) * above;
  return earlier + later + shape * ln(t) - t;
}

/** ln F(t) and ln(1 - F(t)), both from the smaller of the two: the greater would have lost its digits. */
function logChances(shape: number, t: number): { below: number; above: number } {
  const below = poissonAtLeast(shape, t);
  if (below < 0.5) return { below: ln(below), above: log1p(-below) };
  const above = poissonAtMost(shape - 1, t);
  return { below: log1p(-above), above: ln(above) };
}

/** Where the distribution function of Gamma(shape, 1) has this value. */
function quantile(shape: number, probability: number): number {
  let high = shape;
  while (poissonAtLeast(shape, high) < probability) high *= 2;
  return zeroBetween((t) => poissonAtLeast(shape, t) - probability, 0, high);
}

/** About the standard deviation of s: that of F(t), a Beta(c, B-c+1) variable, over dF/ds = t f(t) = k P(Poisson(t) = k). */
function spread({ count, rank, shape }: OrderStatistic, t: number): number {
  const share = rank / (count + 1);
  const sd = Math.sqrt((share * (1 - share)) / (count + 2));
  return sd / (shape * poissonAt(shape, t));
}
