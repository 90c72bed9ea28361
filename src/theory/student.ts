/**
 * Student's t law.
 * @module
 */
import betainc from '@stdlib/math-base-special-betainc';

/**
 * P(|T| >= t) of Student's T, as the incomplete beta function I_x(df/2, 1/2) at x = df / (df + t^2).
 * @param degrees - of freedom, at least 1
 */
export function studentOutside(t: number, degrees: number): number {
  return betainc(degrees / (degrees + t * t), degrees / 2, 0.5);
}
