/**
 * Whole numbers from 1 up, evenly spaced in their logarithm: where a curve over many powers of ten is read.
 * @module
 */
import exp from '@stdlib/math-base-special-exp';
import ln from '@stdlib/math-base-special-ln';

/**
 * @param last at least 1
 * @param points how many to place, at least 2; fewer are returned where rounding makes neighbours equal
 * @returns ascending, distinct, from 1 to `last`
 */
export function logSpaced(last: number, points: number): number[] {
  const inside = Array.from({ length: points - 1 }, (_, i) => Math.round(exp((ln(last) * i) / (points - 1))));
  return [...new Set([...inside.map((value) => Math.min(value, last)), last])].sort((a, b) => a - b);
}
