/**
 * The normal law.
 * @module
 */
import gammainc from '@stdlib/math-base-special-gammainc';

/** P(|Z| >= z) of a standard normal Z, from Q(1/2, z^2/2); its relative error stays near 1e-15 far into the tail. */
export function normalOutside(z: number): number {
  return gammainc((z * z) / 2, 0.5, true, true);
}
