/**
 * At how many coins a mint is read, when a scenario asks for a curve and not for single points.
 * @module
 */
import exp from '@stdlib/math-base-special-exp';
import ln from '@stdlib/math-base-special-ln';

/**
 * Numbers of coins from 1 to a share of all bins, evenly spaced in the logit of the share: the wall before the first
 * coin and the saturation of the bins both get their points.
 * @param bits u, with 2^u bins
 * @param upToShare share of the bins at the last point, in (0, 1)
 * @param points how many to place, at least 2; fewer are returned where rounding makes neighbours equal
 * @returns ascending, distinct, each from 1 to 2^bits
 */
export function checkpoints(bits: number, upToShare: number, points: number): number[] {
  const bins = 2 ** bits;
  const last = Math.max(1, Math.round(upToShare * bins));
  const from = logit(1 / bins);
  const to = Math.max(from, logit(upToShare));
  const coins = new Set([1]);
  for (let point = 1; point < points - 1; point++) {
    const share = 1 / (1 + exp(-(from + ((to - from) * point) / (points - 1))));
    coins.add(Math.min(last, Math.max(1, Math.round(share * bins))));
  }
  return [...coins.add(last)].sort((left, right) => left - right);
}

function logit(share: number): number {
  return ln(share / (1 - share));
}
